"""What a new edition takes from earlier ones: items and demands of the week before, and past figures."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

import polars as pl

from flows.county.workspace import Workspace
from flows.editions.given_counts import linked_editions
from flows.store.edition import Edition
from transforms.clock import Clock, is_week, kind_of, period_end, previous_period, shorter_periods
from transforms.editions.demands import NO_DEMANDS, gathered
from transforms.indicators.history import Published, trend

TREND = 12
"""Number of earlier periods whose figures an edition uses."""
YEAR = 51
"""Number of earlier periods that the analysts' page shows beside its own: with it, the weeks of a year."""


def history(workspace: Workspace, clock: Clock, most: int = TREND) -> pl.DataFrame:
    """HISTORY of the latest earlier periods of the same kind, at the clock's knowledge cut-off."""
    past = remembered(workspace, clock, most).items()
    return trend({period: _published(now, first) for period, (now, first) in past})


def within(workspace: Workspace, clock: Clock) -> pl.DataFrame:
    """HISTORY of the shorter periods that a month, quarter or year consists of, at the clock's knowledge cut-off."""
    return trend({period: _published(now, first) for period, (now, first) in _shorter(workspace, clock).items()})


def _shorter(workspace: Workspace, clock: Clock) -> dict[str, tuple[Edition, Edition]]:
    """Shorter period → its current edition and its first one, of those that have any."""
    store = workspace.store
    current = ((period, store.current(period, clock.knowledge)) for period in shorter_periods(clock.period))
    return {period: (now, store.editions(period)[0]) for period, now in current if now}


def _published(now: Edition, first: Edition) -> Published:
    return Published(now.table("figures"), first.table("figures"), _is_part(now), _is_part(first))


def _is_part(edition: Edition) -> bool:
    """Whether it was made before its period was over."""
    return edition.as_of < period_end(edition.period)


def remembered(workspace: Workspace, clock: Clock, most: int = TREND) -> dict[str, tuple[Edition, Edition]]:
    """Earlier period → its current edition at the knowledge cut-off and its first one, of the latest `most` periods."""
    store, kind = workspace.store, kind_of(clock.period)
    earlier = [period for period in store.periods() if period < clock.period and kind_of(period) is kind]
    current = ((period, store.current(period, clock.knowledge)) for period in reversed(earlier))
    latest = islice(((period, now) for period, now in current if now), most)
    return {period: (now, store.editions(period)[0]) for period, now in reversed([*latest])}


def upstream_editions(workspace: Workspace, clock: Clock) -> dict[str, int]:
    """Other period → number of the edition this one is built on, recorded to reproduce it.

    The knowledge cut-off alone does not determine it: a backfill publishes with the cut-off of its plan, perhaps after
    another edition with a later cut-off.
    """
    before = previous_edition(workspace, clock)
    editions = [now for now, _ in remembered(workspace, clock).values()] + ([before] if before else [])
    editions += linked_editions(workspace, clock)
    return {edition.period: edition.number for edition in editions}


def previous_edition(workspace: Workspace, clock: Clock) -> Edition | None:
    """The current edition of the week before at the clock's knowledge cut-off.

    For a month, quarter or year: the week before the one of its last day.
    """
    return workspace.store.current(previous_period(clock.last_week), clock.knowledge)


def demanded(workspace: Workspace, clock: Clock) -> tuple[pl.DataFrame, pl.DataFrame]:
    """DEMANDS of the week before at the clock's knowledge cut-off, and of the period's own first edition.

    Of a month, quarter or year: of all its weeks before the last one. What the first edition said stands: it is not
    among the inputs, since every edition has carried it on.
    """
    own = workspace.store.editions(clock.period)[:1]
    weeks = [_demands(edition) for edition in _weeks_before(workspace, clock)]
    return gathered(weeks), _demands(own[0] if own else None)


def _weeks_before(workspace: Workspace, clock: Clock) -> list[Edition]:
    """The current editions of the weeks of a longer period but its last, and of the week before that one."""
    before = previous_period(clock.last_week)
    weeks = sorted({*(() if is_week(clock.period) else clock.weeks), before} - {clock.last_week})
    return [edition for week in weeks if (edition := workspace.store.current(week, clock.knowledge))]


def _demands(edition: Edition | None) -> pl.DataFrame:
    """Editions made before there were any have none."""
    return edition.table("demands") if edition and "demands" in edition.content else NO_DEMANDS


def upstream_digests(workspace: Workspace, clock: Clock) -> dict[str, object]:
    """Digests of what an edition takes from earlier ones: items and demands of the week before, and past figures."""
    before, shorter = previous_edition(workspace, clock), _shorter(workspace, clock)
    return {
        "items": before.content.get("items") if before else None,
        "demands": before.content.get("demands") if before else None,
        "figures": _digests(remembered(workspace, clock)),
        **({"within": _digests(shorter)} if shorter else {}),
        **({} if is_week(clock.period) else {"demanded": _demanded_digests(workspace, clock)}),
    }


def _demanded_digests(workspace: Workspace, clock: Clock) -> dict[str, object]:
    return {edition.period: edition.content.get("demands") for edition in _weeks_before(workspace, clock)}


def _digests(periods: Mapping[str, tuple[Edition, Edition]]) -> dict[str, object]:
    return {period: [edition.content.get("figures") for edition in both] for period, both in periods.items()}
