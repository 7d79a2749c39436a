"""Excel 97–2003 workbooks: .xls and the .et of WPS, in BIFF5 and BIFF8 ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from flows.read.formats.binary_cells import BinaryCells, rk_number
from flows.read.formats.compound import Compound
from flows.read.formats.native import native_grids
from flows.read.number_formats import telling_numbers
from flows.read.xlsx_evidence import Evidence
from flows.receive.guard import REFUSED, Limits, damaged
from transforms.recognise.grid import Grid, Place
from transforms.records.notice import Unreadable

_BOF, _EOF, _BOUND_SHEET, _FORMAT, _XF, _ENCRYPTED = 0x809, 0x0A, 0x85, 0x41E, 0xE0, 0x2F
_ROW, _COLUMNS, _UNCALCULATED = 0x208, 0x7D, 0x5E
_NUMBER, _RK, _RKS, _BOOL_OR_ERROR, _FORMULA, _STRING = 0x203, 0x27E, 0xBD, 0x205, 0x06, 0x207
_TEXTS = (0xFD, 0x204, 0xD6)  # a shared string, a string of its own, a formatted one
_BIFF8 = 0x600
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_AS_TEXT, _AS_ERROR = 0, 2  # the type of a formula's result that is no number
_Record = tuple[int, bytes]


def xls_grids(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """All worksheets of a compound file with a workbook in it. Raises Unreadable."""
    stream = Compound(data).stream("Workbook", "Book")
    sheets, formats = _globals(stream)
    evidence = [_evidence(stream, start, formats, limits) for start in sheets]
    return native_grids(data, lambda at, _: evidence[at])


def _evidence(stream: bytes, start: int, formats: Mapping[int, str], limits: Limits) -> Evidence:
    sheet = _Sheet(formats, limits)
    for kind, record in _records(stream, start):
        sheet.note(kind, record)
    return sheet.finished()


def _records(stream: bytes, at: int) -> Iterator[_Record]:
    """The records of one part of the stream, without those of charts inside it."""
    if stream[at : at + 2] != struct.pack("<H", _BOF):
        raise damaged()
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
    raise damaged()


def _globals(stream: bytes) -> tuple[list[int], dict[int, str]]:
    """The offset of each sheet; cell style → number format code, where that adds to the value."""
    sheets: list[int] = []
    numbers: list[int] = []
    codes: dict[int, str] = {}
    wide = False
    for kind, record in _records(stream, 0):
        if kind == _BOF:
            wide = struct.unpack_from("<H", record)[0] >= _BIFF8
        elif kind == _ENCRYPTED:
            raise Unreadable("format_encrypted", REFUSED["encrypted"])
        elif kind == _BOUND_SHEET:
            sheets.append(struct.unpack_from("<I", record)[0])
        elif kind == _XF:
            numbers.append(struct.unpack_from("<H", record, 2)[0])
        elif kind == _FORMAT:
            codes[struct.unpack_from("<H", record)[0]] = _code(record, wide)
    return sheets, telling_numbers(numbers, codes)


def _code(record: bytes, wide: bool) -> str:
    if not wide:
        return record[3:].decode("gb18030", "replace")
    return record[5:].decode("utf-16-le" if record[4] & 1 else "latin-1", "replace")


class _Sheet(BinaryCells):
    def __init__(self, formats: Mapping[int, str], limits: Limits) -> None:
        super().__init__(formats, limits)
        self._formulas: set[Place] = set()
        self._uncalculated = False
        self._awaited: Place | None = None  # a formula whose text follows in a separate record

    def note(self, kind: int, record: bytes) -> None:
        if kind == _ROW:
            row, flags = struct.unpack_from("<H10xB", record)
            if flags & _HIDDEN_ROW:
                self.evidence.hidden_rows.add(row)
        elif kind == _COLUMNS:
            first, last, flags = struct.unpack_from("<HH4xB", record)
            if flags & _HIDDEN_COLUMN:
                self.hide_columns(first, last)
        elif kind == _UNCALCULATED:
            self._uncalculated = True
        elif kind == _STRING:
            self._awaited = None
        elif kind in (_NUMBER, _RK, _RKS, _BOOL_OR_ERROR, _FORMULA, *_TEXTS):
            self._note_cell(kind, record)

    def finished(self) -> Evidence:
        self._expect(None)
        if self._uncalculated:  # the results are those of another calculation, or none
            self.evidence.unvalued |= self._formulas
        return self.evidence

    def _note_cell(self, kind: int, record: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", record)
        place = row, column
        if kind == _NUMBER:
            self.number(place, style, struct.unpack_from("<d", record, 6)[0])
        elif kind == _RK:
            self.number(place, style, rk_number(struct.unpack_from("<I", record, 6)[0]))
        elif kind == _RKS:
            for nth, (xf, packed) in enumerate(struct.iter_unpack("<HI", record[4 : 4 + (len(record) - 6) // 6 * 6])):
                self.number((row, column + nth), xf, rk_number(packed))
        elif kind == _BOOL_OR_ERROR and record[7]:
            self.error(place, record[6])
        elif kind == _FORMULA:
            self._note_formula(place, style, record[6:14])
        else:
            self.reach(place)

    def _note_formula(self, place: Place, style: int, result: bytes) -> None:
        self._expect(None)
        self._formulas.add(place)
        if result[6:] != b"\xff\xff":
            self.number(place, style, struct.unpack("<d", result)[0])
        elif result[0] == _AS_ERROR:
            self.error(place, result[2])
        else:
            self.reach(place)
            self._expect(place if result[0] == _AS_TEXT else None)

    def _expect(self, place: Place | None) -> None:
        if self._awaited is not None:
            self.evidence.unvalued.add(self._awaited)
        self._awaited = place
