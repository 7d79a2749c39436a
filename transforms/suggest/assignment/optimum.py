"""The best plan: most placed, then the highest total, then ties as published (domain.md §10.2, §10.3)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from transforms.suggest.assignment.problem import BLOCKED, EXACT, Problem, Whole
from transforms.suggest.assignment.roster_order import in_roster_order
from transforms.suggest.assignment.square import NEVER, Square, squared


class Unlockable(Exception):
    """The locks cannot all be kept: they ask for more seats than a post or an organ has."""


def placed(problem: Problem) -> Whole:
    """Of each person the post, BLOCKED for those who get none. Raises Unlockable.

    More than EXACT persons without locks and quotas are solved without columns for the unplaced, which would cost twice
    the time: a blocked pair is worth nothing, so that who gets one is unplaced.
    """
    if problem.people > EXACT and not problem.locks and not problem.dummies:
        worth = np.where(problem.open, problem.totals + float(problem.placing), 0.0)
        worth = worth if (problem.seats == 1).all() else worth[:, problem.seat_posts]  # a copy is a tenth of the time
        rows, seats = linear_sum_assignment(worth, maximize=True)
        posts = np.full(problem.people, BLOCKED)
        posts[rows] = np.where(worth[rows, seats] > 0, problem.seat_posts[seats], BLOCKED)
        return posts
    return best(problem).placed()


def best(problem: Problem) -> Square:
    """The best plan as a square whose worth is without the ties: its slack is what changes of it cost in total."""
    square = _solved(problem, squared(problem, problem.worth_with_ties()))
    if problem.people <= EXACT:
        square = replace(square, column=in_roster_order(square))
    return replace(square, worth=squared(problem, problem.worth()))


def _solved(problem: Problem, worth: Whole) -> Square:
    """Values are whole numbers below 2^53 (tests), so that the solver's floating point is exact."""
    try:
        _, columns = linear_sum_assignment(np.where(worth > NEVER, worth, -np.inf), maximize=True)
    except ValueError:
        raise Unlockable("the posts that are locked have fewer seats than persons, or an organ's quota has") from None
    return Square(problem, worth, columns.astype(np.int64))
