"""Brings an .xlsx of unusual build into the form that every reader knows; what it says stays the same.

The standard lets parts lie anywhere, be written in UTF-16, and text be written as references, character data sections
and pieces between comments (ECMA-376 part 2; XML 1.0), and some programs declare an extent that names no cells (part 1,
18.3.1.35). The native reader gives empty or other cells for some of that, or gives the workbook up.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import quoteattr

from flows.read.opc_package import ListedSheet, Package
from flows.read.plain_part import defined_names, plain_part

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_BOOK = "xl/workbook.xml"
_EMPTY = f'<worksheet xmlns="{_MAIN}"><sheetData/></worksheet>'.encode()
_PLACES = {"styles": "/xl/styles.xml", "sharedStrings": "/xl/sharedStrings.xml"}
_UTF8 = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?!\?xml[^>]*\sencoding\s*=\s*[\"'](?!(?:utf-8|us-ascii)[\"']))", re.IGNORECASE
)
_BLANKS = (b" ", b"\n", b"\r", b"\t")
_WRITTEN = {b"!": (b"<!",), b"#": (b"&#",)}
_UNUSUAL = _WRITTEN | {blank: (b"<v>" + blank, blank + b"</v>") for blank in _BLANKS}
_UNUSUAL_WITH_PREFIX = _WRITTEN | {blank: (b":v>" + blank, blank + b"</") for blank in _BLANKS}
"""What stands in cells of unusual build, by its rarest byte: that alone is found several times as fast."""
_EXTENT = re.compile(rb"<(?:\w+:)?dimension(?:\s[^<>]*)?>")
_NAMES_CELLS = re.compile(rb"""\sref=["'][A-Za-z]{1,3}[1-9][0-9]*(?::[A-Za-z]{1,3}[1-9][0-9]*)?["']""")
_HEAD = 4096  # the extent is one of the first elements
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."


def parts_plain(package: Package, sheets: Sequence[ListedSheet]) -> bool:
    """Whether all parts lie where Excel puts them, and those that are no worksheets are written in UTF-8."""
    parts = [part for kind in _PLACES if (part := package.of_kind(kind))]
    placed = package.main_part == f"/{_BOOK}" and {*parts} <= {*_PLACES.values()}
    links = ["/_rels/.rels", "/xl/_rels/workbook.xml.rels"]
    return (
        placed
        and all(sheet.part.startswith("/xl/") for sheet in sheets)
        and all(_UTF8.match(package.beginning(part)) for part in [package.main_part, *links, *parts])
    )


def worksheet_plain(xml: bytes) -> bool:
    """Whether a worksheet is in UTF-8, and its extent and cells are written as nearly all programs write them."""
    end = xml.rfind(b"sheetData>")  # prompts and headers, which follow, may well have references
    marks = _UNUSUAL if b"<worksheet" in xml else _UNUSUAL_WITH_PREFIX
    first = xml.find(b"<", 1)  # behind the line of the declaration
    likely = [mark for byte, written in marks.items() if xml.find(byte, first, end) >= 0 for mark in written]
    instructed = xml.find(b"?", first) >= 0 and xml.find(b"<?", len("<?xml")) >= 0
    unusual = instructed or any(xml.find(mark, 0, end) >= 0 for mark in likely)
    return not unusual and _UTF8.match(xml) is not None and _extent_plain(xml)


def _extent_plain(xml: bytes) -> bool:
    """Whether a worksheet declares no extent, or one that names cells: A1:B2, not A0:B2 or nothing."""
    extent = _EXTENT.search(xml, 0, _HEAD)
    return extent is None or _NAMES_CELLS.search(extent[0]) is not None


def plain_form(package: Package, sheets: Sequence[ListedSheet]) -> bytes:
    """A package of these worksheets with their texts, formulas and styles, without drawings, links and macros.

    Names are kept where all sheets are. Raises Unreadable on broken XML.
    """
    kinds = {f"xl/worksheets/sheet{n}.xml": "worksheet" for n in range(1, len(sheets) + 1)}
    parts = [package.part(sheet.part) if package.has(sheet.part) else _EMPTY for sheet in sheets]
    content = dict(zip(kinds, parts, strict=True))
    for kind, place in _PLACES.items():
        if xml := package.part(package.of_kind(kind)):
            kinds[place[1:]], content[place[1:]] = kind, xml
    memory = BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        target.writestr("[Content_Types].xml", _content_types({_BOOK: "officeDocument", **kinds}))
        target.writestr("_rels/.rels", _links({_BOOK: "officeDocument"}))
        target.writestr("xl/_rels/workbook.xml.rels", _links({f"/{place}": kind for place, kind in kinds.items()}))
        target.writestr(_BOOK, _workbook(package, sheets))
        for place, xml in content.items():
            target.writestr(place, plain_part(xml))
    return memory.getvalue()


def _content_types(parts: Mapping[str, str]) -> str:
    kinds = {"officeDocument": "sheet.main"}
    declared = (
        f'<Override PartName="/{part}" ContentType="{_TYPE}{kinds.get(kind, kind)}+xml"/>'
        for part, kind in parts.items()
    )
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{_TYPES}">{default}{"".join(declared)}</Types>'


def _links(parts: Mapping[str, str]) -> str:
    lines = (
        f'<Relationship Id="rId{n}" Type="{_LINKS}/{kind}" Target="{part}"/>'
        for n, (part, kind) in enumerate(parts.items(), start=1)
    )
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{"".join(lines)}</Relationships>'


def _workbook(package: Package, sheets: Sequence[ListedSheet]) -> str:
    lines = (
        f'<sheet name={quoteattr(sheet.name)} sheetId="{n}" state={quoteattr(sheet.state)} r:id="rId{n}"/>'
        for n, sheet in enumerate(sheets, start=1)
    )
    properties = f'<workbookPr date1904="{int(package.from_1904())}"/>'
    names = defined_names(package.main()) if len(sheets) == len(package.sheets()) else ""
    listed = f"{properties}<sheets>{''.join(lines)}</sheets>{names}"
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">{listed}</workbook>'
