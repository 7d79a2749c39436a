"""Dry runs: the editions of a plan, made in an overlay that is not published.

<out>/.dry-run-<random>      a plan being made
<out>/.planned-<plan>        the newest plan, published as it is by apply; swept after some hours
(`flows.store.sweep`)
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from flows.county.workspace import Workspace
from flows.past.backfill.model import Plan, Step, digest
from flows.store.edition import Edition
from flows.store.locks import shared_lock
from flows.store.seals import KeptFileDamaged
from flows.store.store import Store
from flows.store.sweep import sweep


@contextmanager
def dry_run(workspace: Workspace) -> Iterator[Workspace]:
    """The workspace with an overlay over the store; the overlay is removed, unless it is kept for a plan."""
    sweep(workspace.out)
    folder = workspace.out / f".dry-run-{uuid.uuid4().hex}"
    with shared_lock(workspace.out):
        try:
            yield replace(workspace, overlay=folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def keep(stage: Workspace, plan: Plan) -> None:
    """Keep the editions of a dry run for its plan, and drop those of other plans, which can be made again."""
    for other in stage.out.glob(".planned-*"):
        shutil.rmtree(other, ignore_errors=True)
    with suppress(OSError):  # nothing was made, or another process has made the same plan
        stage.store.root.rename(_kept(stage, plan))


def drop(workspace: Workspace, plan: Plan) -> None:
    """Remove the dry run of a plan that is done."""
    shutil.rmtree(_kept(workspace, plan), ignore_errors=True)


def dry_run_edition(workspace: Workspace, plan: Plan, step: Step, why: Mapping[str, object]) -> Edition | None:
    """The edition a dry run has made of a step, moved into the workspace's store; None where it is gone or differs."""
    kept = next(
        (edition for edition in Store(_kept(workspace, plan)).editions(step.period) if edition.number == step.number),
        None,
    )
    with suppress(OSError, KeptFileDamaged):  # dropped for another plan at this moment, on another disk, or damaged
        if kept and digest(kept.content) == step.content and not any(kept.damaged()):
            return workspace.store.adopt(kept, why)
    return None


def _kept(workspace: Workspace, plan: Plan) -> Path:
    return workspace.out / f".planned-{plan.hash[:12]}"
