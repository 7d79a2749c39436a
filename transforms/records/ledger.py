"""The ledger: the fate of every row that was read (design.md §5.1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import polars as pl

from expectations.catalogue import SHEETS
from transforms.records.columnar import Columns
from transforms.records.submission import file_digits_of

ACCEPTED = "accepted"
REJECTED = "rejected"
SET_ASIDE = "set_aside"

LEDGER: dict[str, pl.DataType] = {
    "submission": pl.String(),
    "sheet": pl.String(),
    "worksheet": pl.String(),
    "row": pl.Int64(),
    "fate": pl.String(),
    "reason": pl.String(),
}
"""One line per row of every worksheet; `reason` is a rule for rejected rows, a row kind for those set aside."""


class RowsLost(Exception):
    """The ledger does not account for every row read exactly once; nothing may be published."""


def ledger_lines(
    submission: str, sheet: str | None, worksheet: str, rows: Sequence[int], fates: Mapping[int, tuple[str, str | None]]
) -> Columns:
    """Ledger of some rows of a worksheet, by their positions; `fates` maps these to (fate, reason), else accepted."""
    outcomes, count = [fates.get(row, (ACCEPTED, None)) for row in rows], len(rows)
    return {
        "submission": [submission] * count,
        "sheet": [sheet] * count,
        "worksheet": [worksheet] * count,
        "row": [row + 1 for row in rows],
        "fate": [fate for fate, _ in outcomes],
        "reason": [reason for _, reason in outcomes],
    }


def with_rejections(ledger: pl.DataFrame, rejected: pl.DataFrame) -> pl.DataFrame:
    """The ledger after judging: accepted rows named in `rejected` (submission, row, rule) become rejected."""
    first = rejected.unique(["submission", "row"], keep="first", maintain_order=True)
    return (
        ledger.join(first.select("submission", "row", pl.col("rule")), on=["submission", "row"], how="left")
        .with_columns(
            fate=pl.when(pl.col("rule").is_not_null() & (pl.col("fate") == ACCEPTED))
            .then(pl.lit(REJECTED))
            .otherwise("fate"),
            reason=pl.when(pl.col("rule").is_not_null() & (pl.col("fate") == ACCEPTED))
            .then("rule")
            .otherwise("reason"),
        )
        .drop("rule")
    )


def with_reason(ledger: pl.DataFrame, rows: pl.DataFrame, reason: str) -> pl.DataFrame:
    """The ledger with a reason for these of its accepted rows (`submission`, `row`), which stay accepted."""
    if rows.is_empty():  # as in most weeks; a ledger may have a million rows
        return ledger
    named = rows.select("submission", "row").unique().with_columns(named=pl.lit(reason))
    known = ledger.join(named, on=["submission", "row"], how="left", maintain_order="left")
    accepted = (pl.col("fate") == ACCEPTED) & pl.col("named").is_not_null()
    return known.with_columns(reason=pl.when(accepted).then("named").otherwise("reason")).drop("named")


def without(ledger: pl.DataFrame, submissions: Collection[str], reason: str, fate: str = SET_ASIDE) -> pl.DataFrame:
    """The ledger when whole submissions do not count: their accepted rows are set aside, or rejected."""
    replaced = pl.col("submission").is_in(submissions) & (pl.col("fate") == ACCEPTED)
    return ledger.with_columns(
        fate=pl.when(replaced).then(pl.lit(fate)).otherwise("fate"),
        reason=pl.when(replaced).then(pl.lit(reason)).otherwise("reason"),
    )


def check_conservation(ledger: pl.DataFrame, row_counts: pl.DataFrame, accepted: pl.DataFrame) -> None:
    """Raise RowsLost unless every row read has exactly one fate and the accepted ones are those in the tables.

    `row_counts` (file, worksheet, rows_read, times) come from the reader, `accepted` (submission, row) from the tables:
    both independent of the ledger. Of an own table that is read as several sheets a row has a fate for each of them.
    """
    places = ledger.select("worksheet", "row", "sheet", file=file_digits_of("submission"))
    counted = places.group_by("file", "worksheet").agg(
        counted=pl.len(), distinct=pl.col("row").n_unique(), fates=pl.struct("sheet", "row").n_unique()
    )
    balance = row_counts.join(counted, on=["file", "worksheet"], how="full", coalesce=True).fill_null(0)
    wanted = pl.col("rows_read") * pl.col("times")
    wrong = balance.filter(
        (pl.col("counted") != wanted) | (pl.col("fates") != wanted) | (pl.col("distinct") != pl.col("rows_read"))
    )
    if wrong.height:
        raise RowsLost(f"rows unaccounted for in {wrong.height} worksheets: {wrong.rows()[:5]}")
    claimed = ledger.filter(pl.col("fate") == ACCEPTED).select("submission", "row")
    keys = ["submission", "row"]
    astray = claimed.join(accepted, on=keys, how="anti").height + accepted.join(claimed, on=keys, how="anti").height
    if astray:
        raise RowsLost(f"{astray} rows are accepted in the ledger but not in the tables, or the other way round")


def with_cells(ledger: pl.DataFrame) -> pl.DataFrame:
    """The ledger with `cells`: how many cells a row of data has, that is the number of columns of its sheet."""
    widths = {sheet.id: len(sheet.columns) for sheet in SHEETS.values()}
    return ledger.with_columns(cells=pl.col("sheet").replace_strict(widths, default=None, return_dtype=pl.Int64))
