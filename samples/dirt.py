"""The dirt dial: 0 leaves every workbook clean, 0.2 is an ordinary week, 1 the worst week imaginable (domain.md §12).

What is done to a workbook is written down where it is done: a spoilt cell is an `Odd` that says what it still means, a
spoilt file says so itself. No row suffers twice, and nobody's identity twice, so that the truth can always be told.
"""

from __future__ import annotations

import random
from copy import deepcopy
from dataclasses import dataclass, field

from expectations.catalogue import SHEETS
from expectations.contract import Column
from expectations.county import County
from expectations.rules import Reaction
from samples.dirt_cells import CELL_DIRT, CellDirt, Scene
from samples.dirt_files import FATAL, HARMLESS, FileDirt, column_missing
from samples.looks import dress
from samples.setting import days
from samples.story import Inboxes
from samples.submission import Look, Odd, Row, Submission
from samples.wording import shown

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

_NEVER_SPOILT = frozenset({"R6", "R8"})
_MAY_BE_REFUSED = frozenset({"S2", "S7", "S10"})


@dataclass
class _Soiler:
    """One pass over all inboxes."""

    county: County
    level: float
    dice: random.Random
    spent: set[object] = field(default_factory=set)

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
        if written is None or written == shown(scene.value, column, self.county, None) or self._twice(row, column, dirt):
            return False
        reaction = column.on_failure if dirt.lost else dirt.reaction
        row[column.name] = Odd(written, None if dirt.lost else scene.value, dirt.number, reaction)
        return True

    def _scene(self, submission: Submission, at: int, column: Column) -> Scene:
        row = submission.rows[at]
        value = row.get(column.name)
        apart = at == 0 or any(extra.before == at for extra in submission.look.extras)
        above = None if apart else submission.rows[at - 1]
        return Scene(column, None if isinstance(value, Odd) else value, row, above, self.county, submission.period)

    def _twice(self, row: Row, column: Column, dirt: CellDirt) -> bool:
        """Whether the person in the row has lost a part of the identity before; notes the first time."""
        if not (dirt.lost and column.name in _WHO):
            return False
        known = row.get("person") in self.spent
        self.spent.add(row.get("person"))
        return known


def soil(boxes: Inboxes, county: County, level: float, seed: int) -> None:
    """Dress every submission and, from level 0 up to 1, let dirt happen to it. Changes `boxes`."""
    if not 0 <= level <= 1:
        raise ValueError(f"dirt {level} is not between 0 and 1")
    soiler = _Soiler(county, level, random.Random(f"{seed}/dirt/{level}"))
    for submission in [submission for box in boxes.values() for submission in box]:
        dress(submission, random.Random(f"{seed}/look/{submission.file_name}"))
    if level == 0:
        return
    staged = {id(submission) for submission in _returned_and_sent_again(boxes, soiler)}
    exposed = [s for box in boxes.values() for s in box if s.rows and id(s) not in staged]
    for submission in exposed:
        _soil_file(soiler, submission)
        _soil_cells(soiler, submission)
    if level == 1:
        _every_kind_somewhere(soiler, [submission for submission in exposed if submission.usable])
    for submission in exposed:
        boxes[submission.inbox] += _copies(soiler, submission)


def _returned_and_sent_again(boxes: Inboxes, soiler: _Soiler) -> list[Submission]:
    """In the first week one division's orders lack a column and are rejected; the corrected file comes a week later."""
    first, *later = sorted(boxes)
    wrong = soiler.dice.choice([s for s in boxes[first] if s.sheet == "S10" and s.rows])
    right = deepcopy(wrong)
    column_missing(wrong, soiler.county, soiler.dice)
    wrong.refused = "M16"
    wrong.look.numbers.append("M16")
    if not later:
        return [wrong]
    right.version, right.inbox = 2, later[0]
    right.received = min(s.received for s in boxes[later[0]])
    boxes[later[0]].append(right)
    return [wrong, right]


def _soil_file(soiler: _Soiler, submission: Submission) -> None:
    dice, level = soiler.dice, soiler.level
    if level > GENTLE and submission.sheet in _MAY_BE_REFUSED and dice.random() < level * 0.06:
        _refuse(soiler, submission, dice.choice(FATAL))
        return
    for dirt in HARMLESS:
        if dice.random() < level * 0.12:
            _touch(soiler, submission, dirt)


def _touch(soiler: _Soiler, submission: Submission, dirt: FileDirt) -> bool:
    happened = dirt.touch(submission, soiler.county, soiler.dice)
    if happened:
        submission.look.numbers.append(dirt.number)
    return happened


def _refuse(soiler: _Soiler, submission: Submission, dirt: FileDirt) -> None:
    if _touch(soiler, submission, dirt):
        submission.refused = dirt.number


def _copies(soiler: _Soiler, submission: Submission) -> list[Submission]:
    """Now and then a file arrives twice, or in two versions."""
    if submission.refused or submission.look.file_name or soiler.dice.random() >= soiler.level * 0.06:
        return []
    return [soiler.dice.choice((_sent_twice, _earlier_version))(submission)]


def _sent_twice(submission: Submission) -> Submission:
    """The same bytes under another name (M01)."""
    again = deepcopy(submission)
    again.look.file_name = submission.file_name.replace(".xlsx", " (1).xlsx")
    again.ignored = True
    again.look.numbers = ["M01"]
    again.received += days(1) / 24
    return again


def _earlier_version(submission: Submission) -> Submission:
    """A first version without the last row, replaced as a whole by this one (M02)."""
    earlier = deepcopy(submission)
    submission.version += 1
    earlier.rows.pop()
    earlier.look = Look(dates=submission.look.dates, numbers=["M02"])
    earlier.superseded = True
    earlier.received -= days(1) / 24
    return earlier


def _soil_cells(soiler: _Soiler, submission: Submission) -> None:
    """Many cells are written oddly; in the files of the careless some are lost as well."""
    dice, level = soiler.dice, soiler.level
    careless = submission.sheet not in _NEVER_SPOILT and dice.random() < level
    for at in range(len(submission.rows)):
        chance = dice.random()
        if careless and chance < level * 0.04:
            _spoil_somehow(soiler, submission, at, lost=True)
        elif chance < level * 0.12:
            _spoil_somehow(soiler, submission, at, lost=False)


def _spoil_somehow(soiler: _Soiler, submission: Submission, at: int, *, lost: bool) -> None:
    kinds = [dirt for dirt in CELL_DIRT if dirt.lost is lost]
    for dirt in soiler.dice.sample(kinds, 5):
        if soiler.spoil(submission, at, dirt):
            return


def _every_kind_somewhere(soiler: _Soiler, usable: list[Submission]) -> None:
    """In the worst of weeks each kind of dirt occurs at least once, wherever it can."""
    spoilable = [submission for submission in usable if submission.sheet not in _NEVER_SPOILT]
    for dirt in CELL_DIRT:
        soiler.dice.shuffle(spoilable)
        any(soiler.spoil(submission, at, dirt) for submission in spoilable for at in range(len(submission.rows)))
    happened = {number for submission in usable for number in submission.look.numbers}
    for file_dirt in HARMLESS:
        if file_dirt.number not in happened:
            any(_touch(soiler, submission, file_dirt) for submission in spoilable)
