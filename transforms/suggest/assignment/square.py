"""The problem as a square of rows and columns, each row to get one column: what its optimum, proof and regrets share.

Rows: the persons, a dummy for each seat that a quota keeps empty, and one for every other column. Columns: the seats,
and one for each person to stay unplaced. Of organs that part the posts, at most Q of S seats taken is the same as S − Q
dummies that must take seats of that organ; so no other solver is needed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transforms.suggest.assignment.problem import BLOCKED, Problem, Truth, Whole

NEVER = -(2**60)
"""The worth of what must not be; further from any sum than sums of it are from the limits of 64 bits."""


@dataclass(frozen=True)
class Square:
    """worth: rows × columns, NEVER where a row must not have a column. column: of each row, in some plan."""

    problem: Problem
    worth: Whole
    column: Whole

    @property
    def allowed(self) -> Truth:
        """Whether a row may have a column."""
        return self.worth > NEVER

    @property
    def row(self) -> Whole:
        """Of each column the row that has it."""
        return np.argsort(self.column)

    def placed(self) -> Whole:
        """Of each person the post, BLOCKED for those who get none."""
        return self.post_of(self.column[: self.problem.people])

    def post_of(self, columns: Whole) -> Whole:
        """Of each column the post, BLOCKED for those of the unplaced."""
        posts = np.append(self.problem.seat_posts, np.full(self.problem.people, BLOCKED))
        return posts[columns]


def squared(problem: Problem, worth: Whole) -> Whole:
    """The worth of every row and column, by that of persons and posts."""
    people, posts = problem.people, problem.seat_posts
    size = len(posts) + people  # an organ has no more dummies than seats
    square = np.zeros((size, size), dtype=np.int64)
    square[:people, : len(posts)] = np.where(problem.open, worth, NEVER)[:, posts]
    for person in problem.locks:
        square[person, len(posts) :] = NEVER
    organs = np.array(problem.organs, dtype=object)[posts]
    for row, organ in enumerate(problem.dummies, start=people):
        square[row, : len(posts)] = np.where(organs == organ, 0, NEVER)
        square[row, len(posts) :] = NEVER
    return square
