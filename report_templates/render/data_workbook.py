"""report-data.xlsx, the attachment of the PDF: the figures of a report as numbers, its tables, charts and annex.

It is made of the report alone, so it contains nothing that is not printed; no cell of it is a formula.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

import xlsxwriter

from report_templates.model.report import Block, Chart, Formula, Formulas, Report, Table, walk
from report_templates.words.sentence import Cell, Number, Sentence
from report_templates.words.typeset import plain

NAME = "report-data.xlsx"
_NUMBER = re.compile(r"[+−-]?\d+(?:\.\d+)?")
_WITH_UNIT = re.compile(rf"({_NUMBER.pattern})(\D*)")
_LONGEST_NAME = 31
_FIGURES = ("代码", "指标", "本期", "单位", "分子", "分母", "口径", "统计期")

Rows = Iterable[Sequence[str | float | None]]


def data_workbook(report: Report, moment: dt.datetime, *, by_caption: bool = False) -> bytes:
    """The workbook, dated `moment`; the same bytes for the same report.

    Worksheets are called by the number of their table, as the codes in the paper do, or `by_caption`.
    """
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": report.title, "author": report.masthead.issuer, "created": _naive(moment)})
        head = book.add_format({"bold": True, "bg_color": "#F1F1F1", "bottom": 1})
        for number, caption, heads, rows in _sheets(report):
            sheet = book.add_worksheet(caption[:_LONGEST_NAME] if by_caption else number)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(heads) - 1, 18)
            for place, text in enumerate(heads):
                sheet.write_string(0, place, plain(text), head)
            for at, row in enumerate(rows, start=1):
                _write(sheet, at, row)
    return buffer.getvalue()


def _naive(moment: dt.datetime) -> dt.datetime:
    """Excel's dates have no zone: in UTC."""
    return moment.astimezone(dt.UTC).replace(tzinfo=None)


def _sheets(report: Report) -> Iterator[tuple[str, str, Sequence[str], Rows]]:
    """Number, caption, heads and rows of each worksheet, in the order of the report."""
    yield from _sheets_of((*report.summary, *report.sections), "")
    yield from _sheets_of(report.annex, "附件")


def _sheets_of(blocks: Iterable[Block], part: str) -> Iterator[tuple[str, str, Sequence[str], Rows]]:
    tables, charts = 0, 0
    for block in walk(blocks):
        if isinstance(block, Table):
            tables += 1
            yield f"{part}表{tables}", block.caption, [column.head for column in block.columns], map(_texts, block.rows)
        elif isinstance(block, Chart):
            charts += 1
            yield f"{part}图{charts}", block.caption, block.fields, block.rows
        elif isinstance(block, Formulas):
            yield "指标", "指标", _FIGURES, map(_figure, block.formulas)


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


def _write(sheet: xlsxwriter.worksheet.Worksheet, at: int, row: Sequence[str | float | None]) -> None:
    for place, cell in enumerate(row):
        if isinstance(cell, int | float):
            sheet.write_number(at, place, cell)
        elif cell is not None and _NUMBER.fullmatch(cell):
            sheet.write_number(at, place, float(cell.replace("−", "-")))
        elif cell:
            sheet.write_string(at, place, plain(cell)[:32_767])
