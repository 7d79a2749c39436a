"""The proof that a plan is the best one: a price for each row and column (dual variables) in whole numbers."""

from __future__ import annotations

import numpy as np

from transforms.suggest.assignment.problem import Truth, Whole
from transforms.suggest.assignment.square import Square


class NotOptimal(Exception):
    """There is a better plan than the one given."""


def slack(square: Square) -> Whole:
    """Rows × columns: how much is lost at least where a row gets a column, 0 for the plan's own. Raises NotOptimal.

    With u + v ≥ worth everywhere and = worth in the plan, no plan can be worth more. The v of columns are the smallest
    that do it, found by raising them until nothing changes; where that does not end, the plan was not the best.
    """
    own = square.worth[np.arange(len(square.column)), square.column]
    v = np.zeros(len(own), dtype=np.int64)
    for _ in range(len(own) + 1):
        u = own - v[square.column]
        raised = (square.worth - u[:, None]).max(axis=0)
        if np.array_equal(raised, v):
            return u[:, None] + v[None, :] - square.worth
        v = raised
    raise NotOptimal("a plan is not the best one; this is an error of the program")


def tight(square: Square) -> Truth:
    """The pairs of which all plans consist that are worth the most, no others."""
    pairs: Truth = slack(square) == 0
    return pairs
