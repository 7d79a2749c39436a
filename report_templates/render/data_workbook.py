"""report-data.xlsx, the attachment of the PDF: the figures of a report as numbers, its tables, charts and annex.

It is made of the report alone, so it contains nothing that is not printed; no cell of it is a formula.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

import xlsxwriter

from report_templates.model.report import Block, Chart, Column, Formula, Formulas, Report, Table, walk
from report_templates.words.sentence import Cell, Number, Sentence
from report_templates.words.typeset import plain

NAME = "report-data.xlsx"
_NUMBER = re.compile(r"[+−-]?\d+(?:\.\d+)?")
_WITH_UNIT = re.compile(rf"({_NUMBER.pattern})(\D*)")
_LONGEST_NAME, _WIDTH, _TO_A_MILLIMETRE, _LINE, _A4 = 31, 18, 0.55, 15, 9
_FIGURES = ("代码", "指标", "本期", "单位", "分子", "分母", "口径", "统计期")

Rows = Iterable[Sequence[str | float | None]]


def data_workbook(report: Report, moment: dt.datetime, *, to_read: bool = False) -> bytes:
    """The workbook, dated `moment`; the same bytes for the same report.

    Its worksheets are called by the numbers of the tables and charts in the paper. A workbook `to_read` stands for
    itself: they are called by their captions, long texts are broken, and each is one page wide.
    """
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": report.title, "author": report.masthead.issuer, "created": _naive(moment)})
        head = book.add_format({"bold": True, "bg_color": "#F1F1F1", "bottom": 1, "text_wrap": to_read})
        cells = book.add_format({"text_wrap": True, "valign": "top"}) if to_read else None
        for name, caption, heads, rows, widths in _sheets(report):
            sheet = book.add_worksheet(caption[:_LONGEST_NAME] if to_read else name)
            sheet.freeze_panes(1, 0)
            for place, width in enumerate(widths):
                sheet.set_column(place, place, width if to_read else _WIDTH)
            if to_read:
                _one_page_wide(sheet, report)
            for place, text in enumerate(heads):
                sheet.write_string(0, place, plain(text), head)
            for at, row in enumerate(rows, start=1):
                _write(sheet, at, row, cells if len(row) > 1 else None)
                if to_read and (lines := _lines(row, widths)) > 1:
                    sheet.set_row(at, lines * _LINE)
    return buffer.getvalue()


def _lines(row: Sequence[str | float | None], widths: Sequence[float]) -> int:
    """How many lines the longest text of a row takes, a Chinese character as wide as two others."""
    if len(row) == 1:
        return 1
    taken = (len(str(cell or "").encode("gb18030")) / width for cell, width in zip(row, widths, strict=True))
    return math.ceil(max(taken))


def _one_page_wide(sheet: xlsxwriter.worksheet.Worksheet, report: Report) -> None:
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&L{report.masthead.notice}&C{report.title}&R{report.variant}")
    sheet.set_footer("&C&P")


def _naive(moment: dt.datetime) -> dt.datetime:
    """Excel's dates have no zone: in UTC."""
    return moment.astimezone(dt.UTC).replace(tzinfo=None)


Sheet = tuple[str, str, Sequence[str], Rows, Sequence[float]]
"""Number, caption, heads, rows and widths in characters of a worksheet."""


def _sheets(report: Report) -> Iterator[Sheet]:
    """Each worksheet, in the order of the report."""
    yield from _sheets_of((*report.summary, *report.sections), "")
    yield from _sheets_of(report.annex, "附件")


def _sheets_of(blocks: Iterable[Block], part: str) -> Iterator[Sheet]:
    tables, charts = 0, 0
    for block in walk(blocks):
        if isinstance(block, Table):
            tables += 1
            heads, widths = [column.head for column in block.columns], [_width(column) for column in block.columns]
            yield f"{part}表{tables}", block.caption, heads, map(_texts, block.rows), widths
        elif isinstance(block, Chart):
            charts += 1
            yield f"{part}图{charts}", block.caption, block.fields, block.rows, [_WIDTH] * len(block.fields)
        elif isinstance(block, Formulas):
            yield "指标", "指标", _FIGURES, map(_figure, block.formulas), [_WIDTH] * len(_FIGURES)


def _width(column: Column) -> float:
    """In characters; a column that shares what is left of the page is as wide as two."""
    return column.width * _TO_A_MILLIMETRE if column.width else 2 * _WIDTH


def _texts(row: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple(map(_text, row))


def _text(cell: Cell) -> str:
    """A number with the issued one below it stays numeric: the table of 更正说明 has both."""
    if not isinstance(cell, Sentence):
        return cell
    first, *more = cell.runs
    below = more and more[0].startswith("\n") and any(isinstance(run, Number) and run.edition for run in more)
    return first if below else cell.text


def _figure(line: Formula) -> Sequence[str | float | None]:
    """A figure's value apart from its unit."""
    runs = line.value.runs if isinstance(line.value, Sentence) else (line.value,)
    printed = next((run for run in runs if isinstance(run, Number)), runs[0])
    number = _WITH_UNIT.fullmatch(printed)
    value, unit = number.groups() if number else (printed, "")
    return (line.code, line.label, value, unit, line.numerator, line.denominator, line.formula, line.window)


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    at: int,
    row: Sequence[str | float | None],
    cells: xlsxwriter.format.Format | None,
) -> None:
    for place, cell in enumerate(row):
        if isinstance(cell, int | float):
            sheet.write_number(at, place, cell, cells)
        elif cell is not None and _NUMBER.fullmatch(cell):
            sheet.write_number(at, place, float(cell.replace("−", "-")), cells)
        elif cell:
            sheet.write_string(at, place, plain(cell)[:32_767], cells)
