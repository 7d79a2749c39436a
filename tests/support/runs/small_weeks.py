"""Weeks of one unit's contact log, small enough to be run by the dozen: late, corrected, withdrawn and superseding."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from expectations.county.county import County
from expectations.evaluate.judgement import judgement
from flows import steps
from flows.county.workspace import Workspace
from flows.editions.inputs import inputs_of, standing_edition
from flows.steps import build_edition
from flows.store.edition import Edition
from tests.support.runs.counties import qichun
from tests.support.workbooks.tables import contact_log, talk, written
from transforms.clock import Clock, monday_of, period_end
from transforms.judge.acceptance import Acceptance, accept_submissions
from transforms.judge.roster_changes import UNCHANGED
from transforms.records.extract import Intake

START = dt.datetime(2022, 6, 1, tzinfo=dt.UTC)
"""The first moment of every story: the weeks of 2021 are long over."""


@cache
def small_county() -> County:
    """Of the shipped example one town, its unit, and the office that keeps the contact log: few readers and figures."""
    whole = qichun()
    town = whole.divisions[1]
    units = tuple(unit for unit in whole.units if unit.code == "QC-ZZB" or unit.division == town.code)
    return replace(whole, divisions=(town,), units=units, expected={"S4": ("QC-ZZB",)})


def small_place(folder: Path) -> Workspace:
    """A workspace whose files are read in this process."""
    return Workspace(folder / "output", small_county(), processes=0)


@contextmanager
def judged_plainly() -> Iterator[None]:
    """Weeks judged without Great Expectations, in an eighth of the time.

    tests/expectations/evaluate/test_judgement.py shows that both agree.
    """

    def weigh(
        intake: Intake, period: str, withdrawn: Collection[str] = (), rosters: pl.DataFrame = UNCHANGED
    ) -> Acceptance:
        return accept_submissions(intake, period, judgement, withdrawn, rosters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "weigh", weigh)
        yield


def copied(story: Path, folder: Path) -> Workspace:
    """A workspace made once for many tests, copied for one that goes on from there."""
    shutil.copytree(story, folder, dirs_exist_ok=True)
    return small_place(folder)


def after(hours: float) -> dt.datetime:
    """A moment of the story."""
    return START + dt.timedelta(hours=hours)


def send(
    workspace: Workspace,
    period: str,
    talks: int,
    *,
    version: int = 1,
    inbox: str | None = None,
    at: dt.datetime = START,
) -> str:
    """A contact log of so many talks for a period arrives; gives its file's name."""
    name = f"QC-ZZB_S4_{period}_v{version}.xlsx"
    folder = workspace.out.parent / "inbox" / (inbox or period)
    folder.mkdir(parents=True, exist_ok=True)
    year, number = period.split("-W")
    day = monday_of(period).isoformat()
    rows = [talk(f"张{'一二三四五六七八九十'[n % 10]}{'甲乙丙丁'[n // 10]}", day) for n in range(talks)]
    written(folder / name, contact_log(*rows, period=f"{year}年第{int(number)}周"))
    os.utime(folder / name, (at.timestamp(), at.timestamp()))
    workspace.archive.receive_all(folder, inbox or period, at)
    return name


def run(workspace: Workspace, period: str, at: dt.datetime) -> Edition:
    """The period's edition by what is known at a moment; the standing one where nothing has changed."""
    clock = Clock(period, period_end(period), at)
    intake = steps.read(workspace, workspace.archive.known(at))
    standing = standing_edition(workspace, clock, inputs_of(workspace, intake, clock))
    return standing or build_edition(workspace, intake, clock)
