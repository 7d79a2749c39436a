"""Indicators D5–D10: the orders members take (接单服务)."""

from __future__ import annotations

import polars as pl

from transforms.dataset import Dataset
from transforms.figures import Measured, Part
from transforms.indicators.breakdown import labels, rates_by, town_labels
from transforms.indicators.declaration import CUMULATIVE, count, indicator, median, rate, ratio, rows_of, share, total
from transforms.indicators.deployment import registered


def _posted(dataset: Dataset) -> pl.DataFrame:
    """Orders posted in the period, up to the as-of day."""
    day = pl.col("posted_on").is_between(dataset.clock.start, dataset.clock.as_of)
    return dataset.orders.filter("posted", day)


@indicator(
    "D5", "接单率", "本期发布的订单中已接单的÷本期发布的订单", window="本期", unit="%", sheets=("S10",), lit=True
)
def accepted(dataset: Dataset) -> Measured:
    """Orders of the period that somebody took; the median days from posting to taking beside it.

    The sheet has days, not hours, so the delay is printed in days.
    """
    posted = _posted(dataset)
    taken = posted.filter("taken").with_columns(days=(pl.col("taken_on") - pl.col("posted_on")).dt.total_days())
    return ratio(
        "orders", taken, posted, beside=(Part(code="delay", label="接单用时中位数（天）", value=median(taken, "days")),)
    )


@indicator("D6", "办结率", "已办结订单÷已接单订单", window=CUMULATIVE, unit="%", sheets=("S10",), lit=True)
def finished(dataset: Dataset) -> Measured:
    """Orders finished among those taken; on time among those finished beside it."""
    done = dataset.orders.filter("taken", "done")
    punctual = done.filter("on_time").height
    return ratio(
        "orders",
        done,
        dataset.orders.filter("taken"),
        beside=(rate("on_time", "按时办结率", punctual, done.height),),
    )


@indicator(
    "D7",
    "满意率",
    "评价为满意的÷已评价的（满意、基本满意、不满意）",
    window=CUMULATIVE,
    unit="%",
    sheets=("S10",),
    lit=True,
)
def satisfied(dataset: Dataset) -> Measured:
    """Finished orders rated “satisfied” among those rated; the rated share beside it."""
    done = dataset.orders.filter("done")
    rated = done.filter(pl.col("satisfaction").is_in(["1", "2", "3"]))
    return ratio(
        "orders",
        rated.filter(pl.col("satisfaction") == "3"),
        rated,
        beside=(rate("rated", "评价率", rated.height, done.height),),
    )


@indicator(
    "D8",
    "社区覆盖率",
    "本期有订单的社区÷全部社区（有党员报到或有过订单的）",
    window="本期",
    unit="%",
    sheets=("S9", "S10"),
    lit=True,
)
def communities(dataset: Dataset) -> Measured:
    """Communities with an order in the period; a community is known by a registration or by any order."""
    posted = _posted(dataset).drop_nulls("community_code")
    ordered = dataset.orders.filter("posted")["community_code"]
    known = pl.concat([registered(dataset)["community_code"], ordered]).drop_nulls().n_unique()
    reached = posted["community_code"].n_unique()
    return Measured(
        value=share(reached, known),
        numerator=reached,
        denominator=known,
        rows=rows_of("orders", posted),
        population=rows_of("registrations", registered(dataset)),
    )


@indicator("D9", "服务时长", "本期办结订单的服务时长合计", window="本期；累计自开展以来", unit="小时", sheets=("S10",))
def hours(dataset: Dataset) -> Measured:
    """Hours of orders finished in the period; all hours so far beside it."""
    done = dataset.orders.filter("done")
    found = done.filter(pl.col("done_on") >= dataset.clock.start)
    spent = total(found, "hours")
    return Measured(
        value=spent,
        numerator=spent,
        rows=rows_of("orders", found),
        beside=(Part(code="total", label="累计服务时长", value=total(done, "hours")),),
    )


@indicator(
    "D10", "诉求类别分布", "本期发布的订单及接单率按诉求类别、乡镇分列", window="本期", unit="件", sheets=("S10",)
)
def by_category(dataset: Dataset) -> Measured:
    """Orders of the period by category and town; each part holds the share taken and both counts."""
    found = _posted(dataset)
    return count(
        "orders",
        found,
        parts=(
            *rates_by(found, "category", "taken", labels("order_category"), "诉求类别"),
            *rates_by(found, "town", "taken", town_labels(dataset.county), "乡镇"),
        ),
    )
