"""Draws a form as a workbook for Excel 2010 and later and WPS. The same form and rows give the same bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from flows.clerks.blank_forms.entries import TEXT_FORMAT, shown_width
from flows.clerks.blank_forms.form import LINE_NUMBER, Form, Line
from flows.clerks.blank_forms.guide_drawing import draw_guide
from flows.clerks.blank_forms.validations import draw_choices, validation
from flows.clerks.blank_forms.written import Row, Written

SPARE_ROWS = 30
"""Empty rows with borders below the last filled one."""

_CREATED = dt.datetime.fromisoformat("2000-01-03T09:00")  # always the same: same in, same out
_FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_A4 = 9
_LAST_ROW = 1_048_575
_LINE_HEIGHT = 16

_ALLOWED = ("format_columns", "format_rows", "insert_rows", "sort", "autofilter")
"""What a clerk may do on the protected worksheet besides filling in."""


def form_bytes(form: Form, rows: Sequence[Row] = ()) -> bytes:
    """The workbook; `rows` are filled in for the clerk to confirm, by column name."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": _CREATED, "title": form.title})
        _draw_table(book, book.add_worksheet("填报表"), form, rows)
        draw_guide(book, book.add_worksheet("填表说明"), form)
        draw_choices(book, book.add_worksheet("选项"), form)
    return buffer.getvalue()


def _draw_table(book: Workbook, page: Worksheet, form: Form, rows: Sequence[Row]) -> None:
    header = len(form.lines) + 2
    _draw_columns(book, page, form)  # later formats win: rows lie over columns, cells over rows
    _draw_top(book, page, form)
    _draw_headings(book, page, form, header)
    _draw_rows(book, page, form, header + 1, rows)
    for at, field in enumerate(form.fields, start=1):
        page.data_validation(header + 1, at, _LAST_ROW, at, validation(field.column.heading, field.entry, form))
    page.protect("", dict.fromkeys(_ALLOWED, True))
    page.freeze_panes(header + 1, 2)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{_LAST_ROW + 1}"})
    _set_up_print(page, form, header)


def _draw_columns(book: Workbook, page: Worksheet, form: Form) -> None:
    """The columns of the table, unlocked to the last row: data may grow."""
    unlocked = {**_FONT, "locked": False}
    page.set_column(0, 0, 6, book.add_format(unlocked))
    for at, field in enumerate(form.fields, start=1):
        shown = book.add_format({**unlocked, "num_format": field.entry.number_format, "text_wrap": True})
        page.set_column(at, at, field.entry.width, shown)


def _draw_top(book: Workbook, page: Worksheet, form: Form) -> None:
    last, locked = len(form.fields), book.add_format(_FONT)
    title = book.add_format({**_FONT, "bold": True, "font_size": 16, "align": "center"})
    word = book.add_format({**_FONT, "font_size": 9, "font_color": "#7F7F7F", "text_wrap": True})
    page.set_row(0, 28, locked)
    page.merge_range(0, 0, 0, last, form.title, title)
    page.set_row(1, 28, locked)
    page.merge_range(1, 0, 1, last, form.advice, word)
    for at, line in enumerate(form.lines, start=2):
        page.set_row(at, 18, locked)
        page.merge_range(at, 0, at, 1, line.label, locked)
        _draw_line(book, page, at, last, line)


def _draw_line(book: Workbook, page: Worksheet, at: int, last: int, line: Line) -> None:
    given = {**_FONT, "num_format": TEXT_FORMAT, "align": "left"}
    wanted = {**given, "locked": False, "bottom": 1, "bg_color": "#FFFFE5"}
    page.merge_range(at, 2, at, last, line.value, book.add_format(given if line.value else wanted))
    if not line.value:
        rule = {"validate": "list", "source": list(line.choices)} if line.choices else {"validate": "any"}
        refusal = {"error_title": line.label.rstrip("："), "error_message": line.prompt}
        page.data_validation(at, 2, at, 2, {**rule, "input_message": line.prompt, **refusal})


def _draw_headings(book: Workbook, page: Worksheet, form: Form, header: int) -> None:
    style = {**_FONT, "bold": True, "border": 1, "align": "center", "text_wrap": True}
    plain, wanted = (book.add_format({**style, "bg_color": color}) for color in ("#EDEDED", "#DDEBF7"))
    tallest = max(_lines(field.heading, field.entry.width) for field in form.fields)
    page.set_row(header, _LINE_HEIGHT * tallest + 6, book.add_format(_FONT))
    page.write_string(header, 0, LINE_NUMBER, plain)
    for at, field in enumerate(form.fields, start=1):
        page.write_string(header, at, field.heading, wanted if "必填" in field.heading else plain)


def _lines(text: str, width: int) -> int:
    return sum(-(-shown_width(line) // max(width - 1, 1)) for line in text.split("\n"))


def _draw_rows(book: Workbook, page: Worksheet, form: Form, first: int, rows: Sequence[Row]) -> None:
    framed = {**_FONT, "locked": False, "border": 1, "text_wrap": True}
    number = book.add_format({**framed, "align": "center"})
    styles = [book.add_format({**framed, "num_format": field.entry.number_format}) for field in form.fields]
    for position in range(len(rows) + SPARE_ROWS):
        row: Row = rows[position] if position < len(rows) else {}
        _draw_cell(page, first + position, 0, position + 1 if row else None, number)
        for at, (field, style) in enumerate(zip(form.fields, styles, strict=True), start=1):
            _draw_cell(page, first + position, at, row.get(field.column.name), style)


def _draw_cell(page: Worksheet, row: int, at: int, value: Written, style: Format) -> None:
    match value:
        case None:
            page.write_blank(row, at, None, style)
        case str():
            page.write_string(row, at, value, style)
        case dt.date():
            page.write_datetime(row, at, value, style)
        case _:
            page.write_number(row, at, value, style)


def _set_up_print(page: Worksheet, form: Form, header: int) -> None:
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    page.repeat_rows(header)
    page.print_area(0, 0, _LAST_ROW, len(form.fields))
    page.set_footer("&C第 &P 页，共 &N 页")
