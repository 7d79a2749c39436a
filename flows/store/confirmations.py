"""The record of confirmed warnings: one line of JSON each, only ever added to (design.md §5.9).

<out>/decisions/confirmations.jsonl, for its owner alone. An issue's number is a keyed digest: no value stands in clear.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from expectations.contract.rules import Reaction
from flows.store.append_log import AppendLog
from flows.store.edition import Edition
from transforms.cells.personal_data import without_personal_data
from transforms.judge.confirmations import CONFIRMATIONS


class CannotConfirm(Exception):
    """A confirmation that cannot be taken; the text says which and what to do."""


@dataclass(frozen=True)
class Answer:
    """What somebody says to a warning: the number of the issue, who says it and why."""

    issue: str
    by: str
    because: str


@dataclass(frozen=True)
class Confirmations:
    """The record in `file`."""

    file: Path

    def holding(self, period: str, knowledge: dt.datetime) -> pl.DataFrame:
        """CONFIRMATIONS that hold for a period by what was known then: the last word on each issue."""
        last = {line["issue"]: line for line in self.record.lines(knowledge) if line["period"] <= period}
        held = [line | {"at": dt.datetime.fromisoformat(line["at"])} for line in last.values() if not line["withdrawn"]]
        return pl.DataFrame(held, schema=CONFIRMATIONS).sort("issue")

    def add(self, answers: Sequence[Answer], period: str, at: dt.datetime, *, withdrawn: bool = False) -> None:
        """Write answers down for a period and all after it: all of them or, where the disk is full, none."""
        self.record.add([asdict(one) | {"period": period, "withdrawn": withdrawn} for one in answers], at)

    @property
    def record(self) -> AppendLog:
        """Its lines."""
        return AppendLog(self.file)


def confirm(record: Confirmations, edition: Edition, answers: Sequence[Answer], at: dt.datetime) -> int:
    """Write down what is new of the answers to an edition's warnings; gives their number. Raises CannotConfirm."""
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
    """Take confirmations back from a period on; gives their number. Raises CannotConfirm where none holds."""
    held = set(record.holding(period, at)["issue"])
    for answer in answers:
        _check_words(answer)
        if answer.issue not in held:
            raise CannotConfirm(f"{answer.issue} is not confirmed in {period}")
    record.add(answers, period, at, withdrawn=True)
    return len(answers)


def _check_words(answer: Answer) -> None:
    if not answer.by.strip() or not answer.because.strip():
        raise CannotConfirm(f"{answer.issue}: say who confirms it and why")
    words = f"{answer.by}\n{answer.because}"
    if without_personal_data(words) != words:
        raise CannotConfirm(f"{answer.issue}: leave id and phone numbers out of the explanation, and illnesses")


def _check_issue(issue: str, reaction: str | None, period: str) -> None:
    if reaction is None:
        raise CannotConfirm(f"{period} has no issue {issue}; the numbers stand in the last column of issues.csv")
    if reaction != Reaction.FIXW:
        raise CannotConfirm(f"{issue} is no warning (FIXW) but {reaction}: it has to be corrected, not confirmed")
