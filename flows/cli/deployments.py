"""The deployments of a county's office, declared once: `wuwei serve` serves them, prefect.yaml names the same flows."""

from __future__ import annotations

import datetime as dt
import os
from typing import Any, cast

from prefect import serve
from prefect.deployments.runner import RunnerDeployment
from prefect.flows import Flow
from prefect.schedules import Cron
from prefect.settings import get_current_settings
from prefect.types.entrypoint import EntrypointType
from prefect_email import EmailServerCredentials

from expectations.county.county import County
from flows.server.backfill import backfill
from flows.server.installation import Installation, server_settings
from flows.server.living_runs import answer_for_runs
from flows.server.lost_runs import watch_for_lost_runs
from flows.server.on_request import remind, report
from flows.weekly import run_period, weekly

AFTER_DEADLINE = dt.timedelta(minutes=30)
AT_ONCE = 4
"""Maximum concurrent runs of `serve`; the others wait."""


class NoServer(Exception):
    """No Prefect server is configured."""


def weekly_cron(county: County) -> str:
    """Half an hour after the sheets of a week were due, every week."""
    due = dt.datetime.combine(dt.date(2021, 1, 3), county.deadline.on_time_hour)  # a Sunday, like the end of a period
    start = due + dt.timedelta(days=county.deadline.on_time_days) + AFTER_DEADLINE
    return f"{start.minute} {start.hour} * * {start.isoweekday() % 7}"


def deployments(county: County, cron: str | None = None) -> list[RunnerDeployment]:
    """All deployments. cron: when the week is run, by default after the deadline; always in the county's time."""
    schedule = Cron(cron or weekly_cron(county), timezone=county.timezone)
    return [_deployment(weekly, schedules=[schedule]), *(_deployment(flow) for flow in (backfill, report, remind))]


def _deployment(flow: Flow[..., Any], **when: Any) -> RunnerDeployment:
    # By module, not by path, which would load the module a second time under another name.
    deployment = flow.to_deployment(flow.name, tags=["wuwei"], entrypoint_type=EntrypointType.MODULE_PATH, **when)
    return cast(RunnerDeployment, deployment)  # a coroutine only within another


def serve_deployments(installation: Installation, cron: str | None = None) -> None:
    """Register the deployments and run what is due until stopped. What falls due meanwhile is run at the next start.

    Raises NoServer; WrongCountyFile.
    """
    if get_current_settings().api.url is None:
        raise NoServer(
            "no Prefect server is named; start one (prefect server start) and set PREFECT_API_URL, "
            "for example http://127.0.0.1:4200/api; see docs/server.md"
            "\n没有指明 Prefect 服务器；请先启动一个（prefect server start），再设置 PREFECT_API_URL，"
            "例如 http://127.0.0.1:4200/api；见 docs/server.md。"
        )
    county = installation.workspace().county
    server_settings(installation.county)  # fail early on a mistake there
    os.environ.update(installation.environment())  # the runs' processes inherit it
    served = deployments(county, cron)
    watch_for_lost_runs([*(deployment.flow_name or "" for deployment in served), run_period.name])
    answer_for_runs(installation.out)
    EmailServerCredentials.register_type_and_schema()
    serve(*served, pause_on_shutdown=False, limit=AT_ONCE)
