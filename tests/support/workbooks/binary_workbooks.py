"""Workbooks of the binary formats for tests, record by record: .xls ([MS-XLS], [MS-CFB]) and .xlsb ([MS-XLSB])."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO

SECTOR = 512
_END, _TABLE, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def compound(stream: bytes, name: str = "Workbook", embedded: str = "") -> bytes:
    """An OLE file with one stream: sector 0 is the table of chains, sector 1 the directory, then the stream.

    With `embedded` a document lies in it, listed first, whose only stream has that name and the same bytes from the
    second sector on.
    """
    sectors = max(9, -(-len(stream) // SECTOR))  # below 4096 bytes it would lie elsewhere
    chain = [_TABLE, _END, *range(3, sectors + 2), _END]
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    size = max(len(stream), 4096)
    entries = [_entry(name, 2, 2, size)]
    if embedded:
        inner = _entry(embedded, 2, 3, size - SECTOR)
        entries = [_entry("MBD00012345", 1, 0, 0, child=2, right=3), inner, *entries]
    root = _entry("Root Entry", 5, _END, 0, child=1)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<9I", 1, 1, 0, 4096, _END, 0, _END, 0, 0) + struct.pack("<108I", *[_FREE] * 108)
    return header + table + (root + b"".join(entries)).ljust(SECTOR, b"\0") + stream.ljust(sectors * SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE, right: int = _FREE) -> bytes:
    text = name.encode("utf-16-le").ljust(64, b"\0")
    links = struct.pack("<HBB3I", 2 * len(name) + 2, kind, 1, _FREE, right, child)
    return text + links + bytes(36) + struct.pack("<IQ", start, size)


def biff(kind: int, body: bytes = b"") -> bytes:
    """A record of an .xls."""
    return struct.pack("<HH", kind, len(body)) + body


def biff_cell(kind: int, row: int, column: int, body: bytes, style: int = 0) -> bytes:
    """A record of an .xls cell."""
    return biff(kind, struct.pack("<HHH", row, column, style) + body)


def label(row: int, column: int, text: str) -> bytes:
    """A text cell of an .xls."""
    return biff_cell(0x204, row, column, struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def old_label(row: int, column: int, text: bytes) -> bytes:
    """A text cell of an .xls of before Excel 97."""
    return biff_cell(0x204, row, column, struct.pack("<H", len(text)) + text)


def xls5(records: bytes, code_page: int | None = None, name: bytes = b"Sheet1", formats: Sequence[bytes] = ()) -> bytes:
    """An .xls of Excel 5.0 with one sheet of these records; cell style n + 1 has the n-th number format."""
    begin = struct.pack("<4H", 0x500, 5, 0, 0)
    opening = biff(0x809, begin) + (biff(0x42, struct.pack("<H", code_page)) if code_page else b"")
    opening += b"".join(biff(0x41E, struct.pack("<HB", 164 + n, len(code)) + code) for n, code in enumerate(formats))
    opening += b"".join(biff(0xE0, struct.pack("<HH12x", 0, n)) for n in (0, *(164 + n for n in range(len(formats)))))
    bound = struct.pack("<IHB", len(opening) + 4 + 7 + len(name) + 4, 0, len(name)) + name
    sheet = biff(0x809, struct.pack("<4H", 0x500, 0x10, 0, 0)) + records + biff(0x0A)
    return compound(opening + biff(0x85, bound) + biff(0x0A) + sheet, "Book")


def xls(
    *sheets: tuple[str, bool, bytes],
    formats: Sequence[str] = (),
    more: bytes = b"",
    kinds: Sequence[int] = (),
    embedded: str = "",
) -> bytes:
    """An .xls of (name, visible, cell records); cell style n + 1 has the n-th number format.

    `more` are further records of the workbook; sheets are worksheets, or of these `kinds`.
    """
    codes = [struct.pack("<HHB", 164 + n, len(code), 1) + code.encode("utf-16-le") for n, code in enumerate(formats)]
    numbers = [0, *(164 + n for n in range(len(formats)))]
    styles = [struct.pack("<HH16x", 0, number) for number in numbers]
    opening = (
        _begin(5) + more + b"".join([biff(0x41E, code) for code in codes] + [biff(0xE0, style) for style in styles])
    )
    bodies = [_begin(0x10) + records + biff(0x0A) for _, _, records in sheets]
    at = len(opening) + sum(12 + 2 * len(name) for name, _, _ in sheets) + 4
    bounds = b""
    for (name, visible, _), body, kind in zip(sheets, bodies, kinds or [0] * len(sheets), strict=True):
        bound = struct.pack("<IBBBB", at, not visible, kind, len(name), 1)
        bounds += biff(0x85, bound + name.encode("utf-16-le"))
        at += len(body)
    return compound(opening + bounds + biff(0x0A) + b"".join(bodies), embedded=embedded)


def _begin(kind: int) -> bytes:
    return biff(0x809, struct.pack("<4H2I", 0x600, kind, 0, 0, 0, 0))


def biff12(kind: int, body: bytes = b"") -> bytes:
    """A record of an .xlsb."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(body) & 0x7F | 0x80, len(body) >> 7]) + body


def wide(text: str) -> bytes:
    """A text of an .xlsb."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def biff12_cell(kind: int, column: int, body: bytes, style: int = 0) -> bytes:
    """A record of an .xlsb cell."""
    return biff12(kind, struct.pack("<II", column, style) + body)


def biff12_row(row: int, cells: Iterable[bytes] = (), *, hidden: bool = False) -> bytes:
    """A row of an .xlsb with its cells."""
    return biff12(0, struct.pack("<IIHBB5x", row, 0, 0, 0, 0x10 if hidden else 0)) + b"".join(cells)


def xlsb(
    *sheets: tuple[str, bool, bytes], formats: Sequence[str] = (), before: bytes = b"", after: bytes = b""
) -> bytes:
    """An .xlsb of (name, visible, row records); `before` and `after` stand around the rows of every sheet."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = [("styles", "styles.bin"), *(("worksheet", f"worksheets/sheet{n}.bin") for n in range(len(sheets)))]
    bundle = [
        biff12(156, struct.pack("<II", not visible, n + 1) + wide(f"rId{n + 1}") + wide(name))
        for n, (name, visible, _) in enumerate(sheets)
    ]
    codes = [biff12(44, struct.pack("<H", 164 + n) + wide(code)) for n, code in enumerate(formats)]
    styles = [biff12(47, struct.pack("<HH12x", 0, n)) for n in (0, *(164 + n for n in range(len(formats))))]
    memory = BytesIO()
    with zipfile.ZipFile(memory, "w") as package:
        package.writestr("_rels/.rels", _links(relations, [("officeDocument", "xl/workbook.bin")]))
        package.writestr("xl/_rels/workbook.bin.rels", _links(relations, links))
        package.writestr("xl/workbook.bin", biff12(131) + biff12(143) + b"".join(bundle) + biff12(144) + biff12(132))
        package.writestr(
            "xl/styles.bin",
            biff12(278)
            + b"".join([biff12(615, struct.pack("<I", len(codes))), *codes, biff12(616)])
            + b"".join([biff12(617, struct.pack("<I", len(styles))), *styles, biff12(618)])
            + biff12(279),
        )
        for n, (_, _, rows) in enumerate(sheets):
            extent = biff12(148, struct.pack("<4I", 0, 10, 0, 10))
            part = biff12(129) + extent + before + biff12(145) + rows + biff12(146) + after + biff12(130)
            package.writestr(f"xl/worksheets/sheet{n}.bin", part)
    return memory.getvalue()


def _links(relations: str, links: Iterable[tuple[str, str]]) -> str:
    lines = (
        f'<Relationship Id="rId{n}" Type="{relations}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(links)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(lines)}</Relationships>'
