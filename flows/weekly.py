"""The weekly run under Prefect: reads like the way of the data in design.md §2.

Works with no server configured; Prefect then starts one of its own for the time of the run. A task is a whole step:
the files of an inbox go to worker processes inside it, which costs far less than a task for each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from prefect import flow, task
from prefect.assets import add_asset_metadata, materialize
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from flows import steps
from flows.county.county_file import county_file, load_county
from flows.county.workspace import Workspace
from flows.past.erasure.apply import finish_erasures
from flows.report.index_page import write_site
from flows.report.per_audience import missing, write_pages
from flows.report.publish import write_deliverables
from flows.server.artifacts import DATASET, INBOX, REPORTS, show
from flows.server.installation import Installation, server_settings
from flows.server.mail import mail_end
from flows.server.parameters import Period
from flows.server.progress import shown_progress
from flows.server.turns import turn
from flows.store.edition import Edition
from flows.store.locks import period_lock
from flows.store.sweep import sweep
from transforms.clock import Clock, period_end
from transforms.judge.schedule import last_due, to_run
from transforms.records.extract import Intake
from transforms.records.submission import Received

STEP: dict[str, Any] = {"cache_policy": NO_CACHE, "persist_result": False}


def disk_stumbled(_task: object, _run: object, state: State[Any]) -> bool:
    """Whether a second try can help. It must not where another run has published: that would publish beside it."""
    return isinstance(state.data, OSError)


TOUCHES_DISK: dict[str, Any] = {
    **STEP,
    "retries": 2,
    "retry_delay_seconds": [1, 5],
    "retry_jitter_factor": 0.5,
    "retry_condition_fn": disk_stumbled,
}


@task(**TOUCHES_DISK)
def read(workspace: Workspace, inboxes: Mapping[str, list[Received]]) -> Intake:
    """Read, recognise, clean; the files of an inbox go to worker processes together."""
    with shown_progress("reading workbooks", sum(map(len, inboxes.values()))) as advance:
        return steps.read(workspace, inboxes, advance)


@materialize(DATASET, asset_deps=[INBOX], **TOUCHES_DISK)
def publish(*args: Any) -> Edition:
    """All tables become visible together."""
    edition = steps.publish(*args)
    add_asset_metadata(DATASET, {"period": edition.period, "edition": edition.number})
    return edition


@materialize(REPORTS, asset_deps=[DATASET], **TOUCHES_DISK)
def report(workspace: Workspace, edition: Edition) -> Path:
    """The county's report and the lists of the edition; rendered once, unless they were deleted."""
    add_asset_metadata(REPORTS, {"period": edition.period, "edition": edition.number})
    folder = workspace.papers(edition.period, edition.number)
    return folder if folder.exists() else write_deliverables(workspace, edition)


@task(name="readers", **TOUCHES_DISK)
def audiences(workspace: Workspace, edition: Edition) -> Path:
    """The reports of all other audiences, in worker processes; those that are there stay."""
    pages = missing(workspace, edition)
    with shown_progress("rendering reports", len(pages)) as advance:
        write_pages(workspace, edition, pages, advance)
    return write_site(workspace)


TASKS: Mapping[Callable[..., Any], Callable[..., Any]] = {
    steps.receive: task(**TOUCHES_DISK)(steps.receive),
    steps.read: read,
    steps.judge: task(**STEP)(steps.judge),
    steps.join: task(**STEP)(steps.join),
    steps.count: task(**STEP)(steps.count),
    steps.publish: publish,
}
"""Each step as the task that runs it."""


def as_task(step: Callable[..., Any], *args: Any) -> Any:
    """Run a step as its task."""
    return TASKS[step](*args)


@flow(name="weekly", persist_result=False, on_failure=[mail_end], on_crashed=[mail_end])
def weekly(period: Period | None = None) -> None:
    """The week that was due when this was scheduled, after every week since the last edition that has none.

    The weeks run in order, since each looks back on the one before.

    Args:
        period: 只做这一期，如 2021-W47 或 2021-11；不填则做应做的各周 / this period alone; left empty, what is due
    """
    here = Installation.here()
    workspace = here.workspace()
    due = [period] if period else to_run(last_due(workspace.county, scheduled_time()), workspace.store.periods())
    for each in due:
        run_period(each, here.inbox, here.out, county=here.county)


@flow(name="one-week", flow_run_name="{period}", persist_result=False)
def run_period(
    period: str,
    inbox: Path,
    out: Path,
    as_of: dt.date | None = None,
    county: Path | None = None,
    wait: bool = False,
    everyone: bool = True,
) -> Edition:
    """One period, end to end: the inbox in, a published edition and its papers out.

    `as_of` is the last day whose facts count, by default the period's Sunday; `county` the county file;
    with `wait` another run of the period is waited for; not for `everyone`, only the county's leaders get papers, and
    the rest may be rendered later. An unchanged inbox under unchanged rules leaves the current
    edition as it is.
    """
    workspace, server = Workspace(out, load_county(county)), server_settings(county_file(county))
    finish_erasures(workspace)
    with turn(workspace.county.code, [period], server.wait_minutes), period_lock(out, period, wait=wait):
        clock = Clock(period, as_of or period_end(period), dt.datetime.now(dt.UTC))
        sweep(out)
        inboxes = as_task(steps.receive, workspace, inbox, period, clock.knowledge)
        edition = steps.build_edition(
            workspace, as_task(steps.read, workspace, inboxes), clock, run=as_task, reuse=True
        )
        report(workspace, edition)
        if everyone:
            audiences(workspace, edition)
        show(workspace, edition, clock.knowledge, server.site)
    return edition


def scheduled_time() -> dt.datetime:
    """When this run was to start; it may start later, and is still for the week that was due then."""
    return cast(dt.datetime, flow_run.scheduled_start_time)
