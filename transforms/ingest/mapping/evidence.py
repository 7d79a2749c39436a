"""What stands in a column: how much of it can be read as a column of a contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from expectations.contract.contract import Column, Kind
from expectations.contract.rules import Reaction
from transforms.cells.casters import read_cell
from transforms.cells.context import Context
from transforms.cells.dates.written import date_range
from transforms.clean.column import percent_style
from transforms.recognise.grid import Cell

SPEAKING = frozenset({Kind.ID, Kind.PHONE})
"""Kinds whose cells are like no others: a column without a known heading is known by them."""
_SILENT = frozenset({Kind.TEXT, Kind.TAGS})
"""Kinds that any words fit."""
_WARNED = 0.7
_FEWEST_DIGITS = 7


def readable(cells: Sequence[Cell], column: Column, context: Context) -> float | None:
    """Share of the filled cells that can be read as the column; None where that says nothing, or nothing is filled."""
    filled = [cell for cell in cells if cell != "" and not (isinstance(cell, str) and cell.isspace())]
    if not filled or column.kind in _SILENT:
        return None
    around = replace(context, percent_style=percent_style(filled, ())) if column.kind is Kind.PERCENT else context
    return sum(_counts(cell, column, around) for cell in filled) / len(filled)


def has_long_numbers(cells: Sequence[Cell]) -> bool:
    """Whether some of the cells may be telephone or id numbers at all: seven digits or more."""
    return any(sum(map(str.isdigit, str(cell))) >= _FEWEST_DIGITS for cell in cells if cell != "")


def _counts(cell: Cell, column: Column, context: Context) -> float:
    if column.until and isinstance(cell, str) and date_range(cell):
        return 1.0  # its end goes into another column
    reading = read_cell(cell, column, context)
    if reading.reaction in (Reaction.CELL, Reaction.ROW) or (
        reading.value is None and reading.reaction is not Reaction.FIX
    ):
        return 0.0
    return _WARNED if reading.reaction is Reaction.FIXW else 1.0
