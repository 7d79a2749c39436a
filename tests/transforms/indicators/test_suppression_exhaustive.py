"""Every small table there is: suppression ends, hides what is small, and no mark or sum tells a hidden count.

The reader of the module's docstring is tried out, not argued with: for each way a table can be printed, all tables that
would read so are listed, and each hidden count must differ in two of them. The order of rows and of columns says
nothing, so a table stands for those that differ from it by order alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations_with_replacement, product, repeat
from math import inf
from operator import add, le

import pytest

from transforms.indicators.suppression import Cell, Suppressed, suppressed

pytestmark = pytest.mark.slow
Row = tuple[int, ...]
Printed = tuple[tuple[str, ...], ...]
COVERED = "*"


def every(height: int, width: int, most: int) -> Iterator[tuple[Row, ...]]:
    """All tables with counts from 0 to `most`, one for each that only another order of rows or columns tells apart."""
    for rows in combinations_with_replacement(product(range(most + 1), repeat=width), height):
        columns = list(zip(*rows, strict=True))
        if columns == sorted(columns):
            yield rows


def fits(count: int, mark: str, limit: int) -> bool:
    """Whether a count could stand behind what is printed."""
    if mark == COVERED:
        return count >= limit
    return count < limit if mark.startswith("<") else str(count) == mark


def readings(printed: Printed, limit: int, most: int) -> Iterator[tuple[Row, ...]]:
    """The tables with their sums that agree with what is printed, of those whose counts are at most `most`."""
    *lines, sums = printed
    highest = [inf if mark == COVERED else limit - 1 if mark.startswith("<") else int(mark) for mark in sums]

    def rows(line: tuple[str, ...]) -> list[Row]:
        counts = product(*([n for n in range(most + 1) if fits(n, mark, limit)] for mark in line[:-1]))
        return [(*row, sum(row)) for row in counts if fits(sum(row), line[-1], limit)]

    def below(above: tuple[Row, ...], summed: Row, left: list[list[Row]]) -> Iterator[tuple[Row, ...]]:
        if not left and all(map(fits, summed, sums, repeat(limit))):
            yield (*above, summed)
        for row in left[0] if left else ():
            added = tuple(map(add, summed, row))
            if all(map(le, added, highest)):
                yield from below((*above, row), added, left[1:])

    return below((), (0,) * len(sums), [rows(line) for line in lines])


def disclosed(printed: Printed, tables: Iterable[tuple[Row, ...]]) -> set[Cell]:
    """The hidden cells whose count is the same in all these tables."""
    left = {Cell(r, c) for r, row in enumerate(printed) for c, mark in enumerate(row) if not mark.isdecimal()}
    first = next(tables := iter(tables), None)
    for table in tables:
        if not left:
            break
        left -= {cell for cell in left if table[cell.row][cell.column] != first[cell.row][cell.column]}
    return left


def all_hidden(result: Suppressed, limit: int) -> Printed:
    """The table with a mark on every count: nothing more can be hidden and still be marked."""
    return tuple(tuple(f"<{limit}" if count < limit else COVERED for count in row) for row in result.counts)


@pytest.mark.parametrize(
    ("height", "width", "limit", "most"),
    [
        *((1, 1, 2, 8), (1, 2, 2, 8), (2, 1, 2, 8), (1, 3, 2, 5), (3, 1, 2, 5), (2, 2, 2, 4), (2, 2, 3, 5)),
        *((2, 3, 2, 4), (3, 2, 2, 4), (2, 4, 2, 2), (4, 2, 2, 2), (3, 3, 2, 2)),
    ],
)
def test_every_table_is_hidden_or_withheld_so_that_nothing_small_is_told(
    height: int, width: int, limit: int, most: int
) -> None:
    judged: dict[Printed, set[Cell]] = {}

    def given_away(printed: Printed) -> set[Cell]:
        if printed not in judged:
            judged[printed] = disclosed(printed, readings(printed, limit, most + limit + 1))
        return judged[printed]

    for table in every(height, width, most):
        result = suppressed(table, limit)
        if result.withheld:  # and not for nothing: however much is hidden, the marks tell a small count
            assert given_away(all_hidden(result, limit)) & result.small, table
            continue
        printed = result.words(limit, COVERED)
        assert not given_away(printed), table
        for counts, marks in zip(result.counts, printed, strict=True):
            assert all(mark == f"<{limit}" for count, mark in zip(counts, marks, strict=True) if count < limit), table
