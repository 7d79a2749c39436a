"""Periods are ISO weeks (domain.md §6)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.clock import (
    Clock,
    UnknownPeriod,
    monday_of,
    next_period,
    overlap,
    period_end,
    period_of,
    periods_between,
    previous_period,
    shorter_periods,
    weeks_of,
    year_meant,
)


def test_a_week_lasts_from_monday_to_sunday() -> None:
    clock = Clock("2021-W47", dt.date(2021, 11, 23), dt.datetime(2021, 11, 29, tzinfo=dt.UTC))
    assert (clock.start, clock.end) == (dt.date(2021, 11, 22), dt.date(2021, 11, 28))


@pytest.mark.parametrize(
    ("day", "period"),
    [
        (dt.date(2021, 1, 3), "2020-W53"),  # a long year ends in January
        (dt.date(2021, 1, 4), "2021-W01"),
        (dt.date(2022, 1, 2), "2021-W52"),
        (dt.date(2018, 12, 31), "2019-W01"),  # the first week of a year may begin in December
    ],
)
def test_days_round_new_year_belong_to_the_iso_year_of_their_thursday(day: dt.date, period: str) -> None:
    assert period_of(day) == period


@pytest.mark.parametrize(
    ("week", "sunday"),
    [
        ("2020-W01", dt.date(2020, 1, 5)),
        ("2020-W52", dt.date(2020, 12, 27)),
        ("2020-W53", dt.date(2021, 1, 3)),
        ("2021-W01", dt.date(2021, 1, 10)),
        ("2021-W52", dt.date(2022, 1, 2)),
        ("2022-W01", dt.date(2022, 1, 9)),
        ("2022-W52", dt.date(2023, 1, 1)),
        ("2023-W01", dt.date(2023, 1, 8)),
        ("2023-W52", dt.date(2023, 12, 31)),
        ("2024-W01", dt.date(2024, 1, 7)),
        ("2024-W52", dt.date(2024, 12, 29)),
        ("2025-W01", dt.date(2025, 1, 5)),
        ("2025-W52", dt.date(2025, 12, 28)),
        ("2026-W01", dt.date(2026, 1, 4)),
        ("2026-W52", dt.date(2026, 12, 27)),
        ("2026-W53", dt.date(2027, 1, 3)),
        ("2027-W01", dt.date(2027, 1, 10)),
        ("2027-W52", dt.date(2028, 1, 2)),
    ],
)
def test_a_week_is_of_the_year_of_its_sunday(week: str, sunday: dt.date) -> None:
    assert Clock(week, sunday, dt.datetime(2028, 1, 3, tzinfo=dt.UTC)).year_start == dt.date(sunday.year, 1, 1)
    assert [week in weeks_of(str(year)) for year in (sunday.year - 1, sunday.year, sunday.year + 1)] == [
        False,
        True,
        False,
    ]


def test_sums_of_a_week_cut_before_new_year_are_those_of_the_old_year() -> None:
    clock = Clock("2021-W52", dt.date(2021, 12, 30), dt.datetime(2022, 1, 3, tzinfo=dt.UTC))
    assert clock.year_start == dt.date(2021, 1, 1)


@pytest.mark.parametrize(
    ("month", "form", "year"),
    [
        (12, "2021-W47", 2021),
        (3, "2021-W47", 2021),
        (12, "2021-W52", 2021),  # ends on 2 January 2022
        (1, "2021-W52", 2022),
        (12, "2020-W53", 2020),
        (12, "2022-W52", 2022),
        (12, "2023-W52", 2023),
        (12, "2025-W01", 2025),  # begins on 30 December 2024
        (12, "2026-W53", 2026),
    ],
)
def test_a_month_without_a_year_is_of_the_year_in_the_name_of_the_form(month: int, form: str, year: int) -> None:
    assert year_meant(month, period_end(form)) == year


@pytest.mark.parametrize(
    ("period", "before"), [("2021-W47", "2021-W46"), ("2021-W01", "2020-W53"), ("2022-W01", "2021-W52")]
)
def test_the_week_before_and_the_week_after(period: str, before: str) -> None:
    assert previous_period(period) == before
    assert next_period(before) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021W47",
        "2021-W7",
        "2021-W00",
        "2021-W54",
        "2021-w47",
        " 2021-W47",
        "２０２１-W４７",
        "0000-W01",
    ],
)
def test_what_is_no_week_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(UnknownPeriod, match="write it like YYYY-W47"):
        monday_of(text)


@pytest.mark.parametrize(
    ("first", "last", "between"),
    [
        ("2021-W47", "2021-W47", ["2021-W47"]),
        ("2020-W52", "2021-W01", ["2020-W52", "2020-W53", "2021-W01"]),
        ("2021-11", "2022-01", ["2021-11", "2021-12", "2022-01"]),
        ("2021-Q4", "2022-Q1", ["2021-Q4", "2022-Q1"]),
        ("2020", "2021", ["2020", "2021"]),
    ],
)
def test_the_periods_from_one_to_another_hold_both(first: str, last: str, between: list[str]) -> None:
    assert periods_between(first, last) == between


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2021-W47", "2021-W46", "lies before"),
        ("2021-12", "2021-11", "name the earlier month first"),
        ("2021-W44", "2021-11", "2021-W44 is a week and 2021-11 a month"),
        ("2021-W52", "2021-W53", "2021 has only 52 weeks"),
    ],
)
def test_from_one_period_to_another_there_must_be_a_way(first: str, last: str, words: str) -> None:
    with pytest.raises(UnknownPeriod, match=words):
        periods_between(first, last)


@pytest.mark.parametrize(
    ("period", "other", "common"),
    [
        ("2021-W48", "2021-11", True),  # begins on the 29th
        ("2021-W48", "2021-12", True),
        ("2021-W49", "2021-11", False),
        ("2021-W43", "2021-11", False),  # ends on 31 October
        ("2021-W52", "2022", True),
        ("2021-11", "2021-Q4", True),
        ("2021-09", "2021-Q4", False),
    ],
)
def test_a_week_tells_of_days_of_two_months(period: str, other: str, common: bool) -> None:
    assert overlap(period, other) is overlap(other, period) is common


@given(st.dates(dt.date(1900, 1, 8), dt.date(2100, 12, 31)))
def test_every_day_lies_in_its_own_week(day: dt.date) -> None:
    period = period_of(day)
    assert monday_of(period) <= day <= period_end(period)
    assert period_of(monday_of(period) - dt.timedelta(days=1)) == previous_period(period) < period


@pytest.mark.parametrize(
    ("period", "shorter"),
    [
        ("2021-W47", ()),
        ("2021-11", ("2021-W44", "2021-W45", "2021-W46", "2021-W47")),  # week 48 ends in December
        ("2021-Q4", ("2021-10", "2021-11", "2021-12")),
        ("2021", ("2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4")),
    ],
)
def test_a_longer_period_consists_of_those_of_the_next_shorter_kind(period: str, shorter: tuple[str, ...]) -> None:
    assert shorter_periods(period) == shorter
