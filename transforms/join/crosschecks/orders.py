"""Members who took suspiciously many orders in a week (domain.md M79), and orders two units tell otherwise."""

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


_STATE = ("status", "taken_on", "done_on")


def told_otherwise(rows: pl.LazyFrame, orders: pl.DataFrame) -> pl.DataFrame:
    """FAILURES of rows of one order that two units report in different states; the row in the table counts.

    rows: S10 rows in force with numbers that name one order; orders: the table. An order stays one whichever unit
    reports it (domain.md §4.11), so that a town may end another's: the row that counts is told, and those of its week.
    """
    senders = rows.select("order_no", "submitter").drop_nulls().unique().collect(engine="streaming")
    several = pl.col("order_no").is_in(senders.filter(pl.col("order_no").is_duplicated())["order_no"].implode())
    told = rows.filter(several).select("submission", "row", "order_no", "submitter", "period", *_STATE)
    counting = orders.select("submission", "row", counts=pl.lit(value=True))
    alike = told.collect(engine="streaming").join(counting, on=["submission", "row"], how="left")
    standing = alike.filter("counts").drop("submission", "row", "counts")
    others = alike.join(standing, on="order_no", suffix="_standing").filter(
        pl.col("submitter") != pl.col("submitter_standing"),
        pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_standing")) for name in _STATE),
    )
    concerned = pl.col("order_no").is_in(others["order_no"].unique().implode())
    message = "另一单位也报了此单，而办理状态、接单日期或办结日期与之不同，已按{}统计。请与该单位核对，由一个单位填报。"
    return pl.concat(
        as_failures(which, "order_told_otherwise", message.format(counted), column="status")
        for which, counted in (
            (alike.filter(pl.col("counts").is_not_null(), concerned), "本行"),
            (others.filter(pl.col("period") == pl.col("period_standing")), "该单位所报"),
        )
    )
