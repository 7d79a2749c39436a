"""Members who took suspiciously many orders in a week (domain.md M79)."""

from __future__ import annotations

import polars as pl

from transforms.join.crosschecks.failures import as_failures

MOST = 20
"""Orders one member may take in a week before all of them finished alike is reported."""


def orders_alike(rows: pl.LazyFrame, mentions: pl.DataFrame, period: str) -> pl.DataFrame:
    """FAILURES of members with more than 20 orders in the period, all finished on one day or with one text.

    rows: S10 rows in force; mentions: their resolved mentions (`resolve_mentions`). A warning only; counts do not
    change. The time of day is not kept, so that the check is by day, not by minute.
    """
    taken = mentions.select(
        "submission", "row", member=pl.coalesce("person_id", pl.format("{}/{}", "name", pl.col("unit").fill_null("")))
    )
    details = rows.filter(pl.col("period") == period).select("submission", "row", "done_on", "content").collect()
    orders = taken.join(details, on=["submission", "row"])
    alike = (pl.col("done_on").n_unique() == 1) & (pl.col("done_on").null_count() == 0)
    worded = (pl.col("content").n_unique() == 1) & (pl.col("content").null_count() == 0)
    members = (
        orders.sort("submission", "row")
        .group_by("member", maintain_order=True)
        .agg(pl.col("submission").first(), pl.col("row").first(), number=pl.len(), alike=alike, worded=worded)
        .filter((pl.col("number") > MOST) & (pl.col("alike") | pl.col("worded")))
    )
    message = pl.format(
        "本行的接单党员本周接单{}件，且办结日期或诉求内容全部相同，可能是集中补录。请核实每一件。", "number"
    )
    return as_failures(members, "orders_alike", message, column="member_name")
