"""What is to be dispatched, and who may be asked: orders that wait (S10), members deployed to the town (S9)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from transforms.join.service.orders import unfinished

LATELY = "91d"
"""A quarter: whoever has taken orders within it is asked after those who have not."""


def waiting(orders: pl.DataFrame) -> pl.DataFrame:
    """Orders nobody has taken, and those past their time limit, by town, community, day and number: `order_no`, `town`,
    `community_code`, `category`, `posted_on`, `due`, `taken`, `overdue_days`.

    orders: the table of the edition. What is finished, void or returned to the resident waits no more.
    """
    open_ones = orders.filter("posted", unfinished(), ~pl.col("taken") | pl.col("overdue"))
    return open_ones.sort("town", "community_code", "posted_on", "order_no", nulls_last=True).select(
        *("order_no", "town", "community_code", "category", "posted_on", "due", "taken", "overdue_days")
    )


def members(registrations: pl.DataFrame, orders: pl.DataFrame, takers: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Who may be asked, one row per member and town in the order of the register: `person_id`, `name`, `unit_code`,
    `town`, `communities`, `skills`, `in_hand` (orders taken and not finished), `lately` (orders taken in LATELY).

    registrations, orders, takers (`order_members`): the tables of the edition. On the register, with a name, and not
    about to leave it. Nothing else of a member is looked at: no sex, age, political status, or anything of S1–S7.
    """
    asked = registrations.filter("counted", pl.col("left_on").is_null(), pl.col("name").is_not_null())
    load = (
        takers.join(orders.filter("taken"), on="order_no")
        .group_by("person_id")
        .agg(
            in_hand=unfinished().sum().cast(pl.Int64),
            lately=(pl.col("taken_on") > pl.lit(as_of).dt.offset_by(f"-{LATELY}")).sum().cast(pl.Int64),
        )
    )
    return (
        asked.sort("submission", "row")
        .group_by("person_id", "town", maintain_order=True)
        .agg(
            pl.col("name", "unit_code").first(),
            communities=pl.col("community_code").drop_nulls().unique(maintain_order=True),
            skills=pl.col("service_skill").explode().drop_nulls().unique(maintain_order=True),
        )
        .join(load, on="person_id", how="left", maintain_order="left")
        .with_columns(pl.col("in_hand", "lately").fill_null(0))
    )
