"""The last tie-break: of plans equal in all else, each person in the order of the roster has the first post by code."""

from __future__ import annotations

import numpy as np

from transforms.suggest.assignment.potentials import tight
from transforms.suggest.assignment.problem import BLOCKED, Truth, Whole
from transforms.suggest.assignment.square import Square


def in_roster_order(square: Square) -> Whole:
    """The `column` of each row in that one of the best plans which gives the first person the first post by its code
    that any of them does, then the second person, and so on; to stay unplaced comes last.

    A person gets another column where the others can move among tight pairs, those before staying (augmenting paths).
    """
    pairs, column, row = tight(square), square.column.copy(), square.row
    posts = square.post_of(np.arange(len(column)))
    for person in range(square.problem.people):
        for post in _in_order(posts[pairs[person]]):
            if post == posts[column[person]]:
                break
            if _moved(pairs, column, row, person, _first_free(posts == post, row, person)):
                break
    return column


def _in_order(posts: Whole) -> list[int]:
    return sorted({int(post) for post in posts}, key=lambda post: (post == BLOCKED, post))


def _first_free(columns: Truth, row: Whole, person: int) -> int | None:
    """The first of these columns that nobody before the person has; seats of one post are alike."""
    free = np.flatnonzero(columns & (row >= person))
    return int(free[0]) if len(free) else None


def _moved(pairs: Truth, column: Whole, row: Whole, person: int, wanted: int | None) -> bool:
    """Whether the person gets the `wanted` column, and who has it another one, down to the person's own column.

    `column` and `row` are changed if so. Rows before the person keep what they have.
    """
    if wanted is None:
        return False
    came_from = _paths(pairs, row, person, wanted)
    place = int(column[person])
    if place not in came_from:
        return False
    while place != wanted:
        mover = came_from[place]
        column[mover], place_before = place, int(column[mover])
        row[place] = mover
        place = place_before
    column[person], row[wanted] = wanted, person
    return True


def _paths(pairs: Truth, row: Whole, person: int, wanted: int) -> dict[int, int]:
    """Column → the row that would move to it, for all columns that those can reach who have to make room."""
    came_from: dict[int, int] = {}
    seen, waiting = {wanted}, [int(row[wanted])]
    while waiting:
        mover = waiting.pop()
        for place in np.flatnonzero(pairs[mover]).tolist():
            if place not in seen and row[place] >= person:
                seen.add(place)
                came_from[place] = mover
                if row[place] == person:
                    return came_from
                waiting.append(int(row[place]))
    return came_from
