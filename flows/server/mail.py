"""An e-mail when a run fails or waits for approval: off until the county file names recipients.

The mail names the run, the time and the page; never the text of an error, which could quote a cell.
"""

from __future__ import annotations

import asyncio
from html import escape
from smtplib import SMTPException
from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State
from prefect.flows import Flow
from prefect.logging import get_run_logger
from prefect.settings import get_current_settings
from prefect_email import EmailServerCredentials, email_send_message

from flows.server.installation import Installation, server_settings

BLOCK = "wuwei"
"""The name of the block that holds the mail server and its password (docs/server.md)."""


async def mail_end(flow: Flow[..., Any], flow_run: FlowRun, state: State) -> None:
    """The hook of a flow that failed or crashed."""
    await send(f"五维：{flow.name} 运行未完成 / run did not end well", flow_run, f"状态 / state: {state.name}")


def mail_waiting(run_id: str, hours: float) -> None:
    """Mail that a run waits for approval; where that fails the run waits all the same."""
    with get_client(sync_client=True) as client:
        run = client.read_flow_run(UUID(run_id))
    try:
        asyncio.run(send("五维：回填等待批准 / a backfill waits for approval", run, f"时限 / within: {hours:g} h"))
    except (OSError, SMTPException, ValueError) as error:
        get_run_logger().warning("no mail was sent: %s", type(error).__name__)


async def send(subject: str, run: FlowRun, line: str) -> None:
    """Mail the recipients of the county file, if there are any."""
    settings = server_settings(Installation.from_environment().county)
    if not settings.mail_to:
        return
    lines = [line, f"运行 / run: {run.name}", *_periods(run), f"详情 / details: {address(run)}"]
    await email_send_message.fn(
        subject=subject,
        msg="<br>".join(map(escape, lines)),
        msg_plain="\n".join(lines),
        email_server_credentials=await EmailServerCredentials.aload(BLOCK),
        email_from=settings.mail_from,
        email_to=list(settings.mail_to),
    )


def _periods(run: FlowRun) -> list[str]:
    named = [str(run.parameters[key]) for key in ("period", "first", "last") if run.parameters.get(key)]
    return [f"期别 / period: {' – '.join(named)}"] if named else []


def address(run: FlowRun) -> str:
    """The page of a run on the server."""
    return f"{get_current_settings().ui_url or ''}/runs/flow-run/{run.id}"
