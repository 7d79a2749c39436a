"""The append-only log of confirmed warnings: one line of JSON each (design.md §5.9).

<out>/decisions/confirmations.jsonl, readable by its owner only. An issue's number is a keyed digest: no value is in
clear.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from expectations.contract.rules import Reaction
from flows.store.edition import Edition
from flows.store.records.append_log import AppendLog
from flows.store.records.recorded_words import check_recorded
from transforms.judge.confirmations import CONFIRMATIONS


class CannotConfirm(Exception):
    """A confirmation that is refused; the text says which and what to do."""


@dataclass(frozen=True)
class Answer:
    """The confirmation of a warning: the number of the issue, who confirms it and why."""

    issue: str
    by: str
    because: str


@dataclass(frozen=True)
class Confirmations:
    """The log in `file`."""

    file: Path

    def holding(self, period: str, knowledge: dt.datetime) -> pl.DataFrame:
        """CONFIRMATIONS valid for a period at the knowledge cut-off: the last line on each issue."""
        last = {line["issue"]: line for line in self.record.lines(knowledge) if line["period"] <= period}
        valid = [
            line | {"at": dt.datetime.fromisoformat(line["at"])} for line in last.values() if not line["withdrawn"]
        ]
        return pl.DataFrame(valid, schema=CONFIRMATIONS).sort("issue")

    def add(self, answers: Sequence[Answer], period: str, at: dt.datetime, *, withdrawn: bool = False) -> None:
        """Append answers for a period and all later ones: all of them or, where the disk is full, none."""
        self.record.add([asdict(answer) | {"period": period, "withdrawn": withdrawn} for answer in answers], at)

    @property
    def record(self) -> AppendLog:
        """Its lines, as a log."""
        return AppendLog(self.file)


def confirm(record: Confirmations, edition: Edition, answers: Sequence[Answer], at: dt.datetime) -> int:
    """Append the new ones of the answers to an edition's warnings; gives their number. Raises CannotConfirm."""
    known = edition.table("issues")
    if "issue" not in known.columns:
        raise CannotConfirm(f"edition {edition.number} of {edition.period} numbers no issues; run the period again")
    reactions = dict(known.select("issue", "reaction").iter_rows())
    settled = {*edition.table("confirmed")["issue"], *record.holding(edition.period, at)["issue"]}
    for answer in answers:
        _check_words(answer)
        if answer.issue not in settled:
            _check_issue(answer.issue, reactions.get(answer.issue), edition.period)
    new = list({answer.issue: answer for answer in answers if answer.issue not in settled}.values())
    if new:
        record.add(new, edition.period, at)
    return len(new)


def withdraw(record: Confirmations, period: str, answers: Sequence[Answer], at: dt.datetime) -> int:
    """Withdraw confirmations from a period on; gives their number. Raises CannotConfirm where none is valid."""
    valid = set(record.holding(period, at)["issue"])
    for answer in answers:
        _check_words(answer)
        if answer.issue not in valid:
            raise CannotConfirm(f"{answer.issue} is not confirmed in {period}")
    record.add(answers, period, at, withdrawn=True)
    return len(answers)


def _check_words(answer: Answer) -> None:
    if not answer.by.strip() or not answer.because.strip():
        raise CannotConfirm(f"{answer.issue}: say who confirms it and why")
    check_recorded(by=answer.by, because=answer.because)


def _check_issue(issue: str, reaction: str | None, period: str) -> None:
    if reaction is None:
        raise CannotConfirm(f"{period} has no issue {issue}; the numbers stand in the last column of issues.csv")
    if reaction != Reaction.FIXW:
        raise CannotConfirm(f"{issue} is no warning (FIXW) but {reaction}: it has to be corrected, not confirmed")
