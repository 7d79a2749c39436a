"""A range of dates in one cell (2021.11—2022.12, 2021年11月至今), split into two columns (domain.md M58)."""

from __future__ import annotations

from collections.abc import Mapping

from expectations.contract.contract import Sheet
from transforms.cells.written import date_range, written
from transforms.clean.column_cells import ColumnCells

SPLIT = "date_range_split"


def split_ranges(sheet: Sheet, columns: Mapping[str, ColumnCells]) -> None:
    """In place: the range's cell keeps the start, and the end goes into the column that takes it if it is blank.

    A start without a day is the first of its month.
    """
    for column in sheet.columns:
        if column.until is None:
            continue
        starts, ends = columns[column.name], columns[column.until]
        for n, cell in enumerate(starts.cells):
            if isinstance(cell, str) and ends.cells[n] == "" and (span := date_range(cell)):
                starts.cells[n], ends.cells[n] = _first_day(span[0]), span[1]
                starts.filled[n] = ends.filled[n] = SPLIT


def _first_day(text: str) -> str:
    day = written(text)
    return f"{day.year}-{day.month:02d}-01" if day and day.year and day.day is None else text
