"""One part of an .xlsx written anew: the same elements, attributes and texts, as nearly all programs write them."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from flows.read.xml_events import local, parse, xml_parser

_TEXT_TYPES = ("str", "inlineStr")
_LEADING_ELSEWHERE = frozenset(
    {"drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "hyperlinks", "oleObjects", "controls"}
    | {"tableParts", "webPublishItems", "customSheetViews", "AlternateContent", "extLst"}
)
"""Elements that mean nothing, or are damage, without the parts they lead to."""
_LEFT_OUT = _LEADING_ELSEWHERE | {"dimension"}
"""Besides these the extent a worksheet declares, on which no value depends; some programs write one that is none."""
_TRANSITIONAL = {
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
"""Names of the strict variant of the standard, and those that every program knows."""


def plain_part(xml: bytes) -> bytes:
    """The part in UTF-8, without comments, sections, extent and what leads to other parts; numbers without blanks.

    Raises Unreadable on broken XML.
    """
    return _written(xml).encode()


def defined_names(xml: bytes) -> str:
    """The names that the main part defines, as XML; empty where there are none."""
    return _written(xml, within="definedNames")


def _written(xml: bytes, within: str = "") -> str:
    part = _Part(within)
    parse(xml_parser(part.start, part.end, part.text), xml)
    return "".join(part.written)


class _Part:
    """Writes what a parser reads: all elements, or those `within` the ones of a name."""

    def __init__(self, within: str) -> None:
        self.written: list[str] = []
        self._within = within
        self._depth = self._left_out = 0
        self._texts: list[str] = []
        self._as_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._flush(blanks=True)
        tag = local(name)
        if self._left_out or tag in _LEFT_OUT:
            self._left_out += 1
            return
        if self._depth or tag == self._within or not self._within:
            self._depth += 1
            self._as_text = attributes.get("t") in _TEXT_TYPES if tag == "c" else self._as_text
            kept = ((key, _TRANSITIONAL.get(value, value)) for key, value in attributes.items() if key != "r:id")
            self.written.append(f"<{name}{''.join(f' {key}={quoteattr(value)}' for key, value in kept)}>")

    def text(self, text: str) -> None:
        if self._depth and not self._left_out:
            self._texts.append(text)

    def end(self, name: str) -> None:
        self._flush(blanks=self._as_text or local(name) != "v")
        if self._left_out:
            self._left_out -= 1
        elif self._depth:
            self._depth -= 1
            self.written.append(f"</{name}>")

    def _flush(self, *, blanks: bool) -> None:
        text = "".join(self._texts)
        self._texts.clear()
        self.written.append(escape(text if blanks else text.strip(), {"\r": "&#13;"}))
