"""Brings an .xlsx of unusual build into the form that every reader knows; what it says stays the same.

The standard lets parts lie anywhere, be written in UTF-16, and text be written as references, character data sections
and pieces between comments (ECMA-376 part 2; XML 1.0). The native reader gives empty or other cells for some of that.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from flows.read.opc_package import ListedSheet, Package
from flows.read.xml_events import local, parse, xml_parser

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_PLACES = {"styles": "/xl/styles.xml", "sharedStrings": "/xl/sharedStrings.xml"}
_UTF8 = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?!\?xml[^>]*\sencoding\s*=\s*[\"'](?!(?:utf-8|us-ascii)[\"']))", re.IGNORECASE
)
_BLANKS = (b" ", b"\n", b"\r", b"\t")
_WRITTEN = (b"<!", b"&#")
_UNUSUAL = (*_WRITTEN, *(b"<v>" + blank for blank in _BLANKS), *(blank + b"</v>" for blank in _BLANKS))
_UNUSUAL_WITH_PREFIX = (*_WRITTEN, *(b":v>" + blank for blank in _BLANKS), *(blank + b"</" for blank in _BLANKS))
_TEXT_TYPES = ("str", "inlineStr")


def parts_plain(package: Package, sheets: Sequence[ListedSheet]) -> bool:
    """Whether all parts lie where Excel puts them, and those that are no worksheets are written in UTF-8."""
    parts = [part for kind in _PLACES if (part := package.of_kind(kind))]
    placed = package.main_part == "/xl/workbook.xml" and {*parts} <= {*_PLACES.values()}
    links = ["/_rels/.rels", "/xl/_rels/workbook.xml.rels"]
    return (
        placed
        and all(sheet.part.startswith("/xl/") for sheet in sheets)
        and all(_UTF8.match(package.beginning(part)) for part in [package.main_part, *links, *parts])
    )


def values_plain(xml: bytes) -> bool:
    """Whether the cells of a worksheet are written as nearly all programs write them, and in UTF-8."""
    end = xml.rfind(b"sheetData>")  # prompts and headers, which follow, may well have references
    marks = _UNUSUAL if b"<worksheet" in xml else _UNUSUAL_WITH_PREFIX
    unusual = xml.find(b"<?", len("<?xml")) >= 0 or any(xml.find(mark, 0, end) >= 0 for mark in marks)
    return not unusual and _UTF8.match(xml) is not None


def plain_form(package: Package, sheets: Sequence[ListedSheet]) -> bytes:
    """A package of these worksheets with their texts and styles. Raises Unreadable on broken XML."""
    memory = BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        target.writestr("_rels/.rels", _links([("officeDocument", "xl/workbook.xml")]))
        links = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
        for kind, place in _PLACES.items():
            if xml := package.part(package.of_kind(kind)):
                target.writestr(place[1:], _plain(xml))
                links.append((kind, place[4:]))
        target.writestr("xl/_rels/workbook.xml.rels", _links(links))
        target.writestr("xl/workbook.xml", _workbook(package, sheets))
        for number, sheet in enumerate(sheets, start=1):
            target.writestr(f"xl/worksheets/sheet{number}.xml", _plain(package.part(sheet.part)))
    return memory.getvalue()


def _links(links: Sequence[tuple[str, str]]) -> str:
    lines = (
        f'<Relationship Id="rId{n}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(links, start=1)
    )
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{"".join(lines)}</Relationships>'


def _workbook(package: Package, sheets: Sequence[ListedSheet]) -> str:
    lines = (
        f'<sheet name={quoteattr(sheet.name)} sheetId="{n}" state={quoteattr(sheet.state)} r:id="rId{n}"/>'
        for n, sheet in enumerate(sheets, start=1)
    )
    properties = f'<workbookPr date1904="{int(package.from_1904())}"/>'
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">{properties}<sheets>{"".join(lines)}</sheets></workbook>'


def _plain(xml: bytes) -> bytes:
    """The same elements, attributes and texts in UTF-8, without comments and sections; numbers without blanks."""
    part = _Part()
    parse(xml_parser(part.start, part.end, part.text), xml)
    return "".join(part.written).encode()


class _Part:
    def __init__(self) -> None:
        self.written: list[str] = []
        self._texts: list[str] = []
        self._as_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._flush(blanks=True)
        if local(name) == "c":
            self._as_text = attributes.get("t") in _TEXT_TYPES
        self.written.append(f"<{name}{''.join(f' {key}={quoteattr(value)}' for key, value in attributes.items())}>")

    def text(self, text: str) -> None:
        self._texts.append(text)

    def end(self, name: str) -> None:
        self._flush(blanks=self._as_text or local(name) != "v")
        self.written.append(f"</{name}>")

    def _flush(self, *, blanks: bool) -> None:
        text = "".join(self._texts)
        self._texts.clear()
        self.written.append(escape(text if blanks else text.strip(), {"\r": "&#13;"}))
