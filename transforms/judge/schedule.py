"""Periods of a scheduled run: those without an edition, whatever the time of the run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from zoneinfo import ZoneInfo

from expectations.county.county import County
from transforms.clock import UnknownPeriod, is_week, next_period, period_of, period_start, previous_period
from transforms.judge.arrivals import deadline

MOST = 13
"""Maximum weeks of an unattended catch-up: a quarter."""


class TooManyMissed(Exception):
    """More weeks have no edition than an unattended run may make."""


class NotBegun(UnknownPeriod):
    """A period that has not begun; an edition of it would stay for good."""


def day_in(county: County, moment: dt.datetime) -> dt.date:
    """The day it is in the county, wherever the machine stands."""
    return moment.astimezone(ZoneInfo(county.timezone)).date()


def check_begun(county: County, period: str, moment: dt.datetime) -> None:
    """Raises NotBegun where the first day of a period is still to come in the county. Raises UnknownPeriod."""
    if (first := period_start(period)) > day_in(county, moment):
        raise NotBegun(
            f"{period} begins on {first} and has not begun yet; an edition of it would stay for good"
            f" / {period}从{first}开始，还没有到；现在发布会一直留着"
        )


def last_due(county: County, moment: dt.datetime) -> str:
    """The newest period whose sheets were due by `moment` (domain.md §6), reckoned in the county's time zone."""
    period = period_of(day_in(county, moment))
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
            f"\n{missed[0]}至{missed[-1]}共{len(missed)}周没有发布，超过了定时任务可以自行补做的周数；"
            f"请由早到晚运行要补的各周，最后运行 {due}。"
        )
    return [*missed, due]
