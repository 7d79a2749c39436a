"""Apply an erasure: archive, readings, editions, deliverables; one that was killed is resumed.

<out>/archive/forgetting.json      the pending erasure, while it is applied
<out>/decisions/forgotten.jsonl    who was erased (by number), when, by whom, why, and what was removed; no name, no P0
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from flows.county.limits import limits_of
from flows.county.workspace import Workspace
from flows.editions.distributed_papers import kept_paper
from flows.editions.distribution import is_the_report, went_out
from flows.past.erasure.editions import every_edition, is_rewritten, rewrite
from flows.past.erasure.model import Erasure, RedactionSpec, erasure_from
from flows.read.workbook import read_workbook
from flows.read.workers.pool import outcomes
from flows.receive.redacted_files import redacted_bytes
from flows.report.index_page import write_site
from flows.store.atomic_files import make_private, write_whole
from flows.store.edition import Edition
from flows.store.locks import exclusive_lock
from flows.store.records.recorded_words import check_recorded
from flows.store.removal import remove
from flows.store.seals import unsealed
from flows.store.sweep import sweep
from transforms.editions.redact_grid import redacted
from transforms.recognise.grid import Workbook
from transforms.records.notice import Unreadable


class CannotErase(Exception):
    """An erasure that cannot be applied; the message says why and what to do."""


def erase(workspace: Workspace, erasure: Erasure, by: str, because: str, at: dt.datetime) -> None:
    """Remove what was found of a person. Raises CannotErase, and AlreadyRunning while a run is at work."""
    if not by.strip() or not because.strip():
        raise CannotErase("say who does it (--by) and why (--because)")
    check_recorded(by=by, because=because)
    if any(name in words for name in erasure.names for words in (by, because)):
        raise CannotErase("leave the person's name out of the explanation; what is recorded stays for good")
    with exclusive_lock(workspace.out):
        make_private(workspace.archive.root)
        write_whole(_pending(workspace), replace(erasure, by=by, because=because, at=at.isoformat()).to_bytes())
        _remove(workspace)


def finish_erasures(workspace: Workspace) -> None:
    """Resume an erasure that was killed, if there is one. Raises AlreadyRunning while a run is at work."""
    if _pending(workspace).exists():
        with exclusive_lock(workspace.out):
            if _pending(workspace).exists():  # else another process was first
                _remove(workspace)


def _pending(workspace: Workspace) -> Path:
    return workspace.archive.root / "forgetting.json"


def _remove(workspace: Workspace) -> None:
    """Apply the pending erasure; every step is idempotent."""
    unsealed(_pending(workspace), "an erasure that was not finished (or delete the file and erase the person again)")
    erasure = erasure_from(_pending(workspace).read_bytes())
    _redact(workspace, erasure)
    workspace.archive.clear_readings(erasure.inboxes)
    _clear(workspace.out.glob("reproduced"))
    sweep(workspace.out, older_than=0)
    _rewrite_editions(workspace, erasure)
    for edition in every_edition(workspace):
        if _is_concerned(edition, erasure):
            _clear_deliverables(workspace, edition)
    write_site(workspace)
    _record(workspace, erasure)
    _pending(workspace).unlink()


def _is_concerned(edition: Edition, erasure: Erasure) -> bool:
    """Whether papers of an edition, marked workbooks too, may show the person."""
    return edition.period in erasure.inboxes or is_rewritten(edition, erasure)


def _rewrite_editions(workspace: Workspace, erasure: Erasure) -> None:
    """Replace all editions that show the person, together."""
    stage = workspace.store.stage("erasure")
    for edition in every_edition(workspace):
        rewrite(edition, erasure, stage)
    if stage.exists():
        workspace.store.release(stage, replacing=True)


def _redact(workspace: Workspace, erasure: Erasure) -> None:
    """Replace each workbook by its redacted copy, and the zip packages that contained them by an empty workbook."""
    raw, limits = workspace.archive.root / "raw", limits_of(workspace.county)
    files = [*erasure.files.items()]
    paths = [raw / sha256 for sha256, _ in files]
    for at, workbook in outcomes(partial(read_workbook, limits=limits), paths, limits, workspace.processes):
        if isinstance(workbook, Unreadable):
            raise CannotErase(
                f"{paths[at]} cannot be read any more ({workbook.notice.rule}); restore the archive, try again"
            )
        write_whole(paths[at], redacted_bytes(_redacted(workbook, files[at][1])))
    for sha256 in erasure.packages:
        write_whole(raw / sha256, redacted_bytes(Workbook("xlsx", ())))


def _redacted(workbook: Workbook, worksheets: Mapping[int, RedactionSpec]) -> Workbook:
    grids = [
        redacted(grid, worksheets[at].rows, worksheets[at].texts) if at in worksheets else grid
        for at, grid in enumerate(workbook.grids)
    ]
    return Workbook(workbook.format, tuple(grids))


def _clear_deliverables(workspace: Workspace, edition: Edition) -> None:
    """Remove an edition's deliverables; of one that was distributed the report itself stays."""
    folder, distributed = workspace.papers(edition.period, edition.number), went_out(workspace, edition)
    stay = {name: sha256 for name, sha256 in distributed.items() if is_the_report(name)}
    _clear([path for path in folder.glob("*") if path.name not in stay] if stay else [folder])
    kept = {kept_paper(workspace, edition, *entry) for entry in distributed.items()}
    _clear(sorted(kept.difference(kept_paper(workspace, edition, *entry) for entry in stay.items())))


def _clear(paths: Iterable[Path]) -> None:
    for path in [*paths]:
        remove(path)


def _record(workspace: Workspace, erasure: Erasure) -> None:
    """Record the erasure, once."""
    if any(line["at"] == erasure.at for line in workspace.forgotten.lines()):
        return
    record = {
        "numbers": sorted({*erasure.numbers, *erasure.again}),
        "by": erasure.by,
        "because": erasure.because,
        "files": [*erasure.files, *erasure.packages],
        "rows": erasure.rows,
        "cells": erasure.cells,
        "editions": erasure.editions,
        "papers": [
            f"{edition.period} edition {edition.number}"
            for edition in every_edition(workspace)
            if _is_concerned(edition, erasure)
        ],
    }
    workspace.forgotten.add([record], dt.datetime.fromisoformat(erasure.at))
