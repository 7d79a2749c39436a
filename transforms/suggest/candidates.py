"""Who is to be placed, and on which seats: the persons in scope (S1–S3), the posts of S5, and every pair of both."""

from __future__ import annotations

import datetime as dt

import polars as pl

from expectations.county.county import County, DivisionKind

PERSON = (
    *("person_id", "former_unit", "person_status", "scope", "eligible_flag", "native_here", "domain_exp"),
    *("skill_tags", "exp_years_max", "known_towns", "major_class", "tech_level"),
    *("work_will", "workload_pref", "work_capacity", "pref_post_1", "pref_post_2", "pref_post_3"),
    *("pref_category", "pref_organ", "pref_town", "refuse_category", "avoid_units", "retire_ym", "months_to_retire"),
)
"""The columns of the five-dimension row a proposal reads. Sex, ethnicity, place of birth, family and name are not among
them; of age only when somebody retires (domain.md §10.2)."""

POST = (
    *("post_code", "post_name", "organ", "host_unit", "category", "need_skills", "need_major", "place", "end"),
    *("post_kind", "post_status"),
)


class OldEdition(Exception):
    """The edition was published before it had what bars somebody from a post; the text says what to do."""


def persons(five_dim: pl.DataFrame) -> pl.DataFrame:
    """The columns PERSON of everybody in scope, in the order of the roster (S1): file, then row. Raises OldEdition."""
    if missing := [column for column in PERSON if column not in five_dim.columns]:
        raise OldEdition(f"the edition has no {', '.join(missing)}: it is older than these rules; run its period again")
    return five_dim.sort("submission", "row", "person_id").select(PERSON)


def posts(demanded: pl.DataFrame, assignments: pl.DataFrame, people: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """One row per post of S5 by `post_code`: POST, `load` 1–3, `capacity`, `held`, `seats`, `begins`.

    demanded: the table `posts`; assignments: the table. `held`: how many of `people` have it in effect. An open
    post has its capacity in seats, and as many as hold it where that is more or unknown; a filled one those that are
    held; a closed one, or one that is over at `as_of`, none. `begins` is the day from which it could be taken: not
    before `as_of`.
    """
    held = (
        assignments.filter(pl.col("in_effect") & pl.col("person_id").is_in(people["person_id"].to_list()))
        .group_by("post_code")
        .agg(pl.col("person_id").n_unique().cast(pl.Int64).alias("held"))
    )
    over = (pl.col("post_status") == "CLOSED") | (pl.col("end") < as_of)
    return (
        demanded.filter(pl.col("post_code").is_not_null())
        .unique("post_code", keep="first", maintain_order=True)
        .join(held, on="post_code", how="left")
        .with_columns(
            pl.col("held").fill_null(0),
            load=pl.col("load").cast(pl.Int64),
            begins=pl.max_horizontal(pl.col("start").fill_null(as_of), pl.lit(as_of)),
        )
        .with_columns(
            seats=pl.when(over.fill_null(value=False))
            .then(0)
            .when((pl.col("post_status") == "FILLED").fill_null(value=False))
            .then("held")
            .otherwise(pl.max_horizontal("held", pl.col("capacity").fill_null(0)))
        )
        .select(*POST, "load", "capacity", "held", "seats", "begins")
        .sort("post_code")
    )


def pairs(people: pl.DataFrame, offered: pl.DataFrame, county: County) -> pl.DataFrame:
    """Every person with every post, person by person in their order: the columns of both, and `former_organ`, the organ
    of the person's former unit, and `at_seat`, whether the post lies in the county's seat or its place is unknown."""
    organs = {unit.code: unit.organ for unit in county.units}
    seats = [division.code for division in county.divisions if division.kind is DivisionKind.SEAT]
    return people.join(offered, how="cross", maintain_order="left_right").with_columns(
        former_organ=pl.col("former_unit").replace_strict(organs, default=None, return_dtype=pl.String),
        at_seat=pl.col("place").is_in(seats).fill_null(value=True),
    )
