"""The weekly run under Prefect: reads like the way of the data in design.md §2.

Works with no server configured; Prefect then starts one of its own for the time of the run. A task is a whole step:
the files of an inbox go to worker processes inside it, which costs far less than a task for each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows import week
from flows.county_file import load_county
from flows.one_run import only_run
from flows.progress import shown_progress
from flows.reader_papers import lay_out_pages, missing
from flows.site import write_site
from flows.store import Edition
from flows.workplace import Workplace
from transforms.clock import Clock, period_end
from transforms.dataset import Dataset
from transforms.figures import Figure
from transforms.intake import Intake
from transforms.submission import Received
from transforms.verdict import Verdict

STEP: dict[str, Any] = {"cache_policy": NO_CACHE, "persist_result": False}
TOUCHES_DISK: dict[str, Any] = {**STEP, "retries": 2, "retry_delay_seconds": [1, 5], "retry_jitter_factor": 0.5}
"""A second try can help where a disk or a share stumbles."""


@flow(name="weekly", flow_run_name="{period}", persist_result=False)
def weekly(period: str, inbox: Path, out: Path, as_of: dt.date | None = None, county: Path | None = None) -> Edition:
    """One period, end to end: the inbox in, a published edition and its papers out.

    `as_of` is the last day whose facts count, by default the period's Sunday; `county` the county file. An unchanged
    inbox under unchanged rules leaves the current edition as it is.
    """
    place = Workplace(out, load_county(county))
    clock = Clock(period, as_of or period_end(period), dt.datetime.now(dt.UTC).replace(microsecond=0))
    with only_run(out, period):
        inboxes = receive(place, inbox, clock)
        intake = read(place, inboxes)
        inputs = week.inputs_of(place, intake, clock)
        edition = week.standing_edition(place, clock, inputs)
        if edition is None:
            judged = judge(intake, period)
            dataset = join(place, intake, judged, clock)
            figures = count(place, dataset)
            edition = publish(place, dataset, figures, inputs)
        report(place, edition)
        readers(place, edition)
    return edition


@task(**TOUCHES_DISK)
def receive(place: Workplace, inbox: Path, clock: Clock) -> dict[str, list[Received]]:
    """Archive the inbox; all files known by now, by inbox."""
    return week.receive(place, inbox, clock.period, clock.knowledge)


@task(**TOUCHES_DISK)
def read(place: Workplace, inboxes: Mapping[str, list[Received]]) -> Intake:
    """Read, recognise, clean; the files of an inbox go to worker processes together."""
    with shown_progress("reading workbooks", sum(map(len, inboxes.values()))) as advance:
        return week.read(place, inboxes, advance)


@task(**STEP)
def judge(intake: Intake, period: str) -> Verdict:
    """One Great Expectations validation per sheet, over all its files."""
    return week.judge(intake, period)


@task(**STEP)
def join(place: Workplace, intake: Intake, judged: Verdict, clock: Clock) -> Dataset:
    """Who is who, and the tables of the edition."""
    return week.join(place, intake, judged, clock)


@task(**STEP)
def count(place: Workplace, dataset: Dataset) -> dict[str, Figure]:
    """Every indicator."""
    return week.count(place, dataset)


@task(**TOUCHES_DISK)
def publish(place: Workplace, dataset: Dataset, figures: Mapping[str, Figure], inputs: Mapping[str, object]) -> Edition:
    """All tables become visible together; what came of the files is told in two artifacts."""
    edition = week.publish(place, dataset, figures, inputs)
    slug = edition.period.lower()
    create_markdown_artifact(week.told_in_markdown(edition), key=f"summary-{slug}", description="Summary of the week")
    create_table_artifact(week.issue_counts(edition), key=f"issues-{slug}", description="Issues by rule and reaction")
    return edition


@task(**TOUCHES_DISK)
def report(place: Workplace, edition: Edition) -> Path:
    """The papers of the edition; rendered once, unless they were deleted."""
    folder = place.papers(edition.period, edition.number)
    return folder if folder.exists() else week.lay_out_papers(place, edition)


@task(**TOUCHES_DISK)
def readers(place: Workplace, edition: Edition) -> Path:
    """The reports of all other readers, in worker processes; those that are there stay."""
    pages = missing(place, edition)
    with shown_progress("rendering reports", len(pages)) as advance:
        lay_out_pages(place, edition, pages, advance)
    return write_site(place)
