"""Tables as an official paper has them: ruled above and below, caption and heads on each page, no row broken."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from docx.oxml.xmlchemy import BaseOxmlElement

from report_templates.docx.markup import TWIPS, bookmark, paragraph, properties, w
from report_templates.docx.words import cell_words, code_run, light_words, words
from report_templates.model.captions import FORMULA_COLUMNS, formula_row, formula_words
from report_templates.model.columns import rooms
from report_templates.model.report import Column, Content, Formula, Formulas, Table
from report_templates.words.sentence import Cell

Rows = Iterator[BaseOxmlElement]
_CROWDED, _SHORT = 7, 6
"""Columns from which a table is set small; rows up to which it stays on one page."""
_CENTRED = {Content.LIGHT, Content.CODE, Content.FIGURE}
_HEAVY = {"val": "single", "sz": 12, "space": 0, "color": "000000"}
_RULES = {"bottom": _HEAVY, "insideH": {**_HEAVY, "sz": 4, "color": "777777"}}
"""Above the heads the rule is that of the caption."""


def table(block: Table, measure: float, codes: Collection[str], above: Sequence[BaseOxmlElement]) -> BaseOxmlElement:
    """A table as wide as the measure (mm) under the paragraphs `above`; codes of figures lead to their formulas."""
    setter = _Setter(block.columns, measure, codes, above)
    last = len(block.rows) - 1
    rows = (
        setter.row(row, keep=_keeps(block, place), sum_row=block.summed and place == last)
        for place, row in enumerate(block.rows)
    )
    return setter.framed(rows)


def formula_table(
    block: Formulas, measure: float, codes: Collection[str], above: Sequence[BaseOxmlElement]
) -> BaseOxmlElement:
    """The list of formulas: below each figure what is counted; its code is the bookmark."""
    setter = _Setter(FORMULA_COLUMNS, measure, codes, above)
    return setter.framed(row for at, figure in enumerate(block.formulas) for row in setter.formula(at, figure))


def _keeps(block: Table, place: int) -> bool:
    """Whether a row stays with the next: no page has one row only of a table, and short tables are not broken."""
    rows, left = len(block.rows), len(block.rows) - 1 - place
    return left > 0 and (rows <= _SHORT or place == 0 or left == 1 or len(block.rows[place]) == 1)


class _Setter:
    """Sets the rows of one table."""

    def __init__(
        self, columns: Sequence[Column], measure: float, codes: Collection[str], above: Sequence[BaseOxmlElement]
    ) -> None:
        self.columns, self.codes, self.above = columns, codes, above
        self.widths, self.rooms = _widths(columns, measure), rooms(columns)
        self.prefix = "Small" if len(columns) >= _CROWDED else "Table"

    def framed(self, rows: Rows) -> BaseOxmlElement:
        """The table with its heads before the rows."""
        borders = w("tblBorders", *(w(side, **rule) for side, rule in _RULES.items()))
        margins = w("tblCellMar", *(w(side, w=45, type="dxa") for side in ("top", "left", "bottom", "right")))
        width, layout = w("tblW", w=sum(self.widths), type="dxa"), w("tblLayout", type="fixed")
        look = properties("tblPr", [width, w("jc", val="center"), borders, layout, margins])
        grid = w("tblGrid", *(w("gridCol", w=width) for width in self.widths))
        return w("tbl", look, grid, *self.captions(), *self.heads(), *rows)

    def captions(self) -> Rows:
        """What stands above the table, as a row of it, which like the heads stands again on each page it goes on to."""
        cell = self._cell(self.above[0], 0, len(self.columns), w("tcBorders", w("bottom", **_HEAVY)))
        cell.extend(self.above[1:])
        yield _row([cell], head=True)

    def heads(self) -> Rows:
        """One row of heads, or two where columns stand under a common head."""
        two = any(column.over for column in self.columns)
        first: list[BaseOxmlElement] = []
        below: list[BaseOxmlElement] = []
        places = groupby(enumerate(self.columns), lambda entry: entry[1].over)
        for over, run in places:
            at = [place for place, _ in run]
            if over:
                first.append(self._head(over, at[0], len(at)))
                below += [self._head(self.columns[place].head, place) for place in at]
            else:
                merged = [w("vMerge", val="restart")] if two else []
                first += [self._head(self.columns[place].head, place, 1, *merged) for place in at]
                below += [self._head("", place, 1, w("vMerge")) for place in at]
        yield _row(first, head=True)
        if two:
            yield _row(below, head=True)

    def row(self, row: Sequence[Cell], *, keep: bool, sum_row: bool) -> BaseOxmlElement:
        """A row, or one that names those that follow it."""
        if len(row) == 1:
            named = paragraph(f"{self.prefix}Head", cell_words(row[0]), w("jc", val="left"))
            return _row([self._cell(named, 0, len(self.columns), w("shd", val="clear", color="auto", fill="FBF4F4"))])
        return _row([self._entry(cell, place, keep=keep, sum_row=sum_row) for place, cell in enumerate(row)])

    def formula(self, at: int, figure: Formula) -> Rows:
        """The figure, and below it what is counted."""
        cells = formula_row(figure)
        code = bookmark(figure.code, at, words(figure.code))
        first = paragraph(f"{self.prefix}Text", code, w("keepNext"), w("jc", val="center"))
        rest = (self._entry(cell, place, keep=True) for place, cell in enumerate(cells) if place)
        yield _row([self._cell(first, 0), *rest])
        below = paragraph(f"{self.prefix}Text", [words(formula_words(figure), w("color", val="555555"))])
        yield _row([self._cell(paragraph(f"{self.prefix}Text", ()), 0), self._cell(below, 1, len(self.columns) - 1)])

    def _head(self, text: str, at: int, span: int = 1, *look: BaseOxmlElement) -> BaseOxmlElement:
        align = "right" if span == 1 and self.columns[at].content == Content.NUMBER else "center"
        shade = w("shd", val="clear", color="auto", fill="F1F1F1")
        named = paragraph(f"{self.prefix}Head", [words(text)] if text else (), w("jc", val=align))
        return self._cell(named, at, span, shade, *look)

    def _entry(self, cell: Cell, at: int, *, keep: bool, sum_row: bool = False) -> BaseOxmlElement:
        content = self.columns[at].content
        kept = [w("keepNext")] if keep else []
        align = [w("jc", val="center")] if content in _CENTRED else []
        edge = [w("tcBorders", w("top", val="single", sz=8, space=0, color="000000"))] if sum_row else []
        role = "Sum" if sum_row else "Number" if content == Content.NUMBER else "Text"
        if sum_row and content == Content.NUMBER:
            align = [w("jc", val="right")]
        return self._cell(paragraph(f"{self.prefix}{role}", self._words(at, cell), *kept, *align), at, 1, *edge)

    def _words(self, at: int, cell: Cell) -> Iterator[BaseOxmlElement]:
        content = self.columns[at].content
        if content == Content.LIGHT:
            return light_words(cell)
        if content == Content.FIGURE:
            return iter([code_run(str(cell), self.codes)])
        return cell_words(cell, self.rooms[at])

    def _cell(self, text: BaseOxmlElement, at: int, span: int = 1, *look: BaseOxmlElement) -> BaseOxmlElement:
        width = w("tcW", w=sum(self.widths[at : at + span]), type="dxa")
        wide = [w("gridSpan", val=span)] if span > 1 else []
        return w("tc", properties("tcPr", [width, *wide, *look, w("vAlign", val="center")]), text)


def _row(cells: Sequence[BaseOxmlElement], *, head: bool = False) -> BaseOxmlElement:
    return w("tr", properties("trPr", [w("cantSplit"), *([w("tblHeader")] if head else [])]), *cells)


def _widths(columns: Sequence[Column], measure: float) -> list[int]:
    """Twips: as declared in millimetres, what is left shared by those without a width, all together the measure."""
    open_columns = sum(not column.width for column in columns)
    declared = sum(column.width for column in columns)
    share = max(measure - declared, 0) / open_columns if open_columns else 0
    widths = [column.width or share for column in columns]
    return [round(width * measure / sum(widths) * TWIPS) for width in widths]
