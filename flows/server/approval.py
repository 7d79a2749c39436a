"""Ask for approval before a backfill changes a distributed report: the run pauses, and its page shows a form."""

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
from flows.store.records.append_log import AppendLog
from transforms.cells.personal_data.redaction import without_personal_data

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
    """Whether a plan needs approval: it changes a distributed report, or has steps and `ask` is ALWAYS."""
    return bool(plan.touches_issued or (ask is Ask.ALWAYS and plan.to_run))


def ask_for_approval(workspace: Workspace, plan: Plan, timeout: dt.timedelta) -> Approval:
    """Wait for a decision, and record it. Raises NotApproved after the timeout."""
    hours = timeout / dt.timedelta(hours=1)
    mail_waiting(flow_run.id, hours)
    form = Approval.with_initial_data(description=plan_in_markdown(plan))
    try:
        approval = pause_flow_run(form, timeout=int(timeout.total_seconds()), poll_interval=POLL_SECONDS)
    except FlowPauseTimeout:
        raise NotApproved(
            f"nobody has approved plan {plan.hash[:12]} within {hours:g} hours; start the backfill again if you want it"
        ) from None
    words = {"by": without_personal_data(approval.by), "because": without_personal_data(approval.because)}
    approval = approval.model_copy(update=words)  # whoever has decided is not there any more to be asked
    record = {"plan": plan.hash, "decision": approval.decision, "by": approval.by, "because": approval.because}
    AppendLog(workspace.out / "decisions" / "approvals.jsonl").add([record], dt.datetime.now(dt.UTC))
    get_run_logger().info("%s by %s: %s", approval.decision, approval.by, approval.because)
    return approval
