"""Counts that the public may not see, and those that hide them (domain.md §11.3)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.indicators.suppression import Cell, Suppressed, suppressed

LIMIT = 3
MOST = 8


def test_a_table_without_small_counts_is_printed_whole() -> None:
    result = suppressed([[7, 8], [9, 5]], 5)
    assert result.words(5, "*") == (("7", "8", "15"), ("9", "5", "14"), ("16", "13", "29"))


def test_one_small_count_takes_one_more_of_its_row_and_column_and_closes_the_ring() -> None:
    result = suppressed([[2, 8, 30], [9, 6, 30], [40, 40, 40]], 5)
    assert result.words(5, "*") == (
        ("<5", "*", "30", "40"),
        ("*", "*", "30", "45"),
        ("40", "40", "40", "120"),
        ("51", "54", "100", "205"),
    )


def test_a_number_apart_is_printed_however_small_it_is() -> None:
    result = suppressed([[2, 8, 30], [9, 20, 30], [40, 40, 7]], 5)
    assert result.words(5, "*") == (
        ("<5", "*", "30", "40"),
        ("*", "*", "30", "59"),
        ("40", "40", "7", "87"),
        ("51", "68", "67", "186"),
    )


def test_a_single_row_hides_a_second_count_of_it() -> None:
    result = suppressed([[3, 9, 7]], 5)
    assert result.words(5, "*")[0][0] == "<5"
    assert result.words(5, "*")[0][2] == "*"  # the smaller of the two others


def test_a_table_whose_marks_tell_a_small_count_is_withheld() -> None:
    result = suppressed([[1, 4]] * 4, 5)  # four women in all, “<5”, and five or more in each row: one and four in each
    assert result.withheld
    assert result.words(5, "*") == ()


def test_of_three_women_the_marks_leave_room_for_a_fourth() -> None:
    result = suppressed([[1, 4]] * 3, 5)
    assert not result.withheld
    assert result.words(5, "*") == (("<5", "<5", "5"), ("<5", "<5", "5"), ("<5", "<5", "5"), ("<5", "*", "15"))


@pytest.mark.parametrize("counts", [[[]], [[], []]])
def test_a_table_without_columns_is_withheld(counts: list[list[int]]) -> None:
    assert suppressed(counts, 5).withheld  # its sums alone, all of them 0


def test_zero_is_a_small_count() -> None:
    assert suppressed([[0, 50, 60], [50, 60, 70]], 5).words(5, "*")[0][0] == "<5"


def consistent(result: Suppressed) -> Iterator[list[list[int]]]:
    """All tables a reader could think of: those that agree with what is printed, found by trying."""
    height, width = len(result.counts) - 1, len(result.counts[0]) - 1

    def possible(cell: Cell, value: int) -> bool:
        if cell in result.small:
            return 0 <= value < LIMIT
        return value >= LIMIT if cell in result.covering else value == result.counts[cell.row][cell.column]

    def rows(r: int) -> Iterator[tuple[int, ...]]:
        def filled(start: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
            if len(start) == width:
                if possible(Cell(r, width), sum(start)):
                    yield start
                return
            for value in range(MOST + 3):
                if possible(Cell(r, len(start)), value):
                    yield from filled((*start, value))

        yield from filled(())

    def tables(start: list[tuple[int, ...]]) -> Iterator[list[tuple[int, ...]]]:
        if len(start) == height:
            sums = [sum(column) for column in zip(*start, strict=True)]
            if all(possible(Cell(height, c), n) for c, n in enumerate([*sums, sum(sums)])):
                yield start
            return
        for row in rows(len(start)):
            yield from tables([*start, row])

    for table in tables([]):
        inner = [[*row, sum(row)] for row in table]
        yield [*inner, [sum(column) for column in zip(*inner, strict=True)]]


@given(
    st.integers(1, 3).flatmap(
        lambda width: st.lists(st.lists(st.integers(0, MOST), min_size=width, max_size=width), min_size=1, max_size=2)
    )
)
@example([[1, 2], [1, 2]])  # “<3” below, three or more in each row: withheld
@example([[1, 2, 8]])
def test_no_hidden_count_follows_from_what_is_printed(counts: list[list[int]]) -> None:
    result = suppressed(counts, LIMIT)
    if result.withheld:
        return
    hidden = result.small | result.covering
    undecided = set(hidden)
    for table in consistent(result):
        undecided -= {
            cell for cell in undecided if table[cell.row][cell.column] != result.counts[cell.row][cell.column]
        }
        if not undecided:
            break
    assert not undecided


@given(
    st.integers(2, 9).flatmap(
        lambda width: st.lists(st.lists(st.integers(0, 60), min_size=width, max_size=width), min_size=2, max_size=12)
    )
)
@example([[1, 4]] * 4)
@example([[0, 1], [4, 60]])
def test_no_hidden_count_stands_alone_in_its_row_or_column(counts: list[list[int]]) -> None:
    result = suppressed(counts, 5)
    if result.withheld:
        return
    hidden = result.small | result.covering
    for row, column in hidden:
        assert sum(cell.row == row for cell in hidden) > 1
        assert sum(cell.column == column for cell in hidden) > 1


@pytest.mark.parametrize("limit", [5, 10])
def test_everything_below_the_limit_is_hidden_and_nothing_else_is_called_small(limit: int) -> None:
    result = suppressed([[1, 4, 5, 9, 10, 11], [50, 50, 50, 50, 50, 50]], limit)
    for r, row in enumerate(result.counts):
        for c, count in enumerate(row):
            assert (Cell(r, c) in result.small) == (count < limit)
