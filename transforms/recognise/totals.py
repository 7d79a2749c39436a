"""Column sums in a worksheet, and unlabelled subtotal rows (domain.md M22)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from expectations.catalogue import SHEETS
from expectations.contract.contract import Kind
from transforms.recognise.grid import Cell, Grid
from transforms.recognise.headings import Header
from transforms.recognise.row_kinds import SUBTOTAL

SUMMED = (Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.HOURS)
"""Kinds of columns that are summed."""


def unlabelled_totals(grid: Grid, header: Header, data: Sequence[int]) -> dict[int, str]:
    """Rows of numbers alone, each the column sums since the last such row, with the reason SUBTOTAL.

    Of a table that is not yet read as a sheet nobody knows which columns are summed.
    """
    contract = SHEETS[header.sheet].columns if header.sheet in SHEETS else ()
    columns = [column for column in contract if column.name in header.columns]
    summed = [header.columns[column.name] for column in columns if column.kind in SUMMED]
    worded = [header.columns[column.name] for column in columns if column.kind not in SUMMED]
    totals: dict[int, str] = {}
    block: list[int] = []
    for row in data if summed else ():
        if len(block) > 1 and all(grid.rows[row][at] == "" for at in worded) and _is_sum(grid, row, block, summed):
            totals[row] = SUBTOTAL
            block = []
        else:
            block.append(row)
    return totals


def _is_sum(grid: Grid, row: int, block: Sequence[int], summed: Sequence[int]) -> bool:
    stated = {at: number for at in summed if (number := number_in(grid.rows[row][at]))}
    return bool(stated) and all(agree(number, sum_of(grid, at, block)) for at, number in stated.items())


def sum_of(grid: Grid, at: int, rows: Sequence[int]) -> float | None:
    """The sum of a column over some rows; None where a cell of it is no plain number."""
    numbers = [number_in(cell) for row in rows if (cell := grid.rows[row][at]) != ""]
    return None if None in numbers else math.fsum(number for number in numbers if number is not None)


def number_in(cell: Cell) -> float | None:
    """A number as it stands or as plain text, 1,234.5 too; None for anything else."""
    if isinstance(cell, str):
        text = cell.replace(",", "").strip()
        return float(text) if text.isascii() and text.replace(".", "", 1).isdecimal() else None
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None


def agree(stated: float, ours: float | None) -> bool:
    """Whether two sums are the same but for rounding to cents."""
    return ours is not None and math.isclose(stated, ours, rel_tol=1e-9, abs_tol=0.005)
