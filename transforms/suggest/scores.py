"""The four principles as scores of 0–100, each with the facts it is the sum of, in whole points (domain.md §10.2)."""

from __future__ import annotations

import polars as pl

from expectations.county.county import Suggest
from transforms.join.dimensions.wishes import leaves_it_open
from transforms.suggest.blocks import CAPACITY

PRINCIPLES = ("continuity", "wish", "fit", "age")
"""工作连续性, 尊重个人意愿, 人岗相适, 年龄照顾: the columns of the scores, and the keys of their weights."""

WISHES = {"1": 100, "2": 90, "3": 80}
"""Points of the post wished first, second, third."""

_PREFERRED = {"FULL": 3, "HALF": 2, "ADVISE": 1}
_TITLES = {"ZG": 10, "FG": 7, "ZJ": 4, "CJ": 2}
_RETIRING_MONTHS = 12
FACTS = {
    "continuity": ("same_category", "same_line", "knows_town"),
    "wish": ("wish_rank", "wish_base", "wish_organ", "wish_town", "conditional"),
    "fit": ("skills_held", "skills_needed", "skills", "major", "experience", "title"),
    "age": ("heavier_by", "past_retirement", "far"),
}
"""By score the facts it rests on: points, but for `wish_rank` (1, 2, 3, C category, O open to anything, - another
wish, N none stated), `conditional` (a will under conditions: nine tenths), the counts of skills, and `heavier_by`,
how many steps the load lies above what the person is comfortable with."""


def scored(pairs: pl.DataFrame, weights: Suggest) -> pl.DataFrame:
    """`candidates.pairs` with FACTS, PRINCIPLES (0–100) and `total`, the weighted sum (0–10,000)."""
    return (
        pairs.with_columns(**_continuity(), **_wish(), **_fit(), **_age())
        .with_columns(
            continuity=pl.sum_horizontal("same_category", "same_line", "knows_town"),
            wish=_nine_tenths_if_conditional(),
            fit=pl.sum_horizontal("skills", "major", "experience", "title"),
            age=(100 - 30 * pl.col("heavier_by") - pl.col("past_retirement") - pl.col("far")).clip(0, 100),
        )
        .with_columns(pl.col(PRINCIPLES).cast(pl.Int64))
        .with_columns(total=total(weights))
    )


def total(weights: Suggest) -> pl.Expr:
    """The weighted sum of PRINCIPLES."""
    return pl.sum_horizontal(pl.col(name) * getattr(weights, name) for name in PRINCIPLES)


def _points(points: int, condition: pl.Expr) -> pl.Expr:
    return pl.when(condition.fill_null(value=False)).then(points).otherwise(0).cast(pl.Int64)


def _continuity() -> dict[str, pl.Expr]:
    """The first of `domain_exp` is the former domain, the others are secondary."""
    main = pl.col("domain_exp").list.first() == pl.col("category")
    secondary = pl.col("domain_exp").list.contains(pl.col("category"))
    line = (pl.col("former_organ") == pl.col("organ")) | (pl.col("former_unit") == pl.col("host_unit")).fill_null(
        value=False
    )
    return {
        "same_category": pl.when(main).then(60).otherwise(_points(35, secondary)),
        "same_line": _points(25, line),
        "knows_town": _points(15, pl.col("known_towns").list.contains(pl.col("place"))),
    }


def _wish() -> dict[str, pl.Expr]:
    """A wish names a post by its code or by its name; one that is met by neither post nor category gives nothing."""
    named = [
        pl.when((wish == pl.col("post_code")) | (wish == pl.col("post_name"))).then(pl.lit(rank))
        for rank, wish in ((rank, pl.col(f"pref_post_{rank}")) for rank in WISHES)
    ]
    stated = pl.any_horizontal(pl.col(f"pref_post_{rank}").is_not_null() for rank in WISHES) | (
        pl.col("pref_category").list.len() > 0
    ).fill_null(value=False)
    rank = pl.coalesce(
        *named,
        pl.when(pl.col("pref_category").list.contains(pl.col("category"))).then(pl.lit("C")),
        pl.when(leaves_it_open()).then(pl.lit("O")),
        pl.when(stated).then(pl.lit("-")),
        pl.lit("N"),
    )
    points = {**WISHES, "C": 60, "O": 50, "N": 30, "-": 0}
    short_of_a_post = rank.is_in(["C", "-"])
    return {
        "wish_rank": rank,
        "wish_base": rank.replace_strict(points, return_dtype=pl.Int64),
        "wish_organ": _points(10, short_of_a_post & (pl.col("pref_organ") == pl.col("organ"))),
        "wish_town": _points(10, short_of_a_post & (pl.col("pref_town") == pl.col("place"))),
        "conditional": (pl.col("work_will") == "1").fill_null(value=False),
    }


def _nine_tenths_if_conditional() -> pl.Expr:
    """All parts are tens, so that nine tenths of them are whole points."""
    whole = pl.sum_horizontal("wish_base", "wish_organ", "wish_town")
    return pl.when("conditional").then(whole * 9 // 10).otherwise(whole)


def _fit() -> dict[str, pl.Expr]:
    """A post that names no skill or no major gives no points for it: nobody is preferred by it."""
    needed = pl.col("need_skills").fill_null([])
    held = needed.list.set_intersection(pl.col("skill_tags").fill_null([])).list.len().cast(pl.Int64)
    count = needed.list.n_unique().cast(pl.Int64)
    return {
        "skills_held": held,
        "skills_needed": count,
        "skills": pl.when(count > 0).then((100 * held + count) // (2 * count)).otherwise(0),
        "major": _points(20, pl.col("need_major").list.contains(pl.col("major_class"))),
        "experience": (pl.col("exp_years_max").fill_null(0).clip(0, 10) * 2).floor().cast(pl.Int64),
        "title": pl.col("tech_level").replace_strict(_TITLES, default=0, return_dtype=pl.Int64),
    }


def _age() -> dict[str, pl.Expr]:
    """It only lightens: nearer to retirement, a heavy or long post loses points, and no post gains any."""
    able = pl.col("work_capacity").replace_strict(CAPACITY, default=3, return_dtype=pl.Int64)
    preferred = pl.col("workload_pref").replace_strict(_PREFERRED, default=3, return_dtype=pl.Int64)
    retiring = (pl.col("months_to_retire") <= _RETIRING_MONTHS).fill_null(value=False).cast(pl.Int64)
    comfort = (pl.min_horizontal(able, preferred) - retiring).clip(1)
    known = pl.any_horizontal(
        pl.col("known_towns").list.contains(pl.col("place")).fill_null(value=False),
        (pl.col("pref_town") == pl.col("place")).fill_null(value=False),
    )
    return {
        "heavier_by": (pl.col("load").fill_null(1) - comfort).clip(0),
        "past_retirement": _points(20, pl.col("end") > pl.col("retire_ym")),
        "far": _points(20, ~pl.col("at_seat") & ~known),
    }
