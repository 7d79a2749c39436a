"""The weekly run under Prefect: reads like the way of the data in design.md §2.

Works with no server configured; Prefect then starts one of its own for the time of the run. A task is a whole step:
the files of an inbox go to worker processes inside it, which costs far less than a task for each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from prefect import flow, task
from prefect.assets import add_asset_metadata, materialize
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from flows import week
from flows.county.county_file import county_file, load_county
from flows.county.workspace import Workspace
from flows.editions.figures import Counts
from flows.editions.inputs import inputs_of, standing_edition
from flows.past.erasure.apply import finish_erasures
from flows.report.index_page import write_site
from flows.report.per_audience import missing, write_pages
from flows.report.publish import write_deliverables
from flows.server.artifacts import show
from flows.server.assets import DATASET, INBOX, REPORTS
from flows.server.installation import Installation
from flows.server.mail import mail_end
from flows.server.parameters import Period
from flows.server.progress import shown_progress
from flows.server.settings import server_settings
from flows.server.turns import turn
from flows.store.edition import Edition
from flows.store.locks import period_lock
from flows.store.sweep import sweep
from transforms.clock import Clock, period_end
from transforms.dataset import Dataset
from transforms.judge.acceptance import Acceptance
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
        inboxes = receive(workspace, inbox, clock)
        intake = read(workspace, inboxes)
        inputs = inputs_of(workspace, intake, clock)
        edition = standing_edition(workspace, clock, inputs)
        if edition is None:
            judged = judge(workspace, intake, clock)
            dataset = join(workspace, intake, judged, clock)
            del intake, judged  # what they hold makes room for the figures
            with workspace.store.scratch(period) as folder:
                edition = publish(workspace, dataset, count(workspace, dataset, folder), inputs)
        report(workspace, edition)
        if everyone:
            readers(workspace, edition)
        show(workspace, edition, clock.knowledge, server.site)
    return edition


def scheduled_time() -> dt.datetime:
    """When this run was to start; it may start later, and is still for the week that was due then."""
    return cast(dt.datetime, flow_run.scheduled_start_time)


@task(**TOUCHES_DISK)
def receive(workspace: Workspace, inbox: Path, clock: Clock) -> dict[str, list[Received]]:
    """Archive the inbox; all files known by now, by inbox."""
    return week.receive(workspace, inbox, clock.period, clock.knowledge)


@task(**TOUCHES_DISK)
def read(workspace: Workspace, inboxes: Mapping[str, list[Received]]) -> Intake:
    """Read, recognise, clean; the files of an inbox go to worker processes together."""
    with shown_progress("reading workbooks", sum(map(len, inboxes.values()))) as advance:
        return week.read(workspace, inboxes, advance)


@task(**STEP)
def judge(workspace: Workspace, intake: Intake, clock: Clock) -> Acceptance:
    """One Great Expectations validation per sheet, over all its files."""
    return week.judge(workspace, intake, clock)


@task(**STEP)
def join(workspace: Workspace, intake: Intake, judged: Acceptance, clock: Clock) -> Dataset:
    """Who is who, and the tables of the edition."""
    return week.join(workspace, intake, judged, clock)


@task(**STEP)
def count(workspace: Workspace, dataset: Dataset, folder: Path) -> Counts:
    """Every indicator, for the county and each unit."""
    return week.count(workspace, dataset, folder)


@materialize(DATASET, asset_deps=[INBOX], **TOUCHES_DISK)
def publish(workspace: Workspace, dataset: Dataset, counted: Counts, inputs: Mapping[str, object]) -> Edition:
    """All tables become visible together."""
    edition = week.publish(workspace, dataset, counted, inputs)
    add_asset_metadata(DATASET, {"period": edition.period, "edition": edition.number})
    return edition


@materialize(REPORTS, asset_deps=[DATASET], **TOUCHES_DISK)
def report(workspace: Workspace, edition: Edition) -> Path:
    """The papers of the edition; rendered once, unless they were deleted."""
    add_asset_metadata(REPORTS, {"period": edition.period, "edition": edition.number})
    folder = workspace.papers(edition.period, edition.number)
    return folder if folder.exists() else write_deliverables(workspace, edition)


@task(**TOUCHES_DISK)
def readers(workspace: Workspace, edition: Edition) -> Path:
    """The reports of all other readers, in worker processes; those that are there stay."""
    pages = missing(workspace, edition)
    with shown_progress("rendering reports", len(pages)) as advance:
        write_pages(workspace, edition, pages, advance)
    return write_site(workspace)
