"""Asking a person before a backfill changes what was issued: the run pauses, and its page shows a form."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

from prefect.exceptions import FlowPauseTimeout
from prefect.flow_runs import pause_flow_run
from prefect.input import RunInput
from prefect.logging import get_run_logger
from prefect.runtime import flow_run
from pydantic import Field

from flows.county.workspace import Workspace
from flows.past.backfill.model import Plan
from flows.server.artifacts import plan_in_markdown
from flows.server.mail import mail_waiting
from flows.server.parameters import Reason, Who
from flows.store.append_log import AppendLog

POLL_SECONDS = 5


class NotApproved(Exception):
    """Nobody has decided in time."""


class Ask(StrEnum):
    """When a backfill waits for approval."""

    ISSUED = "issued"
    ALWAYS = "always"


class Decision(StrEnum):
    """What somebody says to a plan."""

    APPROVE = "approve"
    REJECT = "reject"


class Approval(RunInput):
    """The form: what, who and why."""

    decision: Annotated[Decision, Field(title="决定 / decision", description="approve 批准，reject 不批准")]
    by: Who
    because: Reason


def must_ask(plan: Plan, ask: Ask) -> bool:
    """Whether a plan waits: it does something, and that changes an issued report or is to be asked for anyhow."""
    return bool(plan.touches_issued or (ask is Ask.ALWAYS and plan.to_run))


def ask_for_approval(workspace: Workspace, plan: Plan, patience: dt.timedelta) -> Approval:
    """Wait for somebody to decide, and write down what was said. Raises NotApproved when the patience is at an end."""
    hours = patience / dt.timedelta(hours=1)
    mail_waiting(flow_run.id, hours)
    form = Approval.with_initial_data(description=plan_in_markdown(plan))
    try:
        answer = pause_flow_run(form, timeout=int(patience.total_seconds()), poll_interval=POLL_SECONDS)
    except FlowPauseTimeout:
        raise NotApproved(
            f"nobody has approved plan {plan.hash[:12]} within {hours:g} hours; start the backfill again if you want it"
        ) from None
    said = {"plan": plan.hash, "decision": answer.decision, "by": answer.by, "because": answer.because}
    AppendLog(workspace.out / "decisions" / "approvals.jsonl").add([said], dt.datetime.now(dt.UTC))
    get_run_logger().info("%s by %s: %s", answer.decision, answer.by, answer.because)
    return answer
