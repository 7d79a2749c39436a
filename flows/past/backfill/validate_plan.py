"""Validate a plan: none of its inputs has changed since it was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from expectations.county.county import County
from flows import steps
from flows.county.workspace import Workspace
from flows.editions.distribution import distributions_of
from flows.editions.inputs import inputs_of, same_inputs
from flows.editions.lookback import upstream_digests
from flows.past.backfill.model import Plan, Step, digest
from flows.past.backfill.plan import periods_concerned
from transforms.clock import Clock, kind_of, last_week, previous_period, shorter_periods
from transforms.judge.schedule import day_in
from transforms.records.extract import Intake


class PlanOvertaken(Exception):
    """An input of the plan has changed since; it has to be made again."""


def clock_of_step(county: County, plan: Plan, step: Step) -> Clock:
    """The clock of a planned edition."""
    rules_day = day_in(county, plan.moment) if plan.rules == "today" else None
    return Clock(step.period, dt.date.fromisoformat(step.as_of), plan.moment, rules_day)


def is_done(workspace: Workspace, plan: Plan, step: Step) -> bool:
    """The newest edition of the period was made by this plan."""
    newest = workspace.store.newest(step.period)
    return newest is not None and newest.manifest.get("plan") == plan.hash


def validate_plan(workspace: Workspace, plan: Plan, now: dt.datetime) -> None:
    """Raises PlanOvertaken where files, decisions, rules or editions are not those of the plan."""
    if plan.rule_version != workspace.rules:
        raise PlanOvertaken(
            f"the rules are now {workspace.rules}, the plan was made under {plan.rule_version}; plan again"
        )
    _check_periods(workspace, plan)
    then, today = (workspace.archive.known(moment) for moment in (plan.moment, now))
    intake = steps.read(workspace, then)
    newer = intake if today == then else steps.read(workspace, today)
    pending = {step.period for step in plan.to_run if not is_done(workspace, plan, step)}
    for step in plan.steps:
        if not is_done(workspace, plan, step):
            _check_edition(workspace, step)
            _check_decisions(workspace, plan, step, (intake, newer), now)
            if not pending.intersection(_before(plan, step)):
                inputs_unchanged(workspace, intake, plan, step, now)


def _before(plan: Plan, step: Step) -> list[str]:
    """The periods whose new editions a step depends on.

    The one of its kind before it, the week before its last, and the shorter ones it consists of.
    """
    same = [period for period in plan.periods if kind_of(period) is kind_of(step.period) and period < step.period]
    return [*same[-1:], previous_period(last_week(step.period)), *shorter_periods(step.period)]


def inputs_unchanged(
    workspace: Workspace, intake: Intake, plan: Plan, step: Step, now: dt.datetime | None = None
) -> None:
    """Raises PlanOvertaken where the inputs of a step, of earlier periods too and `now`, are not those foreseen."""
    clock = clock_of_step(workspace.county, plan, step)
    inputs = inputs_of(workspace, intake, clock)
    earlier = upstream_digests(workspace, replace(clock, knowledge=now or clock.knowledge))
    if digest(inputs) != step.inputs or not same_inputs(inputs["previous"], earlier):
        raise PlanOvertaken(f"what {step.period} is made of, or an earlier period's edition, has changed; plan again")


def _check_periods(workspace: Workspace, plan: Plan) -> None:
    first, *_ = plan.periods
    *_, last = (period for period in plan.periods if kind_of(period) is kind_of(first))
    if more := set(periods_concerned(workspace, first, last)).difference(plan.periods):
        raise PlanOvertaken(f"{', '.join(sorted(more))} has got an edition since the plan was made; plan again")


def _check_edition(workspace: Workspace, step: Step) -> None:
    newest, current = workspace.store.newest(step.period), workspace.store.current(step.period)
    if newest is None and step.base:
        raise PlanOvertaken(
            f"{workspace.store.root} holds no edition of {step.period}: was the plan made for it? (--out)"
        )
    if [edition.number if edition else 0 for edition in (newest, current)] != [step.base, step.shown]:
        raise PlanOvertaken(f"{step.period} has got another edition since the plan was made; plan again")


def _check_decisions(
    workspace: Workspace, plan: Plan, step: Step, intakes: tuple[Intake, Intake], now: dt.datetime
) -> None:
    """Raises PlanOvertaken where distributions, decisions or files have come since the plan was made."""
    clock = clock_of_step(workspace.county, plan, step)
    known_then = _own_inputs(workspace, intakes[0], clock)
    known_now = _own_inputs(workspace, intakes[1], Clock(clock.period, clock.as_of, now, clock.rules_day))
    if distributions_of(workspace, step.period, plan.moment) != distributions_of(workspace, step.period, now):
        raise PlanOvertaken(f"{step.period} was distributed since the plan was made; plan again")
    if not same_inputs(known_then, known_now):
        names = {**known_then, **known_now}
        moved = [name for name in names if not same_inputs(known_then.get(name), known_now.get(name))]
        raise PlanOvertaken(f"{step.period}: {', '.join(moved)} have changed since the plan was made; plan again")


def _own_inputs(workspace: Workspace, intake: Intake, clock: Clock) -> Mapping[str, object]:
    inputs = inputs_of(workspace, intake, clock)
    return {name: value for name, value in inputs.items() if name != "previous"}
