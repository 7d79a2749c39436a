"""The assignment problem in whole numbers: persons in the order of the roster, posts by code (domain.md §10.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Truth = NDArray[np.bool_]

BLOCKED = -1
"""The score of a pair that must not be, and the post of a person who gets none."""

_HIGHEST = 10_000

EXACT = 200
"""Up to so many persons ties are broken as published; with more, whole numbers below 2^53 do not hold them, and of
equal plans the solver's counts, the same on every run."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """totals: persons × posts, BLOCKED where blocked. wish, continuity: the same shape, 0–100, by which ties
    are broken. seats, organs: by post. quotas: at most so many persons an organ. locks: person → post.
    """

    totals: Whole
    wish: Whole
    continuity: Whole
    seats: Whole
    organs: tuple[str, ...]
    quotas: Mapping[str, int] = field(default_factory=dict)
    locks: Mapping[int, int] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """How many persons there are."""
        return int(self.totals.shape[0])

    @cached_property
    def seat_posts(self) -> Whole:
        """The post of each seat."""
        return np.repeat(np.arange(len(self.seats)), self.seats)

    @cached_property
    def dummies(self) -> tuple[str, ...]:
        """The organ of each seat that has to stay empty: as many as an organ has above its quota."""
        offered = {organ: int(self.seats[[own == organ for own in self.organs]].sum()) for organ in self.quotas}
        return tuple(organ for organ, quota in self.quotas.items() for _ in range(offered[organ] - quota))

    @property
    def placing(self) -> int:
        """M, what placing one person is worth: more than all scores together, so that more placed always wins."""
        return max(_HIGHEST, int(self.totals.max(initial=0))) * self.people + 1

    @property
    def ties(self) -> int:
        """The base of a digit for sums of scores of 0–100."""
        return 100 * self.people + 1

    @cached_property
    def open(self) -> Truth:
        """Whether a pair may be: not blocked, and not against a lock."""
        allowed: Truth = self.totals != BLOCKED
        for person, post in self.locks.items():
            allowed[person] = np.arange(len(self.seats)) == post
        return allowed

    def worth(self) -> Whole:
        """Persons × posts: placing, then the total."""
        return self.totals + self.placing

    def worth_with_ties(self) -> Whole:
        """The same, and up to EXACT persons the wishes and the continuity as lower digits."""
        if self.people > EXACT:
            return self.worth()
        return (self.worth() * self.ties + self.wish) * self.ties + self.continuity
