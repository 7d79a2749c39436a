"""Excel binary workbooks: .xlsb, a package whose parts are records ([MS-XLSB])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from flows.read.formats.binary_cells import BinaryCells, rk_number
from flows.read.formats.native import native_grids
from flows.read.number_formats import telling_numbers
from flows.read.opc_package import Package
from flows.read.xlsx_evidence import Evidence
from flows.receive.guard import Limits, damaged
from transforms.recognise.grid import Grid, Merge

_ROW, _COLUMNS, _MERGE = 0, 60, 176
_RK, _ERROR, _REAL, _FORMULA_NUMBER, _FORMULA_ERROR = 2, 3, 5, 9, 11
_OTHER_CELLS = (4, 6, 7, 8, 10)  # truth values and texts, of formulas too
_SHORT_CELLS = range(12, 19)  # without a column; no program is known to write them, and the native reader skips them
_FORMAT, _STYLE, _BEGIN_STYLES, _END_STYLES, _BUNDLED_SHEET = 44, 47, 617, 618, 156
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x10, 0x01


def xlsb_grids(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """All worksheets of a package that the guard has checked. Raises Unreadable."""
    package = Package(data)
    formats = _formats(package.styles())
    evidence = {name: _evidence(package.part(part), formats, limits) for name, part in _sheets(package)}
    package.check_unseen(limits)
    return native_grids(data, lambda _, name: evidence[name])


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record; kind and size are varints of seven bits per byte."""
    at = 0
    while at < len(part):
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (part[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while shift < 28:
            group = part[at]
            at += 1
            size |= (group & 0x7F) << shift
            shift += 7
            if not group & 0x80:
                break
        yield kind, part[at : at + size]
        at += size


def _sheets(package: Package) -> Iterator[tuple[str, str]]:
    """Name and part of every worksheet."""
    for kind, record in _records(package.main()):
        if kind == _BUNDLED_SHEET:
            link, after = _text(record, 8)
            name, _ = _text(record, after)
            of_kind, part = package.linked(link)
            if of_kind == "worksheet":
                yield name, part


def _text(record: bytes, at: int) -> tuple[str, int]:
    """A text and the offset of its end."""
    end = at + 4 + 2 * struct.unpack_from("<I", record, at)[0]
    return record[at + 4 : end].decode("utf-16-le"), end


def _formats(styles: bytes) -> dict[int, str]:
    numbers: list[int] = []
    codes: dict[int, str] = {}
    of_cells = False
    for kind, record in _records(styles):
        if kind in (_BEGIN_STYLES, _END_STYLES):
            of_cells = kind == _BEGIN_STYLES
        elif kind == _STYLE and of_cells:
            numbers.append(struct.unpack_from("<H", record, 2)[0])
        elif kind == _FORMAT:
            codes[struct.unpack_from("<H", record)[0]] = _text(record, 2)[0]
    return telling_numbers(numbers, codes)


def _evidence(part: bytes, formats: dict[int, str], limits: Limits) -> Evidence:
    cells = BinaryCells(formats, limits)
    row = 0
    for kind, record in _records(part):
        if kind == _ROW:
            row, flags = struct.unpack_from("<I7xB", record)
            if flags & _HIDDEN_ROW:
                cells.evidence.hidden_rows.add(row)
        elif kind == _COLUMNS:
            first, last, flags = struct.unpack_from("<II8xB", record)
            if flags & _HIDDEN_COLUMN:
                cells.hide_columns(first, last)
        elif kind == _MERGE:
            top, bottom, left, right = struct.unpack_from("<4I", record)
            cells.evidence.merges.append(Merge(top, left, bottom, right))
        elif kind in _SHORT_CELLS:
            raise damaged()
        elif kind in (_RK, _ERROR, _REAL, _FORMULA_NUMBER, _FORMULA_ERROR, *_OTHER_CELLS):
            _note_cell(cells, row, kind, record)
    return cells.evidence


def _note_cell(cells: BinaryCells, row: int, kind: int, record: bytes) -> None:
    column, style = struct.unpack_from("<II", record)
    place, style = (row, column), style & 0xFFFFFF
    if kind == _RK:
        cells.number(place, style, rk_number(struct.unpack_from("<I", record, 8)[0]))
    elif kind in (_REAL, _FORMULA_NUMBER):
        cells.number(place, style, struct.unpack_from("<d", record, 8)[0])
    elif kind in (_ERROR, _FORMULA_ERROR):
        cells.error(place, record[8])
    else:
        cells.reach(place)
