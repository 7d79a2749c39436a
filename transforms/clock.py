"""Periods and the two clocks (domain.md §6)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class UnknownPeriod(ValueError):
    """The text is no period such as 2021-W47, 2021-11, 2021-Q4 or 2021."""


class Kind(StrEnum):
    """How long a period is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_FORMS = {
    Kind.WEEK: re.compile(r"([0-9]{4})-W([0-9]{2})"),
    Kind.MONTH: re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])"),
    Kind.QUARTER: re.compile(r"([0-9]{4})-Q([1-4])"),
    Kind.YEAR: re.compile(r"([0-9]{4})()"),
}
_MONTHS = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.YEAR: 12}


def kind_of(period: str) -> Kind:
    """Week, month, quarter or year. Raises UnknownPeriod."""
    return _parsed(period)[0]


def number_of(period: str) -> tuple[int, int]:
    """The year and which week, month or quarter of it; of a year 1. Raises UnknownPeriod."""
    return _parsed(period)[1:]


def is_week(period: str) -> bool:
    """Whether the period is a week and not a longer one. Raises UnknownPeriod."""
    return kind_of(period) is Kind.WEEK


def _parsed(period: str) -> tuple[Kind, int, int]:
    """Kind, year and number in the year; 1 where there is only one."""
    for kind, form in _FORMS.items():
        if match := form.fullmatch(period):
            return kind, int(match[1]), int(match[2] or 1)
    raise UnknownPeriod(
        f"“{period}” is no period; write it like YYYY-W47, YYYY-11, YYYY-Q4 or YYYY / 不是期别，请照这样写"
    )


def monday_of(period: str) -> dt.date:
    """First day of an ISO week `YYYY-Www` (GB/T 7408). Raises UnknownPeriod."""
    with suppress(ValueError):  # no week at all, or week 53 of a year that has 52
        kind, year, week = _parsed(period)
        if kind is Kind.WEEK:
            return dt.date.fromisocalendar(year, week, 1)
    if _FORMS[Kind.WEEK].fullmatch(period) and period.endswith("W53"):
        raise UnknownPeriod(f"{period[:4]} has only 52 weeks / 这一年只有52周")
    raise UnknownPeriod(f"“{period}” is not an ISO week; write it like YYYY-W47 / 不是周次，请照这样写")


def period_start(period: str) -> dt.date:
    """First day of a period of any kind. Raises UnknownPeriod."""
    kind, year, number = _parsed(period)
    if kind is Kind.WEEK:
        return monday_of(period)
    with suppress(ValueError):  # the year 0000
        return dt.date(year, (number - 1) * _MONTHS[kind] + 1, 1)
    raise UnknownPeriod(f"there is no year {year}")


def period_end(period: str) -> dt.date:
    """Last day of a period of any kind: of a week its Sunday. Raises UnknownPeriod."""
    start, kind = period_start(period), kind_of(period)
    if kind is Kind.WEEK:
        return start + dt.timedelta(days=6)
    month = start.month + _MONTHS[kind] - 1
    return dt.date(start.year, month, calendar.monthrange(start.year, month)[1])


def period_of(day: dt.date, kind: Kind = Kind.WEEK) -> str:
    """The period of a kind that a day falls in, by default its ISO week `YYYY-Www`."""
    year, week, _ = day.isocalendar()
    return {
        Kind.WEEK: f"{year}-W{week:02d}",
        Kind.MONTH: f"{day.year}-{day.month:02d}",
        Kind.QUARTER: f"{day.year}-Q{(day.month + 2) // 3}",
        Kind.YEAR: f"{day.year}",
    }[kind]


def previous_period(period: str) -> str:
    """The period of the same kind before."""
    return period_of(period_start(period) - dt.timedelta(days=1), kind_of(period))


def next_period(period: str) -> str:
    """The period of the same kind after."""
    return period_of(period_end(period) + dt.timedelta(days=1), kind_of(period))


def last_week(period: str) -> str:
    """The week the last day of a period lies in: of a week itself."""
    return period_of(period_end(period))


@cache
def weeks_of(period: str) -> tuple[str, ...]:
    """The weeks that end in a period: those whose weekly sheets, and whether they came, are counted in it.

    An event counts by its own date, a whole week by its Sunday (domain.md §6).
    """
    start = period_start(period)
    first = start + dt.timedelta(days=6 - start.weekday())
    sundays = (first + dt.timedelta(weeks=n) for n in range((period_end(period) - first).days // 7 + 1))
    return tuple(period_of(day) for day in sundays)


def shorter_periods(period: str) -> tuple[str, ...]:
    """The weeks that end in a month, the months of a quarter, the quarters of a year; of a week none."""
    kind = kind_of(period)
    if kind is Kind.WEEK:
        return ()
    if kind is Kind.MONTH:
        return weeks_of(period)
    shorter = Kind.MONTH if kind is Kind.QUARTER else Kind.QUARTER
    first, last = (period_of(day, shorter) for day in (period_start(period), period_end(period)))
    return tuple(periods_between(first, last))


def periods_between(first: str, last: str) -> list[str]:
    """The periods of one kind from `first` to `last`, both included.

    Raises UnknownPeriod, also where the two are of different kinds or `last` lies before `first`.
    """
    end = period_start(last)
    if kind_of(first) is not kind_of(last):
        raise UnknownPeriod(f"{first} is a {kind_of(first)} and {last} a {kind_of(last)}; name two of one kind")
    if end < period_start(first):
        raise UnknownPeriod(f"{last} lies before {first}; name the earlier {kind_of(first)} first")
    periods = [first]
    while periods[-1] != last:
        periods.append(next_period(periods[-1]))
    return periods


def year_meant(month: int, period_end: dt.date) -> int:
    """The year of a coming month that a form of the week ending on `period_end` writes without a year.

    The form of 2021-W52 ends on 2 January 2022: there 12月 and 年底 are of 2021, as the form is, and 1月 is of 2022.
    """
    return period_end.isocalendar().year if month > 6 else period_end.year


def overlap(period: str, other: str) -> bool:
    """Whether two periods of any kind have a day in common."""
    return period_start(period) <= period_end(other) and period_start(other) <= period_end(period)


@dataclass(frozen=True)
class Clock:
    """Event cut-off and knowledge cut-off of one edition.

    `as_of` is the last day whose facts count; `knowledge` the knowledge cut-off (transaction time): files received
    later are unknown. `rules_day` is the day whose law and units apply, by default the period's last (domain.md §5.4).
    """

    period: str
    as_of: dt.date
    knowledge: dt.datetime
    rules_day: dt.date | None = None

    @property
    def start(self) -> dt.date:
        """First day of the period."""
        return period_start(self.period)

    @property
    def end(self) -> dt.date:
        """Last day of the period."""
        return period_end(self.period)

    @property
    def is_part(self) -> bool:
        """Whether the period is not over on the as-of day: what is counted in it has no whole one to compare with."""
        return self.as_of < self.end

    @property
    def year_start(self) -> dt.date:
        """1 January of the as-of day's year, from which sums of the year (本年, 本年累计) count.

        A day belongs to its calendar year, a week to that of its Sunday (`weeks_of`), whatever the year of its number.
        """
        return dt.date(self.as_of.year, 1, 1)

    @property
    def law_day(self) -> dt.date:
        """The day whose law and units apply."""
        return self.rules_day or self.end

    @property
    def last_week(self) -> str:
        """The week the last day lies in: workbooks sent for it still count for the period."""
        return last_week(self.period)

    @property
    def weeks(self) -> tuple[str, ...]:
        """The weeks that end in the period (`weeks_of`)."""
        return weeks_of(self.period)
