"""The orders (接单) of the order-taking service with their state on the as-of day (domain.md §4.11, §7.1)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from expectations.county.county import County
from transforms.clock import Clock
from transforms.join.latest import filled, last_of_each
from transforms.join.lights import order_light

_BEYOND_POSTED = ["TAKEN", "DONE", "RATED"]


def orders(rows: pl.LazyFrame, clock: Clock, county: County) -> pl.DataFrame:
    """One row per order, key `order_no`.

    rows: all S10 rows known, with numbers that name one order (`order_numbers`); those of periods later than the
    clock's are left out. Of several rows of one order the one of the latest period counts as a whole, of one
    period the one with most cells filled. Out: the columns of S10 with `due` filled in (domain.md §4.11); `void`,
    `posted`, `taken`, `done`, `on_time` as of the as-of day (a later event has not happened yet), `days_to_take` from
    posting to taking; `overdue`, posted and neither finished, void nor returned
    though its time limit has passed, and by how many days (`overdue_days`, else null); `light`, `light_reason`
    (domain.md §7.2).

    A date that was refused counts by the status, so that the order stays in the totals (M80).
    """
    known = rows.filter(pl.col("period") <= clock.last_week)
    return (
        last_of_each(known, "order_no", "period_end", filled(rows), "submission", "row")
        .with_columns(
            due=pl.coalesce("due", pl.col("posted_on").dt.offset_by(f"{county.settings['order_due_days']:.0f}d")),
        )
        .with_columns(**_state(clock.as_of))
        .with_columns(
            on_time=(pl.col("done") & (pl.col("done_on") <= pl.col("due"))).fill_null(False),
            overdue=_overdue(clock.as_of),
            days_to_take=pl.when("taken").then((pl.col("taken_on") - pl.col("posted_on")).dt.total_days()),
        )
        .with_columns(overdue_days=pl.when("overdue").then((pl.lit(clock.as_of) - pl.col("due")).dt.total_days()))
        .with_columns(order_light(county, clock.as_of))
    )


def _state(as_of: dt.date) -> dict[str, pl.Expr]:
    """`void`, `posted`, `taken`, `done`; finished needs date and status together, taken only one of them."""
    status = pl.col("status").fill_null("")
    void = status == "VOID"
    taken_by_status = status.is_in(_BEYOND_POSTED)
    finished = status.is_in(["DONE", "RATED"]) & (pl.col("done_on") <= as_of).fill_null(False)
    return {
        "void": void,
        "posted": ~void & (pl.col("posted_on").fill_null(as_of) <= as_of),
        "taken": ~void
        & pl.when(pl.col("taken_on").is_null()).then(taken_by_status).otherwise(pl.col("taken_on") <= as_of),
        "done": finished,
    }


def unfinished() -> pl.Expr:
    """Whether an order is neither finished nor returned (退单)."""
    return ~pl.col("done") & (pl.col("status") != "RETURNED").fill_null(value=True)


def _overdue(as_of: dt.date) -> pl.Expr:
    """Whether it still waits, for somebody to take or to finish it, after its time limit."""
    return pl.col("posted") & unfinished() & (pl.col("due") < as_of).fill_null(value=False)


def order_members(orders: pl.DataFrame, mentions: pl.DataFrame, rows: pl.LazyFrame) -> pl.DataFrame:
    """Who took which order: one row per `order_no`, `person_id` and `member_name`, with `submission` and `row`.

    orders: the orders table. rows: all S10 rows known, with numbers that name one order; where several members took an
    order and each has a row, all rows of the week that counts name them. mentions: `submission`, `row`, `name`,
    `person_id`, one row per name written in a row of S10, `person_id` null where undecided. A member named twice in one
    order counts once; a name without a person stays, because somebody took the order (domain.md §4.11).
    """
    week = orders.lazy().select("order_no", "period")
    telling = rows.select("order_no", "period", "submission", "row").join(week, on=["order_no", "period"], how="semi")
    return (
        telling.select("order_no", "submission", "row")
        .collect(engine="streaming")
        .join(mentions.select("submission", "row", "name", "person_id"), on=["submission", "row"])
        .sort("submission", "row", maintain_order=True)
        .select("order_no", "person_id", pl.col("name").alias("member_name"), "submission", "row")
        .filter(pl.col("person_id").is_null() | pl.struct("order_no", "person_id").is_first_distinct())
        .unique(["order_no", "person_id", "member_name"], keep="first", maintain_order=True)
        .sort("order_no", "person_id", "member_name")
    )


STAGES = ("点单", "派单", "接单", "办结", "评价")
"""The stages of an order (群众点单—社区派单—党员接单—群众评单, domain.md §2 K12)."""


def stages(orders: pl.DataFrame, as_of: dt.date) -> dict[str, pl.DataFrame]:
    """By stage of STAGES the orders (`order_no`) that have reached it by `as_of`; a stage includes those after it.

    orders: the orders table; what is void counts nowhere.
    """
    live = orders.select("order_no", "posted", "taken", "done", "sent_on", "satisfaction").filter("posted")
    rated = pl.col("done") & pl.col("satisfaction").is_in(["1", "2", "3"]).fill_null(value=False)
    taken = pl.col("taken") | pl.col("done")
    sent = taken | (pl.col("sent_on") <= as_of).fill_null(value=False)
    reached = (pl.lit(value=True), sent, taken, pl.col("done"), rated)
    came = live.select("order_no", **dict(zip(STAGES, reached, strict=True)))
    return {stage: came.filter(stage).select("order_no") for stage in STAGES}
