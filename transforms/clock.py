"""Periods and the two clocks (domain.md §6)."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from dataclasses import dataclass

_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


class UnknownPeriod(ValueError):
    """The text is no ISO week such as 2021-W47."""


def monday_of(period: str) -> dt.date:
    """First day of an ISO week `YYYY-Www` (GB/T 7408). Raises UnknownPeriod."""
    if found := _WEEK.fullmatch(period):
        with suppress(ValueError):  # week 53 of a year that has 52
            return dt.date.fromisocalendar(int(found[1]), int(found[2]), 1)
    raise UnknownPeriod(f"“{period}” is not an ISO week; write it like 2021-W47")


def period_end(period: str) -> dt.date:
    """Last day (Sunday) of the week."""
    return monday_of(period) + dt.timedelta(days=6)


def period_of(day: dt.date) -> str:
    """The ISO week a day falls in, `YYYY-Www`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def previous_period(period: str) -> str:
    """The week before."""
    return period_of(monday_of(period) - dt.timedelta(days=1))


def next_period(period: str) -> str:
    """The week after."""
    return period_of(period_end(period) + dt.timedelta(days=1))


def periods_between(first: str, last: str) -> list[str]:
    """The weeks from `first` to `last`, both included. Raises UnknownPeriod, also where `last` lies before `first`."""
    if monday_of(last) < monday_of(first):
        raise UnknownPeriod(f"{last} lies before {first}; name the earlier week first")
    return [period_of(monday_of(first) + dt.timedelta(weeks=n)) for n in range(_weeks_between(first, last) + 1)]


def _weeks_between(first: str, last: str) -> int:
    return (monday_of(last) - monday_of(first)).days // 7


@dataclass(frozen=True)
class Clock:
    """Event cut-off and knowledge cut-off of one edition.

    `as_of` is the last day whose facts count; `knowledge` the moment up to which files were known. `rules_day` is the
    day whose law and units apply, by default the period's last (domain.md §5.4).
    """

    period: str
    as_of: dt.date
    knowledge: dt.datetime
    rules_day: dt.date | None = None

    @property
    def start(self) -> dt.date:
        """Monday of the period."""
        return monday_of(self.period)

    @property
    def end(self) -> dt.date:
        """Sunday of the period."""
        return period_end(self.period)

    @property
    def law_day(self) -> dt.date:
        """The day whose law and units apply."""
        return self.rules_day or self.end
