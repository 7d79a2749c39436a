"""Runs of whole weeks for tests: the steps of `flows.steps` on workbooks of the synthetic county, without Prefect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from expectations.catalogue import sheets_of
from expectations.contract.contract import Sheet
from flows import steps
from flows.county.workspace import Workspace
from flows.editions.inputs import inputs_of, standing_edition
from flows.editions.lookback import history
from flows.store.edition import Edition
from samples.dirt.dirt import soil
from samples.story.story import SEED, Inboxes, inboxes
from samples.story.submission import Row, Submission
from samples.week import write_inboxes
from tests.support.figures import figures
from tests.support.runs.counties import qichun
from tests.support.runs.shared_files import drawn_once, read_once
from transforms.clock import Clock, period_end
from transforms.dataset import Dataset
from transforms.figures import Figure
from transforms.records.extract import Intake

W46, W47 = "2021-W46", "2021-W47"
TUESDAY = dt.date(2021, 11, 23)
KNOWLEDGE = dt.datetime(2021, 12, 1, tzinfo=dt.UTC)

Change = Callable[[Inboxes], None]


def story(*, periods: tuple[str, ...] = (W46, W47), scale: float = 1.0, dirt: float = 0.0) -> Inboxes:
    """The synthetic county's inboxes, to be changed before they are written."""
    boxes = inboxes(qichun(), periods=periods, scale=scale)
    soil(boxes, qichun(), dirt, SEED)
    return boxes


def sent(boxes: Inboxes, period: str, sheet: str, unit: str | None = None) -> Submission:
    """The submission of a sheet in an inbox, by default the first unit's."""
    return next(s for s in boxes[period] if s.sheet == sheet and unit in {None, s.submitter} and s.usable)


def rows_of(boxes: Inboxes, period: str, sheet: str, unit: str | None = None) -> list[Row]:
    """The rows of that submission."""
    return sent(boxes, period, sheet, unit).rows


@cache
def sheets(period: str = W47) -> Mapping[str, Sheet]:
    """The contracts with the examples of the shipped county in a period."""
    return sheets_of(qichun(), period_end(period))


@dataclass(frozen=True)
class Outcome:
    """What a week came to."""

    figures: dict[str, Figure]
    dataset: Dataset

    def count(self, code: str) -> tuple[float | None, float | None]:
        """Numerator and denominator of a figure."""
        measured = self.figures[code].measured
        return measured.numerator, measured.denominator

    def reactions(self, rule: str) -> list[str]:
        """The reactions in which a rule was told."""
        return self.dataset.issues.filter(pl.col("rule") == rule)["reaction"].to_list()


def workspace_at(folder: Path) -> Workspace:
    """A workspace whose files are read in this process."""
    return Workspace(folder, qichun(), processes=0)


def read(workspace: Workspace, knowledge: dt.datetime) -> Intake:
    """All that is known at a moment."""
    with read_once() if workspace.county is qichun() and not workspace.processes else nullcontext():
        return steps.read(workspace, workspace.archive.known(knowledge))


def counted(workspace: Workspace, period: str, as_of: dt.date, knowledge: dt.datetime = KNOWLEDGE) -> Outcome:
    """Run a period up to its figures; the inboxes of all periods up to it must have been received."""
    intake = read(workspace, knowledge)
    clock = Clock(period, as_of, knowledge)
    dataset = steps.join(workspace, intake, steps.judge(workspace, intake, clock), clock)
    return Outcome(figures(dataset, history=history(workspace, clock)), dataset)


def received(folder: Path, boxes: Inboxes) -> Workspace:
    """Write the inboxes and receive them all."""
    workspace = workspace_at(folder)
    also_received(workspace, boxes, KNOWLEDGE)
    return workspace


def also_received(workspace: Workspace, boxes: Inboxes, knowledge: dt.datetime) -> None:
    """Write more into the inboxes and receive that."""
    with drawn_once():
        write_inboxes(workspace.out, boxes, qichun())
    for period in sorted(boxes):
        steps.receive(workspace, workspace.out / "inbox", period, knowledge)


def published(workspace: Workspace, period: str, as_of: dt.date, knowledge: dt.datetime = KNOWLEDGE) -> Edition:
    """Run a period up to its published edition, unless an unchanged one stands."""
    intake = read(workspace, knowledge)
    clock = Clock(period, as_of, knowledge)
    inputs = inputs_of(workspace, intake, clock)
    if standing := standing_edition(workspace, clock, inputs):
        return standing
    dataset = steps.join(workspace, intake, steps.judge(workspace, intake, clock), clock)
    with workspace.store.scratch(period) as folder:
        return steps.publish(workspace, dataset, steps.count(workspace, dataset, folder), inputs)
