"""A worksheet with some rows and cells erased (domain.md §11); nothing else in it moves or changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from transforms.cells.personal_data.redaction import has_personal_data
from transforms.clean.column import DITTO
from transforms.recognise.grid import Cell, Grid, Place
from transforms.recognise.row_kinds import FORGOTTEN_MARK


def redacted(grid: Grid, rows: Collection[int], cells: Mapping[Place, str] | None = None) -> Grid:
    """The grid with `rows` (from 0) emptied, each with a mark that says so, and `cells` replaced by other texts.

    Rows that stay keep the values they take from an emptied one by a merged range or 同上. Idempotent.
    """
    lines, gone = [[*row] for row in grid.rows], frozenset(rows)
    for row in sorted(gone):
        if row + 1 < len(lines) and FORGOTTEN_MARK not in lines[row]:
            _hand_down(lines[row], lines[row + 1])
        lines[row] = _emptied(lines[row], _reaching_down(grid, row, gone))
    for (row, column), text in (cells or {}).items():
        lines[row][column] = text
    changed = {
        (row, column)
        for row, (old, new) in enumerate(zip(grid.rows, lines, strict=True))
        for column in range(len(old))
        if old[column] != new[column]
    }
    return replace(
        grid,
        rows=lines,
        errors=_without(grid.errors, changed),
        unvalued=grid.unvalued - changed - _in_rows(grid.unvalued, gone),
        formats=_without(grid.formats, changed),
        digits=_without(grid.digits, changed),
        struck=grid.struck - changed,
    )


def _hand_down(row: list[Cell], below: list[Cell]) -> None:
    """Write out 同上 in the row below, except for id and telephone numbers."""
    for column, cell in enumerate(below):
        above = row[column]
        if cell in DITTO and above not in DITTO and not has_personal_data(str(above)):
            below[column] = above


def _reaching_down(grid: Grid, row: int, gone: Collection[int]) -> set[int]:
    """The columns whose cell in this row is also that of a row that stays."""
    return {
        merge.left
        for merge in grid.merges
        if merge.top == row and any(below not in gone for below in range(row + 1, merge.bottom + 1))
    }


def _emptied(row: list[Cell], kept: Collection[int]) -> list[Cell]:
    line: list[Cell] = [cell if column in kept else "" for column, cell in enumerate(row)]
    free = next((column for column in range(len(line)) if column not in kept), None)
    if free is not None:
        line[free] = FORGOTTEN_MARK
    return line


def _without(evidence: Mapping[Place, str], changed: Collection[Place]) -> dict[Place, str]:
    return {place: text for place, text in evidence.items() if place not in changed}


def _in_rows(places: Collection[Place], rows: Collection[int]) -> set[Place]:
    """A formula without a value looks empty before and after."""
    return {place for place in places if place[0] in rows}
