"""Whether the proposal hangs on the weights: what changes where one of them is five more, or five less."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from transforms.suggest.assignment.optimum import placed
from transforms.suggest.assignment.problem import BLOCKED
from transforms.suggest.proposal import Proposal, problem_of
from transforms.suggest.scores import PRINCIPLES, total

STEP = 5
"""Per cent; the other weights stay."""


def sensitivity(proposal: Proposal) -> pl.DataFrame:
    """`principle`, `change` (+5, −5; never below 0), `moved`: the persons who get another post or none then."""
    people, codes = proposal.people["person_id"].to_list(), proposal.offered["post_code"].to_list()
    rows = []
    for name in PRINCIPLES:
        for change in (STEP, -STEP):
            weights = replace(proposal.weights, **{name: max(0, getattr(proposal.weights, name) + change)})
            scores = proposal.pairs.with_columns(total=total(weights))
            posts = placed(problem_of(scores, proposal.offered, weights, proposal.locks)).tolist()
            plan = [None if post == BLOCKED else codes[post] for post in posts]
            moved = [who for who, code in zip(people, plan, strict=True) if proposal.plan.get(who) != code]
            rows.append({"principle": name, "change": change, "moved": moved})
    return pl.DataFrame(rows, schema={"principle": pl.String, "change": pl.Int64, "moved": pl.List(pl.String)})
