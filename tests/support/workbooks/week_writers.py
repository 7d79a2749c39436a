"""The ways in which xlsxwriter, pandas and polars write the week of `written_week`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import xlsxwriter

from tests.support.workbooks.written_week import PAGES, Formatted, Page
from transforms.recognise.grid import Cell

Put = Callable[[Any, int, int, Cell, Any], object]
"""Writes a cell of a worksheet, by row and column, in its own way; what is left to the usual one is None."""


def by_xlsxwriter(file: Path, put: Put | None = None, **options: object) -> None:
    """Both pages, cells below the header by `put`."""
    with xlsxwriter.Workbook(file, options) as book:
        for page in PAGES:
            sheet = book.add_worksheet(page.name)
            if "constant_memory" not in options:
                sheet.merge_range(0, 0, 0, len(page.rows[0]) - 1, "")
            for at, row in enumerate(page.rows):
                for place, cell in enumerate(row):
                    style = book.add_format({"num_format": cell.code}) if isinstance(cell, Formatted) else None
                    value = plain(cell)
                    if value != "" and not (at > 2 and put and put(sheet, at, place, value, style) is not None):
                        _put(sheet, at, place, value, style)


def plain(cell: Cell | Formatted) -> Cell:
    """A cell without its number format."""
    return cell.value if isinstance(cell, Formatted) else cell


def _put(sheet: Any, at: int, place: int, value: Cell, style: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(at, place, value)
    elif isinstance(value, dt.date):
        sheet.write_datetime(at, place, value, style)
    else:
        sheet.write(at, place, value, style)


def in_runs(sheet: Any, at: int, place: int, value: Cell, _: Any) -> object:
    """Texts of several runs."""
    several = isinstance(value, str) and len(value) > 2
    return sheet.write_rich_string(at, place, value[:1], value[1:2], value[2:]) if several else None  # type: ignore[index]


def calculated(sheet: Any, at: int, place: int, value: Cell, style: Any) -> object:
    """Formulas with their results."""
    match value:
        case bool():
            return sheet.write_formula(at, place, f"={value}()".upper(), style, str(value).upper())
        case dt.date():
            days = (
                dt.datetime.fromisoformat(value.isoformat()) - dt.datetime.fromisoformat("1899-12-30")
            ).total_seconds()
            return sheet.write_formula(at, place, "=NOW()", style, days / 86400)
    return sheet.write_formula(at, place, "=1+1", style, value)


def repeated(sheet: Any, at: int, place: int, value: Cell, style: Any) -> None:
    """Blank cells with a style far to the right and below, as programs write whole columns."""
    sheet.write_blank(at, 40, None, style)
    sheet.write_blank(at + 50, place, None, style)


def frames(page: Page) -> list[list[object]]:
    """The cells of a page, None where there is nothing; whole numbers as such."""
    return [[_framed(plain(cell)) for cell in row] for row in page.rows]


def _framed(value: Cell) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return None if value == "" else value


def by_pandas(file: Path, **options: Any) -> None:
    """Title and unit, then the frame with its header; `options` are those of the writer."""
    with pd.ExcelWriter(file, engine="xlsxwriter", **options) as book:
        for page in PAGES:
            title, unit, heads, *rows = frames(page)
            pd.DataFrame([[title[0]], [unit[0]]]).to_excel(book, sheet_name=page.name, index=False, header=False)
            pd.DataFrame(rows, columns=heads).to_excel(book, sheet_name=page.name, index=False, startrow=2)


def by_pandas_with_numbered_rows(file: Path) -> None:
    """The frame alone, its index in front and its column numbers above."""
    with pd.ExcelWriter(file, engine="xlsxwriter") as book:
        for page in PAGES:
            pd.DataFrame(frames(page)).to_excel(book, sheet_name=page.name)


def by_polars(file: Path, **options: Any) -> None:
    """The frame as a table with a filter, below title and unit."""
    with xlsxwriter.Workbook(file) as book:
        for page in PAGES:
            title, unit, heads, *rows = frames(page)
            sheet = book.add_worksheet(page.name)
            sheet.write(0, 0, title[0])
            sheet.write(1, 0, unit[0])
            columns = {str(head): _of_a_kind([row[at] for row in rows]) for at, head in enumerate(heads)}
            pl.DataFrame(columns).write_excel(book, page.name, position=(2, 0), **options)


def _of_a_kind(column: list[object]) -> list[object]:
    """Cells of a column in one type, as a frame wants it: numbers of orders as texts, truth values as 是 and 否."""
    if any(isinstance(cell, str) for cell in column):
        answers = {True: "是", False: "否"}
        return [answers[cell] if isinstance(cell, bool) else None if cell is None else str(cell) for cell in column]
    if any(isinstance(cell, dt.datetime) for cell in column):
        return [dt.datetime.fromisoformat(str(cell)) if isinstance(cell, dt.date) else cell for cell in column]
    return [float(cell) if isinstance(cell, int) else cell for cell in column]


BOTH_PAGES: dict[str, Callable[[Path], None]] = {
    "xlsxwriter": by_xlsxwriter,
    "xlsxwriter without shared texts": lambda file: by_xlsxwriter(file, constant_memory=True),
    "xlsxwriter in memory": lambda file: by_xlsxwriter(file, in_memory=True),
    "xlsxwriter from 1904": lambda file: by_xlsxwriter(file, date_1904=True),
    "xlsxwriter for large files": lambda file: by_xlsxwriter(file, use_zip64=True),
    "xlsxwriter with texts in runs": lambda file: by_xlsxwriter(file, in_runs),
    "xlsxwriter with formulas": lambda file: by_xlsxwriter(file, calculated),
    "xlsxwriter with blank cells": lambda file: by_xlsxwriter(file, repeated),
    "pandas": by_pandas,
    "pandas with formats": lambda file: by_pandas(file, date_format="YYYY/M/D", datetime_format="YYYY/M/D H:MM"),
    "pandas with numbered rows": by_pandas_with_numbered_rows,
    "polars": by_polars,
    "polars with formats": lambda file: by_polars(file, autofit=True, dtype_formats={pl.Date: "yyyy年m月d日"}),
}


def csv_by_pandas(file: Path, page: Page, **options: Any) -> None:
    pd.DataFrame(frames(page)).to_csv(file, index=False, header=False, **options)


def csv_by_polars(file: Path, page: Page, **options: Any) -> None:
    texts = [["" if cell is None else str(cell) for cell in row] for row in frames(page)]
    pl.DataFrame(texts, orient="row").write_csv(file, include_header=False, **options)


def page_by_pandas(file: Path, page: Page) -> None:
    title, unit, heads, *rows = frames(page)
    table = pd.DataFrame(rows, columns=heads, dtype=object).fillna("").to_html(index=False).replace("\\n", "<br>")
    file.write_text(f"<meta charset=utf-8><p>{title[0]}</p><p>{unit[0]}</p>{table}", encoding="utf-8")


TEXTS: dict[str, tuple[str, Callable[[Path, Page], None]]] = {
    "csv by pandas": ("csv", csv_by_pandas),
    "csv by pandas with a mark": ("csv", lambda file, page: csv_by_pandas(file, page, encoding="utf-8-sig")),
    "csv by pandas in GB18030": ("csv", lambda file, page: csv_by_pandas(file, page, encoding="gb18030")),
    "csv by pandas in UTF-16": ("csv", lambda file, page: csv_by_pandas(file, page, encoding="utf-16", sep="\t")),
    "csv by pandas, quoted": ("csv", lambda file, page: csv_by_pandas(file, page, quoting=1, lineterminator="\r\n")),
    "csv by polars": ("csv", csv_by_polars),
    "csv by polars, quoted": ("csv", lambda file, page: csv_by_polars(file, page, quote_style="always", separator=";")),
    "page by pandas": ("xls", page_by_pandas),
}
