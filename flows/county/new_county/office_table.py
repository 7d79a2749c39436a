"""The lists an office already has, out of an .xlsx: divisions, units, who sends what (R1, R3).

Columns are found by their headings, wherever the table begins; a merged cell stands for all it covers. What is above
the headings is a title; a line without a name, or with a word such as 合计 in it or before it, is no row.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from flows.county.new_county.named_sheets import sheet_named, sheets_named
from flows.county.table_file import cell_text

SEARCHED_ROWS = 15
_NOISE = re.compile(r"[\s（(\[【].*|[\s:：*＊]")


Grid = Sequence[Sequence[str]]


class NoOfficeTable(ValueError):
    """The workbook cannot be read, or holds no list of divisions or units; the message says what is looked for."""


@dataclass(frozen=True)
class OfficeRow:
    """One line of a list: where it stands, its cells by column, and the ids of the sheets it sends."""

    place: str
    cells: Mapping[str, str]
    sends: tuple[str, ...] = ()

    def text(self, column: str) -> str:
        """The cell of a column, "" where there is none."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class OfficeTables:
    """What was found: the rows of both lists, and worksheets in which nothing was."""

    divisions: tuple[OfficeRow, ...] = ()
    units: tuple[OfficeRow, ...] = ()
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Header:
    row: int
    kind: str
    columns: Mapping[str, int]
    sheets: Mapping[str, int] = field(default_factory=dict)


@cache
def words() -> Mapping[str, Any]:
    """The headings and words that are understood, from `headings.toml`."""
    return tomllib.loads((files("flows.county.new_county") / "headings.toml").read_text("utf-8"))


def office_tables(path: Path) -> OfficeTables:
    """The lists of a workbook, of all its worksheets. Raises NoOfficeTable."""
    found: dict[str, list[OfficeRow]] = {"divisions": [], "units": []}
    passed_over = []
    for name, grid in _grids(path):
        if header := _header(grid):
            found[header.kind] += _rows(name, grid, header)
        elif any(any(row) for row in grid):
            passed_over.append(name)
    if not found["divisions"] and not found["units"]:
        wanted = "、".join((words()["divisions"]["name"][1], words()["units"]["name"][1]))
        raise NoOfficeTable(
            f"{path}: no worksheet has a heading such as {wanted} in its first {SEARCHED_ROWS} rows; head a column so"
            f"\n{path}：前{SEARCHED_ROWS}行内没有“{wanted}”一类的列名；请给名称所在的列加上这样的列名。"
        )
    return OfficeTables(tuple(found["divisions"]), tuple(found["units"]), tuple(passed_over))


def joined_tables(tables: Sequence[OfficeTables]) -> OfficeTables:
    """The lists of several workbooks as one."""
    return OfficeTables(
        tuple(row for each in tables for row in each.divisions),
        tuple(row for each in tables for row in each.units),
        tuple(name for each in tables for name in each.passed_over),
    )


def _grids(path: Path) -> Iterator[tuple[str, Grid]]:
    """The texts of each worksheet, merged cells filled. Raises NoOfficeTable."""
    from python_calamine import CalamineError, load_workbook  # noqa: PLC0415 - only where a workbook is read

    try:
        book = load_workbook(str(path))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            grid = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
                for row in grid[top : bottom + 1]:
                    row[left : right + 1] = [grid[top][left]] * len(row[left : right + 1])
            yield name, grid
    except (CalamineError, OSError) as error:
        raise NoOfficeTable(
            f"{path}: {error}; save the list as .xlsx and name that file\n{path}：读不出来；请另存为.xlsx再试。"
        ) from None


def _text(cell: object) -> str:
    return re.sub(r"\s+", "", cell_text(cell))


def plain_heading(text: str) -> str:
    """A heading without blanks, brackets and what stands in them: 单 位（全称） → 单位."""
    return _NOISE.sub("", text)


def _header(grid: Grid) -> _Header | None:
    """The heading row: the one in which most columns of a list are named, its name among them."""
    headers = (_as(kind, at, row) for at, row in enumerate(grid[:SEARCHED_ROWS]) for kind in ("units", "divisions"))
    named = [header for header in headers if "name" in header.columns]
    return max(named, key=lambda header: (len(header.columns) + len(header.sheets), -header.row), default=None)


def _as(kind: str, at: int, row: Sequence[str]) -> _Header:
    """A row as headings of a list; the first of two equal headings counts."""
    plain = ["" if _is_label(text) else plain_heading(text) for text in row]
    known = words()[kind]
    columns = {name: next((n for n, text in enumerate(plain) if text in texts), -1) for name, texts in known.items()}
    sheets = {sheet: n for n, text in reversed([*enumerate(row)]) if (sheet := sheet_named(text))}
    return _Header(at, kind, {name: n for name, n in columns.items() if n >= 0}, sheets)


def _is_label(text: str) -> bool:
    """Whether a text is a label with its value behind it and no heading: 单位：财政局, 单位：."""
    return ":" in text or "：" in text


def several(text: str) -> tuple[str, ...]:
    """The parts of a cell that lists several names."""
    return tuple(filter(None, re.split(r"[、，,;；/|]", text)))


def _rows(worksheet: str, grid: Grid, header: _Header) -> Iterator[OfficeRow]:
    for at, row in enumerate(grid[header.row + 1 :], start=header.row + 2):
        cells = {name: row[n] for name, n in header.columns.items() if n < len(row)}
        if _is_no_row(row[: header.columns["name"] + 1]):
            continue
        ticked = (sheet for sheet, n in header.sheets.items() if n < len(row) and _ticked(row[n]))
        sends = (*sheets_named(cells.get("sends", "")), *ticked)
        yield OfficeRow(f"{worksheet}!{at}", cells, tuple(dict.fromkeys(sends)))


def _is_no_row(cells: Sequence[str]) -> bool:
    """Whether the cells up to the name are those of a total or a note: 合计 stands in the name or before it."""
    name, ends = cells[-1] if cells else "", words()["words"]["ends"]
    return not name or any(plain_heading(cell) in ends or cell.startswith(("注：", "注:", "说明：")) for cell in cells)


def _ticked(text: str) -> bool:
    return text.lower() in words()["words"]["ticks"]
