"""Suppression of small counts, so that they cannot be derived from sums (domain.md §11.3).

A table of counts is printed with its sums. A count below the limit is hidden, and further counts of its rows and
columns with it, until no hidden one follows from what is still printed. Where one still follows when nothing is left to
hide, because the marks alone tell it, the whole table is withheld, marks and all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Counts = Sequence[Sequence[int]]
Node = tuple[str, int]


class Cell(NamedTuple):
    """Position in a table with sums: the last row and the last column are the sums."""

    row: int
    column: int


Arrows = dict[Node, set[tuple[Cell, Node]]]


@dataclass(frozen=True)
class Suppressed:
    """A table with its sums in the last row and column; `small` are below the limit, `covering` hide those.

    Of a table that is `withheld` nothing may be printed, no mark either.
    """

    counts: tuple[tuple[int, ...], ...]
    small: frozenset[Cell]
    covering: frozenset[Cell]
    withheld: bool = False

    def words(self, limit: int, covered: str) -> tuple[tuple[str, ...], ...]:
        """Each count as printed: <5 for a small one, `covered` for one that covers it; nothing of a withheld table."""
        if self.withheld:
            return ()
        return tuple(
            tuple(
                f"<{limit}" if (r, c) in self.small else covered if (r, c) in self.covering else str(count)
                for c, count in enumerate(row)
            )
            for r, row in enumerate(self.counts)
        )


def suppressed(counts: Counts, limit: int) -> Suppressed:
    """The table with its sums and its hidden cells.

    counts: rows of equal length, no count below 0. A reader may know that a count marked “<5” lies from 0 to 4, and one
    that covers it at 5 or above: with that, too, each hidden one could be another number. If there is no such marking,
    the table is withheld: of four rows of one woman and four men each, “<5” below the women says one and four in each.
    """
    table = _with_sums(counts)
    small = {cell for cell in _cells(table) if _at(table, cell) < limit}
    covering: set[Cell] = set()
    while (open_to_view := _derivable(table, small, covering, limit)) is not None:
        cover = _cover(table, open_to_view, small | covering)
        if cover is None:
            return Suppressed(table, frozenset(small), frozenset(covering), withheld=True)
        covering.add(cover)
    return Suppressed(table, frozenset(small), frozenset(covering))


def _with_sums(counts: Counts) -> tuple[tuple[int, ...], ...]:
    rows = [(*row, sum(row)) for row in counts]
    return (*rows, tuple(map(sum, zip(*rows, strict=True))))


def _cells(table: Counts) -> Iterator[Cell]:
    for r, row in enumerate(table):
        for c in range(len(row)):
            yield Cell(r, c)


def _at(table: Counts, cell: Cell) -> int:
    return table[cell.row][cell.column]


def _is_sum(table: Counts, cell: Cell) -> tuple[bool, bool]:
    return cell.column == len(table[0]) - 1, cell.row == len(table) - 1


def _derivable(table: Counts, small: set[Cell], covering: set[Cell], limit: int) -> Cell | None:
    """A hidden cell whose number can be derived, if there is one: no other table agrees with the printed counts.

    With negated sums all rows and columns add up to 0, so that another table differs along a cycle of hidden cells by
    +1 and −1 in turn. An edge from a row to a column is a cell that may grow by one, an edge back one that may shrink;
    a cell on no cycle can be derived.
    """
    arrows: Arrows = {}
    for cell in small | covering:
        grows = cell in covering or _at(table, cell) < limit - 1
        shrinks = _at(table, cell) > (limit if cell in covering else 0)
        if sum(_is_sum(table, cell)) == 1:
            grows, shrinks = shrinks, grows
        row, column = ("row", cell.row), ("column", cell.column)
        if grows:
            arrows.setdefault(row, set()).add((cell, column))
        if shrinks:
            arrows.setdefault(column, set()).add((cell, row))
    hidden = sorted(small | covering)
    return next((cell for cell in hidden if not _on_a_ring(arrows, cell)), None)


def _on_a_ring(arrows: Arrows, cell: Cell) -> bool:
    row, column = ("row", cell.row), ("column", cell.column)
    return any(
        (cell, end) in arrows.get(start, ()) and _reaches(arrows, end, start, cell)
        for start, end in ((row, column), (column, row))
    )


def _reaches(
    arrows: Arrows,
    start: Node,
    end: Node,
    without: Cell,
) -> bool:
    reached, waiting = {start}, [start]
    while waiting:
        for cell, following in arrows.get(waiting.pop(), ()):
            if cell != without and following not in reached:
                reached.add(following)
                waiting.append(following)
    return end in reached


def _cover(table: Counts, cell: Cell, hidden: set[Cell]) -> Cell | None:
    """What to hide beside a cell: what closes a ring, else of its row and column; small counts first, sums last.

    None where nothing is left to hide.
    """
    rows, columns = {covered.row for covered in hidden}, {covered.column for covered in hidden}

    def cost(other: Cell) -> tuple[int, bool, bool, int, Cell]:
        closing = other.row in rows and other.column in columns
        apart = other.row != cell.row and other.column != cell.column
        return sum(_is_sum(table, other)), not closing, apart, _at(table, other), other

    return min((other for other in _cells(table) if other not in hidden), key=cost, default=None)
