"""What a table holds outside its columns and rows, which nobody reads: told, not lost without a word (design.md §5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from expectations.contract.rules import Reaction
from transforms.recognise.cell_references import column_letter
from transforms.recognise.grid import Cell
from transforms.recognise.headings import is_heading
from transforms.recognise.row_kinds import BLANK, OTHER_TABLE, TITLE, ZERO_REPORT
from transforms.recognise.row_numbers import is_column_numbers
from transforms.recognise.row_words import PLACEHOLDERS, is_label, is_number
from transforms.recognise.tables import Table
from transforms.records.notice import Notice

FEWEST = 3
"""Filled cells that look like a row of data."""

_LISTED = 10
_BESIDE = "表头没有列名的{columns}列中，{rows}填有内容，没有读取。请补上列名；不属于本表的，请移到别处或删去。"
_OUTSIDE = "{rows}只在不读取的栏（如“序号”“备注”）或表格以外填有内容，没有登记。确是要报送的，请填到相应的栏内。"
_OTHER = "{rows}是另一张表（如汇总），不是本表的行，没有登记。属于本表的，请按本表的列填写；汇总请移到别的工作表。"
_ABOVE = "{rows}在表头上方，看起来是数据，没有登记。请移到表头下面后重新报送。"


def unread_content(table: Table) -> list[Notice]:
    """Warnings for cells of data rows in columns without a heading, and for rows with content that are none."""
    places = [*_cells_without_heading(table)]
    columns = "、".join(column_letter(at) for at in sorted({at for _, at in places})[:_LISTED])
    said = {
        "cells_without_heading": (_BESIDE, {row for row, _ in places}),
        "row_outside_columns": (_OUTSIDE, set(_rows_outside(table))),
        "rows_of_other_table": (_OTHER, {row for row, why in table.set_aside.items() if why == OTHER_TABLE}),
        "rows_above_header": (_ABOVE, set(_rows_above(table))),
    }
    return [
        Notice(rule, words.format(rows=numbered(rows), columns=columns), Reaction.FIXW)
        for rule, (words, rows) in said.items()
        if rows
    ]


def numbered(rows: Iterable[int]) -> str:
    """Rows, by their positions, as a clerk counts them: 第4—6、9行."""
    counted = sorted(row + 1 for row in rows)
    starts = [n for n, row in enumerate(counted) if n == 0 or row != counted[n - 1] + 1]
    spans = [(counted[a], counted[b - 1]) for a, b in pairwise([*starts, len(counted)])]
    words = [f"{first}—{last}" if last > first else f"{first}" for first, last in spans]
    return f"第{'、'.join(words[:_LISTED])}{'等' if len(words) > _LISTED else ''}行"


def looks_like_data(row: Sequence[Cell], columns: int) -> bool:
    """Whether a row fills half of so many columns, three at least, one with a number or day and none with a heading."""
    filled = [cell for cell in row if cell != "" and not (isinstance(cell, str) and cell.isspace())]
    if len(filled) < FEWEST or len(filled) * 2 < columns or is_column_numbers(row):
        return False
    words = [cell.strip() for cell in filled if isinstance(cell, str)]
    explains = any(is_label(word) or is_heading(word) for word in words)
    return not explains and (len(words) < len(filled) or any(map(is_number, words)))


def _cells_without_heading(table: Table) -> Iterator[tuple[int, int]]:
    """The places of such cells; not the numbers of the rows, and in a text file not what shifts a row (M06)."""
    headed = table.header.headed
    last = max(headed, default=0)
    for at in {*range(last)} - headed:
        cells = [(row, cell) for row in table.data for cell in table.grid.rows[row][at : at + 1] if _is_content(cell)]
        if not _counts_on([cell for _, cell in cells]):
            yield from ((row, at) for row, _ in cells)
    for row in table.data if not table.grid.widths else ():
        behind = table.grid.rows[row][last + 1 :]
        if behind.count("") < len(behind):
            yield from ((row, last + 1 + n) for n, cell in enumerate(behind) if _is_content(cell))


def _rows_outside(table: Table) -> Iterator[int]:
    """Rows without a cell in any column of the contract, but with words, or a number behind the first column."""
    columns, sender = {*table.header.columns.values()}, table.header.sender
    first = min(columns)
    for row in [row for row, reason in table.set_aside.items() if reason == BLANK]:
        cells = table.grid.rows[row]
        if len(cells) > cells.count("") and any(
            _is_content(cell) and (at > first or not _is_number(cell)) and cell != 0
            for at, cell in enumerate(cells)
            if at not in columns and at != sender
        ):
            yield row


def _rows_above(table: Table) -> Iterator[int]:
    columns = len(table.header.columns)
    above = (row for row, reason in table.set_aside.items() if reason in (TITLE, ZERO_REPORT))
    return (row for row in above if looks_like_data(table.grid.rows[row], columns))


def _is_content(cell: Cell) -> bool:
    return cell != "" and not (isinstance(cell, str) and (cell.isspace() or cell.strip() in PLACEHOLDERS))


def _is_number(cell: Cell) -> bool:
    return is_number(cell.strip()) if isinstance(cell, str) else isinstance(cell, int | float)


def _counts_on(cells: Sequence[Cell]) -> bool:
    """Whether cells are the numbers of rows: 1, 2, 3."""
    numbers = [str(cell).strip().removesuffix(".0") for cell in cells]
    return all(number.isdecimal() for number in numbers) and all(int(b) > int(a) for a, b in pairwise(numbers))
