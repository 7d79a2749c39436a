"""Several rows of one person: the same key twice (M28), two full-time posts, a full post (M72)."""

from __future__ import annotations

import polars as pl

from expectations.contract.contract import Sheet
from expectations.evaluate.judgement import FAILURES
from transforms.join.crosschecks.failures import as_failures

KEYS = {
    "S1": ("person_id",),
    "S3": ("person_id", "declared_on"),
    "S9": ("person_id", "community_code"),
    "S10": ("order_no",),
}
"""Keys that are unique in a submission; S5, S6 and S8 have rules of their own, S2, S4 and S7 several rows by nature."""

MEMBERS = {"S10": ("member_name", "id_no", "phone", "member_unit")}
"""Columns in which the rows of one key may differ: several members who took one order have a row each."""

_FULL_TIME = "3"


def same_key_twice(sheet: Sheet, rows: pl.LazyFrame) -> pl.DataFrame:
    """FAILURES of rows that agree in the key and differ elsewhere, with the columns that differ (domain.md M28).

    rows: identified rows in force. The row with most cells filled counts (`transforms.join.latest`).
    """
    key = KEYS.get(sheet.id)
    if key is None:
        return pl.DataFrame(schema=FAILURES)
    keys = rows.select("submission", "row", *key).drop_nulls(key).collect()
    twice = keys.filter(pl.struct("submission", *key).is_duplicated())
    alike = rows.join(twice.lazy(), on=["submission", "row"], how="semi", maintain_order="left").collect()
    free = {*key, *MEMBERS.get(sheet.id, ())}
    headings = {c.name: c.heading for c in sheet.columns if c.name in alike.columns and c.name not in free}
    group = ["submission", *key]
    differing = alike.with_columns(
        pl.when(pl.col(name).n_unique().over(group) > 1)
        .then(pl.lit(f"「{heading}」"))
        .otherwise(pl.lit(""))
        .alias(name)
        for name, heading in headings.items()
    ).with_columns(differing=pl.concat_str(*headings) if headings else pl.lit(""))
    message = pl.format("本表中同一对象填了几行而{}不一致，已采用填得最全的一行。请只保留正确的一行。", "differing")
    column = key[0] if key[0] in sheet.column else "name"
    return as_failures(differing.filter(pl.col("differing") != ""), "same_key_twice", message, column=column)


def crowded_posts(assignments: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """FAILURES of assignments in effect: a person's second full-time one, and those beyond a post's capacity (M72).

    assignments: the assignments table; posts: S5 rows in force. All rows stay; a headline counts a person once.
    """
    now = assignments.filter("in_effect")
    twice = now.filter((pl.col("load") == _FULL_TIME) & (((pl.col("load") == _FULL_TIME).sum().over("person_id")) > 1))
    room = posts.filter(pl.col("capacity").is_not_null()).unique("post_code", keep="first", maintain_order=True)
    beyond = (
        now.join(room.select("post_code", "capacity"), on="post_code")
        .with_columns(holders=pl.col("person_id").n_unique().over("post_code"))
        .filter(pl.col("holders") > pl.col("capacity"))
    )
    return pl.concat(
        [
            as_failures(
                twice,
                "two_full_time_posts",
                "同一人有两个以上全职岗位，两项均已列出，人数只计一次。请核对各岗位的工作强度或安排状态。",
                column="post_code",
            ),
            as_failures(
                beyond,
                "post_over_capacity",
                pl.format(
                    "该岗位需求{}人，已安排{}人，超过需求人数。请核对岗位编号或调整需求人数。", "capacity", "holders"
                ),
                column="post_code",
            ),
        ]
    )
