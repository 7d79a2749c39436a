"""Give a store another pepper on purpose: what people confirmed stays confirmed under the new numbers.

Persons and warnings get new numbers from the next edition of a week on. Who was erased is not known again by the
record: what the old digests were made of is gone.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from flows import steps
from flows.county.workspace import Workspace
from flows.store.edition import Edition
from flows.store.locks import exclusive_lock
from flows.store.pepper import Pepper
from flows.store.records.recorded_words import check_recorded
from transforms.editions.mentions_known import mentions_known
from transforms.judge.issue_ids import numbered
from transforms.records.extract import Intake
from transforms.records.issues import ISSUES


class CannotRotate(Exception):
    """A rotation that is refused; the message says why and what to do."""


def rotate(workspace: Workspace, by: str, because: str, at: dt.datetime) -> tuple[Path, int]:
    """Rotate the pepper; gives the file that keeps the old one, and how many answers of people were carried over.

    Raises CannotRotate, and AlreadyRunning while a run is at work.
    """
    if not by.strip() or not because.strip():
        raise CannotRotate("say who does it (--by) and why (--because)")
    check_recorded(by=by, because=because)
    with exclusive_lock(workspace.out):
        old, intake = workspace.pepper, steps.read(workspace, workspace.archive.known(at))
        new, kept = workspace.pepper_record.prepare(old, at)
        carried = _carry_over(workspace, intake, old, new, at) + _carry_identities(workspace, intake, old, new, at)
        workspace.pepper_record.settle(new, by, because, at)
    return kept, carried


def _carry_over(workspace: Workspace, intake: Intake, old: Pepper, new: Pepper, at: dt.datetime) -> int:
    """Repeat each valid confirmation of a warning in a current edition under its new number."""
    editions = (workspace.store.current(period) for period in workspace.store.periods())
    renamed = {
        before: after
        for edition in editions
        if edition is not None
        for before, after in _renamed(edition, intake, old, new)
    }
    log = workspace.confirmations.record
    last = {line["issue"]: line for line in log.lines(at) if line["issue"] in renamed}
    lines = [
        {name: value for name, value in line.items() if name != "at"} | {"issue": renamed[issue]}
        for issue, line in last.items()
        if not line["withdrawn"]
    ]
    if lines:
        log.add(lines, at)
    return len(lines)


def _carry_identities(workspace: Workspace, intake: Intake, old: Pepper, new: Pepper, at: dt.datetime) -> int:
    """Repeat each answer about two mentions under their new digests."""
    decisions = workspace.identity_decisions.holding(None, at)
    if decisions.is_empty():
        return 0
    before, after = (mentions_known(intake.rows, pepper.digest)["mention"] for pepper in (old, new))
    renamed = dict(zip(before, after, strict=True))
    lines = [
        line | {name: renamed[line[name]] for name in ("mention", "other")}
        for line in decisions.drop("at").to_dicts()
        if line["mention"] in renamed and line["other"] in renamed
    ]
    workspace.identity_decisions.record.add(lines, at)
    return len(lines)


def _renamed(edition: Edition, intake: Intake, old: Pepper, new: Pepper) -> list[tuple[str, str]]:
    """The number of each issue of an edition, and its number under the new pepper."""
    tables = [edition.table(name) for name in ("issues", "confirmed")]
    issues = pl.concat([table.select(*ISSUES) for table in tables if "issue" in table.columns])
    before, after = (numbered(issues, intake.rows, pepper.digest)["issue"] for pepper in (old, new))
    return [*zip(before, after, strict=True)]
