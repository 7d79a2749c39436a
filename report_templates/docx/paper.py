"""A report as a .docx that an office edits, signs and issues again: the same blocks in the same order as on the page.

It says what the HTML page says of the same report (`tests/report_templates/docx/` compares them), in real styles
(`styles.py`), with pictures of the charts. The bytes depend on the report and the machine's fonts alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import count

from docx.document import Document
from docx.oxml.shape import CT_Inline
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu, Length, Mm

from report_templates.charts.drawn import pictured
from report_templates.docx.markup import TWIPS, paragraph, w
from report_templates.docx.package import packed
from report_templates.docx.page import OFFICIAL, READERS, Page, blank, right_tab
from report_templates.docx.tables import formula_table, table
from report_templates.docx.words import cell_words, sentence_words, words
from report_templates.model import captions, imprint
from report_templates.model.report import (
    Block,
    Chart,
    Formulas,
    Listing,
    Masthead,
    Paragraph,
    Report,
    Section,
    Table,
    codes_explained,
)
from report_templates.render.preflight import check_machine
from report_templates.words.typeset import cut, plain

Elements = Iterator[BaseOxmlElement]
_INSET = 5
"""Millimetres, one character of the imprint, from its words to the margins."""
_BANNER_WIDTH, _LARGEST = 436, 40
"""Points: the red head is as large as its characters fit on one line."""


def county_docx(report: Report) -> bytes:
    """The report for the county's leaders, with red head and imprint (版记). Raises RenderFailed without fonts."""
    head = report.masthead
    document = blank(OFFICIAL, plain(head.notice), "", first_head=False)
    setter = _Setter(document, OFFICIAL, report)
    return setter.finished([*_red_head(head), *setter.content(), *_imprint(head), paragraph("Normal", ())])


def reader_docx(report: Report) -> bytes:
    """The report of one other reader. Raises RenderFailed without fonts."""
    head = report.masthead
    serial = imprint.serial_words(head)
    above = f"{head.notice}\t{report.variant}　{report.recipient}　{serial}"
    below = f"{head.issuer}　{head.issued}　{imprint.made_by(head)}{imprint.law_line(head)}　{serial}"
    document = blank(READERS, plain(above), plain(below), first_head=True)
    setter = _Setter(document, READERS, report)
    return setter.finished([*setter.content(), *_signing(head, READERS)])


class _Setter:
    """Sets the blocks of one report into its document."""

    def __init__(self, document: Document, page: Page, report: Report) -> None:
        self.document, self.page, self.report = document, page, report
        self.tables, self.charts = count(1), count(1)
        self.codes = codes_explained(report)

    def finished(self, content: Iterable[BaseOxmlElement]) -> bytes:
        """The file with this content."""
        end = self.document.element.body.sectPr
        for element in content:
            end.addprevious(element)
        return packed(self.document, self.report)

    def content(self) -> Elements:
        """From the title to the last section."""
        yield paragraph("Title", [words(self.report.title)])
        yield paragraph("Period", [words(imprint.period_line(self.report.masthead))])
        yield from self._blocks(self.report.summary, 1)
        yield from self._blocks(self.report.sections, 1)

    def _blocks(self, blocks: Iterable[Block], depth: int) -> Elements:
        places = count(1)
        for block in blocks:
            if isinstance(block, Section):
                number = captions.heading_number(depth, next(places)) if block.numbered else ""
                yield paragraph(f"Heading{depth}", [words(f"{number}{block.heading}")])
                yield from self._blocks(block.blocks, depth + 1)
            else:
                yield from self._block(block)

    def _block(self, block: Block) -> Elements:
        if isinstance(block, Paragraph):
            lead = [words(block.lead, w("rStyle", val="Strong"))] if block.lead else []
            said = sentence_words(block.said, self.codes) if self.report.coded else cell_words(block.said)
            yield paragraph("Normal", [*lead, *said])
        elif isinstance(block, Table):
            yield from self._table(block)
        elif isinstance(block, Listing):
            yield from _listing(block)
        elif isinstance(block, Chart) and block.rows:
            yield from self._chart(block)
        elif isinstance(block, Formulas):
            above = [paragraph("Caption", [words(captions.FORMULAS)])]
            yield formula_table(block, self.page.measure, self.codes, above)
            yield paragraph("AfterTable", ())

    def _table(self, block: Table) -> Elements:
        """A table with its caption and unit above and its note, or a free line, below."""
        above = [paragraph("Caption", [words(captions.table_caption(next(self.tables), block.caption))])]
        if block.unit:
            above.append(paragraph("Unit", [words(captions.unit_words(block.unit))]))
        yield table(block, self.page.measure, self.codes, above)
        if block.note:
            yield paragraph("Note", [words(captions.NOTE), *cell_words(block.note)])
        else:
            yield paragraph("AfterTable", ())

    def _chart(self, block: Chart) -> Elements:
        yield paragraph("Caption", [words(captions.chart_caption(next(self.charts), block))])
        check_machine()
        inline = self.document.part.new_pic_inline(BytesIO(pictured(block)), None, None)
        inline.docPr.set("descr", plain(block.alternative.text))
        _fit(inline, Mm(self.page.measure))
        yield paragraph("Picture", [w("r", w("drawing", inline))])


def _fit(inline: CT_Inline, widest: Length) -> None:
    """Make a picture that is wider than the text as wide as that."""
    if inline.extent.cx > widest:
        height = Emu(round(inline.extent.cy * widest / inline.extent.cx))
        for shape in (inline.extent, inline.graphic.graphicData.pic.spPr):
            shape.cx, shape.cy = widest, height


def _listing(block: Listing) -> Elements:
    yield paragraph("Caption", [words(block.caption)])
    for name, entries in block.lines:
        listed = "、".join(map(cut, entries))
        yield paragraph("Listing", [words(cut(name), w("rStyle", val="Strong")), words(f"　{listed}")])


def _red_head(head: Masthead) -> Elements:
    """Mark, title in red, number of the issue; who issues it and when, above the red line."""
    size = int(2 * min(_LARGEST, _BANNER_WIDTH / len(head.title or "—")))
    yield paragraph("Notice", [words(head.notice)])
    yield paragraph("Banner", [words(head.title, w("sz", val=size), w("szCs", val=size))])
    yield paragraph("Issue", [words(head.issue)])
    yield paragraph("Issuer", _ends(head.issuer, head.issued), right_tab(OFFICIAL))


def _imprint(head: Masthead) -> Elements:
    """版记, in a frame at the foot of the last page."""
    for line in (imprint.signing_line(head), *imprint.recipient_lines(head), imprint.issued_line(head)):
        left, right = (line, "") if isinstance(line, str) else line
        if left or right:
            yield paragraph("Imprint", _ends(left, right), *_framed())
    serial = imprint.serial_words(head)
    made = f"{serial}{'　' if serial else ''}{imprint.made_by(head)}{imprint.law_line(head)}"
    yield paragraph("Provenance", [words(made)], *_framed())


def _framed() -> Elements:
    width = round(OFFICIAL.measure * TWIPS)
    yield w("framePr", w=width, wrap="around", vAnchor="margin", hAnchor="margin", xAlign="center", yAlign="bottom")
    # The same for each paragraph, and no rule between them: else LibreOffice lets the frame fall into the text.
    yield w("pBdr", *(w(side, val="single", sz=8, space=1, color="000000") for side in ("top", "bottom")))
    yield w("ind", left=280, right=280, firstLineChars=0, firstLine=0)
    yield right_tab(OFFICIAL, _INSET)


def _signing(head: Masthead, page: Page) -> Elements:
    if any(line := imprint.signing_line(head)):
        yield paragraph("Signing", _ends(*line), right_tab(page))


def _ends(left: str, right: str) -> list[BaseOxmlElement]:
    """Words at both margins."""
    return [words(left), w("r", w("tab")), words(right)] if right else [words(left)]
