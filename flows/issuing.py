"""Issuing (印发): which edition of a period went out, to whom, with which files; only ever added to.

<out>/decisions/issued.jsonl. What is issued is never rewritten: a figure that changes later makes a correction.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flows.edition import Edition
from flows.workplace import Workplace


class CannotIssue(Exception):
    """An edition that cannot be issued; the text says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One issue: `number` counts those of the period, `files` maps the papers sent to their SHA-256."""

    period: str
    number: int
    edition: int
    recipients: tuple[str, ...]
    by: str
    at: str
    files: dict[str, str]


def issues_of(place: Workplace, period: str, knowledge: dt.datetime | None = None) -> list[Issue]:
    """The issues of a period by a moment, oldest first; the last is the one readers have in hand."""
    lines = [line for line in place.issued.lines(knowledge) if line["period"] == period]
    return [Issue(**{**line, "recipients": tuple(line["recipients"])}) for line in lines]


def issue(place: Workplace, edition: Edition, recipients: Sequence[str], by: str, at: dt.datetime) -> Issue:
    """Write down that an edition's papers went out. Raises CannotIssue where they are not there or went out before."""
    if not by.strip() or not recipients:
        raise CannotIssue("say who issues it (--by) and to whom (--to)")
    papers = place.papers(edition.period, edition.number)
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(papers.glob("report*.*"))}
    if not files:
        raise CannotIssue(f"edition {edition.number} has no papers; render them first: wuwei report {edition.period}")
    before = issues_of(place, edition.period)
    if before and before[-1].edition == edition.number:
        raise CannotIssue(f"edition {edition.number} of {edition.period} was issued at {before[-1].at}")
    made = Issue(
        period=edition.period,
        number=len(before) + 1,
        edition=edition.number,
        recipients=tuple(recipients),
        by=by,
        at=at.isoformat(),
        files=files,
    )
    line: dict[str, Any] = asdict(made)
    place.issued.add([line], at)
    return made
