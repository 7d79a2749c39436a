"""Issuing (印发): which edition of a period went out, to whom, with which files; only ever added to.

<out>/decisions/issued.jsonl. What is issued is never rewritten: a figure that changes later makes a correction.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flows.county.workspace import Workspace
from flows.store.edition import Edition


class CannotDistribute(Exception):
    """An edition that cannot be issued; the text says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """One issue: `number` counts those of the period, `files` maps the papers sent to their SHA-256."""

    period: str
    number: int
    edition: int
    recipients: tuple[str, ...]
    by: str
    at: str
    files: dict[str, str]


def distributions_of(workspace: Workspace, period: str, knowledge: dt.datetime | None = None) -> list[Distribution]:
    """The issues of a period by a moment, oldest first; the last is the one readers have in hand."""
    lines = [line for line in workspace.issued.lines(knowledge) if line["period"] == period]
    return [Distribution(**{**line, "recipients": tuple(line["recipients"])}) for line in lines]


def holders(issues: Sequence[Distribution]) -> dict[int, tuple[str, ...]]:
    """By edition, who has it in hand: everybody the last of those he received. The edition issued last comes last."""
    last = {recipient: one.edition for one in issues for recipient in one.recipients}
    editions = dict.fromkeys(one.edition for one in reversed(issues))
    held = {edition: tuple(who for who, has in last.items() if has == edition) for edition in reversed(editions)}
    return {edition: who for edition, who in held.items() if who}


def distributed_files(workspace: Workspace, edition: Edition) -> dict[str, bytes]:
    """The papers of an edition that went out, where they are still there: nothing may change them."""
    names = {
        name
        for one in distributions_of(workspace, edition.period)
        if one.edition == edition.number
        for name in one.files
    }
    paths = (workspace.papers(edition.period, edition.number) / name for name in sorted(names))
    return {path.name: path.read_bytes() for path in paths if path.is_file()}


def distribute(
    workspace: Workspace, edition: Edition, recipients: Sequence[str], by: str, at: dt.datetime
) -> Distribution:
    """Write down that an edition's papers went out. Raises CannotIssue where they are not there or all have them."""
    if not by.strip() or not recipients or not all(one.strip() for one in recipients):
        raise CannotDistribute("say who issues it (--by) and to whom (--to)")
    papers = workspace.papers(edition.period, edition.number)
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(papers.glob("report*.*"))}
    if not files:
        command = f"wuwei report {edition.period} --edition {edition.number}"
        raise CannotDistribute(f"edition {edition.number} has no papers; render them first: {command}")
    before = distributions_of(workspace, edition.period)
    if not {*recipients}.difference(holders(before).get(edition.number, ())):
        raise CannotDistribute(
            f"edition {edition.number} of {edition.period} was issued to {', '.join(recipients)} before"
        )
    made = Distribution(
        period=edition.period,
        number=len(before) + 1,
        edition=edition.number,
        recipients=tuple(recipients),
        by=by,
        at=at.isoformat(),
        files=files,
    )
    line: dict[str, Any] = asdict(made)
    workspace.issued.add([line], at)
    return made
