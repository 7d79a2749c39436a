"""Removing what was found of a person: archive, readings, editions, papers; killed in the middle, it is gone on with.

<out>/archive/forgetting.json      what is being removed, for as long as that takes
<out>/decisions/forgotten.jsonl    who was forgotten (by number), when, by whom and why, and what went; no name, no P0
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from flows.county.limits import limits_of
from flows.county.workspace import Workspace
from flows.editions.distribution import distributions_of
from flows.past.erasure.editions import every_edition, is_rewritten, rewrite
from flows.past.erasure.model import Erasure, RedactionSpec, erasure_from
from flows.read.workbook import read_workbook
from flows.read.worker_pool import outcomes
from flows.receive.redacted_files import redacted_bytes
from flows.report.index_page import write_site
from flows.store.atomic_files import make_private, write_whole
from flows.store.edition import Edition
from flows.store.locks import exclusive_lock
from flows.store.sweep import sweep
from transforms.cells.personal_data import without_personal_data
from transforms.editions.redact_grid import redacted
from transforms.recognise.grid import Unreadable, Workbook


class CannotErase(Exception):
    """A forgetting that cannot be done; the text says why and what to do."""


def erase(workspace: Workspace, found: Erasure, by: str, because: str, at: dt.datetime) -> None:
    """Remove what was found of a person. Raises CannotForget, and AlreadyRunning while a run is at work."""
    if not by.strip() or not because.strip():
        raise CannotErase("say who does it (--by) and why (--because)")
    words = f"{by}\n{because}"
    if without_personal_data(words) != words or any(name in words for name in found.names):
        raise CannotErase("leave the person's name, id and phone numbers out of the explanation, and illnesses")
    with exclusive_lock(workspace.out):
        make_private(workspace.archive.root)
        write_whole(_pending(workspace), replace(found, by=by, because=because, at=at.isoformat()).to_bytes())
        _remove(workspace)


def finish_erasures(workspace: Workspace) -> None:
    """Go on with what was killed in the middle, if there is such. Raises AlreadyRunning while a run is at work."""
    if _pending(workspace).exists():
        with exclusive_lock(workspace.out):
            if _pending(workspace).exists():  # else another process was first
                _remove(workspace)


def _pending(workspace: Workspace) -> Path:
    return workspace.archive.root / "forgetting.json"


def _remove(workspace: Workspace) -> None:
    """Every step may be done once more: none depends on what another has left."""
    forgetting = erasure_from(_pending(workspace).read_bytes())
    _redact(workspace, forgetting)
    workspace.archive.clear_readings(forgetting.inboxes)
    _clear(workspace.out.glob("reproduced"))
    sweep(workspace.out, older_than=0)
    for edition in every_edition(workspace):
        rewrite(edition, forgetting)
        if edition.period in forgetting.inboxes or is_rewritten(edition, forgetting):
            _clear_papers(workspace, edition)
    write_site(workspace)
    _record(workspace, forgetting)
    _pending(workspace).unlink()


def _redact(workspace: Workspace, forgetting: Erasure) -> None:
    """Put what is left of each workbook in the place of its bytes, and nothing in that of a package it came in."""
    raw, limits = workspace.archive.root / "raw", limits_of(workspace.county)
    files = [*forgetting.files.items()]
    paths = [raw / sha256 for sha256, _ in files]
    for at, workbook in outcomes(partial(read_workbook, limits=limits), paths, limits, workspace.processes):
        if isinstance(workbook, Unreadable):
            raise CannotErase(f"{paths[at]} cannot be read any more ({workbook.rule}); restore the archive, try again")
        write_whole(paths[at], redacted_bytes(_redacted(workbook, files[at][1])))
    for sha256 in forgetting.packages:
        write_whole(raw / sha256, redacted_bytes(Workbook("xlsx", ())))


def _redacted(workbook: Workbook, worksheets: Mapping[int, RedactionSpec]) -> Workbook:
    grids = [
        redacted(grid, worksheets[at].rows, worksheets[at].texts) if at in worksheets else grid
        for at, grid in enumerate(workbook.grids)
    ]
    return Workbook(workbook.format, tuple(grids))


def _clear_papers(workspace: Workspace, edition: Edition) -> None:
    """Remove an edition's papers; of an issued one the report stays, as the document that went out."""
    folder = workspace.papers(edition.period, edition.number)
    issued = {one.edition: one.files for one in distributions_of(workspace, edition.period)}.get(edition.number, {})
    _clear([one for one in folder.glob("*") if one.name not in issued] if issued else [folder])


def _clear(paths: Iterable[Path]) -> None:
    for path in [*paths]:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _record(workspace: Workspace, forgetting: Erasure) -> None:
    """What was done, once."""
    if any(line["at"] == forgetting.at for line in workspace.forgotten.lines()):
        return
    told = {
        "numbers": sorted({*forgetting.numbers, *forgetting.again}),
        "by": forgetting.by,
        "because": forgetting.because,
        "files": [*forgetting.files, *forgetting.packages],
        "rows": forgetting.rows,
        "cells": forgetting.cells,
        "editions": forgetting.editions,
    }
    workspace.forgotten.add([told], dt.datetime.fromisoformat(forgetting.at))
