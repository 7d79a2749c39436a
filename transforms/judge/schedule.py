"""Which periods a run of the schedule is for: by what is missing, not by when it happens to run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from zoneinfo import ZoneInfo

from expectations.county.county import County
from transforms.clock import is_week, next_period, period_of, previous_period
from transforms.judge.arrivals import deadline

MOST = 13
"""Weeks that are caught up without being asked: a quarter."""


class TooManyMissed(Exception):
    """More weeks have no edition than the schedule may make unasked."""


def last_due(county: County, moment: dt.datetime) -> str:
    """The newest period whose sheets were due by `moment` (domain.md §6), reckoned in the county's time zone."""
    period = period_of(moment.astimezone(ZoneInfo(county.timezone)).date())
    while deadline(county, period) > moment:
        period = previous_period(period)
    return period


def to_run(due: str, done: Collection[str]) -> list[str]:
    """Every period without an edition since the last one that has one, oldest first, and then `due`.

    done: periods with an edition. Raises TooManyMissed where more than `MOST` are missing.
    """
    before = [period for period in done if period < due and is_week(period)]
    if not before:
        return [due]
    missed, last = [], max(before)
    while (last := next_period(last)) < due:
        missed.append(last)
    if len(missed) >= MOST:
        raise TooManyMissed(
            f"{len(missed)} weeks from {missed[0]} to {missed[-1]} have no edition; that is more than the schedule "
            f"makes unasked. Run those you want by name, the oldest first, then {due}"
        )
    return [*missed, due]
