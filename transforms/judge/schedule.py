"""Periods of a scheduled run: those without an edition, whatever the time of the run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from zoneinfo import ZoneInfo

from expectations.county.county import County
from transforms.clock import is_week, next_period, period_of, previous_period
from transforms.judge.arrivals import deadline

MOST = 13
"""Maximum weeks of an unattended catch-up: a quarter."""


class TooManyMissed(Exception):
    """More weeks have no edition than an unattended run may make."""


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
