"""One edition from what was read, all steps in one call: for backfills, reproductions, benchmarks and tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows import week
from flows.county.workspace import Workplace
from flows.editions.inputs import inputs_of
from flows.store.edition import Edition
from transforms.clock import Clock
from transforms.records.extract import Intake


def make(
    place: Workplace,
    intake: Intake,
    clock: Clock,
    *,
    number: int | None = None,
    why: Mapping[str, object] | None = None,
    check: Callable[[], None] = lambda: None,
) -> Edition:
    """Judge, join, count and publish; `check` is called between the steps and may raise to end the work there."""
    inputs = inputs_of(place, intake, clock)
    check()
    judged = week.judge(place, intake, clock)
    check()
    dataset = week.join(place, intake, judged, clock)
    check()
    with place.store.scratch(clock.period) as folder:
        counted = week.count(place, dataset, folder)
        check()
        return week.publish(place, dataset, counted, inputs, number, why)
