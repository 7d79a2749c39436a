"""Indicators D5–D12: the orders members take (接单服务)."""

from __future__ import annotations

import polars as pl

from transforms.dataset import Dataset
from transforms.figures import Form, How, Measured, Ranged
from transforms.indicators.declare.breakdown import aggregates_by, counts_by, rates_by, town_labels
from transforms.indicators.declare.declaration import (
    CUMULATIVE,
    among,
    count,
    indicator,
    measured,
    number,
    rate,
    ratio,
    rows_of,
    share,
)
from transforms.indicators.families.d_deployment import registered
from transforms.join.service.orders import STAGES, stages

_LOOKED_AT = (
    *("order_no", "town", "community_code", "category", "posted_on", "done_on", "due"),
    *("posted", "taken", "done", "on_time", "overdue", "overdue_days", "days_to_take", "hours", "satisfaction"),
)


def _orders(dataset: Dataset) -> pl.DataFrame:
    """The orders with the counted columns only: filtering all columns takes several times the memory."""
    return dataset.orders.select(_LOOKED_AT)


def _posted(dataset: Dataset) -> pl.DataFrame:
    """Orders posted in the period, up to the as-of day."""
    day = pl.col("posted_on").is_between(dataset.clock.start, dataset.clock.as_of)
    return _orders(dataset).filter("posted", day)


@indicator(
    "D5",
    "接单率",
    "本期发布的订单中已接单的÷本期发布的订单",
    window="本期",
    flow=True,
    unit="%",
    sheets=("S10",),
    lit=True,
    ranged=Ranged("S10"),
    cells=(
        "S10.posted_on",
        "S10.taken_on",
        "S10.status",
    ),
)
def accepted(dataset: Dataset) -> Measured:
    """Orders of the period that somebody took; the median days from posting to taking as an extra.

    The sheet has days, not hours, so the delay is printed in days.
    """
    posted = _posted(dataset)
    taken = posted.filter("taken")
    delay = number("delay", "接单用时中位数", "天", "orders", taken, How.MEDIAN, "days_to_take")
    return ratio("orders", taken, posted, extras=(delay,))


@indicator(
    "D6",
    "办结率",
    "已办结订单÷已接单订单；按时办结率中无时限的不计",
    window=CUMULATIVE,
    unit="%",
    sheets=("S10",),
    lit=True,
    ranged=Ranged("S10"),
    cells=(
        "S10.status",
        "S10.done_on",
        "S10.taken_on",
        "S10.due",
    ),
)
def finished(dataset: Dataset) -> Measured:
    """Orders finished among those taken, and how many came to each stage.

    Finished on time as an extra, and by division: among those that are finished or overdue, taken or not. One without
    a time limit, neither written nor by its day of posting, is neither on time nor late.
    """
    taken, limited = _orders(dataset).filter("taken"), _orders(dataset).filter(pl.col("due").is_not_null())
    done, due = taken.filter("done"), limited.filter(pl.col("done") | pl.col("overdue"))
    reached = stages(dataset.orders, dataset.clock.as_of)
    return ratio(
        "orders",
        done,
        taken,
        parts=(
            *(
                rate(stage, stage, "orders", came, reached[STAGES[0]], group="办理过程")
                for stage, came in reached.items()
            ),
            *rates_by("orders", due, "town", "on_time", town_labels(dataset.county), "按时办结"),
        ),
        extras=(rate("on_time", "按时办结率", "orders", due.filter("on_time"), due),),
    )


@indicator(
    "D7",
    "满意率",
    "评价为满意的÷已评价的（满意、基本满意、不满意）",
    window=CUMULATIVE,
    unit="%",
    sheets=("S10",),
    lit=True,
    ranged=Ranged("S10"),
    cells=(
        "S10.satisfaction",
        "S10.status",
    ),
)
def satisfied(dataset: Dataset) -> Measured:
    """Finished orders rated “satisfied” among those rated; the rated share as an extra."""
    done = _orders(dataset).filter("done")
    rated = done.filter(pl.col("satisfaction").is_in(["1", "2", "3"]))
    return ratio(
        "orders",
        rated.filter(pl.col("satisfaction") == "3"),
        rated,
        extras=(rate("rated", "评价率", "orders", rated, done),),
    )


@indicator(
    "D8",
    "社区覆盖率",
    "本期有订单的社区÷全部社区（有党员报到或有过订单的）",
    window="本期",
    flow=True,
    unit="%",
    sheets=("S9", "S10"),
    lit=True,
    ranged=Ranged("S10"),
    cells=(
        "S10.community_code",
        "S10.posted_on",
        "S9.community_code",
    ),
)
def communities(dataset: Dataset) -> Measured:
    """Communities with an order in the period; a community is known by a registration or by any order."""
    by = (How.DISTINCT, "community_code")
    posted = rows_of("orders", _posted(dataset), *by)
    ordered = _orders(dataset).filter("posted")
    known = rows_of("registrations", registered(dataset), *by, also=rows_of("orders", ordered, *by))
    reached = _posted(dataset)["community_code"].drop_nulls().n_unique()
    places = pl.concat([registered(dataset)["community_code"], ordered["community_code"]]).drop_nulls().n_unique()
    return Measured(
        value=share(reached, places),
        numerator=reached,
        denominator=places,
        rows=posted,
        population=known,
        form=Form.PERCENT,
    )


@indicator(
    "D9",
    "服务时长",
    "本期办结订单的服务时长合计",
    window="本期；累计自开展以来",
    flow=True,
    unit="小时",
    sheets=("S10",),
    cells=(
        "S10.hours",
        "S10.done_on",
    ),
)
def hours(dataset: Dataset) -> Measured:
    """Hours of orders finished in the period; all hours so far as cumulative value."""
    done = _orders(dataset).filter("done")
    recent = done.filter(pl.col("done_on") >= dataset.clock.start)
    return measured(
        "orders",
        recent,
        How.SUM,
        "hours",
        cumulative=number("total", "累计服务时长", "小时", "orders", done, How.SUM, "hours"),
    )


@indicator(
    "D10",
    "诉求类别分布",
    "本期发布的订单及接单率按诉求类别、乡镇分列",
    window="本期",
    flow=True,
    unit="件",
    sheets=("S10",),
    ranged=Ranged("S10"),
    cells=(
        "S10.category",
        "S10.town",
        "S10.taken_on",
    ),
)
def by_category(dataset: Dataset) -> Measured:
    """Orders of the period by category and town; each part has the share taken and both counts."""
    posted, categories = _posted(dataset), dataset.county.codes("order_category").labels
    return count(
        "orders",
        posted,
        parts=(
            *rates_by("orders", posted, "category", "taken", categories, "诉求类别"),
            *rates_by("orders", posted, "town", "taken", town_labels(dataset.county), "乡镇"),
        ),
    )


@indicator(
    "D11",
    "接单超期件数",
    "已过办结时限仍无人接单的订单件数",
    window="截至统计日",
    unit="件",
    sheets=("S10",),
    lit=True,
    cells=(
        "S10.posted_on",
        "S10.taken_on",
        "S10.due",
        "S10.status",
    ),
)
def never_taken(dataset: Dataset) -> Measured:
    """Overdue orders that nobody has taken, by division; days overdue as extras."""
    return _overdue(dataset, ~pl.col("taken"))


@indicator(
    "D12",
    "办结超期件数",
    "已接单、已过办结时限仍未办结的订单件数",
    window="截至统计日",
    unit="件",
    sheets=("S10",),
    lit=True,
    cells=(
        "S10.taken_on",
        "S10.due",
        "S10.done_on",
        "S10.status",
    ),
)
def not_finished(dataset: Dataset) -> Measured:
    """Overdue orders that somebody has taken and not finished, by division; days overdue as extras."""
    return _overdue(dataset, pl.col("taken"))


def _overdue(dataset: Dataset, those: pl.Expr) -> Measured:
    """Overdue orders: their number, that of each division, and how long the worst of each has been overdue."""
    orders, places = _orders(dataset).filter("posted"), town_labels(dataset.county)
    late = orders.filter("overdue", those)
    counted = count(
        "orders",
        late,
        parts=(
            *counts_by("orders", late, "town", places, "乡镇"),
            *aggregates_by("orders", late, "town", places, How.MAX, "overdue_days", "最长超期", "天"),
        ),
        extras=(
            number("longest", "最长超期天数", "天", "orders", late, How.MAX, "overdue_days"),
            number("median", "超期天数中位数", "天", "orders", late, How.MEDIAN, "overdue_days"),
        ),
    )
    return among(orders, counted)
