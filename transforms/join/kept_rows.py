"""Each accepted row is in a table, or a row with its key stands for it; else nothing is published (design.md §5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from transforms.records.ledger import RowsLost

MERGED = "merged"
"""Ledger reason of an accepted row for which another row with its key stands in the table."""

_ROW = ["submission", "row"]


@dataclass(frozen=True)
class Kept:
    """The `key` by which several rows of a sheet become one in its table; without one every row must be there.

    Rows that became one may not differ in the columns `agreeing`, by which their key was made.
    """

    key: tuple[str, ...] = ()
    agreeing: tuple[str, ...] = ()


KEPT: Mapping[str, Kept] = {
    "S4": Kept(("person_id", "contact_date", "contact_by")),
    "S6": Kept(),
    "S7": Kept(),
    "S8": Kept(),
    "S9": Kept(("person_id", "community_code")),
    "S10": Kept(("order_no",), ("town", "community_code", "posted_on")),
}
"""By sheet. Those of S1–S3 come together in the one row of a person; S5, R6 and R8 are tables as they are."""


def merged_rows(sheet: str, rows: pl.LazyFrame, table: pl.DataFrame) -> pl.DataFrame:
    """The accepted rows of a sheet (`submission`, `row`) for which another row of their key stands in its table.

    rows: those that should be in the table, with the columns of KEPT. Raises RowsLost where one is neither in the table
    nor has its key there, or stands for another than itself.
    """
    kept = KEPT[sheet]
    absent = rows.join(table.lazy().select(_ROW), on=_ROW, how="anti")
    if not kept.key:
        _refuse(sheet, absent.select(_ROW).collect(), "in no table")
        return pl.DataFrame(schema={"submission": pl.String, "row": pl.Int64})
    wanted = absent.select(*_ROW, *dict.fromkeys((*kept.key, *kept.agreeing))).collect()
    standing = table.select(*kept.key, *kept.agreeing).unique(kept.key)
    _refuse(sheet, wanted.join(standing, on=kept.key, how="anti", nulls_equal=True), "in no table")
    both = wanted.join(standing, on=kept.key, nulls_equal=True, suffix="_standing")
    differs = (pl.col(name) != pl.col(f"{name}_standing") for name in kept.agreeing)
    _refuse(sheet, both.filter(pl.any_horizontal(pl.lit(value=False), *differs)), "replaced by a row of another key")
    return wanted.select(_ROW).unique(maintain_order=True)


def _refuse(sheet: str, rows: pl.DataFrame, why: str) -> None:
    if rows.height:
        raise RowsLost(f"{rows.height} accepted rows of {sheet} are {why}: {rows.select(_ROW).rows()[:5]}")
