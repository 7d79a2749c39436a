"""A workbook as grids of typed cells, with evidence that file readers usually drop."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

Cell = str | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
"""A value as python-calamine gives it; '' is an empty cell. Numbers are floats, whatever they look like."""

Place = tuple[int, int]
"""(row, column) of a cell, both from 0."""


@dataclass(frozen=True)
class Merge:
    """A merged range, both corners included, from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """One worksheet: `rows[r][c]` starts at cell A1 and keeps empty leading rows and columns.

    `errors` are error cells (`#N/A` …), `unvalued` formulas without a stored value, `formats` the number format of
    cells shown as a percentage, with a unit or as a date without its day, `digits` the raw text of numbers of 15 digits
    and more. `struck` are cells of which only the text not struck through is kept. Hidden rows and columns count like
    others (domain.md M21). `widths` are the numbers of cells that the lines of a text file have; a worksheet has none.
    A `lost` worksheet is listed by its workbook, but is not there.
    """

    name: str
    rows: list[list[Cell]]
    visible: bool = True
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    errors: dict[Place, str] = field(default_factory=dict)
    unvalued: frozenset[Place] = frozenset()
    formats: dict[Place, str] = field(default_factory=dict)
    digits: dict[Place, str] = field(default_factory=dict)
    struck: frozenset[Place] = frozenset()
    widths: tuple[int, ...] = ()
    lost: bool = False


@dataclass(frozen=True)
class Workbook:
    """All worksheets of one file, in their order."""

    format: str
    grids: tuple[Grid, ...]
