"""One week of some size, run by the plain steps of `flows.steps` and measured, with the peers of its steps."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from python_calamine import CalamineError

from benchmarks.cost import Cost, alternating, largest_child_mb, measured, peak_mb
from benchmarks.inboxes import PERIOD, county
from benchmarks.reading import read_apart, values_alone
from flows import steps
from flows.county.workspace import Workspace
from flows.read.inboxes import read_files
from flows.read.one_file import FileTask
from flows.report.publish import write_deliverables
from flows.store.edition import Edition
from report_templates.model.report_json import report_from
from report_templates.render.html import html
from report_templates.render.pdf import pdf
from transforms.clock import Clock
from transforms.records.submission import Received

R = TypeVar("R")
Step = Callable[[str, Callable[[], Any]], Any]

KNOWLEDGE = dt.datetime(2021, 12, 1, tzinfo=dt.UTC)
CLOCK = Clock(PERIOD, dt.date(2021, 11, 23), KNOWLEDGE)
TIMES = 5


@dataclass(frozen=True)
class Week:
    """What a week cost: its steps; by name, a part of it and its floor; and memory in MB."""

    counties: int
    files: int
    rows: int
    steps: Mapping[str, Cost]
    floors: Mapping[str, tuple[Cost, Cost]]
    peak: float  # main process
    worker: float  # largest worker

    @property
    def total(self) -> Cost:
        """All steps together."""
        return Cost(sum(step.wall for step in self.steps.values()), sum(step.cpu for step in self.steps.values()))


def run(counties: int, inbox: Path, *, repeat: bool) -> Week:
    """Run one week and measure it; with `repeat` its floors are measured again and again in turns with our part."""
    costs: dict[str, Cost] = {}

    def step(name: str, work: Callable[[], R]) -> R:
        costs[name], result = measured(work)
        return result

    with tempfile.TemporaryDirectory(prefix="wuwei-bench-") as folder:
        workspace = Workspace(Path(folder), county(counties))
        inboxes = step("receive", lambda: steps.receive(workspace, inbox, PERIOD, KNOWLEDGE))
        edition, rows, worker = _edition(workspace, inboxes, step)
        step("report", lambda: write_deliverables(workspace, edition))
        peak = peak_mb()
        tasks = [FileTask(workspace.archive.raw(file), file) for file in inboxes[PERIOD]]
        (alone,) = alternating(TIMES if repeat else 1, lambda: calamine(tasks))
        floors = {"read, recognise, clean, cold as the step; calamine alone": (costs["read, recognise, clean"], alone)}
        if repeat:
            floors |= _read_again(workspace, tasks) | _printed(edition)
    return Week(counties, len(tasks), rows, costs, floors, peak, worker)


def _edition(workspace: Workspace, inboxes: Mapping[str, list[Received]], step: Step) -> tuple[Edition, int, float]:
    """The edition, how many rows were read, the largest worker in MB; the intake is held by nobody, as in the flow."""

    def run(work: Callable[..., Any], *args: Any) -> Any:
        return step("identify, join" if work is steps.join else work.__name__, partial(work, *args))

    intake = [step("read, recognise, clean", partial(steps.read, workspace, inboxes))]
    worker, rows = largest_child_mb(), intake[0].ledger.height
    return steps.build_edition(workspace, intake.pop(), CLOCK, run=run), rows, worker


def calamine(tasks: Sequence[FileTask]) -> None:
    """The values of all sheets of all files; those that are no workbooks are passed over."""
    for task in tasks:
        try:
            values_alone(task.path)
        except (CalamineError, OSError):
            continue


def _read_again(workspace: Workspace, tasks: Sequence[FileTask]) -> dict[str, tuple[Cost, Cost]]:
    """The step once more in a warm process, in workers as it is run and in one process; its cells are read anew."""
    workers = os.cpu_count() or 1
    paths = [task.path for task in tasks]
    in_workers, alone, read, floor = alternating(
        TIMES,
        lambda: read_files(tasks, workspace.county, processes=workers),
        lambda: read_files(tasks, workspace.county, processes=0),
        lambda: read_apart(paths, workers),
        lambda: calamine(tasks),
    )
    return {
        f"the same, warm, {workers} workers; calamine alone": (in_workers, floor),
        "the same, warm, in one process; calamine alone": (alone, floor),
        f"reading with evidence, warm, {workers} workers; calamine alone": (read, floor),
    }


def _printed(edition: Edition) -> dict[str, tuple[Cost, Cost]]:
    from weasyprint import HTML  # noqa: PLC0415 - the workers import this module, too, and WeasyPrint takes long

    report = report_from(edition.document("report.json"))
    page = html(report)
    ours, floor = alternating(
        2, lambda: pdf(report), lambda: HTML(string=page).write_pdf(pdf_variant="pdf/a-3a", pdf_tags=True)
    )
    return {"our PDF; WeasyPrint alone on its HTML": (ours, floor)}
