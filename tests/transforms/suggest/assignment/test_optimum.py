"""The plan of `wuwei suggest` is the best of all plans, and its regrets and proofs are true."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from tests.support.exhaustive import best_plan, problems
from transforms.suggest.assignment.optimum import Unlockable, best, placed
from transforms.suggest.assignment.potentials import NotOptimal, slack
from transforms.suggest.assignment.problem import BLOCKED, EXACT, Problem
from transforms.suggest.assignment.regrets import regrets
from transforms.suggest.assignment.shortage import shortage
from transforms.suggest.assignment.square import Square


def problem(totals: list[list[int]], seats: list[int], **more: object) -> Problem:
    """One organ, without wishes and continuity, unless `more` says otherwise."""
    rows = np.array(totals)
    nothing = np.zeros_like(rows)
    facts = {"wish": nothing, "continuity": nothing, "organs": ("ZF",) * len(seats)}
    return Problem(totals=rows, seats=np.array(seats), **{**facts, **more})  # type: ignore[arg-type]


@given(problems(most=7))
def test_the_plan_is_the_best_of_all_plans(made: Problem) -> None:
    expected = best_plan(made)
    if expected is None:
        with pytest.raises(Unlockable):
            best(made)
    else:
        assert tuple(placed(made).tolist()) == expected[1]


@given(problems(most=4))
def test_a_regret_is_what_the_best_plan_with_that_pair_is_short_of(made: Problem) -> None:
    expected = best_plan(made)
    if expected is None:
        return
    lost = regrets(best(made))
    for person, post in np.ndindex(made.totals.shape):
        forced = best_plan(made, {**made.locks, person: post}) if made.locks.get(person, post) == post else None
        if forced is None:
            assert lost.fewer[person, post] == BLOCKED
        else:
            assert lost.fewer[person, post] == expected[0][0] - forced[0][0]
            assert lost.falls[person, post] == expected[0][1] - forced[0][1]


@given(problems(most=5))
def test_who_is_squeezed_out_competes_for_one_seat_too_few(made: Problem) -> None:
    if best_plan(made) is None:
        return
    square = best(made)
    for person in np.flatnonzero(square.placed() == BLOCKED).tolist():
        if not (made.open[person] & (made.seats > 0)).any():
            continue
        proof = shortage(square, person)
        for one in proof.persons:  # none of them can take any other post
            assert set(np.flatnonzero(made.open[one] & (made.seats > 0)).tolist()) <= set(proof.posts)
        kept_empty = square.post_of(square.column[made.people :][: len(made.dummies)])
        taken = made.seats[list(proof.posts)].sum() - np.isin(kept_empty, proof.posts).sum()
        assert taken == proof.seats == len(proof.persons) - 1


def test_placing_more_people_beats_any_scores() -> None:
    """Three at 10,000 move to 0 so that a fourth gets a post: with M = 20,000 the fourth stayed out."""
    top, none = 10_000, BLOCKED
    made = problem([[top, 0, none, none], [none, top, 0, none], [none, none, top, 0], [0, none, none, none]], [1] * 4)
    assert placed(made).tolist() == [1, 2, 3, 0]


def test_ties_are_broken_by_wish_then_continuity_then_the_roster() -> None:
    equal = [[5000, 5000], [5000, 5000]]
    assert placed(problem(equal, [1, 1])).tolist() == [0, 1]
    continuity = np.array([[0, 60], [0, 0]])
    assert placed(problem(equal, [1, 1], continuity=continuity)).tolist() == [1, 0]
    wish = np.array([[100, 0], [0, 0]])
    assert placed(problem(equal, [1, 1], continuity=continuity, wish=wish)).tolist() == [0, 1]


def test_of_two_alike_the_first_on_the_roster_gets_the_only_post() -> None:
    assert placed(problem([[5000], [5000]], [1])).tolist() == [0, BLOCKED]


def test_a_quota_is_an_upper_bound_and_its_proof_names_the_organ() -> None:
    square = best(problem([[9000, 8000], [7000, 6000]], [1, 1], quotas={"ZF": 1}))
    assert square.placed().tolist() == [0, BLOCKED]
    proof = shortage(square, 1)
    assert (proof.persons, proof.posts, proof.organs, proof.seats) == ((0, 1), (0, 1), ("ZF",), 1)


def test_a_lock_is_kept_at_the_cost_of_all_else() -> None:
    totals = [[10_000, 0], [0, BLOCKED]]
    assert placed(problem(totals, [1, 1])).tolist() == [1, 0]
    assert placed(problem(totals, [1, 1], locks={0: 0})).tolist() == [0, BLOCKED]
    with pytest.raises(Unlockable):
        placed(problem([[1], [1]], [1], locks={0: 0, 1: 0}))


def test_the_proof_refuses_a_plan_that_is_not_the_best() -> None:
    square = best(problem([[9000, 1000], [1000, 9000]], [1, 1]))
    swapped = square.column.copy()
    swapped[[0, 1]] = swapped[[1, 0]]
    with pytest.raises(NotOptimal):
        slack(Square(square.problem, square.worth, swapped))


def test_the_worth_of_the_largest_exact_problem_is_exact_in_floating_point() -> None:
    row = np.full((EXACT, 1), 10_000)
    hundred = np.full((EXACT, 1), 100)
    largest = Problem(totals=row, wish=hundred, continuity=hundred, seats=np.array([1]), organs=("ZF",))
    assert int(largest.worth_with_ties().max()) < 2**50


def test_many_persons_are_placed_as_well_as_few() -> None:
    """Above EXACT: everybody's own post is worth 7,000, all others 1,000; the last person is blocked everywhere."""
    people = EXACT + 1
    totals = np.full((people, people), 1000)
    np.fill_diagonal(totals, 7000)
    totals[-1] = BLOCKED
    assert placed(problem(totals.tolist(), [1] * people)).tolist() == [*range(people - 1), BLOCKED]
    two_posts = np.where(np.arange(people)[:, None] < EXACT // 2, [7000, 1000], [1000, 7000])
    halves = placed(problem(two_posts.tolist(), [EXACT // 2, EXACT])).tolist()
    assert halves == [0] * (EXACT // 2) + [1] * (EXACT // 2 + 1)
