"""Excel binary workbooks: .xlsb, a package whose parts are records ([MS-XLSB])."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from enum import Enum, auto

from flows.read.formats.binary_cells import BinaryCells, Styles, rk_number
from flows.read.formats.sheet import filled, grid
from flows.read.opc_package import Package
from flows.receive.guard import Limits, damaged
from transforms.recognise.grid import Grid, Merge, Place


class _Value(Enum):
    BLANK = auto()
    PACKED = auto()
    ERROR = auto()
    FLAG = auto()
    REAL = auto()
    TEXT = auto()
    SHARED_TEXT = auto()
    RICH_TEXT = auto()


_KINDS = [_Value.BLANK, _Value.PACKED, _Value.ERROR, _Value.FLAG, _Value.REAL, _Value.TEXT, _Value.SHARED_TEXT]
_FORMULAS = [_Value.TEXT, _Value.REAL, _Value.FLAG, _Value.ERROR]
_CELLS = dict(enumerate([*_KINDS, *_FORMULAS], start=1)) | {62: _Value.RICH_TEXT}
_SHORT_CELLS = dict(enumerate(_KINDS, start=12))
_ROW, _COLUMNS, _MERGE = 0, 60, 176
_FORMAT, _STYLE, _BEGIN_STYLES, _END_STYLES = 44, 47, 617, 618
_WORKBOOK, _BUNDLED_SHEET, _SHARED_ITEM = 153, 156, 19
_HIDDEN_ROW, _HIDDEN_COLUMN, _FROM_1904 = 0x10, 0x01, 0x01


def xlsb_grids(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """All worksheets of a package that the guard has checked. Raises Unreadable."""
    package = Package(data)
    styles = _styles(package.styles())
    texts = [_text(record, 1)[0] for kind, record in _records(package.shared_texts()) if kind == _SHARED_ITEM]
    grids = []
    for kind, record in _records(package.main()):
        if kind == _WORKBOOK:
            styles.from_1904 = bool(record[0] & _FROM_1904)
        elif kind == _BUNDLED_SHEET:
            link, after = _text(record, 8)
            name, (of_kind, part) = _text(record, after)[0], package.linked(link)
            if of_kind in ("worksheet", "") and not package.has(part):
                grids.append(Grid(name, [], lost=True))
            elif of_kind == "worksheet":
                cells = _cells(package.part(part), styles, texts, limits)
                visible = not struct.unpack_from("<I", record)[0]
                grids.append(grid(name, filled(cells.cells), cells.evidence, visible=visible))
    if grids and all(sheet.lost for sheet in grids):
        raise damaged()
    if len({sheet.name for sheet in grids}) < len(grids):
        raise damaged()
    return tuple(grids)


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


def _text(record: bytes, at: int) -> tuple[str, int]:
    """A text and the offset of its end."""
    end = at + 4 + 2 * struct.unpack_from("<I", record, at)[0]
    if end > len(record):
        raise damaged()
    return record[at + 4 : end].decode("utf-16-le", "replace"), end


def _styles(part: bytes) -> Styles:
    numbers: list[int] = []
    codes: dict[int, str] = {}
    of_cells = False
    for kind, record in _records(part):
        if kind in (_BEGIN_STYLES, _END_STYLES):
            of_cells = kind == _BEGIN_STYLES
        elif kind == _STYLE and of_cells:
            numbers.append(struct.unpack_from("<H", record, 2)[0])
        elif kind == _FORMAT:
            codes[struct.unpack_from("<H", record)[0]] = _text(record, 2)[0]
    styles = Styles()
    styles.define(numbers, codes)
    return styles


def _cells(part: bytes, styles: Styles, texts: Sequence[str], limits: Limits) -> BinaryCells:
    if not part:  # no worksheet is written so: its content was lost on the way
        raise damaged()
    cells = BinaryCells(styles, limits)
    row, column = 0, -1
    for kind, record in _records(part):
        if kind == _ROW:
            row, flags = struct.unpack_from("<I7xB", record)
            column = -1
            if flags & _HIDDEN_ROW:
                cells.evidence.hidden_rows.add(row)
        elif kind == _COLUMNS:
            first, last, flags = struct.unpack_from("<II8xB", record)
            if flags & _HIDDEN_COLUMN:
                cells.hide_columns(first, last)
        elif kind == _MERGE:
            top, bottom, left, right = struct.unpack_from("<4I", record)
            cells.evidence.merges.append(Merge(top, left, bottom, right))
        elif kind in _CELLS:
            (column,) = struct.unpack_from("<I", record)
            _take(cells, (row, column), _CELLS[kind], record[4:], texts)
        elif kind in _SHORT_CELLS:  # it follows the cell before it
            column += 1
            _take(cells, (row, column), _SHORT_CELLS[kind], record, texts)
    return cells


def _take(cells: BinaryCells, place: Place, kind: _Value, record: bytes, texts: Sequence[str]) -> None:
    """Take a cell whose record, without its column, begins with the style."""
    style = struct.unpack_from("<I", record)[0] & 0xFFFFFF
    match kind:
        case _Value.PACKED:
            cells.number(place, style, rk_number(struct.unpack_from("<I", record, 4)[0]))
        case _Value.REAL:
            cells.number(place, style, struct.unpack_from("<d", record, 4)[0])
        case _Value.ERROR:
            cells.error(place, record[4])
        case _Value.FLAG:
            cells.put(place, record[4] != 0)
        case _Value.TEXT:
            cells.put(place, _text(record, 4)[0])
        case _Value.RICH_TEXT:
            cells.put(place, _text(record, 5)[0])
        case _Value.SHARED_TEXT:
            cells.put(place, texts[struct.unpack_from("<I", record, 4)[0]])
