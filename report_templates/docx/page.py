"""A blank document with the page of an official paper: margins, grid of lines, styles, heads and feet of its pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from docx import Document
from docx.document import Document as DocumentType
from docx.opc.rel import Relationships
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from report_templates.docx.markup import TWIPS, field, paragraph, run, w
from report_templates.docx.styles import GRID, styles

_KEPT = ("/styles", "/settings", "/officeDocument", "/core-properties")
"""Of python-docx's own template: the rest is a theme, a thumbnail and styles of other programs."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A4 upright; margins and the distance of the foot from the edge in millimetres."""

    top: float
    right: float
    bottom: float
    left: float
    foot: float

    @property
    def measure(self) -> float:
        """The width of the text in millimetres."""
        return 210 - self.left - self.right


OFFICIAL = Page(top=37, right=26, bottom=35, left=28, foot=24.8)
"""GB/T 9704: 156 × 225 mm, 22 lines of 28 characters."""
READERS = Page(top=25, right=20, bottom=22, left=22, foot=10)
"""The papers of other readers, their tables wider by smaller margins."""


def right_tab(page: Page, inset: float = 0) -> BaseOxmlElement:
    """A tab stop at the right margin, or so many millimetres before it."""
    return w("tabs", w("tab", val="right", pos=round((page.measure - inset) * TWIPS)))


def blank(page: Page, head: str, foot: str, *, first_head: bool) -> DocumentType:
    """A document without text. `head` (two ends parted by a tab) stands above each page, on the first one only with
    `first_head`; `foot` below the number of each page."""
    document = Document()
    _drop_parts(document)
    _fill(document.styles.element, styles())
    _fill(document.settings.element, _settings())
    _fill(document.element.body, [document.element.body.sectPr])
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance, section.footer_distance = Mm(page.top / 2), Mm(page.foot)
    section.different_first_page_header_footer = not first_head
    for grid in document.element.body.sectPr.xpath("w:docGrid"):
        document.element.body.sectPr.remove(grid)
    document.element.body.sectPr.append(w("docGrid", type="lines", linePitch=round(20 * GRID)))
    headers = [section.header, section.even_page_header]
    for header in headers:
        _fill(header._element, [_head(head, page)])
    feet = [(section.footer, "right"), (section.even_page_footer, "left")]
    if not first_head:
        feet.append((section.first_page_footer, "right"))
        _fill(section.first_page_header._element, [_head("", page)])
    for footer, side in feet:
        _fill(footer._element, _foot(side, foot))
    return document


def _head(text: str, page: Page) -> BaseOxmlElement:
    left, _, right = text.partition("\t")
    tab = [w("r", w("tab")), run(right)] if right else []
    return paragraph("Header", [run(left), *tab], right_tab(page))


def _foot(side: str, text: str) -> Iterable[BaseOxmlElement]:
    """The number of the page, outside, one character from the edge; below it the small print."""
    inset = {"right": "rightChars", "left": "leftChars"}[side]
    dashes = [run("— "), *field("PAGE"), run(" —")]
    yield paragraph("Footer", dashes, w("ind", **{inset: 100, side: 280}), w("jc", val=side))
    if text:
        yield paragraph("FooterNote", [run(text)])


def _settings() -> Iterable[BaseOxmlElement]:
    yield w("evenAndOddHeaders")
    yield w("defaultTabStop", val=420)
    yield w("characterSpacingControl", val="compressPunctuation")
    mode = w("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    yield w("compat", mode)


def _drop_parts(document: DocumentType) -> None:
    for relations in (document.part.rels, document.part.package.rels):
        _drop(relations)


def _drop(relations: Relationships) -> None:
    for number, relation in [*relations.items()]:
        if not relation.reltype.endswith(_KEPT):
            del relations[number]


def _fill(element: BaseOxmlElement, content: Iterable[BaseOxmlElement]) -> None:
    content = [*content]
    for child in [*element]:
        element.remove(child)
    element.extend(content)
