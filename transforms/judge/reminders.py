"""Reminders (催报): missing sheets, and files to be corrected."""

from __future__ import annotations

import polars as pl

from expectations.catalogue import SHEETS
from transforms.judge.arrivals import ABSENT, RETURNED
from transforms.records.issues import places
from transforms.records.submission import file_name

REMINDERS: dict[str, pl.DataType] = {
    "submitter": pl.String(),
    "sheet": pl.String(),
    "status": pl.String(),
    "days_overdue": pl.Int64(),
    "file": pl.String(),
    "faults": pl.Int64(),
}
"""`file` and its `faults`, how many places are to be corrected, where something was returned, else null.

`submitter` is null where it is unknown."""


def reminders(arrivals: pl.DataFrame, issues: pl.DataFrame) -> pl.DataFrame:
    """REMINDERS of ARRIVALS and ISSUES, by unit and in the order of the sheets, what is missing first."""
    absent = arrivals.filter(pl.col("status").is_in(ABSENT)).select("submitter", "sheet", "status", "days_overdue")
    late = arrivals.filter(pl.col("status") == RETURNED).select("submitter", "sheet", "days_overdue")
    faulty = (
        _sent_by_name(places(issues))
        .group_by("submitter", "sheet", "file")
        .agg(faults=pl.len(), status=pl.lit(RETURNED))
        .join(late, on=["submitter", "sheet"], how="left")
    )
    order = pl.col("sheet").replace_strict(list(SHEETS), list(range(len(SHEETS))), default=None, return_dtype=pl.Int64)
    return (
        pl.concat([pl.DataFrame(schema=REMINDERS), absent, faulty], how="diagonal_relaxed")
        .cast(pl.Schema(REMINDERS))
        .sort("submitter", pl.col("file").is_not_null(), order, "file", nulls_last=True)
    )


def _sent_by_name(issues: pl.DataFrame) -> pl.DataFrame:
    """The issues with unit and sheet of unreadable files filled in from the file name."""
    file_names = {name: file_name(name) for name in issues["file"].unique()}
    units, sheets = ({name: getattr(parsed, part) for name, parsed in file_names.items()} for part in ("unit", "sheet"))
    return issues.with_columns(
        pl.coalesce("submitter", pl.col("file").replace_strict(units, return_dtype=pl.String)),
        pl.coalesce("sheet", pl.col("file").replace_strict(sheets, return_dtype=pl.String)),
    )
