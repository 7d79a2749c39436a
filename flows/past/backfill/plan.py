"""Planning: which periods would run, why, and what that would change, found out where no reader looks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flows.county.workspace import Workspace
from flows.editions.changes import figures_between, files_between, tables_between
from flows.editions.corrections import distributed_before
from flows.editions.inputs import inputs_of, same_inputs
from flows.past.backfill.dry_run import dry_run, keep
from flows.past.backfill.model import Plan, Step, digest
from flows.steps import build_edition, read
from flows.store.edition import Edition
from transforms.clock import (
    Clock,
    Kind,
    UnknownPeriod,
    kind_of,
    last_week,
    overlap,
    period_end,
    period_start,
    periods_between,
    previous_period,
)
from transforms.records.extract import Intake


class NothingReceived(Exception):
    """There is nothing of which an edition could be made."""


Progress = Callable[[int, int, str], None]
"""Called with the number of periods done, of all, and what was done."""

RULES = ("then", "today")
"""Whose law and units apply: those of the period's end, or those of the day of the plan (domain.md §5.4)."""

NO_EDITION = "no edition"
INPUTS = "inputs changed"
RULES_CHANGED = "rules changed"
WITHDRAWALS = "withdrawals changed"
CONFIRMATIONS = "confirmations changed"
UPSTREAM = "upstream period changed"
"""Followed by the periods."""
FORCED = "forced"
KINDS = {
    "as_of": "cut-off changed",
    "rules": RULES_CHANGED,
    "rules_day": "law and units of another day",
    "withdrawn": WITHDRAWALS,
    "confirmations": CONFIRMATIONS,
}
"""Why a period is run, by the input (`inputs_of`) that is another than before; else `INPUTS`."""


def plan(
    workspace: Workspace,
    first: str,
    last: str,
    *,
    requester: str,
    reason: str,
    force: bool = False,
    rules: str = "then",
    now: dt.datetime | None = None,
    progress: Progress = lambda *_: None,
) -> Plan:
    """What a backfill from `first` to `last`, both included, would do by all that is known now.

    Raises UnknownPeriod, also of one that has not begun, and NothingReceived.
    """
    knowledge = now or dt.datetime.now(dt.UTC)
    periods, known = concerned(workspace, first, last), workspace.archive.known(knowledge)
    if period_start(last) > knowledge.date():
        raise UnknownPeriod(f"{last} has not begun yet")
    if (
        not known and not workspace.store.periods()
    ):  # a week may well have been published of which nobody has sent anything
        raise NothingReceived(f"nothing has been received in {workspace.out} yet; put workbooks into the inbox first")
    intake = read(workspace, known)
    steps = []
    with dry_run(workspace) as stage:
        for done, period in enumerate(periods, start=1):
            clock = clock_of(workspace, period, knowledge, rules)
            steps.append(_step(stage, intake, clock, force=force))
            progress(done, len(periods), f"{period} {', '.join(steps[-1].why) or 'unchanged'}")
        made = Plan(
            requester=requester,
            reason=reason,
            knowledge=knowledge.isoformat(),
            rules=rules,
            rule_version=workspace.rules,
            steps=tuple(steps),
        )
        keep(stage, made)
    return made


def concerned(workspace: Workspace, first: str, last: str) -> list[str]:
    """The periods from `first` to `last`, then the longer ones with an edition that tell of the same days.

    A month that was issued must not go on saying what a week no longer says. Raises UnknownPeriod.
    """
    named, published = periods_between(first, last), workspace.store.periods()
    longer = [*Kind][[*Kind].index(kind_of(first)) + 1 :]
    told = (one for kind in longer for one in published if kind_of(one) is kind)
    return [*named, *(one for one in told if any(overlap(one, each) for each in named))]


def clock_of(workspace: Workspace, period: str, knowledge: dt.datetime, rules: str) -> Clock:
    """The clocks of a period's next edition: the cut-off stays that of its current edition, else it is its Sunday."""
    current = workspace.store.current(period)
    as_of = dt.date.fromisoformat(current.manifest["as_of"]) if current else period_end(period)
    return Clock(period, as_of, knowledge, knowledge.date() if rules == "today" else None)


def _step(stage: Workspace, intake: Intake, clock: Clock, *, force: bool) -> Step:
    inputs, newest = inputs_of(stage, intake, clock), stage.store.newest(clock.period)
    current = stage.store.current(clock.period)
    known = Step(
        period=clock.period,
        as_of=clock.as_of.isoformat(),
        base=newest.number if newest else 0,
        shown=current.number if current else 0,
        inputs=digest(inputs),
        why=_why(inputs, newest, force=force),
    )
    return _rehearsed(stage, intake, clock, known) if known.runs else known


def _why(inputs: Mapping[str, Any], newest: Edition | None, *, force: bool) -> tuple[str, ...]:
    if newest is None:
        return (NO_EDITION,)
    made_of = newest.manifest["inputs"]
    if same_inputs(made_of, inputs):
        return (FORCED,) if force else ()
    changed = [name for name in inputs if not same_inputs(made_of.get(name), inputs[name])]
    upstream = ", ".join(_upstream(newest.period, made_of.get("previous"), inputs["previous"]))
    why = [f"{UPSTREAM}: {upstream}" if name == "previous" else KINDS.get(name, INPUTS) for name in changed]
    return tuple(dict.fromkeys([*why, *([FORCED] if force else [])]))


def _upstream(period: str, before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> list[str]:
    """The earlier periods of which other items or figures enter this one than did before (`upstream_digests`)."""
    old = before or {"items": None, "figures": {}}
    other = {one for one in {**old["figures"], **now["figures"]} if old["figures"].get(one) != now["figures"].get(one)}
    items = set() if old["items"] == now["items"] else {previous_period(last_week(period))}
    return sorted(other | items)


def _rehearsed(stage: Workspace, intake: Intake, clock: Clock, step: Step) -> Step:
    current = stage.store.current(clock.period)
    edition = build_edition(stage, intake, clock)
    figures = figures_between(current, edition)
    return replace(
        step,
        content=digest(edition.content),
        files=files_between(current, edition),
        figures=tuple(figures.to_dicts()),
        tables=tables_between(current, edition),
        issued=_issued(stage, edition, clock),
    )


def _issued(stage: Workspace, edition: Edition, clock: Clock) -> dict[str, Any] | None:
    """The issue whose figures the new edition corrects: its number and edition, who received it, and which figures."""
    issued, codes = (
        distributed_before(stage, clock.period, clock.knowledge),
        edition.table("corrections")["code"].to_list(),
    )
    if issued is None or not codes:
        return None
    number, recipients = issued.edition.number, [who for held in issued.holders.values() for who in held]
    return {"number": issued.distribution.number, "edition": number, "recipients": recipients, "codes": codes}
