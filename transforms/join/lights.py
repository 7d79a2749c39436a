"""Traffic lights (domain.md §7.2). A light always comes with its reason in words; unknown is grey, never green."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import polars as pl

from expectations.county.county import County, Threshold
from transforms.figures import Light

SCHEDULE = Threshold(green=-10, yellow=-30)
"""Percentage points behind schedule; a county's own limits are under C6 in its thresholds (R9)."""


class Case(NamedTuple):
    """If `when` is true, the light is `light` because of `reason`; a null condition is false."""

    when: pl.Expr
    light: Light
    reason: pl.Expr


def schedule_limits(county: County) -> Threshold:
    """How far behind schedule is yellow and red in this county."""
    return county.thresholds.get("C6", SCHEDULE)


def threshold_light(value: float | None, threshold: Threshold | None) -> Light:
    """The light of a value against its limits, both limits included; grey where either is unknown."""
    if value is None or threshold is None:
        return Light.GREY
    sign = -1 if threshold.lower_is_better else 1
    if sign * value >= sign * threshold.green:
        return Light.GREEN
    return Light.YELLOW if sign * value >= sign * threshold.yellow else Light.RED


def item_light(county: County, as_of: dt.date) -> list[pl.Expr]:
    """`light` and `light_reason` of a livelihood item; reads the columns made by `transforms.join.items`."""
    limits, patience = schedule_limits(county), int(county.settings["verification_days"])
    behind, late = -pl.col("deviation"), pl.col("overdue_days")
    unverified = (pl.col("status") == "DONE") & ((pl.lit(as_of) - pl.col("done_on")).dt.total_days() > patience)
    return _decide(
        Case(pl.col("cancelled"), Light.GREY, pl.lit("已批准取消")),
        Case(
            pl.col("completed") & unverified & ~pl.col("verified"),
            Light.YELLOW,
            pl.lit(f"自报完成超过{patience}天尚未核验"),
        ),
        Case(pl.col("completed"), Light.GREEN, pl.lit("已完成")),
        Case(pl.col("status") == "HOLD", Light.GREY, pl.lit("已批准暂缓")),
        Case(pl.col("reopened"), Light.RED, pl.lit("督查核验退回")),
        Case(pl.col("no_due"), Light.GREY, pl.lit("无完成时限")),
        Case(pl.col("overdue"), Light.RED, pl.format("逾期{}天", late)),
        Case(pl.col("missed") >= 2, Light.RED, pl.format("连续{}期未更新", pl.col("missed"))),
        Case(behind > -limits.yellow, Light.RED, pl.format("落后序时进度{}个百分点", behind.round(1))),
        Case(behind > -limits.green, Light.YELLOW, pl.format("落后序时进度{}个百分点", behind.round(1))),
        Case(
            pl.col("due_soon") & (pl.col("progress") < county.settings["due_soon_progress"]),
            Light.YELLOW,
            pl.format("临近时限，进度{}%", pl.col("progress").round(1)),
        ),
        Case(pl.col("stale"), Light.YELLOW, pl.lit("本期未更新")),
        Case(behind <= -limits.green, Light.GREEN, pl.lit("按序时推进")),
        otherwise="进度或起始日期未填，无法判断",
    )


def order_light(county: County, as_of: dt.date) -> list[pl.Expr]:
    """`light` and `light_reason` of an order, which has no progress; reads what `orders` makes."""
    days = (pl.col("due") - pl.lit(as_of)).dt.total_days()
    return _decide(
        Case(pl.col("done"), Light.GREEN, pl.lit("已办结")),
        Case(pl.col("void") | (pl.col("status") == "RETURNED"), Light.GREY, pl.lit("已作废或退单")),
        Case(pl.col("due").is_null(), Light.GREY, pl.lit("无办结时限")),
        Case(days < 0, Light.RED, pl.format("超期{}天", -days)),
        Case(days <= county.settings["due_soon_days"], Light.YELLOW, pl.format("距时限{}天", days)),
        otherwise="期限内办理",
        light=Light.GREEN,
    )


def task_light(county: County, as_of: dt.date) -> list[pl.Expr]:
    """`light` and `light_reason` of a duty task (S7), which has no start; reads `task_due` and `task_pct`."""
    soon, days = county.settings, (pl.col("task_due") - pl.lit(as_of)).dt.total_days()
    return _decide(
        Case(pl.col("task_pct") >= 100, Light.GREEN, pl.lit("已完成")),
        Case(pl.col("task_due").is_null(), Light.GREY, pl.lit("无完成时限")),
        Case(days < 0, Light.RED, pl.format("逾期{}天", -days)),
        Case(
            (days <= soon["due_soon_days"]) & (pl.col("task_pct").fill_null(0) < soon["due_soon_progress"]),
            Light.YELLOW,
            pl.format("距时限{}天", days),
        ),
        Case(pl.col("task_pct").is_null(), Light.GREY, pl.lit("进度未填")),
        otherwise="期限内推进",
        light=Light.GREEN,
    )


def _decide(*cases: Case, otherwise: str, light: Light = Light.GREY) -> list[pl.Expr]:
    """The first true case decides both columns."""

    def first(then: Iterable[pl.Expr], last: str) -> pl.Expr:
        return pl.coalesce([*(pl.when(c.when).then(t) for c, t in zip(cases, then, strict=True)), pl.lit(last)])

    return [
        first((pl.lit(case.light.value) for case in cases), light.value).alias("light"),
        first((case.reason for case in cases), otherwise).alias("light_reason"),
    ]


ORDERS: dict[str, pl.DataType] = {"orders_due": pl.Int64(), "orders_on_time": pl.Int64()}
"""Of a place how many orders were finished or are past their limit, and how many of them were finished in time."""
_OWED = ("overdue", "missing", "returned")
"""Statuses of a sheet (`transforms.judge.arrivals`) that a place still owes."""


def place_lights(
    place: str, items: pl.DataFrame, sheets: pl.DataFrame, orders: pl.DataFrame, county: County
) -> pl.DataFrame:
    """Lights of units or towns, each the worst it has: one row per value of the column `place` found in any frame.

    items: `place` and the columns of `transforms.join.items`. sheets: `place`, `status`, `late` of expected
    submissions. orders: `place` and ORDERS. Out: `place`, `items`, `due`, `on_time`, `on_time_pct`, `yellow_items`,
    `red_items`, `worst_overdue_days`, `late_sheets`, `overdue_sheets`, `missing_sheets`, `returned_sheets`, ORDERS,
    `light`, `light_reason`.
    """
    due = (pl.col("completed") | pl.col("overdue")) & ~pl.col("no_due")
    of_items = (
        items.filter(~pl.col("cancelled"), pl.col(place).is_not_null())
        .group_by(place)
        .agg(
            pl.len().alias("items"),
            due.sum().alias("due"),
            (due & pl.col("on_time")).sum().alias("on_time"),
            (pl.col("light") == Light.YELLOW.value).sum().alias("yellow_items"),
            (pl.col("light") == Light.RED.value).sum().alias("red_items"),
            pl.col("overdue_days").max().alias("worst_overdue_days"),
        )
    )
    of_sheets = (
        sheets.filter(pl.col(place).is_not_null())
        .group_by(place)
        .agg(
            (pl.col("late") & (pl.col("status") != "overdue")).sum().alias("late_sheets"),
            *((pl.col("status") == status).sum().alias(f"{status}_sheets") for status in _OWED),
        )
    )
    of_places = ["items", "due", "on_time", "yellow_items", "red_items", "late_sheets"]
    counts = pl.col(*of_places, *(f"{status}_sheets" for status in _OWED), *ORDERS)
    return (
        of_items.join(of_sheets, on=place, how="full", coalesce=True)
        .join(orders.select(place, *ORDERS), on=place, how="full", coalesce=True)
        .with_columns(counts.fill_null(0).cast(pl.Int64), pl.col("worst_overdue_days").fill_null(0))
        .with_columns(
            pl.when(pl.col("due") > 0).then(100 * pl.col("on_time") / pl.col("due")).alias("on_time_pct"),
        )
        .with_columns(_place_light(county))
        .sort(place)
    )


def _place_light(county: County) -> list[pl.Expr]:
    """Sheets and orders count for every place; rates only where there are enough items.

    What is short of sheets is said in the words of every paper: 缺报, 退回, 迟报.
    """
    rate, worst, items = pl.col("on_time_pct"), pl.col("worst_overdue_days"), pl.col("items")
    red, yellow = county.settings["on_time_red_percent"], county.settings["on_time_yellow_percent"]
    fewest, many = int(county.settings["fewest_items"]), county.settings["yellow_item_share"]
    return _decide(
        Case(pl.col("missing_sheets") + pl.col("returned_sheets") > 0, Light.RED, _short_of_sheets()),
        Case(worst > county.settings["long_overdue_days"], Light.RED, pl.format("有事项逾期{}天", worst)),
        Case((items >= fewest) & (rate < red), Light.RED, pl.format("按时完成率{}%", rate.round(1))),
        *_order_cases(red, fewest, Light.RED),
        Case(pl.col("overdue_sheets") + pl.col("late_sheets") > 0, Light.YELLOW, _short_of_sheets()),
        Case(pl.col("red_items") > 0, Light.YELLOW, pl.format("有红灯事项{}件", pl.col("red_items"))),
        *_order_cases(yellow, fewest, Light.YELLOW),
        Case(items < fewest, Light.GREY, pl.lit(f"事项不足{fewest}件")),
        Case(rate < yellow, Light.YELLOW, pl.format("按时完成率{}%", rate.round(1))),
        Case(
            100 * pl.col("yellow_items") > many * items,
            Light.YELLOW,
            pl.format("黄灯事项{}件，比例偏高", pl.col("yellow_items")),
        ),
        otherwise="按时完成、按时报送",
        light=Light.GREEN,
    )


def _order_cases(least: float, fewest: int, light: Light) -> Iterator[Case]:
    """By the share finished in time, as items are judged: how many are overdue grows with the place and with the years,
    so that no one number can be the limit of every place (domain.md §7.2)."""
    due, on_time = pl.col("orders_due"), pl.col("orders_on_time")
    rate, late = (100 * on_time / due).round(1), due - on_time  # as it is printed
    yield Case((due >= fewest) & (rate < least), light, pl.format("按时办结率{}%", rate))
    if light is Light.YELLOW:
        yield Case((due < fewest) & (late > 0), light, pl.format("未按时办结订单{}件", late))


def _short_of_sheets() -> pl.Expr:
    """缺报1份、退回1份、迟报2份."""
    absent = pl.col("overdue_sheets") + pl.col("missing_sheets")
    counts = {"缺报{}份": absent, "退回{}份": pl.col("returned_sheets"), "迟报{}份": pl.col("late_sheets")}
    said = [pl.when(number > 0).then(pl.format(words, number)) for words, number in counts.items()]
    return pl.concat_str(said, separator="、", ignore_nulls=True)
