"""The dirt dial: 0 leaves every workbook clean, 0.2 is an ordinary week, 1 the worst week imaginable (domain.md §12).

Each change is recorded where it is made: a spoilt cell is an `Odd` with what it still means, a spoilt file carries its
own record.
"""

from __future__ import annotations

import random
from copy import deepcopy

from expectations.county.county import County
from samples.dirt.dirt_cells import CELL_DIRT
from samples.dirt.dirt_files import FATAL, HARMLESS, FileDirt, column_missing
from samples.dirt.looks import dress
from samples.dirt.soiler import GENTLE, Soiler
from samples.story.setting import days
from samples.story.story import Inboxes
from samples.story.submission import Look, Submission

_NEVER_LOST = frozenset({"R6", "R8"})
"""Reference sheets: written oddly, too, but without loss."""
_MAY_BE_REFUSED = frozenset({"S2", "S7", "S10"})
"""Sheets without which the others can still be understood."""


def soil(boxes: Inboxes, county: County, level: float, seed: int) -> None:
    """Dress every submission and, from level 0 up to 1, let dirt happen to it. Changes `boxes`."""
    if not 0 <= level <= 1:
        raise ValueError(f"dirt {level} is not between 0 and 1")
    soiler = Soiler(county, level, random.Random(f"{seed}/dirt/{level}"))
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


def _returned_and_sent_again(boxes: Inboxes, soiler: Soiler) -> list[Submission]:
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


def _soil_file(soiler: Soiler, submission: Submission) -> None:
    dice, level = soiler.dice, soiler.level
    if level > GENTLE and submission.sheet in _MAY_BE_REFUSED and dice.random() < level * 0.06:
        _refuse(soiler, submission, dice.choice(FATAL))
        return
    for dirt in HARMLESS:
        if dice.random() < level * 0.12:
            _touch(soiler, submission, dirt)


def _touch(soiler: Soiler, submission: Submission, dirt: FileDirt) -> bool:
    happened = dirt.touch(submission, soiler.county, soiler.dice)
    if happened:
        submission.look.numbers.append(dirt.number)
    return happened


def _refuse(soiler: Soiler, submission: Submission, dirt: FileDirt) -> None:
    if _touch(soiler, submission, dirt):
        submission.refused = dirt.number


def _copies(soiler: Soiler, submission: Submission) -> list[Submission]:
    """Now and then a file arrives twice, or in two versions."""
    alone = submission.refused or submission.look.file_name or len(submission.rows) < 2
    if alone or soiler.dice.random() >= soiler.level * 0.06:
        return []
    return [soiler.dice.choice((_sent_twice, _earlier_version))(submission)]


def _sent_twice(submission: Submission) -> Submission:
    """The same bytes under another name (M01)."""
    again = deepcopy(submission)
    again.look.file_name = f"复件 {submission.file_name}"
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


def _soil_cells(soiler: Soiler, submission: Submission) -> None:
    """Many cells are written oddly; in careless files some, at least one, are lost as well."""
    dice, level = soiler.dice, soiler.level
    careless = submission.sheet not in _NEVER_LOST and dice.random() < level * 0.6
    worst = dice.randrange(len(submission.rows))
    for at in range(len(submission.rows)):
        chance = dice.random()
        if careless and (at == worst or chance < level * 0.06):
            _spoil_somehow(soiler, submission, at, lost=True)
        elif chance < level * 0.12:
            _spoil_somehow(soiler, submission, at, lost=False)


def _spoil_somehow(soiler: Soiler, submission: Submission, at: int, *, lost: bool) -> None:
    kinds = [dirt for dirt in CELL_DIRT if dirt.lost is lost]
    for dirt in soiler.dice.sample(kinds, 5):
        if soiler.spoil(submission, at, dirt):
            return


def _every_kind_somewhere(soiler: Soiler, usable: list[Submission]) -> None:
    """In the worst of weeks each kind of dirt occurs at least once, wherever it can."""
    spoilable = [submission for submission in usable if submission.sheet not in _NEVER_LOST]
    for dirt in CELL_DIRT:
        soiler.dice.shuffle(spoilable)
        any(soiler.spoil(submission, at, dirt) for submission in spoilable for at in range(len(submission.rows)))
    happened = {number for submission in usable for number in submission.look.numbers}
    for file_dirt in HARMLESS:
        if file_dirt.number not in happened:
            any(_touch(soiler, submission, file_dirt) for submission in spoilable)
