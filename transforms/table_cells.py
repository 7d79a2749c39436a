"""The cells of a table by contract column, before they are read: merged ranges filled, double columns settled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from expectations.contract import Sheet
from transforms.clean_column import DITTO
from transforms.grid import Cell, Merge
from transforms.recognise import Table


@dataclass(frozen=True)
class ColumnCells:
    """One column in the order of the rows.

    `merged` are the places filled from a merged range, `disputed` those at which a second column of the same meaning
    says something else.
    """

    cells: list[Cell]
    merged: list[int] = field(default_factory=list)
    disputed: list[int] = field(default_factory=list)

    def at(self, places: Sequence[int]) -> ColumnCells:
        """The column of some of the rows."""
        new = {old: place for place, old in enumerate(places)}
        return ColumnCells(
            [self.cells[old] for old in places],
            [new[old] for old in self.merged if old in new],
            [new[old] for old in self.disputed if old in new],
        )


@dataclass(frozen=True)
class TableCells:
    """The data rows of a table: grid positions of those that count and of exact repetitions; the former by column."""

    rows: list[int]
    repeated: list[int]
    columns: dict[str, ColumnCells]


def table_cells(table: Table, sheet: Sheet) -> TableCells:
    """The cells of every contract column; a row that repeats an earlier one in all of them is left out (M27)."""
    stacks = [*zip_longest(*(table.grid.rows[row] for row in table.data), fillvalue="")]
    columns = {column.name: _column(table, column.name, stacks) for column in sheet.columns}
    kept = _distinct(zip(*(column.cells for column in columns.values()), strict=True))
    if len(kept) == len(table.data):
        return TableCells([*table.data], [], columns)
    counting = set(kept)
    return TableCells(
        rows=[table.data[n] for n in kept],
        repeated=[row for n, row in enumerate(table.data) if n not in counting],
        columns={name: column.at(kept) for name, column in columns.items()},
    )


def _distinct(lines: Iterable[tuple[Cell, ...]]) -> list[int]:
    """Places of the lines that repeat no earlier one; where a cell points at the line above, alike is not the same."""
    seen: set[tuple[Cell, ...]] = set()
    kept = []
    for n, line in enumerate(lines):
        if line not in seen or not DITTO.isdisjoint(line):
            kept.append(n)
            seen.add(line)
    return kept


def _column(table: Table, name: str, stacks: Sequence[tuple[Cell, ...]]) -> ColumnCells:
    """Of several columns with one meaning the fullest, its gaps filled from the others (domain.md M17).

    `stacks` are the data rows of the table turned into columns.
    """
    position = table.header.columns.get(name)
    if position is None:
        return ColumnCells([""] * len(table.data))
    found = filled_down(table, position, stacks)
    for rival in table.header.rivals.get(name, ()):
        for n, other in enumerate(filled_down(table, rival, stacks).cells):
            if found.cells[n] == "":
                found.cells[n] = other
            elif other not in ("", found.cells[n]):
                found.disputed.append(n)
    return found


def filled_down(table: Table, position: int, stacks: Sequence[tuple[Cell, ...]] | None = None) -> ColumnCells:
    """The cells at a position; a value fills its merged range downwards, and only that (domain.md M25)."""
    if stacks is None:
        cells = [table.grid.rows[row][position] for row in table.data]
    else:
        cells = [*stacks[position]] if position < len(stacks) else [""] * len(table.data)
    found = ColumnCells(cells)
    down = [merge for merge in table.grid.merges if _spans_rows(merge, position)]
    place = {row: n for n, row in enumerate(table.data)} if down else {}
    for merge in down:
        value = found.cells[place[merge.top]] if merge.top in place else ""
        for n in (place[row] for row in range(merge.top + 1, merge.bottom + 1) if row in place and value != ""):
            if found.cells[n] == "":
                found.cells[n] = value
                found.merged.append(n)
    return found


def _spans_rows(merge: Merge, position: int) -> bool:
    return merge.left <= position <= merge.right and merge.bottom > merge.top
