"""Spoils single cells, but never those that must stay intact (domain.md §12).

No row is spoilt twice and no person loses a part of the identity twice, so that the truth stays known.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from expectations.catalogue import SHEETS
from expectations.contract.contract import Column
from expectations.contract.rules import Reaction
from expectations.county.county import County
from samples.dirt.dirt_cells import CellDirt
from samples.dirt.touches import Scene
from samples.story.submission import Odd, Row, Submission, Value
from samples.workbooks.wording import shown

GENTLE = 0.5
"""Up to this level no headline figure of the last week is touched."""

_WHO = frozenset({"name", "id_no", "birth_ym", "phone", "member_name"})
_INDISPENSABLE = {
    "S1": _WHO,
    "S2": _WHO,
    "S3": _WHO,
    "S4": frozenset({"name", "issue_status"}),
    "S5": frozenset({"post_code"}),
    "S6": _WHO | {"decided_on", "start", "status", "post_code"},
    "S7": frozenset({"name", "stated_period"}),
    "S8": frozenset({"item_code", "leader", "title", "status", "done_on", "progress", "claimed_on"}),
    "S10": frozenset({"order_no", "posted_on", "taken_on", "done_on", "member_name", "status"}),
}
"""Cells whose loss would leave open who or what is meant, or change other cells with them: never lost."""

_HEADLINE = {
    "S1": frozenset({"person_status", "exit_date", "eligible_flag", "post_level"}),
    "S3": frozenset({"work_will", "work_capacity", "declared_on"}),
    "S4": frozenset({"contact_date", "contact_by"}),
    "S6": frozenset({"organ", "exec_meeting", "category", "plan_date", "deliver_due"}),
    "S8": frozenset({"due_original"}),
    "S9": frozenset({"name", "political_status", "reg_status"}),
    "S10": frozenset({"is_project"}),
}
"""Cells that carry a headline figure: lost only beyond `GENTLE`."""


@dataclass
class Soiler:
    """One pass over all inboxes; `spent` are the persons who have already lost a part of their identity."""

    county: County
    level: float
    dice: random.Random
    spent: set[Value | Odd] = field(default_factory=set)

    def loses(self, submission: Submission, column: Column) -> bool:
        """Whether a cell of the column may be lost."""
        spared = _INDISPENSABLE.get(submission.sheet, frozenset())
        if self.level <= GENTLE:
            spared |= _HEADLINE.get(submission.sheet, frozenset())
        reactions = (Reaction.CELL,) if self.level <= GENTLE else (Reaction.CELL, Reaction.ROW)
        return column.name not in spared and column.on_failure in reactions and column.default is None

    def spoil(self, submission: Submission, at: int, dirt: CellDirt) -> bool:
        """Do this to one cell of the row; False where no cell of it can suffer so."""
        row = submission.rows[at]
        columns = [column for column in SHEETS[submission.sheet].columns if dirt.suits(column)]
        if dirt.lost:
            columns = [column for column in columns if self.loses(submission, column)]
        if not columns or any(isinstance(cell, Odd) for cell in row.values()):
            return False
        column = self.dice.choice(columns)
        scene = self._scene(submission, at, column)
        written = dirt.touch(scene, self.dice)
        plain = shown(scene.value, column, self.county, None)
        if written in (None, plain) or self._twice(row, column, dirt):
            return False
        reaction = column.on_failure if dirt.lost else dirt.reaction
        if reaction is Reaction.ROW and _is_repeated(submission.rows[at + 1 : at + 2]):
            return False
        row[column.name] = Odd(written, None if dirt.lost else scene.value, dirt.number, reaction)
        return True

    def _scene(self, submission: Submission, at: int, column: Column) -> Scene:
        row = submission.rows[at]
        value = row.get(column.name)
        apart = at == 0 or any(extra.before == at for extra in submission.look.extras)
        above = None if apart or _is_rejected(submission.rows[at - 1]) else submission.rows[at - 1]
        return Scene(column, None if isinstance(value, Odd) else value, row, above, self.county, submission.period)

    def _twice(self, row: Row, column: Column, dirt: CellDirt) -> bool:
        """Whether the person in the row has lost a part of the identity before; notes the first time."""
        if not (dirt.lost and column.name in _WHO):
            return False
        known = row.get("person") in self.spent
        self.spent.add(row.get("person"))
        return known


def _is_rejected(row: Row) -> bool:
    """Whether a row is lost as a whole: nothing of it can be repeated below."""
    return any(isinstance(cell, Odd) and cell.reaction is Reaction.ROW for cell in row.values())


def _is_repeated(below: list[Row]) -> bool:
    """Whether the next row repeats one of its cells (M26)."""
    return any(isinstance(cell, Odd) and cell.number == "M26" for row in below for cell in row.values())
