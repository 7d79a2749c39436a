"""Excel 5.0–2003 workbooks: .xls and the .et of WPS, in BIFF5 and BIFF8 ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from flows.read.formats.biff_sheet import BiffSheet
from flows.read.formats.biff_texts import Pieces, encoding, shared_texts, unicode_text
from flows.read.formats.binary_cells import Styles
from flows.read.formats.sheet import filled, grid
from flows.receive.compound import Compound
from flows.receive.guard import REFUSED, Limits, damaged
from transforms.recognise.grid import Grid
from transforms.records.notice import Unreadable

_BOF, _EOF, _CONTINUE = 0x809, 0x0A, 0x3C
_BOUND_SHEET, _FORMAT, _XF, _ENCRYPTED, _CODE_PAGE, _FROM_1904, _SHARED_TEXTS = (
    0x85,
    0x41E,
    0xE0,
    0x2F,
    0x42,
    0x22,
    0xFC,
)
_BIFF8 = 0x600
_BARE = struct.pack("<H", _BOF)
_SHEET_BEGINS = 0x10
_WORKSHEET = 0
_Record = tuple[int, list[bytes]]


def xls_grids(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """All worksheets of a compound file with a workbook in it, or of its stream alone.

    Raises Unreadable, and ValueError for a broken one.
    """
    stream, book = _opened(data)
    sheets = [(_sheet(stream, bound.start, book, limits), bound) for bound in book.sheets]
    page = encoding(book.code_page, (text for sheet, bound in sheets for text in (bound.name, *sheet.encoded.values())))
    names = [_name(bound, book, page) for _, bound in sheets]
    if not names or len({*names}) < len(names):
        raise damaged()
    return tuple(
        grid(name, filled(sheet.finished(page)), sheet.evidence, visible=bound.visible)
        for name, (sheet, bound) in zip(names, sheets, strict=True)
    )


@dataclass(frozen=True)
class SheetRecords:
    """The records of a worksheet; `wide` are those of Excel 97 and later."""

    wide: bool
    records: Iterable[_Record]


def xls_records(data: bytes) -> Iterator[SheetRecords]:
    """The records of each worksheet of `xls_grids`, in the same order."""
    stream, book = _opened(data)
    for bound in book.sheets:
        yield SheetRecords(book.wide, _records(stream, bound.start))


def _opened(data: bytes) -> tuple[bytes, _Book]:
    stream = data if data.startswith(_BARE) else Compound(data).stream("Workbook", "Book")
    return stream, _single_sheet(stream) if _number(stream, 6) == _SHEET_BEGINS else _globals(stream)


@dataclass(frozen=True)
class _Bound:
    """A worksheet as the workbook lists it; the name as it is encoded."""

    start: int
    visible: bool
    name: bytes


@dataclass
class _Book:
    wide: bool = False
    code_page: int | None = None
    sheets: list[_Bound] = field(default_factory=list)
    styles: Styles = field(default_factory=Styles)
    texts: list[str] = field(default_factory=list)


def _single_sheet(stream: bytes) -> _Book:
    """A stream that is nothing but a worksheet."""
    wide = _number(stream, 4) >= _BIFF8
    return _Book(wide=wide, sheets=[_Bound(0, visible=True, name=b"\6\0Sheet1" if wide else b"\6Sheet1")])


def _globals(stream: bytes) -> _Book:
    """What the beginning of the stream says of all worksheets."""
    book = _Book()
    numbers: list[int] = []
    codes: dict[int, bytes] = {}
    for kind, (record, *more) in _records(stream, 0):
        if kind == _BOF:
            book.wide = _number(record) >= _BIFF8
        elif kind == _ENCRYPTED:
            raise Unreadable("format_encrypted", REFUSED["encrypted"])
        elif kind == _CODE_PAGE:
            book.code_page = _number(record)
        elif kind == _FROM_1904:
            book.styles.from_1904 = _number(record) == 1
        elif kind == _BOUND_SHEET and record[5] == _WORKSHEET:
            book.sheets.append(_Bound(_number(record, 0, "<I"), not record[4] & 0x3F, record[6:]))
        elif kind == _XF:
            numbers.append(_number(record, 2))
        elif kind == _FORMAT:
            codes[_number(record)] = record[2:]
        elif kind == _SHARED_TEXTS:
            book.texts = [*shared_texts([record, *more])]
    book.styles.define(numbers, _codes(codes, book))
    return book


def _sheet(stream: bytes, start: int, book: _Book, limits: Limits) -> BiffSheet:
    sheet = BiffSheet(book.styles, book.texts, limits, wide=book.wide)
    for kind, pieces in _records(stream, start):
        sheet.note(kind, pieces)
    return sheet


def _records(stream: bytes, at: int) -> Iterator[_Record]:
    """The records of one part of the stream with those that continue each, without those of charts inside it."""
    if stream[at : at + 2] != struct.pack("<H", _BOF):
        raise damaged()
    depth, record = 0, None
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        content = stream[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == _CONTINUE:
            if record:
                record[1].append(content)
            continue
        if record:
            yield record
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        record = (kind, [content]) if depth == 1 else None
    raise damaged()


def _number(record: bytes, at: int = 0, layout: str = "<H") -> int:
    number: int = struct.unpack_from(layout, record, at)[0]
    return number


def _name(bound: _Bound, book: _Book, page: str) -> str:
    if book.wide:
        return unicode_text(Pieces([bound.name]), "<B").replace("\0", "")
    return bound.name[1 : 1 + bound.name[0]].decode(page, "replace").replace("\0", "")


def _codes(records: Mapping[int, bytes], book: _Book) -> dict[int, str]:
    """The number formats by their ids; before Excel 97 their words, such as units, are in the code page."""
    if book.wide:
        return {number: unicode_text(Pieces([record])) for number, record in records.items()}
    encoded = {number: record[1 : 1 + record[0]] for number, record in records.items()}
    page = encoding(book.code_page, encoded.values())
    return {number: code.decode(page, "replace") for number, code in encoded.items()}
