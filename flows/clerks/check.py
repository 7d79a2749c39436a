"""Check workbooks outside a run, by the same judgement, for a clerk or an analyst; nothing is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.contract import Sheet
from expectations.contract.rules import Reaction
from expectations.evaluate.judgement import FAILURES, judgement
from flows.county.limits import limits_of
from flows.county.workspace import Workspace
from flows.read.inboxes import read_files
from flows.read.one_file import FileTask
from flows.receive.guard import Limits
from flows.receive.inbox import taken
from flows.receive.unpacking import files_in
from flows.store.atomic_files import named
from transforms.clock import period_of
from transforms.judge.confirmations import CONFIRMED, split_confirmed
from transforms.judge.issue_ids import numbered
from transforms.judge.rule_failures import apply_failures
from transforms.judge.schedule import day_in
from transforms.records.extract import Intake
from transforms.records.notice import Notice
from transforms.records.submission import Received

SILENT = [Reaction.FIX]
"""Reactions that are not reported."""


def check_files(files: list[Path], workspace: Workspace, period: str | None, today: dt.datetime) -> pl.DataFrame:
    """CONFIRMED of some workbooks, in the order of their cells: all issues but silent repairs.

    Open issues have no `confirmed_by`. The same workbook under two names is checked once.
    """
    period, limits = period or period_of(day_in(workspace.county, today)), limits_of(workspace.county)
    with TemporaryDirectory() as folder:
        batches = (_tasks(file, period, Path(folder), limits) for file in reversed(files))
        tasks = {task.received.sha256: task for task in chain.from_iterable(batches)}
        intake = read_files(list(tasks.values()), workspace.county, min(workspace.processes, len(tasks)))
    issues = pl.concat([intake.issues, *(_judged(name, intake) for name in intake.rows)])
    shown = issues.filter(~pl.col("reaction").is_in(SILENT) & (pl.col("rule") != "late_for_its_period"))
    answered = _answered(shown, intake, workspace, workspace.confirmations.holding(period, today))
    return answered.sort("file", "worksheet", "row", "column", nulls_last=False)


def open_issues(issues: pl.DataFrame) -> pl.DataFrame:
    """The issues of `check_files` that nobody has confirmed."""
    return issues.filter(pl.col("confirmed_by").is_null())


def received_now(file: Path, period: str, limits: Limits) -> Iterator[tuple[Received, bytes | None]]:
    """The file, or the members of a zip package; a file that is refused has a notice and no bytes."""
    arrived = taken(file, limits)
    whole = Received(arrived.name, arrived.sha256(period), period, arrived.changed or dt.datetime.now(dt.UTC))
    if isinstance(arrived.content, Notice):
        yield replace(whole, notice=arrived.content), None
    else:
        yield from files_in(whole, arrived.content, limits)


def _tasks(file: Path, period: str, folder: Path, limits: Limits) -> Iterator[FileTask]:
    """Copy each readable file into the folder, named by its hash."""
    for received, content in received_now(file, period, limits):
        path = folder / received.sha256
        if content is not None:
            with named(path):
                path.write_bytes(content)
        yield FileTask(path, received)


def _judged(name: str, intake: Intake) -> pl.DataFrame:
    sheet = SHEETS[name]
    return apply_failures(sheet, intake.rows[name], _suite, intake.issues, intake.submissions, intake.places).issues


def _suite(sheet: Sheet, rows: pl.DataFrame) -> pl.DataFrame:
    """A sheet that did not come is not judged, not even its number of rows."""
    return judgement(sheet, rows) if rows.height else FAILURES.to_frame()


def _answered(issues: pl.DataFrame, intake: Intake, workspace: Workspace, confirmations: pl.DataFrame) -> pl.DataFrame:
    """All issues as CONFIRMED; they are numbered only where something was confirmed, as that needs the pepper."""
    if confirmations.is_empty():
        return pl.concat([pl.DataFrame(schema=CONFIRMED), issues], how="diagonal")
    asking, confirmed = split_confirmed(numbered(issues, intake.rows, workspace.pepper.digest), confirmations)
    return pl.concat([confirmed, asking], how="diagonal")
