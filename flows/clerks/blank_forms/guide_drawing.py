"""Draws the worksheet 填表说明."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from flows.clerks.blank_forms.entries import shown_width
from flows.clerks.blank_forms.form import Form
from flows.clerks.blank_forms.guide import HEADINGS, TITLE, advice, guide

_WIDTHS = (20, 10, 44, 56, 26)
_LINE_HEIGHT = 15
_A4 = 9


def draw_guide(book: Workbook, page: Worksheet, form: Form) -> None:
    """Write the general advice and one line for each column; nothing of it can be changed."""
    style = {"font_name": "宋体", "font_size": 10, "valign": "top", "text_wrap": True, "num_format": "@"}
    title = book.add_format({**style, "bold": True, "font_size": 14})
    head = book.add_format({**style, "bold": True, "border": 1, "bg_color": "#DDEBF7"})
    plain, framed = book.add_format(style), book.add_format({**style, "border": 1})
    for at, width in enumerate(_WIDTHS):
        page.set_column(at, at, width)
    page.merge_range(0, 0, 0, len(_WIDTHS) - 1, f"{form.title}　{TITLE}", title)
    top = 1
    for top, line in enumerate(advice(form), start=1):
        page.merge_range(top, 0, top, len(_WIDTHS) - 1, line, plain)
    page.write_row(top + 2, 0, HEADINGS, head)
    for at, texts in enumerate(guide(form), start=top + 3):
        page.set_row(at, _height(texts))
        for column, text in enumerate(texts):
            page.write_string(at, column, text, framed)
    page.protect("")
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)


def _height(line: tuple[str, ...]) -> int:
    lines = max(-(-shown_width(text) // (width - 2)) for text, width in zip(line, _WIDTHS, strict=True))
    return _LINE_HEIGHT * max(lines, 1) + 3
