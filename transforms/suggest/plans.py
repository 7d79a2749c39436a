"""A plan that people have made, beside the proposed one: its sums, what it breaks, and each person's posts in both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from transforms.suggest.proposal import Proposal
from transforms.suggest.scores import WISHES

MEETS_A_WISH = (*WISHES, "C")

Plan = Mapping[str, str]
"""person_id → post_code."""


@dataclass(frozen=True, kw_only=True)
class Sums:
    """placed persons, the sum of their totals, how many have a post or category they wish, how many are on a post that
    is barred to them; whose post is none they wish (unmet), the posts with more persons than seats, and the organs with
    more than their quota."""

    placed: int
    total: int
    wishes: int
    barred: int
    unmet: tuple[str, ...]
    overfull: tuple[str, ...]
    over_quota: tuple[str, ...]


def sums(proposal: Proposal, plan: Plan) -> Sums:
    """The sums of a plan of the same persons and posts; a pair of others counts for nothing."""
    rows = pairs_of(proposal, plan)
    seats = dict(proposal.offered.select("post_code", "seats").iter_rows())
    on_post, in_organ = Counter(rows["post_code"]), Counter(rows["organ"])
    return Sums(
        placed=rows.height,
        total=int(rows["total"].sum()),
        wishes=rows.filter(pl.col("wish_rank").is_in(MEETS_A_WISH)).height,
        barred=rows.filter(pl.col("blocks").list.len() > 0).height,
        unmet=tuple(rows.filter(pl.col("wish_rank") == "-")["person_id"]),
        overfull=tuple(sorted(code for code, persons in on_post.items() if persons > seats[code])),
        over_quota=tuple(o for o, quota in proposal.weights.quotas.items() if in_organ[o] > quota),
    )


def pairs_of(proposal: Proposal, plan: Plan) -> pl.DataFrame:
    """The rows of `proposal.pairs` that a plan consists of, in the order of the roster."""
    return proposal.pairs.filter(
        pl.col("post_code") == pl.col("person_id").replace_strict(dict(plan), default=None, return_dtype=pl.String)
    )


def side_by_side(proposal: Proposal, plan: Plan) -> pl.DataFrame:
    """Each person: `person_id`, `proposed` and `planned` (post_code or null), `proposed_total`,
    `planned_total` and `planned_blocks` (null where the pair is not among those of the proposal), in roster order."""
    totals = [
        pairs_of(proposal, own).select("person_id", pl.col("total").alias(f"{name}_total"), *more)
        for name, own, more in (
            ("proposed", proposal.plan, ()),
            ("planned", plan, (pl.col("blocks").alias("planned_blocks"),)),
        )
    ]
    lines = proposal.people.select(
        "person_id",
        proposed=pl.col("person_id").replace_strict(proposal.plan, default=None, return_dtype=pl.String),
        planned=pl.col("person_id").replace_strict(dict(plan), default=None, return_dtype=pl.String),
    )
    for side in totals:
        lines = lines.join(side, on="person_id", how="left", maintain_order="left")
    return lines
