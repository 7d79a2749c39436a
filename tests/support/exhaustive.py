"""The best plan of a small assignment problem by trying every plan, as the rule of domain.md §10 says it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
from hypothesis import strategies as st

from transforms.suggest.assignment.problem import BLOCKED, Problem

Plan = tuple[int, ...]
Value = tuple[int, int, int, int]
"""Placed, total, wishes, continuity: the more the better, the first before the second."""


def best_plan(problem: Problem, forced: Mapping[int, int] | None = None) -> tuple[Value, Plan] | None:
    """Value and plan, of each person the post or BLOCKED; None where no plan keeps the locks and what is `forced`.

    Of plans of one value that in which the first person has the first post, then the second; BLOCKED comes last.
    """
    fixed, last = {**problem.locks, **(forced or {})}, len(problem.seats)

    def options(person: int, left: tuple[int, ...]) -> list[int]:
        wanted = [fixed[person]] if person in fixed else [*range(last), BLOCKED]
        return [
            p for p in wanted if p == BLOCKED or (left[p] and problem.totals[person, p] != BLOCKED and fits(left, p))
        ]

    def fits(left: tuple[int, ...], post: int) -> bool:
        organ = problem.organs[post]
        posts = [place for place, own in enumerate(problem.organs) if own == organ]
        taken = sum(int(problem.seats[place]) - left[place] for place in posts)
        return organ not in problem.quotas or taken < problem.quotas[organ]

    @cache
    def best(person: int, left: tuple[int, ...]) -> tuple[Value, Plan] | None:
        if person == problem.people:
            return (0, 0, 0, 0), ()
        plans = []
        for post in options(person, left):
            rest = best(person + 1, tuple(n - (place == post) for place, n in enumerate(left)))
            if rest:
                plans.append((_plus(_value(problem, person, post), rest[0]), (post, *rest[1])))
        return max(plans, key=lambda plan: (plan[0], [-(post % (last + 1)) for post in plan[1]]), default=None)

    return best(0, tuple(map(int, problem.seats)))


def _value(problem: Problem, person: int, post: int) -> Value:
    if post == BLOCKED:
        return (0, 0, 0, 0)
    points = (problem.totals, problem.wish, problem.continuity)
    total, wish, continuity = (int(table[person, post]) for table in points)
    return 1, total, wish, continuity


def _plus(a: Value, b: Value) -> Value:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]


@st.composite
def problems(draw: st.DrawFn, most: int) -> Problem:
    """Up to `most` persons and posts with blocks, capacities, quotas and locks, and few different scores: many ties."""
    people, posts = draw(st.integers(1, most)), draw(st.integers(1, most))

    def table(values: st.SearchStrategy[int]) -> np.ndarray:
        rows = st.lists(st.lists(values, min_size=posts, max_size=posts), min_size=people, max_size=people)
        return np.array(draw(rows), dtype=np.int64)

    totals = table(st.sampled_from((BLOCKED, 2500, 5000, 5000, 7525)))
    seats = np.array(draw(st.lists(st.sampled_from((1, 1, 2, 0)), min_size=posts, max_size=posts)))
    open_pairs = [(int(i), int(j)) for i, j in np.argwhere((totals != BLOCKED) & (seats > 0))]
    return Problem(
        totals=totals,
        wish=table(st.sampled_from((50, 60))),
        continuity=table(st.sampled_from((0, 25))),
        seats=seats,
        organs=tuple(draw(st.lists(st.sampled_from(("CW", "ZF")), min_size=posts, max_size=posts))),
        quotas=draw(st.dictionaries(st.sampled_from(("CW", "ZF")), st.integers(0, 3))),
        locks=dict(draw(st.lists(st.sampled_from(open_pairs), max_size=1))) if open_pairs else {},
    )
