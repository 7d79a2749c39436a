"""Worksheets as clerks send them, small and literal: contact logs (S4), control totals (R8). All names are made up."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import xlsxwriter

from expectations.catalogue import SHEETS
from expectations.county.county_codes import all_codes
from flows.county.county_file import load_county, shipped_example
from transforms.ingest.context import IngestContext
from transforms.ingest.workbook import ingest_workbook
from transforms.recognise.grid import Cell, Grid, Workbook
from transforms.recognise.headings import Index, heading_index
from transforms.recognise.tables import Table, tables
from transforms.records.extract import Intake, framed
from transforms.records.submission import Received

W46, W47, W48 = "2021-W46", "2021-W47", "2021-W48"
MONDAY = dt.datetime(2021, 11, 29, 1, tzinfo=dt.UTC)  # nine in the morning in Qichun, three hours before the deadline
HEADINGS = ("姓名", "联系日期", "联系方式", "联系人")
NAME = "QC-ZZB_S4_2021-W47_v1.xlsx"

Rows = list[list[Cell]]


def talk(name: Cell = "张三", day: Cell = "2021-11-22", way: Cell = "面谈", by: Cell = "王五") -> list[Cell]:
    """A row of a contact log."""
    return [name, day, way, by]


def contact_log(*rows: list[Cell], period: str = "2021年第47周", headings: Sequence[Cell] = HEADINGS) -> Rows:
    """A contact log of 县委组织部; its data begin in row 4, as the clerk counts."""
    top: Rows = [[f"跟踪联系记录表（{period}）"], ["填报单位：县委组织部　填报日期：2021-11-26"], [*headings]]
    return [*top, *rows, ["填表人：经办员　审核人：负责人"]]


def totals(*rows: list[Cell], period: str = "2021年第47周") -> Rows:
    """A table of control totals of 县委组织部."""
    return [[f"控制数表（{period}）　填报单位：县委组织部"], ["控制数项目", "申报数", "截止日期"], *rows]


def grid(rows: Rows, name: str = "Sheet1", **evidence: object) -> Grid:
    """Rows as a worksheet of even width."""
    width = max(map(len, rows), default=0)
    even = [row + [""] * (width - len(row)) for row in rows]
    return Grid(name=name, rows=even, **evidence)  # type: ignore[arg-type]


@cache
def reader() -> IngestContext:
    """The reader of the shipped example county."""
    county = load_county(shipped_example())
    return IngestContext(all_codes(county), county.area_code)


@cache
def index() -> Index:
    """The headings of all sheets."""
    return heading_index(SHEETS.values())


def recognised(rows: Rows, **evidence: object) -> Table:
    """The table in these rows."""
    (table,) = tables(grid(rows, **evidence), index(), {sheet.id: sheet.title for sheet in SHEETS.values()})
    return table


def received(file: str = NAME, inbox: str = W47, content: object = "", came: dt.datetime = MONDAY) -> Received:
    """A file of an inbox; other content, other hash."""
    digest = hashlib.sha256(f"{file}{content}".encode()).hexdigest()
    return Received(file=file, sha256=digest, inbox=inbox, received_at=came)


def intake(
    *grids: Grid | Rows, file: str = NAME, inbox: str = W47, content: object = "", came: dt.datetime = MONDAY
) -> Intake:
    """What a workbook of these worksheets brings."""
    sheets = tuple(each if isinstance(each, Grid) else grid(each, f"Sheet{n}") for n, each in enumerate(grids, start=1))
    return framed(
        [ingest_workbook(Workbook("xlsx", sheets), received(file, inbox, content or repr(sheets), came), reader())]
    )


def written(path: Path, *worksheets: Rows, names: Sequence[str] = ("Sheet1", "Sheet2", "Sheet3")) -> Path:
    """A real workbook of these rows."""
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in zip(names, worksheets, strict=False):
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, dt.date):
                        page.write_datetime(at, place, cell, day)
                    elif cell != "":
                        page.write(at, place, cell)
    return path
