"""The cells of a table by contract column, before they are read: merged ranges filled, double columns settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from expectations.contract.contract import Column, Sheet
from expectations.county.codelist import CodeList
from transforms.clean.column import DITTO
from transforms.clean.column_cells import ColumnCells, fill_groups, filled_down, split_ranges
from transforms.clean.made_columns import made_cells
from transforms.recognise.grid import Cell
from transforms.recognise.headings import Made
from transforms.recognise.row_kinds import DUPLICATE
from transforms.recognise.tables import Table
from transforms.recognise.totals import SUMMED


@dataclass(frozen=True)
class TableCells:
    """The data rows of a table by column: grid positions of those that count, and why the others are no data."""

    rows: list[int]
    set_aside: dict[int, str]
    columns: dict[str, ColumnCells]


def table_cells(table: Table, sheet: Sheet, codes: Mapping[str, CodeList]) -> TableCells:
    """The cells of every contract column, without rows that repeat an earlier one in all of them (M27).

    `codes` decide which group titles fill a column (M24).
    """
    stacks = [*zip_longest(*(table.grid.rows[row] for row in table.data), fillvalue="")]
    columns = {
        column.name: ColumnCells(made_cells(made, _sources(table, made, stacks), table, codes["units"]))
        if (made := table.header.made.get(column.name))
        else _column(table, column, stacks)
        for column in sheet.columns
    }
    fill_groups(table, sheet, columns, codes)
    split_ranges(sheet, columns)
    kept = _distinct(zip(*(column.cells for column in columns.values()), strict=True))
    aside = dict.fromkeys({*range(len(table.data))}.difference(kept), DUPLICATE) if len(kept) < len(table.data) else {}
    if not aside:
        return TableCells([*table.data], {}, columns)
    kept = [n for n in kept if n not in aside]
    return TableCells(
        rows=[table.data[n] for n in kept],
        set_aside={table.data[n]: reason for n, reason in aside.items()},
        columns={name: column.at(kept) for name, column in columns.items()},
    )


def _sources(table: Table, made: Made, stacks: Sequence[tuple[Cell, ...]]) -> list[list[Cell]]:
    """The cells a column is made of, a list for each of its places."""
    return [filled_down(table, place, stacks).cells for place in made.places]


def _distinct(lines: Iterable[tuple[Cell, ...]]) -> list[int]:
    """Indexes of the lines that repeat no earlier one; equal lines with a 同上 are kept, they may differ."""
    earlier: set[tuple[Cell, ...]] = set()
    kept = []
    for n, line in enumerate(lines):
        if line not in earlier or not DITTO.isdisjoint(line):
            kept.append(n)
            earlier.add(line)
    return kept


def _column(table: Table, column: Column, stacks: Sequence[tuple[Cell, ...]]) -> ColumnCells:
    """Of several columns with one meaning the fullest, its gaps filled from the others (domain.md M17).

    `stacks` are the data rows of the table turned into columns.
    """
    position, summed = table.header.columns.get(column.name), column.kind in SUMMED
    if position is None:
        return ColumnCells([""] * len(table.data))
    fullest = filled_down(table, position, stacks, summed=summed)
    for rival in table.header.rivals.get(column.name, ()):
        for n, other in enumerate(filled_down(table, rival, stacks, summed=summed).cells):
            if fullest.cells[n] == "":
                fullest.cells[n] = other
            elif other not in ("", fullest.cells[n]):
                fullest.disputed.append(n)
    return fullest
