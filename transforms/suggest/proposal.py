"""The proposal for the second division of work: pairs, the best plan, and what other posts would cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import polars as pl

from expectations.county.county import County, Suggest
from transforms.suggest.assignment.optimum import best
from transforms.suggest.assignment.problem import BLOCKED, Problem, Whole
from transforms.suggest.assignment.regrets import regrets
from transforms.suggest.assignment.square import Square
from transforms.suggest.blocks import blocks
from transforms.suggest.candidates import pairs, persons, posts
from transforms.suggest.scores import scored

Locks = Mapping[str, str]
"""person_id → post_code."""


class LockBlocked(Exception):
    """A lock puts somebody on a post that does not exist, is barred to them or has no seat; the text says which."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """people: `candidates.persons`; offered: `candidates.posts`. pairs: every person with every post, scored, with
    `blocks`, `chosen`, `falls` and `fewer` (`regrets.Regrets`, null where the person cannot get the post).
    square: the plan itself. locks: those it keeps.
    """

    people: pl.DataFrame
    offered: pl.DataFrame
    pairs: pl.DataFrame
    square: Square
    weights: Suggest
    locks: Locks

    @property
    def plan(self) -> dict[str, str]:
        """person_id → post_code of those placed, in the order of the roster."""
        return dict(self.pairs.filter("chosen").select("person_id", "post_code").iter_rows())

    @property
    def unplaced(self) -> list[str]:
        """The persons who get no post, in the order of the roster."""
        return [person for person in self.people["person_id"] if person not in self.plan]


def proposal(
    tables: Mapping[str, pl.DataFrame], county: County, as_of: dt.date, locks: Locks = MappingProxyType({})
) -> Proposal:
    """The best plan of an edition's tables at `as_of`. Raises OldEdition, LockBlocked, Unlockable."""
    people = persons(tables["five_dim"])
    offered = posts(tables["posts"], tables["assignments"], people, as_of)
    scores = scored(pairs(people, offered, county), county.suggest).with_columns(blocks=blocks())
    square = best(problem_of(scores, offered, county.suggest, locks))
    lost, posts_of = regrets(square), square.placed()
    possible = pl.Series(lost.fewer.ravel() != BLOCKED, dtype=pl.Boolean)
    return Proposal(
        people=people,
        offered=offered,
        pairs=scores.with_columns(
            chosen=pl.Series((posts_of[:, None] == np.arange(offered.height)).ravel(), dtype=pl.Boolean),
            falls=pl.when(possible).then(pl.Series(lost.falls.ravel(), dtype=pl.Int64)),
            fewer=pl.when(possible).then(pl.Series(lost.fewer.ravel(), dtype=pl.Int64)),
        ),
        square=square,
        weights=county.suggest,
        locks=locks,
    )


def problem_of(scores: pl.DataFrame, offered: pl.DataFrame, weights: Suggest, locks: Locks) -> Problem:
    """The numbers of the pairs, person by person, each with the `offered` posts in their order. Raises LockBlocked."""
    barred = scores["blocks"].list.len().to_numpy() > 0

    def table(column: str) -> Whole:
        return np.where(barred, BLOCKED, scores[column].to_numpy()).reshape(-1, offered.height).astype(np.int64)

    return Problem(
        totals=table("total"),
        wish=table("wish"),
        continuity=table("continuity"),
        seats=offered["seats"].to_numpy().astype(np.int64),
        organs=tuple(organ or "" for organ in offered["organ"]),
        quotas=weights.quotas,
        locks=_locks(scores, offered, locks),
    )


def _locks(scores: pl.DataFrame, offered: pl.DataFrame, locks: Locks) -> dict[int, int]:
    """The locks by the places of person and post."""
    people = {person: place for place, person in enumerate(scores["person_id"].unique(maintain_order=True))}
    codes = {code: place for place, code in enumerate(offered["post_code"])}
    for person, code in locks.items():
        barred = scores.filter(pl.col("person_id") == person, pl.col("post_code") == code)["blocks"].to_list()
        if not barred:
            raise LockBlocked(f"{person} cannot be locked to {code}: person or post is not among those to be placed")
        if barred[0]:
            raise LockBlocked(f"{person} cannot be locked to {code}: {', '.join(barred[0])}")
    return {people[person]: codes[code] for person, code in locks.items()}
