"""Draws a planned worksheet as the .xlsx a clerk would save. The same plan gives the same bytes."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from io import BytesIO
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from expectations.contract.contract import Kind
from expectations.county.county import County
from samples.story.submission import Formula, Submission
from samples.workbooks.layout import Line, Plan, plan
from samples.workbooks.wording import Shown

_CREATED = dt.datetime.fromisoformat("2000-01-03T09:00")
_LONG = frozenset({Kind.TEXT, Kind.PEOPLE, Kind.ID, Kind.CODES, Kind.TAGS})

Formats = Mapping[str, Format]


def write_submission(folder: Path, submission: Submission, county: County) -> Path:
    """Write the workbook of a submission into the folder of its inbox, with the moment of receipt as its file time."""
    path = folder / submission.file_name
    path.write_bytes(workbook_bytes(submission, county))
    received = submission.received.replace(tzinfo=ZoneInfo(county.timezone)).timestamp()
    os.utime(path, (received, received))
    return path


def workbook_bytes(submission: Submission, county: County) -> bytes:
    """The file: a workbook, or whatever the clerk took for one."""
    if submission.look.raw is not None:
        return submission.look.raw
    layout = plan(submission, county)
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": _CREATED, "author": "经办员"})
        formats = {
            "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
            "note": book.add_format({"align": "left"}),
            "head": book.add_format(
                {
                    "bold": True,
                    "border": 1,
                    "align": "center",
                    "valign": "vcenter",
                    "text_wrap": True,
                    "bg_color": "#DDEBF7",
                }
            ),
            "text": book.add_format({"border": 1, "num_format": "@"}),
            "date": book.add_format({"border": 1, "num_format": "yyyy-mm-dd"}),
            "number": book.add_format({"border": 1}),
        }
        _draw(book.add_worksheet(layout.sheet.title[:31]), layout, submission.look.merged, formats)
        for name, hidden in submission.look.worksheets:
            _draw_leaflet(book.add_worksheet(name), hidden=hidden)
    return buffer.getvalue()


def _draw(worksheet: Worksheet, layout: Plan, merged: frozenset[str], formats: Formats) -> None:
    for name, place in layout.places.items():
        worksheet.set_column(place, place, 20 if layout.sheet.column[name].kind in _LONG else 12)
    for at, line in enumerate(layout.lines):
        if line.across:
            _draw_across(worksheet, at, line, layout, formats["title" if at == 0 else "note"])
        elif line.reason == "header":
            continue
        else:
            for place, value in line.cells.items():
                _draw_cell(worksheet, at, place, value, formats)
    _draw_headings(worksheet, layout, formats["head"])
    for name in sorted(merged & layout.places.keys()):
        _merge_down(worksheet, layout, layout.places[name], formats["text"])
    worksheet.freeze_panes(_first_heading(layout) + layout.depth, 0)


def _draw_across(worksheet: Worksheet, at: int, line: Line, layout: Plan, form: Format) -> None:
    worksheet.merge_range(at, layout.left, at, layout.right, next(iter(line.cells.values())), form)


def _draw_cell(worksheet: Worksheet, at: int, place: int, value: Shown | Formula, formats: Formats) -> None:
    if value is None:
        worksheet.write_blank(at, place, None, formats["text"])
    elif isinstance(value, Formula):
        worksheet.write_formula(at, place, value.text, formats["number"], value.stored)
    elif isinstance(value, str):
        worksheet.write_string(at, place, value, formats["text"])
    elif isinstance(value, dt.date):
        worksheet.write_datetime(at, place, value, formats["date"])
    else:
        worksheet.write_number(at, place, value, formats["number"])


def _first_heading(layout: Plan) -> int:
    return next(at for at, line in enumerate(layout.lines) if line.reason == "header")


def _draw_headings(worksheet: Worksheet, layout: Plan, form: Format) -> None:
    """Headings merged sideways under a common word and downwards where nothing stands below."""
    top = _first_heading(layout)
    for depth in range(layout.depth):
        headings = [(place, path) for place, path in layout.headings.items() if len(path) > depth]
        for shared, group in groupby(headings, key=lambda entry: (entry[1][: depth + 1], len(entry[1]) == depth + 1)):
            places = [place for place, _ in group]
            path, ends = shared
            bottom = top + (layout.depth - 1 if ends else depth)
            if len(places) > 1 or bottom > top + depth:
                worksheet.merge_range(top + depth, places[0], bottom, places[-1], path[-1], form)
            else:
                worksheet.write_string(top + depth, places[0], path[-1], form)


def _merge_down(worksheet: Worksheet, layout: Plan, place: int, form: Format) -> None:
    """Merge equal neighbours of a column; only the first cell of a merged range holds the value (domain.md M25)."""
    numbered = [(at, line.cells[place]) for at, line in enumerate(layout.lines) if line.reason is None]
    for (value, _), group in groupby(enumerate(numbered), key=lambda entry: (entry[1][1], entry[1][0] - entry[0])):
        rows = [at for _, (at, _) in group]
        if len(rows) > 1 and isinstance(value, str):
            worksheet.merge_range(rows[0], place, rows[-1], place, value, form)


def _draw_leaflet(worksheet: Worksheet, *, hidden: bool) -> None:
    """A worksheet that is no table: the instructions for filling in."""
    for at, text in enumerate(("填表说明", "请逐项如实填写，日期请填年月日。", "本表由县级主管部门负责解释。")):
        worksheet.write_string(at, 0, text)
    if hidden:
        worksheet.hide()
