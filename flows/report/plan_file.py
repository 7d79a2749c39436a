"""A plan for the second division of work in a workbook: who (姓名) gets which post (岗位编号)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from flows.read.workbook import read_workbook
from flows.receive.guard import Limits
from transforms.recognise.grid import Grid

WHO, POST = "姓名", "岗位编号"
_BLANKS = re.compile(r"\s+")


class WrongPlan(Exception):
    """The file holds no plan, or a line of it cannot be understood; the text says what to write."""


def plan_in(path: Path, limits: Limits, person_id: Callable[[str], str], posts: frozenset[str]) -> dict[str, str]:
    """person_id → post_code of every line that names a post; a workbook of any kind that is received.

    The columns are found by their headings, wherever they stand; lines without a post are persons left out.
    person_id: of a name, or of a number where several bear it. Raises WrongPlan, Unreadable, and what `person_id` does.
    """
    plan: dict[str, str] = {}
    for who, post in _lines(read_workbook(path, limits).grids):
        if not who or not post:
            continue
        if post not in posts:
            raise WrongPlan(f"{path.name}: there is no post {post}; write a post_code of S5 in the column {POST}")
        person = person_id(who)
        if person in plan:
            raise WrongPlan(f"{path.name}: {who} stands there twice; leave one line")
        plan[person] = post
    if not plan:
        raise WrongPlan(f"{path.name}: no line has both {WHO} and {POST}; write these two headings and a line a person")
    return plan


def _lines(grids: tuple[Grid, ...]) -> Iterator[tuple[str, str]]:
    for grid in grids:
        rows = [[_BLANKS.sub("", str(cell)) for cell in row] for row in grid.rows]
        head = next((place for place, row in enumerate(rows) if WHO in row and POST in row), None)
        if head is not None:
            who, post = rows[head].index(WHO), rows[head].index(POST)
            yield from ((row[who], row[post]) for row in rows[head + 1 :] if len(row) > max(who, post))
