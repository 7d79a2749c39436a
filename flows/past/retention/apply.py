"""Remove what is due: recorded first, then done, so that nothing is removed without a record.

What a kill has left is due again; it is removed then, and stays recorded once, as of when it was decided.

<out>/decisions/retention.jsonl      what was removed, when, by whom and under which term
"""

from __future__ import annotations

import datetime as dt
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
from flows.read.workers.pool import outcomes
from flows.receive.redacted_files import redacted_bytes
from flows.report.index_page import write_site
from flows.store.atomic_files import write_whole
from flows.store.locks import exclusive_lock
from flows.store.records.recorded_words import check_recorded
from flows.store.removal import remove as remove_whole
from flows.store.sweep import sweep
from transforms.editions.redact_grid import redacted
from transforms.ingest.worksheet_names import with_plain_names
from transforms.recognise.grid import Workbook
from transforms.recognise.row_kinds import FOOT, FORGOTTEN, HEADER, REPEATED_HEADER, TITLE, ZERO_REPORT
from transforms.records.extract import Intake
from transforms.records.ledger import SET_ASIDE
from transforms.records.notice import Unreadable
from transforms.records.submission import file_digits, file_digits_of


class CannotRetain(Exception):
    """What is due cannot be removed; the message says why and what to do."""


_IDENTIFYING = (TITLE, HEADER, REPEATED_HEADER, FOOT, ZERO_REPORT)
"""Kinds of rows that identify a submission: unit, sheet, period."""


def remove(workspace: Workspace, items: Sequence[Due], terms: Terms, by: str, at: dt.datetime) -> None:
    """Remove what is due. Raises CannotRetain, and AlreadyRunning while a run is at work.

    After a kill, what is left is due again.
    """
    if not by.strip():
        raise CannotRetain("say who does it (--by)")
    check_recorded(by=by)
    with exclusive_lock(workspace.out):
        sweep(workspace.out, older_than=0)
        _record(workspace, items, terms, by, at)
        for item in items:
            if item.kind != "raw":
                _delete(workspace, item)
        _empty_workbooks(workspace, [item.path for item in items if item.kind == "raw"], at)
        write_site(workspace)


def _record(workspace: Workspace, items: Sequence[Due], terms: Terms, by: str, at: dt.datetime) -> None:
    """Record what is to be removed, unless a removal that was killed has recorded it."""
    lines = [
        {
            "kind": item.kind,
            "path": item.path.relative_to(workspace.out).as_posix(),
            "bytes": item.size,
            **({"file": item.file} if item.file else {}),
            "since": item.since.isoformat(),
            "by": by,
            "why": _why(item, terms),
        }
        for item in items
    ]
    recorded = {(line["kind"], line["path"], line["since"]) for line in workspace.retained.lines()}
    if new := [line for line in lines if (line["kind"], line["path"], line["since"]) not in recorded]:
        workspace.retained.add(new, at)


def _why(item: Due, terms: Terms) -> str:
    key = next(key for key in terms.__dataclass_fields__ if key.startswith(item.kind))
    return f"{key} = {getattr(terms, key)}"


def _delete(workspace: Workspace, item: Due) -> None:
    """Remove a folder; with an edition its papers, which go first: without the edition nobody would miss them."""
    if item.kind == "replaced":
        period, number = item.path.parent.name.removeprefix("period="), int(item.path.name.removeprefix("edition="))
        remove_whole(workspace.papers(period, number))
    remove_whole(item.path)


def _empty_workbooks(workspace: Workspace, paths: Sequence[Path], at: dt.datetime) -> None:
    """Empty the data rows of workbooks; one that cannot be read becomes a workbook without a worksheet."""
    if not paths:
        return
    inboxes = workspace.archive.known(at)
    intake = steps.read(workspace, inboxes)
    limits = limits_of(workspace.county)
    for number, workbook in outcomes(partial(read_workbook, limits=limits), paths, limits, workspace.processes):
        whole = Workbook("xlsx", ()) if isinstance(workbook, Unreadable) else workbook
        write_whole(paths[number], redacted_bytes(_emptied(whole, file_digits(paths[number].name), intake)))
    hashes = {path.name for path in paths}
    concerned = {inbox for inbox, files in inboxes.items() if any(file.sha256 in hashes for file in files)}
    workspace.archive.clear_readings(concerned)


def _emptied(workbook: Workbook, file: str, intake: Intake) -> Workbook:
    """The workbook with identifying rows kept, rows of data replaced by a mark, and all others blank.

    So the ledger counts the same numbers of data rows and other rows as before.
    """
    set_aside = intake.ledger.filter(file_digits_of("submission") == file, pl.col("fate") == SET_ASIDE)
    grids = []
    for grid, named in zip(workbook.grids, with_plain_names(workbook).grids, strict=True):
        aside = set_aside.filter(pl.col("worksheet") == named.name).select(pl.col("row") - 1, "reason").rows()
        stay = {row for row, reason in aside if reason in _IDENTIFYING}
        others = {row for row, reason in aside if reason not in {*_IDENTIFYING, FORGOTTEN}}
        filled = {row for row, cells in enumerate(grid.rows) if any(cell != "" for cell in cells)}
        blanks = {(row, column): "" for row in others & filled for column in range(len(grid.rows[row]))}
        grids.append(redacted(grid, filled - stay - others, blanks))
    return Workbook(workbook.format, tuple(grids))
