"""What editions of earlier periods give a new one: the items of the week before, and the figures it remembers."""

from __future__ import annotations

from itertools import islice

import polars as pl

from flows.county.workspace import Workspace
from flows.store.edition import Edition
from transforms.clock import Clock, kind_of, previous_period
from transforms.indicators.history import Published, trend

TREND = 12
"""How many earlier periods an edition remembers."""


def history(workspace: Workspace, clock: Clock) -> pl.DataFrame:
    """HISTORY: what readers of earlier periods of the same kind saw at the moment of the clock's knowledge."""
    seen = remembered(workspace, clock).items()
    return trend({one: Published(now.table("figures"), first.table("figures")) for one, (now, first) in seen})


def remembered(workspace: Workspace, clock: Clock) -> dict[str, tuple[Edition, Edition]]:
    """By earlier period, the latest TREND: the edition readers saw at the moment of the knowledge, and the first."""
    earlier = [one for one in workspace.store.periods() if one < clock.period and kind_of(one) is kind_of(clock.period)]
    seen = ((one, workspace.store.current(one, clock.knowledge)) for one in reversed(earlier))
    latest = islice(((one, now) for one, now in seen if now), TREND)
    return {one: (now, workspace.store.editions(one)[0]) for one, now in reversed([*latest])}


def upstream_editions(workspace: Workspace, clock: Clock) -> dict[str, int]:
    """By earlier period, the number of the edition that enters this one: to reproduce it no clock can tell.

    A backfill publishes by the knowledge of its plan, perhaps after another edition that knew more and saw less.
    """
    before = previous_edition(workspace, clock)
    seen = [now for now, _ in remembered(workspace, clock).values()] + ([before] if before else [])
    return {edition.period: edition.number for edition in seen}


def previous_edition(workspace: Workspace, clock: Clock) -> Edition | None:
    """The edition of the week before that readers saw at the moment of the clock's knowledge.

    Of a month, quarter or year it is the week before the one its last day lies in.
    """
    return workspace.store.current(previous_period(clock.last_week), clock.knowledge)


def upstream_digests(workspace: Workspace, clock: Clock) -> dict[str, object]:
    """What of earlier editions enters one: digests of the items of the week before and of the figures remembered."""
    before, seen = previous_edition(workspace, clock), remembered(workspace, clock)
    return {
        "items": before.content.get("items") if before else None,
        "figures": {one: [edition.content.get("figures") for edition in both] for one, both in seen.items()},
    }
