"""The assignment part of the five-dimension row: the person's placement, and its match with wishes (domain.md §5.2)."""

from __future__ import annotations

import polars as pl

from transforms.join.dimensions.wishes import ANY_CATEGORY

COLUMNS: dict[str, pl.DataType] = {
    "assigned": pl.Boolean(),
    "organ": pl.String(),
    "host_unit": pl.String(),
    "post_code": pl.String(),
    "category": pl.List(pl.String()),
    "exec_meeting": pl.Boolean(),
    "plan_signed": pl.Boolean(),
    "assigned_on": pl.Date(),
    "source": pl.String(),
    "pref_hit": pl.String(),
    "fit_score": pl.Float64(),
}

S6_COLUMNS = tuple(COLUMNS)[: tuple(COLUMNS).index("pref_hit")]
"""The columns that come from S6 itself."""

_RANKS = ("1", "2", "3")


def placement(assignments: pl.DataFrame) -> pl.DataFrame:
    """One row per person with an assignment in effect: person_id, the columns S6_COLUMNS, `post_name`.

    assignments: the table of `activities.assignments`. The primary one counts; `exec_meeting` is true if any has the
    flag.
    """
    return (
        assignments.filter("in_effect")
        .with_columns(exec_meeting=pl.col("exec_meeting").any().over("person_id"))
        .filter("is_primary")
        .with_columns(
            assigned=pl.lit(value=True),
            plan_signed=pl.col("plan_date").is_not_null(),
            assigned_on=pl.coalesce("start", "decided_on"),
        )
    )


def pref_hit() -> pl.Expr:
    """How a placement meets the wishes: 1, 2, 3 the rank of the post, C its category, - not, N none stated; null where
    nobody was placed (domain.md §5.4). A wish names a post by its code or by its name.
    """
    of_rank = [
        pl.when((wish == pl.col("post_code")) | (wish == pl.col("post_name"))).then(pl.lit(rank))
        for rank, wish in ((rank, pl.col(f"pref_post_{rank}")) for rank in _RANKS)
    ]
    wished = pl.col("pref_category").list.set_difference([ANY_CATEGORY])
    stated = pl.any_horizontal(pl.col(f"pref_post_{rank}").is_not_null() for rank in _RANKS) | (wished.list.len() > 0)
    matched = wished.list.set_intersection("category").list.len() > 0
    return pl.when("assigned").then(
        pl.coalesce(
            *of_rank,
            pl.when(matched).then(pl.lit("C")),
            pl.when(stated).then(pl.lit("-")),
            pl.lit("N"),
        )
    )
