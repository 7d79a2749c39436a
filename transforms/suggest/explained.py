"""Why a proposal is as it is: other posts and their price, wishes, who gets none, which posts stay empty."""

from __future__ import annotations

import polars as pl

from transforms.suggest.assignment.shortage import shortage
from transforms.suggest.proposal import Proposal
from transforms.suggest.scores import WISHES

MET, COSTS, BARRED, FIXED, NO_POST = "MET", "COSTS", "BARRED", "FIXED", "NO_POST"
"""What becomes of a wish: the proposal meets it, it would cost something, it is barred, locks stand against it, no post
is called so."""

SQUEEZED_OUT = "SQUEEZED_OUT"
NO_SEAT, AT_A_PRICE = "NO_SEAT", "AT_A_PRICE"

_BY_PRICE = ("fewer", "falls")


def alternatives(proposal: Proposal, most: int = 5) -> pl.DataFrame:
    """The best other posts of each person: the columns of `pairs`, and `nth` from 1; the least regret first.

    A regret of 0 is a plan as good as the proposed one.
    """
    others = proposal.pairs.filter(~pl.col("chosen"), pl.col("falls").is_not_null())
    ordered = others.with_row_index("at").sort(
        pl.col("at").min().over("person_id"), *_BY_PRICE, pl.col("total"), "at", descending=[False] * 3 + [True, False]
    )
    return (
        ordered.with_columns(nth=pl.int_range(1, pl.len() + 1).over("person_id"))
        .filter(pl.col("nth") <= most)
        .drop("at")
    )


def wishes(proposal: Proposal) -> pl.DataFrame:
    """Each wish of each person: `person_id`, `rank` (1, 2, 3, C for a category), `wished` (the words, or the codes of
    the categories), `outcome`, and of the post that meets it at the least price `post_code`, `falls`, `fewer`,
    `blocks`.
    """
    people = proposal.people.with_row_index("at")
    named = [
        people.select("at", "person_id", pl.lit(rank).alias("rank"), wished=f"pref_post_{rank}") for rank in WISHES
    ]
    categories = pl.col("pref_category").list.drop_nulls().list.set_difference(["ANY"]).list.sort().list.join("、")
    stated = pl.concat([*named, people.select("at", "person_id", pl.lit("C").alias("rank"), wished=categories)])
    of_category = proposal.pairs.filter(pl.col("pref_category").list.contains(pl.col("category")))
    meeting = pl.concat(
        [
            proposal.pairs.filter(pl.col("wish_rank").is_in(list(WISHES))).with_columns(rank=pl.col("wish_rank")),
            of_category.with_columns(rank=pl.lit("C")),
        ]
    ).sort(~pl.col("chosen"), pl.col("falls").is_null(), *_BY_PRICE, "post_code")
    nearest = meeting.unique(["person_id", "rank"], keep="first", maintain_order=True).select(
        "person_id", "rank", "post_code", "chosen", "falls", "fewer", "blocks"
    )
    return (
        stated.filter(pl.col("wished").is_not_null(), pl.col("wished") != "")
        .join(nearest, on=["person_id", "rank"], how="left", maintain_order="left")
        .with_columns(
            outcome=pl.when(pl.col("post_code").is_null())
            .then(pl.lit(NO_POST))
            .when("chosen")
            .then(pl.lit(MET))
            .when(pl.col("blocks").list.len() > 0)
            .then(pl.lit(BARRED))
            .when(pl.col("falls").is_null())
            .then(pl.lit(FIXED))
            .otherwise(pl.lit(COSTS))
        )
        .sort("at", "rank")
        .drop("at", "chosen")
    )


def unplaced(proposal: Proposal) -> pl.DataFrame:
    """Of each person without a post `person_id`, `reason` (BARRED everywhere, or SQUEEZED_OUT), `barred`: of each code
    how many posts it bars (struct `code`, `posts`), and of those squeezed out the proof (`shortage.Shortage`):
    `rivals`, the person among them, `contested` posts, `seats`, `quotas`.
    """
    places = {person: place for place, person in enumerate(proposal.people["person_id"])}
    codes, people = proposal.offered["post_code"].to_list(), proposal.people["person_id"].to_list()
    rows = []
    for person in proposal.unplaced:
        own = proposal.pairs.filter(pl.col("person_id") == person)
        free = own.filter(pl.col("blocks").list.len() == 0).height
        proof = shortage(proposal.square, places[person]) if free else None
        rows.append(
            {
                "person_id": person,
                "reason": SQUEEZED_OUT if proof else BARRED,
                "barred": barring(own, "posts").to_dicts(),
                "rivals": [people[place] for place in proof.persons] if proof else [],
                "contested": [codes[place] for place in proof.posts] if proof else [],
                "seats": proof.seats if proof else None,
                "quotas": list(proof.organs) if proof else [],
            }
        )
    counted = pl.List(pl.Struct({"code": pl.String(), "posts": pl.Int64()}))
    texts = dict.fromkeys(("rivals", "contested", "quotas"), pl.List(pl.String()))
    schema = {"person_id": pl.String(), "reason": pl.String(), "barred": counted, **texts, "seats": pl.Int64()}
    return pl.DataFrame(rows, schema=schema)


def barring(pairs: pl.DataFrame, counted: str) -> pl.DataFrame:
    """`code`, and how many of these pairs it bars, the first code of each pair alone, in the order of the codes."""
    return (
        pairs.select(code=pl.col("blocks").list.first())
        .drop_nulls()
        .group_by("code")
        .agg(pl.len().cast(pl.Int64).alias(counted))
        .sort("code")
    )


def empty_posts(proposal: Proposal) -> pl.DataFrame:
    """Posts with a free seat, or with none to give: `post_code`, `post_name`, `organ`, `seats`, `free`, `reason`
    (NO_SEAT: closed, over, filled by somebody else or without a number; BARRED to everybody; AT_A_PRICE), `quota_full`
    of the organ, and AT_A_PRICE the person who would take it at the least: `person_id`, `falls`, `fewer`.
    """
    plan = pl.DataFrame({"post_code": list(proposal.plan.values())}, schema={"post_code": pl.String})
    taken = plan.group_by("post_code").agg(taken=pl.len().cast(pl.Int64))
    quotas = proposal.weights.quotas
    cheapest = (
        proposal.pairs.filter(pl.col("falls").is_not_null(), ~pl.col("chosen"))
        .sort(*_BY_PRICE)
        .unique("post_code", keep="first", maintain_order=True)
        .select("post_code", "person_id", "falls", "fewer")
    )
    posts = proposal.offered.join(taken, on="post_code", how="left").with_columns(pl.col("taken").fill_null(0))
    quota = pl.col("organ").replace_strict(dict(quotas), default=None, return_dtype=pl.Int64)
    return (
        posts.with_columns(
            free=pl.col("seats") - pl.col("taken"),
            quota_full=(pl.col("taken").sum().over("organ") >= quota).fill_null(value=False),
        )
        .filter((pl.col("free") > 0) | (pl.col("seats") == 0))
        .join(cheapest, on="post_code", how="left")
        .with_columns(
            reason=pl.when(pl.col("seats") == 0)
            .then(pl.lit(NO_SEAT))
            .when(pl.col("falls").is_null())
            .then(pl.lit(BARRED))
            .otherwise(pl.lit(AT_A_PRICE))
        )
        .select(
            *("post_code", "post_name", "organ", "seats", "free", "reason", "quota_full"),
            *("person_id", "falls", "fewer"),
        )
        .sort("post_code")
    )
