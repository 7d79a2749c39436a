"""Hard blocks (H1–H9): what bars a person from a post whatever the scores, each with its code (domain.md §10.2)."""

from __future__ import annotations

import polars as pl

CAPACITY = {"A": 3, "B": 2, "C": 1, "D": 0}
"""可承担程度 as the heaviest load of a post (S5: 3 full, 2 half, 1 advisory)."""

CHIEF_POSTS = r"(?:县委|党委|纪委)书记|县长|镇长|乡长|监委主任|组织部部?长|法院院长|检察院检察长|公安局局长"
"""The posts that 地域回避 is about (公务员回避规定): chiefs of Party and government, of discipline, personnel, courts,
procuratorate and police. No deputy of theirs (副)."""

_REMIT_YEARS = "3y"


def blocks() -> pl.Expr:
    """The codes of what bars each pair of `candidates.pairs`, a list in the order of H1–H9, empty where nothing does.

    What is unknown bars nobody.
    """
    codes = [pl.when(rule.fill_null(value=False)).then(pl.lit(code)) for code, rule in _rules().items()]
    return pl.concat_list(codes).list.drop_nulls()


def _rules() -> dict[str, pl.Expr]:
    retired = pl.col("person_status") == "RETIRED"
    fresh_remit = (pl.col("begins") < pl.col("retire_ym").dt.offset_by(_REMIT_YEARS)) & (
        pl.col("domain_exp").list.contains(pl.col("category"))
    )
    chief = pl.col("post_name").str.contains(CHIEF_POSTS) & ~pl.col("post_name").str.contains("副", literal=True)
    capacity = pl.col("work_capacity").replace_strict(CAPACITY, default=None, return_dtype=pl.Int64)
    return {
        "H1": pl.col("work_will") == "0",
        "H2": (capacity == 0) | (pl.col("load") > capacity),
        "H3": pl.col("refuse_category").list.contains(pl.col("category")),
        "H4": pl.col("avoid_units").list.contains(pl.col("host_unit")),
        "H5": (pl.col("post_kind") == "LEADING") & chief & pl.col("native_here"),
        "H6": (pl.col("post_kind") == "ENTERPRISE") & (~retired.fill_null(value=False) | fresh_remit),
        "H7": (pl.col("begins") >= pl.col("retire_ym")) & (pl.col("scope") != "VOLUNTARY"),
        "H8": ~pl.col("eligible_flag"),
        "H9": pl.col("seats") == 0,
    }
