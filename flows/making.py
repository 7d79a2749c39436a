"""One edition from what was read, all steps in one call: for backfills, reproductions, benchmarks and tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows import week
from flows.county.workspace import Workspace
from flows.editions.inputs import inputs_of
from flows.store.edition import Edition
from transforms.clock import Clock
from transforms.records.extract import Intake


def make(
    workspace: Workspace,
    intake: Intake,
    clock: Clock,
    *,
    number: int | None = None,
    why: Mapping[str, object] | None = None,
    check: Callable[[], None] = lambda: None,
) -> Edition:
    """Judge, join, count and publish; `check` is called between the steps and may raise to end the work there."""
    inputs = inputs_of(workspace, intake, clock)
    check()
    judged = week.judge(workspace, intake, clock)
    check()
    dataset = week.join(workspace, intake, judged, clock)
    check()
    with workspace.store.scratch(clock.period) as folder:
        counted = week.count(workspace, dataset, folder)
        check()
        return week.publish(workspace, dataset, counted, inputs, number, why)
