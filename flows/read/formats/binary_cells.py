"""Common to .xls and .xlsb: decoding of numbers and errors in records, and the evidence of cells."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from flows.read.number_formats import adds
from flows.read.xlsx_evidence import Evidence, check_size, is_long
from flows.receive.guard import Limits
from transforms.recognise.grid import Place

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def rk_number(packed: int) -> float:
    """A number in four bytes: the upper half of a double or an integer, possibly times a hundred."""
    if packed & 2:
        value = float((packed - (packed >> 31 << 32)) >> 2)
    else:
        value = float(struct.unpack("<d", struct.pack("<Q", (packed & ~3) << 32))[0])
    return value / 100 if packed & 1 else value


class BinaryCells:
    """Collects the evidence of a sheet, record by record. Raises Unreadable when a cell lies beyond the limits."""

    def __init__(self, formats: Mapping[int, str], limits: Limits) -> None:
        self.evidence = Evidence()
        self._formats = formats
        self._limits = limits
        self._rows = self._columns = 0

    def reach(self, place: Place) -> None:
        """Note that a cell exists."""
        if place[0] >= self._rows or place[1] >= self._columns:
            self._rows, self._columns = max(self._rows, place[0] + 1), max(self._columns, place[1] + 1)
            check_size(self._limits, self._rows, self._columns)

    def number(self, place: Place, style: int, value: float) -> None:
        """Note a number: its format where that adds to the value, and the digits of a long one."""
        self.reach(place)
        raw = repr(value).removesuffix(".0")
        if style in self._formats and adds(self._formats[style], raw):
            self.evidence.formats[place] = self._formats[style]
        if is_long(raw):
            self.evidence.digits[place] = raw

    def error(self, place: Place, code: int) -> None:
        """Note an error cell."""
        self.reach(place)
        self.evidence.errors[place] = _ERRORS.get(code, "#ERROR!")

    def hide_columns(self, first: int, last: int) -> None:
        """Note hidden columns, as far as a sheet may reach."""
        self.evidence.hidden_columns.update(range(first, min(last + 1, self._limits.max_columns)))
