"""A backfill started from the server's pages: planned, shown, approved where it must be, and applied exactly."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.assets import materialize
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Cancelled

from flows import steps
from flows.county.workspace import Workspace
from flows.editions.knowledge import knowledge_now
from flows.past.backfill.apply import Outcome, apply
from flows.past.backfill.model import Plan
from flows.past.backfill.plan import periods_concerned, plan
from flows.server.approval import Ask, Decision, ask_for_approval, must_ask
from flows.server.artifacts import DATASET, INBOX, REPORTS, show, show_plan
from flows.server.installation import Installation, server_settings
from flows.server.living_runs import answering
from flows.server.mail import mail_end
from flows.server.parameters import Law, Period, Reason, Visible, Who
from flows.server.progress import shown_progress
from flows.server.turns import turn
from flows.store.atomic_files import write_whole
from transforms.clock import periods_between

STEP: dict[str, Any] = {"cache_policy": NO_CACHE, "persist_result": False}


class NotAllMade(Exception):
    """Some periods of a backfill have no new edition; the message names them and says why."""


@flow(
    name="backfill",
    flow_run_name="backfill-{first}-{last}",
    persist_result=False,
    on_failure=[mail_end],
    on_crashed=[mail_end],
)
def backfill(
    first: Period,
    last: Period,
    by: Who,
    because: Reason,
    rules: Law = Law.THEN,
    visible: Visible = Visible.ONE_BY_ONE,
    ask: Ask = Ask.ISSUED,
    force: bool = False,
    keep_going: bool = False,
) -> State[Any] | None:
    """Run past periods again, both ends included, after showing what that changes.

    Months, quarters and years with an edition that tell of the same days are run, too. Where a figure of an issued
    report changes, the run waits until somebody approves or rejects it in the form on its page.

    Args:
        first: 起始期，如 YYYY-W44 或 YYYY-11 / first period
        last: 截止期（含），与起始期同为周、月、季或年 / last period, included, of the same kind
        by: 经办人 / who asks for it
        because: 事由 / why
        rules: 适用的规定和单位：then 按当期期末，today 按今日 / law and units of the period's end, or of today
        visible: 新版公开方式：one by one 逐期，together 全部完成后一并 / how readers come to see new editions
        ask: 审批：issued 改动已印发报告时，always 每次 / wait for approval where an issued report changes, or always
        force: 无变化的期也重做 / unchanged periods, too
        keep_going: 一期失败后继续做其余各期 / do not end at the first failure
    """
    installation = Installation.from_environment()
    workspace, settings = installation.workspace(), server_settings(installation.county)
    with answering(workspace.out):
        foreseen = dry_run(workspace, installation.inbox, first, last, by, because, rules, force)
        show_plan(foreseen)
        if must_ask(foreseen, ask):
            approval = ask_for_approval(workspace, foreseen, dt.timedelta(hours=settings.approval_hours))
            if approval.decision is Decision.REJECT:
                return Cancelled(message=f"rejected by {approval.by}: {approval.because}")
        with turn(workspace.county.code, [step.period for step in foreseen.to_run], settings.wait_minutes):
            outcomes = make(workspace, foreseen, visible, keep_going)
        for outcome in outcomes:
            if outcome.edition:
                show(workspace, outcome.edition, foreseen.moment, settings.site)
        check_all_made(outcomes)
        return None


@task(**STEP)
def dry_run(
    workspace: Workspace, inbox: Path, first: str, last: str, by: str, because: str, rules: Law, force: bool
) -> Plan:
    """Receive the inbox and plan the backfill by a dry run.

    The plan is saved as a file for `wuwei backfill apply`.
    """
    steps.receive_weeks(workspace, inbox, periods_between(first, last), knowledge_now(workspace))
    with shown_progress("编制计划 making the plan", len(periods_concerned(workspace, first, last))) as advance:
        new_plan = plan(
            workspace,
            first,
            last,
            requester=by,
            reason=because,
            rules=rules,
            force=force,
            advance=advance,
        )
    folder = workspace.out / "plans"
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / f"{new_plan.hash[:12]}.json", new_plan.to_bytes())
    return new_plan


@materialize(DATASET, REPORTS, asset_deps=[INBOX], **STEP)
def make(workspace: Workspace, foreseen: Plan, visible: Visible, keep_going: bool) -> list[Outcome]:
    """The editions of the plan and their papers."""
    together = visible is Visible.TOGETHER
    with shown_progress("补跑各期 making editions", len(foreseen.steps)) as advance:
        return apply(workspace, foreseen, keep_going=keep_going, together=together, advance=advance)


def check_all_made(outcomes: list[Outcome]) -> None:
    """Raises NotAllMade."""
    failed = [f"{outcome.period} ({outcome.failure})" for outcome in outcomes if outcome.failure]
    if failed:
        raise NotAllMade(f"not made: {'; '.join(failed)}; when the reason is gone, start the backfill again")
