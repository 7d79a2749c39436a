"""The steps of a period as Prefect tasks: what is tried again, what the server shows of them.

A task is a whole step: the files of an inbox go to worker processes inside it, which costs far less than a task for
each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from prefect import task
from prefect.assets import add_asset_metadata, materialize
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from flows import steps
from flows.county.workspace import Workspace
from flows.report.index_page import write_site
from flows.report.per_audience import missing, write_pages
from flows.report.publish import has_report, write_deliverables
from flows.server.artifacts import DATASET, INBOX, REPORTS
from flows.server.progress import shown_progress
from flows.store.edition import Edition
from flows.store.progress_bar import step_line
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
    with shown_progress("读表 reading workbooks", sum(map(len, inboxes.values()))) as advance:
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
    step_line("生成周报和清单 writing the report and lists")
    folder = workspace.papers(edition.period, edition.number)
    return folder if has_report(workspace, edition) else write_deliverables(workspace, edition)


@task(name="readers", **TOUCHES_DISK)
def audiences(workspace: Workspace, edition: Edition) -> Path:
    """The reports of all other audiences, in worker processes; those that are there stay."""
    pages = missing(workspace, edition)
    with shown_progress("生成各类读者的报告 rendering reports", len(pages)) as advance:
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


LABELS: Mapping[Callable[..., Any], str] = {
    steps.receive: "收件 receiving",
    steps.judge: "校验 judging",
    steps.join: "合并五维数据 joining",
    steps.count: "计算指标 counting",
    steps.publish: "发布 publishing",
}
"""What a step without a bar is called where runs are followed line by line."""


def as_task(step: Callable[..., Any], *args: Any) -> Any:
    """Run a step as its task."""
    if step in LABELS:
        step_line(LABELS[step])
    return TASKS[step](*args)
