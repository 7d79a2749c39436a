"""The rows that concern each unit, for the units' reports (domain.md §11.2)."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from expectations.county.county import County
from transforms.tables.catalogue import TABLES
from transforms.tables.table import Following, NamedBy

Positions = Mapping[str, pl.Series]
"""By unit the positions of its rows in a table, ascending."""


def concerned(tables: Mapping[str, pl.DataFrame], county: County) -> dict[str, Positions]:
    """By table of a dataset and by unit the positions of the rows that concern it; computed for all units at once.

    A table whose rows concern no single unit (`Table.units`) is left out. Filtering every table for each unit would
    take many times as long.
    """
    divisions = [(unit.division, unit.code) for unit in county.units if unit.division]
    seats = pl.DataFrame(divisions, schema={"town": pl.String, "unit": pl.String}, orient="row")
    units = {table.name: table.units for table in TABLES.values() if table.name in tables}
    naming = {name: _by_row(tables[name], by, seats) for name, by in units.items() if isinstance(by, NamedBy)}
    following = {
        name: _by_followed(tables[name], by, tables[by.table], naming[by.table])
        for name, by in units.items()
        if isinstance(by, Following)
    }
    return {table: _by_unit(rows) for table, rows in (naming | following).items()}


def _placed(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Some columns with the position of each row as `at`."""
    return frame.select(*columns).with_row_index("at")


def _by_row(frame: pl.DataFrame, by: NamedBy, seats: pl.DataFrame) -> pl.DataFrame:
    """`unit` and `at` of the rows that name a unit, or lie in its division."""
    named = _placed(frame, by.column).rename({by.column: "unit"})
    if not by.elsewhere:
        named = named.join(seats, on="unit", how="anti")
    lying = [_placed(frame, "town").join(seats, on="town").select(named.columns)] if by.lying else []
    return pl.concat([named, *lying]).drop_nulls("unit")


def _by_followed(frame: pl.DataFrame, by: Following, followed: pl.DataFrame, naming: pl.DataFrame) -> pl.DataFrame:
    """`unit` and `at` of the rows whose column has the value of one in `followed`; `naming`: the `_by_row` of that."""
    theirs = naming.select("unit", followed[by.column].gather(naming["at"]))
    return _placed(frame, by.column).join(theirs.unique(), on=by.column)


def _by_unit(rows: pl.DataFrame) -> Positions:
    grouped = rows.select("unit", "at").unique().sort("unit", "at").group_by("unit", maintain_order=True).agg("at")
    return dict(zip(grouped["unit"], grouped["at"], strict=True))


def part_of(frame: pl.DataFrame, positions: Positions, unit: str) -> pl.DataFrame:
    """The rows of a table that concern a unit."""
    return frame[positions[unit]] if unit in positions else frame.clear()
