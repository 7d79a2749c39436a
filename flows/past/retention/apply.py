"""Removing what is due: recorded first, then done, so that nothing goes without a line that says so.

<out>/decisions/retention.jsonl      what went, when, by whom and under which term
"""

from __future__ import annotations

import datetime as dt
import shutil
import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import polars as pl

from flows import steps
from flows.county.limits import limits_of
from flows.county.workspace import Workspace
from flows.past.retention.due import Due
from flows.past.retention.terms import Terms
from flows.read.workbook import read_workbook
from flows.read.worker_pool import outcomes
from flows.receive.redacted_files import redacted_bytes
from flows.report.index_page import write_site
from flows.store.atomic_files import write_whole
from flows.store.locks import exclusive_lock
from transforms.editions.redact_grid import redacted
from transforms.ingest.worksheet_names import with_plain_names
from transforms.recognise.grid import Unreadable, Workbook
from transforms.recognise.row_kinds import FOOT, FORGOTTEN, HEADER, REPEATED_HEADER, TITLE, ZERO_REPORT
from transforms.records.extract import Intake
from transforms.records.ledger import SET_ASIDE


class CannotRetain(Exception):
    """What is due cannot be removed; the text says why and what to do."""


_TELLING = (TITLE, HEADER, REPEATED_HEADER, FOOT, ZERO_REPORT)
"""Rows by which a submission is still known for what it was: unit, sheet, period."""


def remove(workspace: Workspace, found: Sequence[Due], terms: Terms, by: str, at: dt.datetime) -> None:
    """Remove what is due. Raises CannotRetain, and AlreadyRunning while a run is at work.

    Killed in the middle, what is left is due again.
    """
    if not by.strip():
        raise CannotRetain("say who does it (--by)")
    with exclusive_lock(workspace.out):
        for one in found:
            line = {"kind": one.kind, "path": one.path.relative_to(workspace.out).as_posix(), "bytes": one.size}
            line |= {"file": one.file} if one.file else {}
            workspace.retained.add([{**line, "since": one.since.isoformat(), "by": by, "why": _why(one, terms)}], at)
            if one.kind != "raw":
                _vanish(workspace, one)
        _empty(workspace, [one.path for one in found if one.kind == "raw"], at)
        write_site(workspace)


def _why(one: Due, terms: Terms) -> str:
    key = next(key for key in terms.__dataclass_fields__ if key.startswith(one.kind))
    return f"{key} = {getattr(terms, key)}"


def _vanish(workspace: Workspace, one: Due) -> None:
    """Out of sight in one step, then off the disk; what a kill leaves in between is swept as other drafts are."""
    if one.kind == "replaced":
        period, number = one.path.parent.name.removeprefix("period="), int(one.path.name.removeprefix("edition="))
        shutil.rmtree(workspace.papers(period, number), ignore_errors=True)
    hidden = one.path.with_name(f".draft-{uuid.uuid4().hex}")
    one.path.rename(hidden)
    shutil.rmtree(hidden)


def _empty(workspace: Workspace, paths: Sequence[Path], at: dt.datetime) -> None:
    """Empty the data rows of workbooks; one that cannot be read becomes a workbook without a worksheet."""
    if not paths:
        return
    inboxes = workspace.archive.known(at)
    intake = steps.read(workspace, inboxes)
    limits = limits_of(workspace.county)
    for number, workbook in outcomes(partial(read_workbook, limits=limits), paths, limits, workspace.processes):
        whole = Workbook("xlsx", ()) if isinstance(workbook, Unreadable) else workbook
        write_whole(paths[number], redacted_bytes(_emptied(whole, paths[number].name[:16], intake)))
    hashes = {path.name for path in paths}
    concerned = {inbox for inbox, files in inboxes.items() if any(one.sha256 in hashes for one in files)}
    workspace.archive.clear_readings(concerned)


def _emptied(workbook: Workbook, file: str, intake: Intake) -> Workbook:
    """A workbook of which rows that tell what it is stay, those of data keep a mark, and all others are blank.

    So the ledger counts as many rows of data and as many others as before.
    """
    told = intake.ledger.filter(pl.col("submission").str.head(16) == file, pl.col("fate") == SET_ASIDE)
    grids = []
    for grid, named in zip(workbook.grids, with_plain_names(workbook).grids, strict=True):
        aside = told.filter(pl.col("worksheet") == named.name).select(pl.col("row") - 1, "reason").rows()
        stay = {row for row, reason in aside if reason in _TELLING}
        others = {row for row, reason in aside if reason not in {*_TELLING, FORGOTTEN}}
        filled = {row for row, cells in enumerate(grid.rows) if any(cell != "" for cell in cells)}
        blanks = {(row, column): "" for row in others & filled for column in range(len(grid.rows[row]))}
        grids.append(redacted(grid, filled - stay - others, blanks))
    return Workbook(workbook.format, tuple(grids))
