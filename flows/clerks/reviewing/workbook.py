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

from flows.clerks.blank_forms.entries import shown_width

TITLE_ROWS = 3
"""Title, advice, headings."""

_CREATED = dt.datetime.fromisoformat("2021-01-04T09:00")  # always the same: same in, same out
_FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True, "border": 1}
_ASKED = {"locked": False, "bg_color": "#FFFFE5"}
_A4 = 9
_LINE_HEIGHT = 14
_LONGEST = 300
"""Characters of a reason."""

Lines = Sequence[Mapping[str, Any]]
Columns = Mapping[str, Mapping[str, Any]]


@cache
def form() -> Mapping[str, Any]:
    """The words of the workbook, and its columns in their order."""
    return tomllib.loads((files(__package__) / "form.toml").read_text(encoding="utf-8"))


def workbook_bytes(pairs: Lines, disagreements: Lines = ()) -> bytes:
    """The workbook of some pairs and disagreements (`flows.clerks.reviewing.pairs`)."""
    buffer = BytesIO()
    words = form()["disagreements"]
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": _CREATED, "title": form()["title"]})
        page = book.add_worksheet("待核人员")
        _draw(book, page, form()["title"], form()["advice"], form()["columns"], pairs)
        for at, column in enumerate(form()["columns"].values()):
            if "fills" in column and pairs:
                page.data_validation(TITLE_ROWS, at, TITLE_ROWS + len(pairs) - 1, at, _validation(column["fills"]))
        advice = words["advice"] if disagreements else words["none"]
        beside = book.add_worksheet("资料不一致")
        _draw(book, beside, words["title"], advice, form()["disagreement_columns"], disagreements)
    return buffer.getvalue()


def _draw(book: Workbook, page: Worksheet, title: str, advice: str, columns: Columns, lines: Lines) -> None:
    """A title, advice, headings, and a row for each line; cells to be filled in are coloured and not locked."""
    large = book.add_format({"font_name": "宋体", "font_size": 16, "bold": True, "align": "center"})
    small = book.add_format({"font_name": "宋体", "font_size": 9, "text_wrap": True, "valign": "vcenter"})
    heading = book.add_format({**_FONT, "bold": True, "align": "center", "bg_color": "#EDEDED"})
    page.merge_range(0, 0, 0, len(columns) - 1, title, large)
    page.merge_range(1, 0, 1, len(columns) - 1, advice, small)
    page.set_row(0, 28)
    page.set_row(2, 30)
    given, asked = book.add_format(_FONT), book.add_format({**_FONT, **_ASKED})
    for at, (name, column) in enumerate(columns.items()):
        page.set_column(at, at, column["width"])
        page.write_string(2, at, name, heading)
    for row, line in enumerate(lines, start=TITLE_ROWS):
        cells = [_cell(line, column) for column in columns.values()]
        page.set_row(row, _LINE_HEIGHT * max(map(_lines, cells, columns.values())) + 4)
        for at, (cell, column) in enumerate(zip(cells, columns.values(), strict=True)):
            page.write(row, at, cell, asked if "fills" in column else given)
    _set_up(page, len(columns), len(lines))


def _set_up(page: Worksheet, columns: int, lines: int) -> None:
    page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})
    page.freeze_panes(TITLE_ROWS, 1)
    page.autofilter(2, 0, max(2, TITLE_ROWS + lines - 1), columns - 1)
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


def _lines(cell: str | int | None, column: Mapping[str, Any]) -> int:
    return sum(max(1, -(-shown_width(text) // (column["width"] - 1))) for text in str(cell or "").split("\n"))


def _cell(line: Mapping[str, Any], column: Mapping[str, Any]) -> str | int | None:
    match column.get("shows"):
        case None:
            return None
        case "marks":
            return "；".join(words for name, words in form()["marks"].items() if line[name])
        case "said":
            return form()["judgements"][line["judgement"]] if line["judgement"] else None
        case "record":
            return _record(line, "")
        case "candidate_record":
            return _record(line, "candidate_")
    value: str | int | None = line[column["shows"]]
    return value


def _record(line: Mapping[str, Any], which: str) -> str:
    """The record of a row in a few lines: who, where, and where it stands."""
    words, shown = (
        form()["record"],
        {name: line[f"{which}{name}"] for name in ("name", "birth_month", "unit_name", "file", "row")},
    )
    born = f"{shown['birth_month']:%Y-%m}" if shown["birth_month"] else words["no_birth"]
    parts = shown | {"born": born, "unit": shown["unit_name"] or words["no_unit"]}
    return "\n".join(text.format(**parts) for text in words["lines"])
