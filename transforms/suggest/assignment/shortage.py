"""Why somebody with open posts gets none: who competes for too few seats (a Hall violator, domain.md §10.3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transforms.suggest.assignment.square import Square


@dataclass(frozen=True)
class Shortage:
    """persons can only take posts, which have one seat fewer; organs whose quota keeps seats of these posts empty."""

    persons: tuple[int, ...]
    posts: tuple[int, ...]
    organs: tuple[str, ...]
    seats: int


def shortage(square: Square, person: int) -> Shortage:
    """The proof that the unplaced person cannot be placed without another losing their post.

    From the person over all open seats to those who hold them, and on: no free seat is met, as the plan places as many
    as can be. `seats` are those that persons hold: one fewer than `persons`.
    """
    problem, allowed, row = square.problem, square.allowed[:, : len(square.problem.seat_posts)], square.row
    rows, seats, waiting = {person}, set[int](), [person]
    while waiting:
        for seat in np.flatnonzero(allowed[waiting.pop()]).tolist():
            holder = int(row[seat])
            seats.add(seat)
            if holder not in rows:
                rows.add(holder)
                waiting.append(holder)
    persons = sorted(one for one in rows if one < problem.people)
    organs = {problem.dummies[one - problem.people] for one in rows if one >= problem.people}
    posts = {int(problem.seat_posts[seat]) for seat in seats}
    return Shortage(tuple(persons), tuple(sorted(posts)), tuple(sorted(organs)), len(persons) - 1)
