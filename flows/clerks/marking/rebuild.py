"""A workbook rebuilt from the grids of a file that cannot be patched: same worksheets, coordinates and merges."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from transforms.recognise.grid import Cell, Grid, Merge, Place

UNREAD = "（原文件无法读取）"
"""The one worksheet, empty, of the copy of a file from which nothing could be read."""

_SHOWN = {"datetime": "yyyy-mm-dd hh:mm:ss", "date": "yyyy-mm-dd", "time": "hh:mm:ss", "timedelta": "[h]:mm:ss"}
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
_FIRST_DAY = dt.date(1899, 12, 30)  # day 0 of the calendar of spreadsheets
_FIRST_YEAR = 1900  # of the calendar of spreadsheets
_LONGEST_TEXT = 32_767
_LONGEST_NAME = 31
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\]|^'|'$")


def rebuilt(
    grids: Sequence[Grid], formulas: Mapping[str, Mapping[Place, str]] | None = None
) -> tuple[bytes, dict[str, str]]:
    """An .xlsx of these worksheets, with formulas by worksheet and cell, and their names in it by those they had.

    Values keep their types; only a number with more digits than a number can hold is kept as its text.
    """
    names: dict[str, str] = {}
    memory = BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True, "nan_inf_to_errors": True}) as book:
        for grid in grids or [Grid(UNREAD, [])]:
            names[grid.name] = _name(grid.name, names.values())
            page = _Page(book, book.add_worksheet(names[grid.name]), (formulas or {}).get(grid.name, {}))
            _fill(page, grid)
    return memory.getvalue(), names


def _name(name: str, taken: Collection[str]) -> str:
    """A name that spreadsheet programs accept."""
    wanted = _NOT_IN_NAME.sub("_", name)[:_LONGEST_NAME] or "_"
    used = {other.lower() for other in taken}
    candidates = (wanted, *(f"{wanted[: _LONGEST_NAME - 5]}_{n}" for n in range(2, len(used) + 3)))
    return next(candidate for candidate in candidates if candidate.lower() not in used)


class _Exact(float):
    """A number that is written with all its digits; xlsxwriter writes sixteen."""

    def __format__(self, _: str) -> str:
        return repr(float(self))


class _Page:
    """A worksheet being written, with the formats of its workbook."""

    def __init__(self, book: Any, page: Any, formulas: Mapping[Place, str]) -> None:
        self.page = page
        self.formulas = formulas
        self._formats: dict[str, Any] = {}
        self._book = book

    def write(self, place: Place, cell: Cell, shown: str | None) -> None:
        """Write a value by its type, as the result of the cell's formula if it has one: no text becomes either."""
        if formula := self.formulas.get(place):
            code = shown or _SHOWN.get(type(cell).__name__)
            self.page.write_formula(*place, f"={formula}", self._format(code), _result(cell))
            return
        match cell:
            case bool():
                self.page.write_boolean(*place, cell)
            case float() | int():
                self.page.write_number(*place, _Exact(cell), self._format(shown))
            case dt.datetime() | dt.date() if cell.year >= _FIRST_YEAR:
                self.page.write_datetime(*place, cell, self._format(shown or _SHOWN[type(cell).__name__]))
            case dt.time() | dt.timedelta():
                self.page.write_datetime(*place, cell, self._format(_SHOWN[type(cell).__name__]))
            case _:
                self.page.write_string(*place, str(cell)[:_LONGEST_TEXT])

    def fail(self, place: Place, error: str) -> None:
        """Write an error as the result of the cell's formula or of the one that gives it, or else as a text."""
        if error in _ERRORS:
            self.page.write_formula(*place, f"={self.formulas.get(place, error)}", None, error)
        else:
            self.page.write_string(*place, error)

    def _format(self, code: str | None) -> Any:
        if code and code not in self._formats:
            self._formats[code] = self._book.add_format({"num_format": code})
        return self._formats.get(code or "")


def _fill(sheet: _Page, grid: Grid) -> None:
    if not grid.visible:
        sheet.page.hide()
    for row in grid.hidden_rows:
        sheet.page.set_row(row, options={"hidden": True})
    for merge in _apart(grid.merges):
        sheet.page.merge_range(merge.top, merge.left, merge.bottom, merge.right, "")
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            place = (row, column)
            if error := grid.errors.get(place):
                sheet.fail(place, error)
            elif cell != "" or place in sheet.formulas:
                sheet.write(place, _whole(cell, grid.digits.get(place)), grid.formats.get(place))


def _result(cell: Cell) -> Cell:
    """A value as a formula's result: a moment is the number of days."""
    match cell:
        case dt.datetime():
            return (cell - dt.datetime.combine(_FIRST_DAY, dt.time())) / dt.timedelta(1)
        case dt.date():
            return float((cell - _FIRST_DAY).days)
        case dt.time():
            return dt.timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second) / dt.timedelta(1)
        case dt.timedelta():
            return cell / dt.timedelta(1)
    return cell


def _whole(cell: Cell, digits: str | None) -> Cell:
    """A number, or its text where no number has all its digits."""
    number = float(digits) if digits else None
    return digits if digits and Decimal(digits) != Decimal(repr(number)) else cell


def _apart(merges: Sequence[Merge]) -> Iterator[Merge]:
    """The merged ranges of more than one cell that overlap none before them."""
    covered: set[Place] = set()
    for merge in merges:
        cells = {(r, c) for r in range(merge.top, merge.bottom + 1) for c in range(merge.left, merge.right + 1)}
        if len(cells) > 1 and not cells & covered:
            covered |= cells
            yield merge
