"""Common to .xls and .xlsb: decoding of numbers and errors in records, cells and their evidence."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flows.read.number_formats import adds, codes_of, telling_numbers
from flows.read.serial_dates import Calendar, calendar, moment_of
from flows.read.xlsx_evidence import Evidence, check_size, is_long
from flows.receive.guard import Limits
from transforms.recognise.grid import Cell, Place

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}

_BAD_NUMBER = 36


def rk_number(packed: int) -> float:
    """A number in four bytes: the upper half of a double or an integer, possibly times a hundred."""
    if packed & 2:
        value = float((packed - (packed >> 31 << 32)) >> 2)
    else:
        value = float(struct.unpack("<d", struct.pack("<Q", (packed & ~3) << 32))[0])
    return value / 100 if packed & 1 else value


@dataclass
class Styles:
    """What the cell styles of a workbook show: of each the kind of date, and the format where that adds to a value."""

    calendars: Sequence[Calendar | None] = ()
    telling: Mapping[int, str] = field(default_factory=dict)
    from_1904: bool = False

    def define(self, numbers: Sequence[int], custom: Mapping[int, str]) -> None:
        """Take the number format id of each style, and the codes of the formats that are not built in."""
        self.telling = telling_numbers(numbers, custom)
        self.calendars = [calendar(code) for code in codes_of(numbers, custom)]

    def shown(self, style: int, value: float) -> Cell:
        """A number as a style shows it."""
        kind = self.calendars[style] if style < len(self.calendars) else None
        return moment_of(value, kind, from_1904=self.from_1904)


class BinaryCells:
    """Collects the cells of a sheet and their evidence. Raises Unreadable when a cell lies beyond the limits."""

    def __init__(self, styles: Styles, limits: Limits) -> None:
        self.cells: dict[Place, Cell] = {}
        self.evidence = Evidence()
        self._styles = styles
        self._limits = limits
        self._rows = self._columns = 0

    def reach(self, place: Place) -> None:
        """Note that a cell exists."""
        if place[0] >= self._rows or place[1] >= self._columns:
            self._rows, self._columns = max(self._rows, place[0] + 1), max(self._columns, place[1] + 1)
            check_size(self._limits, self._rows, self._columns)

    def put(self, place: Place, cell: Cell) -> None:
        """Set a text or a truth value."""
        self.reach(place)
        self.cells[place] = cell

    def number(self, place: Place, style: int, value: float) -> None:
        """Set a number, with the format that adds to it and the digits of a long one; no finite number is an error."""
        if not math.isfinite(value):
            self.error(place, _BAD_NUMBER)
            return
        self.put(place, self._styles.shown(style, value))
        raw = repr(value).removesuffix(".0")
        if (code := self._styles.telling.get(style)) and adds(code, raw):
            self.evidence.formats[place] = code
        if is_long(raw):
            self.evidence.digits[place] = raw

    def error(self, place: Place, code: int) -> None:
        """Note an error cell."""
        self.reach(place)
        self.evidence.errors[place] = _ERRORS.get(code, "#ERROR!")

    def hide_columns(self, first: int, last: int) -> None:
        """Note hidden columns, as far as a sheet may reach."""
        self.evidence.hidden_columns.update(range(first, min(last + 1, self._limits.max_columns)))
