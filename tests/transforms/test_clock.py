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
    with pytest.raises(UnknownPeriod, match="write it like 2021-W47"):
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
    ("one", "other", "common"),
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
def test_a_week_tells_of_days_of_two_months(one: str, other: str, common: bool) -> None:
    assert overlap(one, other) is overlap(other, one) is common


@given(st.dates(dt.date(1900, 1, 8), dt.date(2100, 12, 31)))
def test_every_day_lies_in_its_own_week(day: dt.date) -> None:
    period = period_of(day)
    assert monday_of(period) <= day <= period_end(period)
    assert period_of(monday_of(period) - dt.timedelta(days=1)) == previous_period(period) < period
