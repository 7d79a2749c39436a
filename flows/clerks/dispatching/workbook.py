"""派单建议名单.xlsx of one town, community by community, to be printed and filled in. Same lines, same bytes."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from flows.clerks.blank_forms.entries import shown_width
from flows.clerks.dispatching.lines import Line, by_community

_CREATED = dt.datetime.fromisoformat("2021-01-04T09:00")  # always the same: same in, same out
_PLAIN = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True, "border": 1}
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "given": {},
    "asked": {"bg_color": "#FFFFE5"},
    "community": {"bold": True, "bg_color": "#F7F7F7", "text_wrap": False},
}
_HEAD_ROWS, _LINE_HEIGHT, _A4 = 3, 14, 9


@cache
def form() -> Mapping[str, Any]:
    """The words of the workbook, and its columns in their order."""
    return tomllib.loads((files(__package__) / "form.toml").read_text(encoding="utf-8"))


def workbook_bytes(town: str, lines: Sequence[Line], most: int, as_of: dt.date, counts: Mapping[str, int]) -> bytes:
    """The workbook. most: columns for members; counts: `orders`, `untaken`, `overdue`."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        title = form()["title"].format(town=town)
        book.set_properties({"created": _CREATED, "title": title})
        page = book.add_worksheet("派单建议名单")
        columns = tuple(_columns(most))
        advice = form()["advice" if lines else "none"].format(as_of=as_of, **counts)
        _head(book, page, title, advice, columns)
        _body(book, page, columns, lines)
        _set_up(page)
    return buffer.getvalue()


def _columns(most: int) -> list[tuple[str, Mapping[str, Any]]]:
    """Heading and column; that of the members as often as members are proposed."""
    return [
        (heading, column)
        for heading, column in form()["columns"].items()
        for _ in range(most if column.get("shows") == "members" else 1)
    ]


def _head(
    book: Workbook, page: Worksheet, title: str, advice: str, columns: Sequence[tuple[str, Mapping[str, Any]]]
) -> None:
    large = book.add_format({"font_name": "宋体", "font_size": 16, "bold": True, "align": "center"})
    small = book.add_format({"font_name": "宋体", "font_size": 9, "text_wrap": True, "valign": "vcenter"})
    heading = book.add_format({**_PLAIN, "bold": True, "align": "center", "bg_color": "#EDEDED"})
    page.merge_range(0, 0, 0, len(columns) - 1, title, large)
    page.merge_range(1, 0, 1, len(columns) - 1, advice, small)
    page.set_row(0, 28)
    wide = sum(column["width"] for _, column in columns)
    page.set_row(1, _LINE_HEIGHT * -(-shown_width(advice) // wide) + 4)
    page.set_row(2, 20)
    for at, (text, column) in enumerate(columns):
        page.set_column(at, at, column["width"])
        page.write_string(2, at, text, heading)
    members = [at for at, (_, column) in enumerate(columns) if column.get("shows") == "members"]
    if len(members) > 1:
        page.merge_range(2, members[0], 2, members[-1], columns[members[0]][0], heading)


def _body(
    book: Workbook, page: Worksheet, columns: Sequence[tuple[str, Mapping[str, Any]]], lines: Sequence[Line]
) -> None:
    """A heading for each community and a row for each of its orders; each community begins a page."""
    formats = {key: book.add_format({**_PLAIN, **more}) for key, more in _FORMATS.items()}
    breaks, at = [], _HEAD_ROWS
    for community, own in by_community(lines):
        breaks.append(at)
        text = form()["community"].format(community=community or form()["no_community"], orders=len(own))
        page.merge_range(at, 0, at, len(columns) - 1, text, formats["community"])
        page.set_row(at, 18)
        for row, line in enumerate(own, start=at + 1):
            _order(page, row, columns, line, formats)
        at += 1 + len(own)
    page.set_h_pagebreaks(breaks[1:])


def _order(
    page: Worksheet,
    row: int,
    columns: Sequence[tuple[str, Mapping[str, Any]]],
    line: Line,
    formats: Mapping[str, Format],
) -> None:
    members = iter(line.members or (form()["nobody"],))
    cells = [_cell(line, column, members) for _, column in columns]
    tall = max(_height(cell, column["width"]) for cell, (_, column) in zip(cells, columns, strict=True))
    page.set_row(row, _LINE_HEIGHT * tall + 4)
    for place, (cell, (_, column)) in enumerate(zip(cells, columns, strict=True)):
        page.write(row, place, cell, formats["asked" if "fills" in column else "given"])


def _cell(line: Line, column: Mapping[str, Any], members: Iterator[str]) -> str | None:
    if "fills" in column:
        return None
    return next(members, "") if column["shows"] == "members" else line.cells[column["shows"]]


def _height(cell: str | None, width: int) -> int:
    return max(1, -(-shown_width(cell or "") // (width - 1)))


def _set_up(page: Worksheet) -> None:
    page.freeze_panes(_HEAD_ROWS, 1)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)
    page.set_header("&L内部资料 注意保存&R第&P页，共&N页")
