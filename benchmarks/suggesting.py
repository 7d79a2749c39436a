"""The proposal for the second division of work: its speed beside SciPy alone, and its worth beside simpler plans.

    python -m benchmarks.suggesting [--counties N]

The worth is that of a simulation: persons, posts and how well each would truly do are made up, so it compares methods
and promises nothing about a county. What is recorded of a person (S2, S3) is part of what is true.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import polars as pl
from scipy.optimize import linear_sum_assignment

from benchmarks.cost import best_of
from benchmarks.made_up_counties import ORGANS, PEOPLE, Made, made_up
from transforms.suggest.assignment.optimum import best, placed
from transforms.suggest.assignment.problem import BLOCKED, Problem
from transforms.suggest.assignment.regrets import regrets
from transforms.suggest.plans import MEETS_A_WISH, pairs_of
from transforms.suggest.proposal import Proposal

LIMIT = 1.5
"""The proposal may take so many times as long as SciPy alone, 1,000 persons on 1,000 posts."""
WORST = 5


def speed() -> None:
    """Print what a plan costs beside `linear_sum_assignment` on the same numbers, and plans of a county's size."""
    rng = np.random.default_rng(1)
    large = _problem(rng, 1_000, 1_000, quotas={})
    worth = np.where(large.open, large.worth(), 0).astype(np.float64)
    alone = best_of(5, lambda: linear_sum_assignment(worth, maximize=True)).cpu
    whole = best_of(5, lambda: placed(large)).cpu
    print("| persons × posts | plan, CPU s | all regrets, CPU s | SciPy alone, CPU s | ratio |\n|---|---|---|---|---|")
    print(f"| 1,000 × 1,000 | {whole:.3f} | | {alone:.3f} | {whole / alone:.2f} (at most {LIMIT}) |")
    for people, posts in ((19, 40), (60, 80), (200, 260)):
        problem = _problem(rng, people, posts, quotas=dict.fromkeys(ORGANS, people // 4))
        square = best(problem)
        plan, prices = best_of(3, partial(best, problem)).cpu, best_of(3, partial(regrets, square)).cpu
        print(f"| {people} × {posts}, quotas | {plan:.4f} | {prices:.4f} | | |")


def _problem(rng: np.random.Generator, people: int, posts: int, quotas: Mapping[str, int]) -> Problem:
    def points() -> np.ndarray:
        return rng.integers(0, 21, (people, posts)) * 5

    continuity, wish = points(), points()
    totals = 25 * (continuity + wish + points() + points())
    return Problem(
        totals=np.where(rng.random((people, posts)) < 0.15, BLOCKED, totals),
        wish=wish,
        continuity=continuity,
        seats=np.ones(posts, dtype=np.int64),
        organs=tuple(ORGANS[place % len(ORGANS)] for place in range(posts)),
        quotas=quotas,
    )


Taking = Callable[[np.random.Generator, pl.DataFrame], pl.DataFrame]
"""The open pairs of a county in the order in which a simpler plan takes them."""

SIMPLER: Mapping[str, Taking] = {
    "random": lambda rng, pairs: pairs.sample(fraction=1, shuffle=True, seed=int(rng.integers(2**31))),
    "first come": lambda _, pairs: pairs.sort(
        "nth", "wish", "total", "post_code", descending=[False, True, True, False]
    ),
    "greedy": lambda _, pairs: pairs.sort("total", "nth", "post_code", descending=[True, False, False]),
}


def taken(made: Proposal, ordered: pl.DataFrame) -> dict[str, str]:
    """The plan that takes each pair in turn where person, seat and quota are still free."""
    plan: dict[str, str] = {}
    seats = dict(made.offered.select("post_code", "seats").iter_rows())
    left = dict(made.weights.quotas)
    for person, code, organ in ordered.select("person_id", "post_code", "organ").iter_rows():
        if person not in plan and seats[code] and left[organ]:
            plan[person], seats[code], left[organ] = code, seats[code] - 1, left[organ] - 1
    return plan


def worth(counties: int) -> None:
    """Print share placed, wishes met and true suitability of the proposal and of simpler plans, means of so many."""
    rng, results = np.random.default_rng(2), dict[str, list[tuple[float, ...]]]()
    for _ in range(counties):
        made = made_up(rng)
        pairs = made.proposal.pairs.filter(pl.col("blocks").list.len() == 0)
        roster = {person: nth for nth, person in enumerate(made.proposal.people["person_id"])}
        pairs = pairs.with_columns(nth=pl.col("person_id").replace_strict(roster))
        plans = {name: taken(made.proposal, take(rng, pairs)) for name, take in SIMPLER.items()}
        for name, plan in {"proposal": made.proposal.plan, **plans}.items():
            results.setdefault(name, []).append(_measures(made, plan))
    print(f"\nSimulation: {counties} made-up counties of {PEOPLE} persons (synthetic, no promise about a county)\n")
    print(f"| plan | placed, % | wishes met, % of all | true suitability | its worst {WORST} |\n|---|---|---|---|---|")
    for name, measures in results.items():
        print(f"| {name} | {' | '.join(f'{value:.1f}' for value in np.mean(measures, axis=0))} |")


def _measures(made: Made, plan: Mapping[str, str]) -> tuple[float, ...]:
    """Those without a post count as 0: leaving the hardest ones out must not look well."""
    wished = pairs_of(made.proposal, plan).filter(pl.col("wish_rank").is_in(MEETS_A_WISH)).height
    true = sorted(made.truth[person, code] for person, code in plan.items())
    unplaced = [0.0] * (PEOPLE - len(plan))
    return (
        100 * len(plan) / PEOPLE,
        100 * wished / PEOPLE,
        float(np.mean([*unplaced, *true])),
        float(np.mean(true[:WORST])),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counties", type=int, default=50)
    counties = parser.parse_args().counties
    speed()
    worth(counties)
