"""D3 岗位意愿 and D5 工作意愿: which post, whether and how much, as last declared in S3 (domain.md §4.4, §5.2)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from transforms.join.latest import latest

POST_COLUMNS: dict[str, pl.DataType] = {
    "pref_post_1": pl.String(),
    "pref_post_2": pl.String(),
    "pref_post_3": pl.String(),
    "pref_category": pl.List(pl.String()),
    "pref_organ": pl.String(),
    "pref_town": pl.String(),
    "refuse_category": pl.List(pl.String()),
    "pref_declared_on": pl.Date(),
    "pref_age_days": pl.Int64(),
}
WORK_COLUMNS: dict[str, pl.DataType] = {
    "work_will": pl.String(),
    "workload_pref": pl.String(),
    "work_capacity": pl.String(),
    "will_declared_on": pl.Date(),
    "will_age_days": pl.Int64(),
    "signed": pl.Boolean(),
}

ANY_CATEGORY = "ANY"
"""服从组织安排 in the list `wish_category`: an answer, but no preference (domain.md §4.4)."""


def wishes(s3: pl.DataFrame, until: dt.date) -> pl.DataFrame:
    """One row per person, the declaration last made by `until`: the columns of S3 and those of both dimensions."""
    age_days = (pl.lit(until) - pl.col("declared_on")).dt.total_days()
    return latest(s3.filter(pl.col("declared_on") <= until), "declared_on").with_columns(
        pl.col("signed").fill_null(value=False),
        pref_declared_on=pl.col("declared_on"),
        will_declared_on=pl.col("declared_on"),
        pref_age_days=age_days,
        will_age_days=age_days,
    )


def leaves_it_open() -> pl.Expr:
    """Whether a person leaves the choice to the organisation, from `pref_category`."""
    return pl.col("pref_category").list.contains(ANY_CATEGORY).fill_null(value=False)
