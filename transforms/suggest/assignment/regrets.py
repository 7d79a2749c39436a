"""Regret: how much the whole loses where one person gets another post and everybody else moves as well as can be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transforms.suggest.assignment.potentials import slack
from transforms.suggest.assignment.problem import BLOCKED, Whole
from transforms.suggest.assignment.square import NEVER, Square


@dataclass(frozen=True)
class Regrets:
    """Persons × posts: by how much the sum of totals falls, and how many persons `fewer` are placed, BLOCKED where the
    person cannot get the post at all. With fewer placed the totals of the others may rise: `falls` is negative then.
    """

    falls: Whole
    fewer: Whole


def regrets(square: Square) -> Regrets:
    """Of every person and post, from the best plan (`optimum.best`).

    Exact, and nothing is solved anew: the slack of the new pair, and of the cheapest way in which others move in turn
    down to the column that came free.
    """
    problem, slacks = square.problem, slack(square)
    moving = _cheapest_moves(slacks[:, square.column])
    offered = np.flatnonzero(problem.seats)
    seats = np.searchsorted(problem.seat_posts, offered)  # the seats of a post are alike
    people = slice(problem.people)
    loss = np.full(problem.totals.shape, -NEVER)
    loss[:, offered] = slacks[people, seats] + moving[square.row[seats], people].T
    return _told_apart(square, loss)


def _cheapest_moves(costs: Whole) -> Whole:
    """Rows × rows: the least cost at which a row gets the column of another, with others between (Floyd–Warshall)."""
    cheapest = np.minimum(costs, -NEVER)
    for via in range(len(cheapest)):
        np.minimum(cheapest, cheapest[:, via, None] + cheapest[None, via], out=cheapest)
    return cheapest


def _told_apart(square: Square, loss: Whole) -> Regrets:
    """The worth lost as persons and totals: what is left of it has both as digits again."""
    own = square.worth[np.arange(len(square.column)), square.column].sum()
    possible = loss <= own
    placed, total = np.divmod(own - np.where(possible, loss, 0), square.problem.placing)
    placed_now, total_now = divmod(int(own), square.problem.placing)
    return Regrets(np.where(possible, total_now - total, 0), np.where(possible, placed_now - placed, BLOCKED))
