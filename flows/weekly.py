"""The weekly run under Prefect: reads like the way of the data in design.md §2.

Works with no server configured; Prefect then starts one of its own for the time of the run.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import cast

from prefect import flow
from prefect.runtime import flow_run

from flows import steps
from flows.county.county_file import county_file, load_county
from flows.county.workspace import Workspace
from flows.editions.knowledge import knowledge_now
from flows.editions.losses import NothingReceived
from flows.past.erasure.apply import finish_erasures
from flows.read.workers.pool import preload_workers
from flows.report.render_pool import PRELOADED
from flows.server.artifacts import show
from flows.server.installation import Installation, server_settings
from flows.server.living_runs import answering
from flows.server.mail import mail_end
from flows.server.parameters import Period
from flows.server.turns import turn
from flows.store.edition import Edition
from flows.store.locks import period_lock
from flows.store.sweep import sweep
from flows.tasks import as_task, audiences, report
from transforms.clock import Clock, period_end
from transforms.judge.schedule import check_begun, last_due, to_run


@flow(name="weekly", persist_result=False, on_failure=[mail_end], on_crashed=[mail_end])
def weekly(period: Period | None = None) -> None:
    """The week that was due when this was scheduled, after every week since the last edition that has none.

    The weeks run in order, since each looks back on the one before.

    Args:
        period: 只做这一期，如 YYYY-W47 或 YYYY-11；不填则做应做的各周 / this period alone; left empty, what is due
    """
    installation = Installation.from_environment()
    workspace = installation.workspace()
    due = [period] if period else to_run(last_due(workspace.county, scheduled_time()), workspace.store.periods())
    refused = []
    with answering(installation.out):
        for each in due:
            try:
                run_period(each, installation.inbox, installation.out, county=installation.county)
            except NothingReceived as nothing:  # the weeks after it do not wait for a week nobody has reported in
                refused.append(str(nothing))
    if refused:
        raise NothingReceived("\n".join(refused))


@flow(name="one-week", flow_run_name="{period}", persist_result=False)
def run_period(
    period: str,
    inbox: Path,
    out: Path,
    as_of: dt.date | None = None,
    county: Path | None = None,
    wait: bool = False,
    everyone: bool = True,
    knowledge: dt.datetime | None = None,
    empty: bool = False,
) -> Edition:
    """One period, end to end: the inbox in, a published edition and its papers out.

    `as_of` is the last day whose facts count, by default the period's Sunday; `county` the county file;
    with `wait` another run of the period is waited for; not for `everyone`, only the county's leaders get papers, and
    the rest may be rendered later; `knowledge` is the moment of the run, by default now. An unchanged inbox under
    unchanged rules leaves the current edition as it is. Raises NotBegun and NothingReceived, unless the edition may be
    `empty`.
    """
    preload_workers(PRELOADED)  # soon needed, and there while the files are archived
    workspace, server = Workspace(out, load_county(county)), server_settings(county_file(county))
    workspace.check_county()
    workspace.check_pepper()
    finish_erasures(workspace)
    in_turn = turn(workspace.county.code, [period], server.wait_minutes)
    with answering(out), in_turn, period_lock(out, period, wait=wait):
        clock = Clock(period, as_of or period_end(period), knowledge_now(workspace, knowledge))
        if not empty:
            check_begun(workspace.county, period, clock.knowledge)
        sweep(out)
        inboxes = as_task(steps.receive, workspace, inbox, period, clock.knowledge)
        edition = steps.build_edition(
            workspace, as_task(steps.read, workspace, inboxes), clock, run=as_task, reuse=True, empty=empty
        )
        report(workspace, edition)
        if everyone:
            audiences(workspace, edition)
        show(workspace, edition, clock.knowledge, server.site)
    return edition


def scheduled_time() -> dt.datetime:
    """When this run was to start; it may start later, and is still for the week that was due then."""
    return cast(dt.datetime, flow_run.scheduled_start_time)
