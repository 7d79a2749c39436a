"""The facts known once a week's inbox has been read: the rows that count, as plain dictionaries.

Nothing here is shared with the pipeline; loops and dictionaries only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from expectations.catalogue import SHEETS
from expectations.contract.contract import Cadence, Need
from expectations.contract.rules import Reaction
from samples.story.setting import monday, sunday
from samples.story.submission import Odd, Row, Submission, Value, meant

Fact = dict[str, Value]
"""One accepted row: what each cell means."""


@dataclass(frozen=True)
class Known:
    """The facts in force for a week, by sheet, and the day up to which events count.

    `registered` are all members who ever stood on a register, by `person`.
    """

    period: str
    as_of: dt.date
    facts: dict[str, list[Fact]]
    registered: frozenset[Value]

    @property
    def start(self) -> dt.date:
        """Monday of the week."""
        return monday(self.period)

    @property
    def end(self) -> dt.date:
        """Sunday of the week."""
        return sunday(self.period)


def day(fact: Fact, column: str) -> dt.date | None:
    """A date of a fact."""
    value = fact.get(column)
    return value if isinstance(value, dt.date) else None


def number(fact: Fact, column: str) -> float:
    """A number of a fact, 0 where it is unknown."""
    value = fact.get(column)
    return value if isinstance(value, int | float) else 0


def words(fact: Fact, column: str) -> tuple[str, ...]:
    """The words of a list cell."""
    value = fact.get(column)
    return value if isinstance(value, tuple) else ()


def rejected(sheet: str, row: Row) -> bool:
    """Whether the row must be refused: a cell has the reaction ROW, or a cell required for the row is empty."""
    if any(isinstance(cell, Odd) and cell.reaction is Reaction.ROW for cell in row.values()):
        return True
    needed = (c for c in SHEETS[sheet].columns if c.need is Need.REQUIRED and c.on_failure is Reaction.ROW)
    return any(meant(row, column.name) in (None, ()) for column in needed if column.default is None)


def known(boxes: Mapping[str, list[Submission]], period: str, as_of: dt.date) -> Known:
    """Everything that counts for `period` once its inbox, and all before it, have been opened."""
    received = [s for inbox, box in boxes.items() if inbox <= period for s in box]
    usable = [s for s in received if s.usable and s.period <= period]
    facts: dict[str, list[Fact]] = {sheet: [] for sheet in SHEETS}
    for submission in in_force(usable, period):
        facts[submission.sheet] += accepted(submission)
    registered = {fact["person"] for s in usable if s.sheet == "S9" for fact in accepted(s)}
    return Known(period, as_of, facts, frozenset(registered))


def accepted(submission: Submission) -> list[Fact]:
    """The rows of a submission that are not refused, each with the `period` it was sent for."""
    columns = ("person", *SHEETS[submission.sheet].column)
    rows = (row for row in submission.rows if not rejected(submission.sheet, row))
    return [{column: meant(row, column) for column in columns} | {"period": submission.period} for row in rows]


def in_force(submissions: list[Submission], period: str) -> list[Submission]:
    """Of the versions the highest; of snapshots the last one with rows; of a weekly snapshot only the week's own."""
    highest: dict[tuple[str, str, str], Submission] = {}
    for submission in submissions:
        slot = (submission.submitter, submission.sheet, submission.period)
        if slot not in highest or submission.version > highest[slot].version:
            highest[slot] = submission
    latest: dict[tuple[str, str], Submission] = {}
    standing: list[Submission] = []
    for (unit, sheet, week), submission in sorted(highest.items()):
        cadence = SHEETS[sheet].cadence
        if cadence is Cadence.ON_CHANGE and submission.rows:
            latest[unit, sheet] = submission
        elif cadence is Cadence.WEEKLY_ROWS or (cadence is Cadence.WEEKLY_SNAPSHOT and week == period):
            standing.append(submission)
    return [*latest.values(), *standing]
