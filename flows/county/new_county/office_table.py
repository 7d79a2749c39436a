"""The lists an office already has, out of a workbook or a .csv: divisions, units, who sends what (R1, R3).

Columns are found by their headings, wherever the table begins and on however many lines they stand; a merged cell
stands for all it covers. What is above the headings is a title; a line without a name, with the headings once more, or
with a word such as 合计 in the name or before it, is no row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.county.new_county.named_sheets import sheets_named
from flows.county.new_county.office_header import SEARCHED_ROWS, Grid, Header, header_of, plain_heading, words
from flows.county.table_file import TEXTS, WrongReferenceTable, cell_text, no_rights, table_rows


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


def office_tables(path: Path) -> OfficeTables:
    """The lists of a workbook, of all its worksheets. Raises NoOfficeTable."""
    found: dict[str, list[OfficeRow]] = {"divisions": [], "units": []}
    passed_over = []
    for name, grid in _grids(path):
        if header := header_of(grid):
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
    """The texts of each worksheet, merged cells filled, or of a .csv as one. Raises NoOfficeTable."""
    if path.suffix.lower() in TEXTS:
        yield path.stem, _grid_of_text(path)
        return
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
    except PermissionError as error:
        raise NoOfficeTable(no_rights(path, error)) from None
    except (CalamineError, OSError) as error:
        raise NoOfficeTable(
            f"{path}: {error}; save the list as .xlsx and name that file\n{path}：读不出来；请另存为.xlsx再试。"
        ) from None


def _grid_of_text(path: Path) -> Grid:
    """The lines of a .csv, each where an editor shows it. Raises NoOfficeTable."""
    try:
        rows = {row.number: [_text(cell) for cell in row.cells] for row in table_rows(path)}
    except WrongReferenceTable as wrong:
        raise NoOfficeTable(str(wrong)) from None
    return [rows.get(number, []) for number in range(1, max(rows) + 1)]


def _text(cell: object) -> str:
    return re.sub(r"\s+", "", cell_text(cell))


def several(text: str) -> tuple[str, ...]:
    """The parts of a cell that lists several names."""
    return tuple(filter(None, re.split(r"[、，,;；/|]", text)))


def _rows(worksheet: str, grid: Grid, header: Header) -> Iterator[OfficeRow]:
    for at, row in enumerate(grid[header.row + 1 :], start=header.row + 2):
        cells = {name: row[n] for name, n in header.columns.items() if n < len(row)}
        if _is_no_row(row[: header.columns["name"] + 1], header):
            continue
        ticked = (
            sheet for sheet, n in sorted(header.sheets.items(), key=lambda each: each[1]) if _ticked(row[n : n + 1])
        )
        sends = (*sheets_named(cells.get("sends", "")), *ticked)
        yield OfficeRow(f"{worksheet}!{at}", cells, tuple(dict.fromkeys(sends)))


def _is_no_row(cells: Sequence[str], header: Header) -> bool:
    """Whether the cells up to the name are those of a total, a note, or the heading once more (as on each page)."""
    name, ends = cells[-1] if cells else "", words()["words"]["ends"]
    if not name or name in header.texts:
        return True
    return any(plain_heading(cell) in ends or cell.startswith(("注：", "注:", "说明：")) for cell in cells)


def _ticked(cell: Sequence[str]) -> bool:
    """Whether the cell of a column is a tick; a short line has none there."""
    return any(text.lower() in words()["words"]["ticks"] for text in cell)
