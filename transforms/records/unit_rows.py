"""The rows that concern each unit, for the units' reports (domain.md §11.2)."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from expectations.county.county import County

NAMED_BY: Mapping[str, str] = {
    "five_dim": "host_unit",
    "assignments": "host_unit",
    "duties": "unit_code",
    "posts": "host_unit",
    "items": "lead_unit",
    "registrations": "unit_code",
    "orders": "member_unit",
    "submissions": "submitter",
    "files": "submitter",
    "issues": "submitter",
    "confirmed": "submitter",
}
"""The column that names the unit a row concerns: as host, lead unit, employer or submitter."""

LYING = ("items", "registrations", "orders")
"""Tables whose rows concern the division they lie in (`town`), too."""

OF_PLACES = ("registrations", "orders")
"""Tables that concern a division's own unit by `town` only, not by its people's memberships elsewhere."""

OF_FILES = ("places", "ledger", "queue")
"""Tables whose rows concern the submitter of their submission."""

Positions = Mapping[str, pl.Series]
"""By unit the positions of its rows in a table, ascending."""


def concerned(tables: Mapping[str, pl.DataFrame], county: County) -> dict[str, Positions]:
    """By table of a dataset and by unit the positions of the rows that concern it; computed for all units at once.

    A table that is not named concerns no unit. Filtering every table for each unit would take many times as long.
    """
    divisions = [(unit.division, unit.code) for unit in county.units if unit.division]
    seats = pl.DataFrame(divisions, schema={"town": pl.String, "unit": pl.String}, orient="row")
    by_table = {table: _by_row(table, tables[table], seats) for table in NAMED_BY}
    senders = tables["files"].select("submission", unit="submitter").unique()
    by_table |= {table: _placed(tables[table], "submission").join(senders, on="submission") for table in OF_FILES}
    theirs = by_table["orders"].select("unit", order_no=tables["orders"]["order_no"].gather(by_table["orders"]["at"]))
    by_table["order_members"] = _placed(tables["order_members"], "order_no").join(theirs.unique(), on="order_no")
    return {table: _by_unit(rows) for table, rows in by_table.items()}


def _placed(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Some columns with the position of each row as `at`."""
    return frame.select(*columns).with_row_index("at")


def _by_row(table: str, frame: pl.DataFrame, seats: pl.DataFrame) -> pl.DataFrame:
    """`unit` and `at` of the rows that name a unit, or lie in its division."""
    named = _placed(frame, NAMED_BY[table]).rename({NAMED_BY[table]: "unit"})
    if table in OF_PLACES:
        named = named.join(seats, on="unit", how="anti")
    lying = [_placed(frame, "town").join(seats, on="town").select(named.columns)] if table in LYING else []
    return pl.concat([named, *lying]).drop_nulls("unit")


def _by_unit(rows: pl.DataFrame) -> Positions:
    grouped = rows.select("unit", "at").unique().sort("unit", "at").group_by("unit", maintain_order=True).agg("at")
    return dict(zip(grouped["unit"], grouped["at"], strict=True))


def part_of(frame: pl.DataFrame, positions: Positions, unit: str) -> pl.DataFrame:
    """The rows of a table that concern a unit."""
    return frame[positions[unit]] if unit in positions else frame.clear()
