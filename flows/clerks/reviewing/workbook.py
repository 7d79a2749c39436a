"""待核人员.xlsx: pairs side by side, to be filled in with drop-downs and read back. Same pairs, same bytes."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

TITLE_ROWS = 3
"""Title, advice, headings."""

_CREATED = dt.datetime.fromisoformat("2021-01-04T09:00")  # always the same: same in, same out
_FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True, "border": 1}
_ASKED = {"locked": False, "bg_color": "#FFFFE5"}
_A4 = 9
_LONGEST = 300
"""Characters of a reason."""


@cache
def form() -> Mapping[str, Any]:
    """The words of the workbook, and its columns in their order."""
    return tomllib.loads((files(__package__) / "form.toml").read_text(encoding="utf-8"))


def workbook_bytes(pairs: Sequence[Mapping[str, Any]]) -> bytes:
    """The workbook of some pairs (`flows.clerks.reviewing.pairs`)."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": _CREATED, "title": form()["title"]})
        _draw(book, book.add_worksheet("待核人员"), pairs)
    return buffer.getvalue()


def _draw(book: Workbook, page: Worksheet, pairs: Sequence[Mapping[str, Any]]) -> None:
    columns = form()["columns"]
    title = book.add_format({"font_name": "宋体", "font_size": 16, "bold": True, "align": "center"})
    advice = book.add_format({"font_name": "宋体", "font_size": 9, "text_wrap": True, "valign": "vcenter"})
    heading = book.add_format({**_FONT, "bold": True, "align": "center", "bg_color": "#EDEDED"})
    page.merge_range(0, 0, 0, len(columns) - 1, form()["title"], title)
    page.merge_range(1, 0, 1, len(columns) - 1, form()["advice"], advice)
    page.set_row(0, 28)
    page.set_row(2, 30)
    for at, (name, column) in enumerate(columns.items()):
        page.set_column(at, at, column["width"])
        page.write_string(2, at, name, heading)
        if "fills" in column and pairs:
            page.data_validation(TITLE_ROWS, at, TITLE_ROWS + len(pairs) - 1, at, _validation(column["fills"]))
    given, asked = book.add_format(_FONT), book.add_format({**_FONT, **_ASKED})
    for row, pair in enumerate(pairs, start=TITLE_ROWS):
        for at, column in enumerate(columns.values()):
            page.write(row, at, _cell(pair, column), asked if "fills" in column else given)
    _set_up(page, len(columns), len(pairs))


def _set_up(page: Worksheet, columns: int, pairs: int) -> None:
    page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})
    page.freeze_panes(TITLE_ROWS, 1)
    page.autofilter(2, 0, max(2, TITLE_ROWS + pairs - 1), columns - 1)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)
    page.set_header("&L内部资料 注意保存&R第&P页，共&N页")


def _validation(fills: str) -> Mapping[str, Any]:
    prompt = {"input_message": form()["prompts"][fills], "error_message": form()["prompts"][fills]}
    if fills == "judgement":
        return {"validate": "list", "source": [*form()["judgements"].values()], **prompt}
    return {"validate": "length", "criteria": "<=", "value": _LONGEST, **prompt}


def _cell(pair: Mapping[str, Any], column: Mapping[str, Any]) -> str | int | None:
    match column.get("shows"):
        case None:
            return None
        case "marks":
            return "；".join(words for name, words in form()["marks"].items() if pair[name])
        case "said":
            return form()["judgements"][pair["judgement"]] if pair["judgement"] else None
    value = pair[column["shows"]]
    return f"{value:%Y-%m}" if isinstance(value, dt.date) else value
