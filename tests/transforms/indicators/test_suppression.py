"""Counts that the public may not see, and those that hide them, also beside tables of other periods (domain.md §11.3).

Days are days of November 2021; each table is the weeks or the month that its days say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.indicators.suppression import CountTable, Events, suppressed

LIMIT = 5
WEEK, MONTH = (22, 28), (1, 30)


def day(number: int) -> dt.date:
    return dt.date(2021, 11, number)


def events(**by_label: Mapping[int, int]) -> Events:
    """By label how many there were on which days."""
    return {label: {day(on): count for on, count in days.items()} for label, days in by_label.items()}


def counted(days: tuple[int, int], known: Events, *hidden: str) -> CountTable:
    """The table of these days, of what was known."""
    first, last = map(day, days)
    counts = {
        label: count
        for label, of_label in known.items()
        if (count := sum(n for on, n in of_label.items() if first <= on <= last))
    }
    return CountTable(first=first, last=last, counts=counts, hidden=frozenset(hidden))


def hidden(table: CountTable, known: Events, *before: CountTable, limit: int = LIMIT) -> set[str] | None:
    """What is hidden of a table, None where it is withheld."""
    printable = suppressed(table, before, known, limit)
    return {*printable.hidden} if printable else None


def alone(**counts: int) -> set[str] | None:
    known = events(**{label: {22: count} for label, count in counts.items()})
    return hidden(counted(WEEK, known), known)


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ({"a": 7, "b": 8}, set()),
        ({"a": 3, "b": 9, "c": 7}, {"a", "c"}),  # the smaller of the others hides it
        ({"a": 3, "b": 4, "c": 9}, {"a", "b", "c"}),  # 7 of two that are “<5” are 3 and 4, and no 1
        ({"a": 2, "b": 3, "c": 9}, {"a", "b"}),  # 5 in all: 1 and 4, 2 and 3, 3 and 2, 4 and 1
        ({"a": 4, "b": 5, "c": 9}, {"a", "b"}),  # 9 in all: 4 and 5, or 3 and 6
        ({"a": 1, "b": 2}, None),  # 3 in all
        ({"a": 4, "b": 4, "c": 9}, {"a", "b", "c"}),  # 8 of two that are “<5” are 4 and 4
        ({"a": 4, "b": 4, "c": 3, "d": 3}, None),  # 14 of four that are “<5”: each at least 2
        ({"a": 4, "b": 4, "c": 3, "d": 3, "e": 9}, {"a", "b", "c", "d", "e"}),
        ({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 9}, {"a", "b", "c", "d", "e", "f"}),  # five in all: each is 1
        ({"a": 4}, None),
    ],
)
def test_no_small_count_follows_from_its_own_table(counts: dict[str, int], wanted: set[str] | None) -> None:
    assert alone(**counts) == wanted


@pytest.mark.parametrize(("limit", "wanted"), [(2, None), (3, {"a", "b"})])
def test_a_mark_that_says_the_count_is_no_mark(limit: int, wanted: set[str] | None) -> None:
    """What is named and below 2 is 1."""
    known = events(a={22: 1}, b={22: 9}, c={22: 12})
    assert hidden(counted(WEEK, known), known, limit=limit) == wanted


IN_TWO_WEEKS = events(a={3: 20, 24: 3}, b={3: 20, 24: 7}, c={3: 20, 24: 30}, d={3: 20, 24: 30})
"""The first and the fourth week of a month with nothing besides."""


def test_a_hidden_count_of_a_week_does_not_follow_from_the_month_and_the_other_week() -> None:
    """Of the month nothing is small: 23 of a, less 20 in the first week, would leave the 3 that are hidden."""
    first, fourth = counted((1, 7), IN_TWO_WEEKS), counted(WEEK, IN_TWO_WEEKS, "a", "b")
    month = counted(MONTH, IN_TWO_WEEKS)
    assert hidden(month, IN_TWO_WEEKS) == set()
    assert hidden(month, IN_TWO_WEEKS, first, fourth) == {"a", "b"}


def test_what_hides_a_small_count_of_the_week_may_not_be_told_by_the_month_either() -> None:
    """With b of the month, b of the week would follow, and with that a: 10 were hidden in all."""
    fourth, month = counted(WEEK, IN_TWO_WEEKS, "a", "b"), counted(MONTH, IN_TWO_WEEKS, "a", "c")
    first = counted((1, 7), IN_TWO_WEEKS)
    printable = suppressed(month, (first, fourth), IN_TWO_WEEKS, LIMIT)
    assert printable
    assert {"a", "b"} <= printable.hidden


def test_days_between_a_month_and_its_weeks_are_counted_too() -> None:
    """November has four weeks and two days: the one case on the 30th is the month less the weeks."""
    known = events(
        a=dict.fromkeys((2, 9, 16, 23), 6) | {30: 1},
        b=dict.fromkeys((2, 9, 16, 23, 30), 7),
        c=dict.fromkeys((2, 9, 16, 23, 30), 9),
    )
    weeks = [counted((start, start + 6), known) for start in (1, 8, 15, 22)]
    assert hidden(counted(MONTH, known), known, *weeks) == {"a", "b"}
    assert hidden(counted(MONTH, known), known, *weeks[1:]) == set()  # without the first nothing is left over


def test_a_week_that_comes_after_its_month_is_hidden_beside_it() -> None:
    """The month and three weeks tell how many there were in the fourth: it is withheld, whatever is hidden in it."""
    known = events(a={3: 20, 24: 3}, b={3: 20, 24: 40}, c={3: 20, 24: 30})
    first, month = counted((1, 21), known), counted(MONTH, known)
    assert hidden(counted(WEEK, known), known) == {"a", "c"}
    assert hidden(counted(WEEK, known), known, first, month) is None


def test_a_correction_hides_what_the_edition_before_hid() -> None:
    """Another partner in the second edition would tell, beside the first, the small count they both hide."""
    known = events(a={22: 2}, b={22: 8}, c={22: 9})
    late = events(a={22: 2}, b={22: 10}, c={22: 9})
    issued = counted(WEEK, known, "a", "b")
    assert hidden(counted(WEEK, late), late) == {"a", "c"}
    assert hidden(counted(WEEK, late), late, issued) == {"a", "b"}


LABELS, SMALL = ("a", "b", "c"), 3
FIRST, WHOLE = (1, 7), (1, 14)
_WORLDS = pl.DataFrame(
    list(product(range(6), repeat=6)), schema=[f"{label}{week}" for week in (1, 2) for label in LABELS], orient="row"
)


def agreeing(worlds: pl.DataFrame, table: CountTable | None, weeks: Sequence[int]) -> pl.DataFrame:
    """Of all that could have happened in two weeks what agrees with a table: its marks, its counts, its sum."""
    if table is None:
        return worlds
    sums = {label: pl.sum_horizontal(f"{label}{week}" for week in weeks) for label in LABELS}
    conditions = [pl.sum_horizontal(*sums.values()) == sum(table.counts.values())]
    for label, sum_of in sums.items():
        count = table.counts.get(label, 0)
        small = sum_of.is_between(1, SMALL - 1) if count < SMALL else (sum_of >= SMALL)
        conditions.append(small if label in table.hidden else sum_of == count)
    return worlds.filter(conditions)


def tables_of(world: Sequence[int]) -> Iterator[tuple[CountTable | None, tuple[int, ...]]]:
    """What is printed of a first week, then of both."""
    known = events(**{label: {1: world[n], 8: world[n + 3]} for n, label in enumerate(LABELS)})
    week = suppressed(counted(FIRST, known), (), known, SMALL)
    yield week, (1,)
    yield suppressed(counted(WHOLE, known), [week] if week else [], known, SMALL), (1, 2)


@given(st.tuples(*[st.integers(0, 4)] * 6))
def test_nobody_who_tries_all_that_could_have_happened_finds_a_hidden_count(world: tuple[int, ...]) -> None:
    """Of a small one not even less than its mark says."""
    worlds, printed = _WORLDS, [*tables_of(world)]
    for table, weeks in printed:
        worlds = agreeing(worlds, table, weeks)
    for table, weeks in printed:
        for label in table.hidden if table else ():
            possible = worlds.select(pl.sum_horizontal(f"{label}{week}" for week in weeks)).to_series().unique()
            small = table is not None and table.counts[label] < SMALL
            assert len(possible) > 1, printed
            assert not small or {*possible} == {*range(1, SMALL)}, printed
    if any(table for table, _ in printed):
        for label, week in product(LABELS, (1, 2)):
            value = world[LABELS.index(label) + 3 * (week - 1)]
            if 0 < value < SMALL:
                assert worlds[f"{label}{week}"].n_unique() > 1, printed


TOWNS, KINDS, WEEKS = 4, 3, 2


def cells_of(weeks: int, axis: int, label: int) -> np.ndarray:
    """Which numbers of requests a count of the first so many weeks adds up: those of a town (1), of a category (2)."""
    counted_in = np.zeros((WEEKS, TOWNS, KINDS), dtype=int)
    np.moveaxis(counted_in[:weeks], axis, 0)[label] = 1
    return counted_in.ravel()


def printed_by_town_and_category(requests: np.ndarray) -> Iterator[tuple[int, int, CountTable]]:
    """Weeks, axis and table of all that is printed of a week and of both, both ways."""
    for axis in (1, 2):
        known = {
            str(label): {day(1): int(of_label[0].sum()), day(8): int(of_label[1].sum())}
            for label, of_label in enumerate(np.moveaxis(requests, axis, 0))
        }
        given_before: list[CountTable] = []
        for weeks, days in ((1, FIRST), (2, WHOLE)):
            table = suppressed(counted(days, known), given_before, known, LIMIT)
            if table:
                yield weeks, axis, table
                given_before.append(table)


@given(st.lists(st.integers(0, 5), min_size=24, max_size=24))
def test_no_hidden_count_is_a_linear_combination_of_what_is_printed(numbers: list[int]) -> None:
    """Counts, sums, the other table and the other period; the lists of the paper are of works, and name no request."""
    requests = np.array(numbers).reshape(WEEKS, TOWNS, KINDS)
    tables = [*printed_by_town_and_category(requests)]
    told = [
        cells_of(weeks, axis, int(label))
        for weeks, axis, table in tables
        for label in map(str, range(requests.shape[axis]))
        if label not in table.hidden
    ]
    sums = [sum(cells_of(weeks, axis, label) for label in range(requests.shape[axis])) for weeks, axis, _ in tables]
    known = np.array([*told, *sums]).reshape(-1, requests.size)
    for weeks, axis, table in tables:
        for label in table.hidden:
            following = np.vstack([known, cells_of(weeks, axis, int(label))])
            assert np.linalg.matrix_rank(following) > np.linalg.matrix_rank(known), (weeks, axis, table)
