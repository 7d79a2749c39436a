"""Indicators C3–C7 and C10: livelihood items (民生实事) done, on time, late, against their schedule, verified."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from transforms.dataset import Dataset
from transforms.figures import Form, How, Light, Measured
from transforms.indicators.declare.breakdown import aggregates_by, counts_by, town_labels
from transforms.indicators.declare.declaration import among, count, indicator, measured, number, rate, ratio, rows_of
from transforms.indicators.families.c_item_claims import claimed_items, standing_items
from transforms.join.lights import schedule_limits, threshold_light


@indicator(
    "C3",
    "完成率",
    "已完成件数÷认领件数；灯按完成率与平均序时进度之差判定",
    window="截至统计日",
    unit="%",
    sheets=("S8",),
    lit=True,
    cells=(
        "S8.status",
        "S8.done_on",
        "S8.verify_result",
    ),
)
def completed(dataset: Dataset) -> Measured:
    """Completed among claimed; the light compares the rate with the mean scheduled progress (domain.md §7.2)."""
    items = claimed_items(dataset)
    done = items.filter("completed")
    scheduled = number("scheduled", "平均序时进度", "%", "items", items, How.MEAN, "scheduled_pct")
    rate_done = ratio("items", done, items)
    ahead = Form.DIFFERENCE.of(rate_done.value, scheduled.value)
    return replace(
        rate_done,
        extras=(scheduled,),
        light=threshold_light(ahead, schedule_limits(dataset.county)),
    )


@indicator(
    "C4",
    "按时完成率",
    "按时完成件数÷（已完成和逾期件数），无时限的不计",
    window="本年",
    unit="%",
    sheets=("S8",),
    lit=True,
    cells=(
        "S8.status",
        "S8.done_on",
        "S8.due_original",
        "S8.due_current",
        "S8.extension_ref",
    ),
)
def on_time(dataset: Dataset) -> Measured:
    """On time against the due date that counts; against the first due date as an extra."""
    due = claimed_items(dataset).filter(pl.col("completed") | pl.col("overdue"), ~pl.col("no_due"))
    at_first = due.filter(pl.col("due_original").is_not_null())
    return ratio(
        "items",
        due.filter("on_time"),
        due,
        extras=(
            rate("original", "按原时限的按时完成率", "items", at_first.filter("on_time_original"), at_first),
            number("no_due", "无完成时限", "件", "items", claimed_items(dataset).filter("no_due")),
        ),
    )


@indicator(
    "C5",
    "逾期件数",
    "未完成且已过时限的件数",
    window="截至统计日",
    unit="件",
    sheets=("S8",),
    lit=True,
    cells=(
        "S8.status",
        "S8.due_original",
        "S8.due_current",
        "S8.extension_ref",
    ),
)
def overdue(dataset: Dataset) -> Measured:
    """Items past their due date, by division; longest and median delay as extras."""
    items = claimed_items(dataset)
    late = items.filter("overdue")
    counted = count(
        "items",
        late,
        parts=counts_by("items", late, "town", town_labels(dataset.county), "乡镇"),
        extras=(
            number("longest", "最长逾期天数", "天", "items", late, How.MAX, "overdue_days"),
            number("median", "逾期天数中位数", "天", "items", late, How.MEDIAN, "overdue_days"),
        ),
    )
    return among(items, counted)


@indicator(
    "C6",
    "序时偏差",
    "未完成事项的当前进度减序时进度，取平均",
    window="截至统计日",
    unit="个百分点",
    sheets=("S8",),
    lit=True,
    cells=(
        "S8.progress",
        "S8.start_plan",
        "S8.claimed_on",
        "S8.due_original",
        "S8.due_current",
    ),
)
def deviation(dataset: Dataset) -> Measured:
    """Mean deviation of the open items whose progress and dates are known, and that of each division."""
    measurable = claimed_items(dataset).filter(pl.col("open"), pl.col("deviation").is_not_null())
    places = town_labels(dataset.county)
    return replace(
        measured("items", measurable, How.MEAN, "deviation"),
        denominator=measurable.height,
        population=rows_of("items", measurable),
        parts=aggregates_by("items", measurable, "town", places, How.MEAN, "deviation", "乡镇", "个百分点"),
    )


@indicator(
    "C7",
    "核验率",
    "督查核验通过件数÷已完成件数",
    window="截至统计日",
    unit="%",
    sheets=("S8",),
    lit=True,
    cells=(
        "S8.verify_result",
        "S8.verified_on",
    ),
)
def verified(dataset: Dataset) -> Measured:
    """Completed items that the inspection passed."""
    done = claimed_items(dataset).filter("completed")
    return ratio("items", done.filter("verified"), done)


@indicator(
    "C10",
    "督办清单",
    "亮红灯的事项（含以前年度结转），按逾期天数排列",
    window="截至统计日",
    unit="件",
    sheets=("S8",),
    cells=(
        "S8.status",
        "S8.progress",
        "S8.due_original",
        "S8.due_current",
        "S8.verify_result",
    ),
)
def red_list(dataset: Dataset) -> Measured:
    """Red items, the longest overdue first; parts by light of all items, those carried over as well."""
    items = standing_items(dataset)
    red = items.filter(pl.col("light") == Light.RED.value)
    return count(
        "items",
        red.sort("overdue_days", "item_code", descending=[True, False], nulls_last=True),
        parts=counts_by("items", items, "light", {light.value: f"{light.value}灯" for light in Light}),
        extras=(number("overdue", "其中逾期", "件", "items", red.filter("overdue")),),
    )
