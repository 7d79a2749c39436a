"""Distribution (印发): which edition of a period was sent, to whom, with which files; an append-only log.

<out>/decisions/issued.jsonl. What is distributed is never rewritten: a figure that changes later makes a correction.
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
    """An edition that cannot be distributed; the text says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """One distribution: `number` counts those of the period, `files` maps the names of files sent to their SHA-256."""

    period: str
    number: int
    edition: int
    recipients: tuple[str, ...]
    by: str
    at: str
    files: dict[str, str]


def distributions_of(workspace: Workspace, period: str, knowledge: dt.datetime | None = None) -> list[Distribution]:
    """The distributions of a period at the knowledge cut-off, oldest first."""
    lines = [line for line in workspace.distributions.lines(knowledge) if line["period"] == period]
    return [Distribution(**{**line, "recipients": tuple(line["recipients"])}) for line in lines]


def holders(distributions: Sequence[Distribution]) -> dict[int, tuple[str, ...]]:
    """Edition → the recipients whose latest edition it is. The edition distributed last comes last."""
    latest = {recipient: sent.edition for sent in distributions for recipient in sent.recipients}
    editions = dict.fromkeys(sent.edition for sent in reversed(distributions))
    recipients = {
        edition: tuple(who for who, has in latest.items() if has == edition) for edition in reversed(editions)
    }
    return {edition: names for edition, names in recipients.items() if names}


def distributed_files(workspace: Workspace, edition: Edition) -> dict[str, bytes]:
    """Name → bytes of an edition's distributed files that still exist: nothing may change them."""
    names = {
        name
        for sent in distributions_of(workspace, edition.period)
        if sent.edition == edition.number
        for name in sent.files
    }
    paths = (workspace.papers(edition.period, edition.number) / name for name in sorted(names))
    return {path.name: path.read_bytes() for path in paths if path.is_file()}


def distribute(
    workspace: Workspace, edition: Edition, recipients: Sequence[str], by: str, at: dt.datetime
) -> Distribution:
    """Log that an edition was distributed. Raises CannotDistribute without files, or where all recipients have it."""
    if not by.strip() or not recipients or not all(recipient.strip() for recipient in recipients):
        raise CannotDistribute("say who issues it (--by) and to whom (--to)")
    folder = workspace.papers(edition.period, edition.number)
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("report*.*"))}
    if not files:
        command = f"wuwei report {edition.period} --edition {edition.number}"
        raise CannotDistribute(f"edition {edition.number} has no papers; render them first: {command}")
    before = distributions_of(workspace, edition.period)
    if not {*recipients}.difference(holders(before).get(edition.number, ())):
        raise CannotDistribute(
            f"edition {edition.number} of {edition.period} was issued to {', '.join(recipients)} before"
        )
    distribution = Distribution(
        period=edition.period,
        number=len(before) + 1,
        edition=edition.number,
        recipients=tuple(recipients),
        by=by,
        at=at.isoformat(),
        files=files,
    )
    line: dict[str, Any] = asdict(distribution)
    workspace.distributions.add([line], at)
    return distribution
