"""Plan a backfill: which periods would run, why, and what that would change, by a dry run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flows.county.workspace import Workspace
from flows.editions.changes import figures_between, files_between, tables_between
from flows.editions.corrections import distributed_before
from flows.editions.inputs import inputs_of, same_inputs
from flows.editions.knowledge import knowledge_now
from flows.editions.losses import NothingReceived
from flows.past.backfill.dry_run import dry_run, keep
from flows.past.backfill.model import Plan, Step, digest
from flows.steps import build_edition, read
from flows.store.edition import Edition
from flows.store.progress_bar import Advance
from flows.store.records.recorded_words import check_recorded
from transforms.clock import (
    Clock,
    Kind,
    kind_of,
    last_week,
    overlap,
    period_end,
    periods_between,
    previous_period,
)
from transforms.judge.schedule import check_begun, day_in
from transforms.records.extract import Intake

RULES = ("then", "today")
"""Whose law and units apply: those of the period's end, or those of the day of the plan (domain.md §5.4)."""

NO_EDITION = "no edition"
INPUTS = "inputs changed"
RULES_CHANGED = "rules changed"
WITHDRAWALS = "withdrawals changed"
CONFIRMATIONS = "confirmations changed"
UPSTREAM = "upstream period changed"
"""Followed by the periods."""
IDENTITIES = "identities changed"
ERRATA = "errata changed"
NOT_READ = "files not read then, or not now"
PEPPER = "pepper rotated"
FORCED = "forced"
KINDS = {
    "as_of": "cut-off changed",
    "rules": RULES_CHANGED,
    "rules_day": "law and units of another day",
    "withdrawn": WITHDRAWALS,
    "confirmations": CONFIRMATIONS,
    "identities": IDENTITIES,
    "errata": ERRATA,
    "not_read": NOT_READ,
    "pepper": PEPPER,
}
"""Why a period is run, by the input (`inputs_of`) that has changed; else `INPUTS`."""


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
    advance: Advance = lambda *_: None,
) -> Plan:
    """What a backfill from `first` to `last`, both included, would do with the knowledge of `now`.

    Raises UnknownPeriod, NotBegun and NothingReceived.
    """
    check_recorded(by=requester, because=reason)
    knowledge = now or knowledge_now(workspace)
    periods, known = periods_concerned(workspace, first, last), workspace.archive.known(knowledge)
    check_begun(workspace.county, last, knowledge)
    if (
        not known and not workspace.store.periods()
    ):  # a week may well have been published of which nobody has sent anything
        raise NothingReceived(
            f"nothing has been received in {workspace.out} yet; put workbooks into the inbox first"
            f"\n{workspace.out} 里还没有收到过任何表；请先把表放进收件箱。"
        )
    intake = read(workspace, known)
    steps = []
    with dry_run(workspace) as stage:
        for period in periods:
            clock = clock_of(workspace, period, knowledge, rules)
            steps.append(_step(stage, intake, clock, force=force))
            advance(1, f"{period} {', '.join(steps[-1].why) or 'unchanged'}")
        new_plan = Plan(
            requester=requester,
            reason=reason,
            knowledge=knowledge.isoformat(),
            rules=rules,
            rule_version=workspace.rules,
            steps=tuple(steps),
        )
        keep(stage, new_plan)
    return new_plan


def periods_concerned(workspace: Workspace, first: str, last: str) -> list[str]:
    """The periods from `first` to `last`, then the longer ones with an edition that cover the same days.

    A month must stay consistent with its weeks. Raises UnknownPeriod.
    """
    named, published = periods_between(first, last), workspace.store.periods()
    longer = [*Kind][[*Kind].index(kind_of(first)) + 1 :]
    candidates = (period for kind in longer for period in published if kind_of(period) is kind)
    return [*named, *(period for period in candidates if any(overlap(period, other) for other in named))]


def clock_of(workspace: Workspace, period: str, knowledge: dt.datetime, rules: str) -> Clock:
    """The clock of a period's next edition: the cut-off of its current edition, else the period's last day."""
    current = workspace.store.current(period)
    as_of = current.as_of if current else period_end(period)
    return Clock(period, as_of, knowledge, day_in(workspace.county, knowledge) if rules == "today" else None)


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
    return _dry_run_step(stage, intake, clock, known) if known.runs else known


def _why(inputs: Mapping[str, Any], newest: Edition | None, *, force: bool) -> tuple[str, ...]:
    if newest is None:
        return (NO_EDITION,)
    made_of = newest.manifest["inputs"]
    if same_inputs(made_of, inputs):
        return (FORCED,) if force else ()
    changed = [name for name in {**inputs, **made_of} if not same_inputs(made_of.get(name), inputs.get(name))]
    upstream = ", ".join(_upstream(newest.period, made_of.get("previous"), inputs["previous"]))
    why = [f"{UPSTREAM}: {upstream}" if name == "previous" else KINDS.get(name, INPUTS) for name in changed]
    return tuple(dict.fromkeys([*why, *([FORCED] if force else [])]))


def _upstream(period: str, before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> list[str]:
    """The other periods whose items, demands or figures that enter this one have changed (`upstream_digests`)."""
    old = before or {"items": None, "figures": {}}
    kinds = [(old.get(kind, {}), now.get(kind, {})) for kind in ("figures", "within", "demanded")]
    changed = {other for was, is_now in kinds for other in {**was, **is_now} if was.get(other) != is_now.get(other)}
    week = any(old.get(name) != now.get(name) for name in ("items", "demands"))
    return sorted(changed | ({previous_period(last_week(period))} if week else set()))


def _dry_run_step(stage: Workspace, intake: Intake, clock: Clock, step: Step) -> Step:
    current = stage.store.current(clock.period)
    edition = build_edition(stage, intake, clock)
    figures = figures_between(current, edition)
    return replace(
        step,
        content=digest(edition.content),
        files=files_between(current, edition),
        figures=tuple(figures.to_dicts()),
        tables=tables_between(current, edition),
        issued=_distributed(stage, edition, clock),
    )


def _distributed(stage: Workspace, edition: Edition, clock: Clock) -> dict[str, Any] | None:
    """The distribution whose figures the new edition corrects: number, edition, recipients and codes of figures."""
    distributed, codes = (
        distributed_before(stage, clock.period, clock.knowledge),
        edition.table("corrections")["code"].to_list(),
    )
    if distributed is None or not codes:
        return None
    number, recipients = distributed.edition.number, [name for names in distributed.holders.values() for name in names]
    return {"number": distributed.distribution.number, "edition": number, "recipients": recipients, "codes": codes}
