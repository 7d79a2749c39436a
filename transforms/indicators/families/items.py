"""Indicators C1–C10: the livelihood items (民生实事) of the “six links” responsibility system."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from transforms.dataset import Dataset
from transforms.figures import Form, How, Light, Measured, Part
from transforms.indicators.declare.breakdown import aggregates_by, counts_by, labels, rates_by, town_labels
from transforms.indicators.declare.declaration import count, indicator, made_of, measured, number, rate, ratio, rows_of
from transforms.lights import schedule_limits, threshold_light


def _standing(dataset: Dataset) -> pl.DataFrame:
    """Items claimed by the as-of day and not cancelled, those carried over from earlier years as well."""
    return dataset.items.filter("claimed", ~pl.col("cancelled"))


def _claimed(dataset: Dataset) -> pl.DataFrame:
    """Those of the plan year: the denominator of them all (domain.md §7.1)."""
    return _standing(dataset).filter(~pl.col("carried_over"))


def _leaders(dataset: Dataset) -> pl.DataFrame:
    """Leaders in post on the as-of day."""
    as_of = dataset.clock.as_of
    begun = pl.col("valid_from").fill_null(as_of) <= as_of
    return dataset.leaders.filter(begun, pl.col("valid_to").fill_null(as_of) >= as_of).unique(
        "leader", maintain_order=True
    )


def _claimants(dataset: Dataset) -> pl.DataFrame:
    """Everybody named as leader of an item, the second of two as well; column `leader`."""
    return _claimed(dataset).select(pl.col("leaders").alias("leader")).explode("leader").drop_nulls().unique()


@indicator(
    "C1",
    "认领领导数",
    "认领民生实事的在职县领导÷在职县领导",
    window="本年",
    unit="%",
    sheets=("S8", "R6"),
    lit=True,
    cells=(
        "S8.leader",
        "R6.leader",
        "R6.valid_from",
        "R6.valid_to",
    ),
)
def leaders_claiming(dataset: Dataset) -> Measured:
    """Leaders in post with at least one item; items of leaders that are on no list as an extra."""
    known, claimants = _leaders(dataset), _claimants(dataset)
    unknown = claimants.join(known, on="leader", how="anti")["leader"].implode()
    items = _claimed(dataset)
    strangers = items.filter(pl.col("leaders").list.set_intersection(unknown).list.len() > 0)
    return ratio(
        "leaders",
        known.join(claimants, on="leader", how="semi"),
        known,
        parts=(*rates_by("items", items, "leader", "completed", {}, "认领"), *_lamps(items)),
        extras=(number("strangers", "责任领导不在县领导名单的事项", "件", "items", strangers),),
    )


def _lamps(items: pl.DataFrame) -> Iterator[Part]:
    """The items of each leader by light, and the longest delay of one of them."""
    for light in (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY):
        lit = items.filter(pl.col("light") == light.value)
        yield from counts_by("items", lit, "leader", {}, f"{light.value}灯")
    late = items.drop_nulls("overdue_days")
    yield from aggregates_by("items", late, "leader", {}, How.MAX, "overdue_days", "最长逾期", "天")


@indicator(
    "C2",
    "认领件数",
    "本年度已认领且未批准取消的民生实事件数，以前年度结转的另列",
    window="本年",
    unit="件",
    sheets=("S8",),
    cells=(
        "S8.item_code",
        "S8.claimed_on",
        "S8.status",
        "S8.extension_ref",
    ),
)
def claimed(dataset: Dataset) -> Measured:
    """Items claimed, uncompleted ones by division; mean per claiming leader, cancelled ones and, apart, the unfinished
    ones of earlier years as extras."""
    items = _claimed(dataset)
    carried = _standing(dataset).filter("carried_over", ~pl.col("completed"))
    led = items.filter(pl.col("leaders").list.len() > 0)
    running = items.filter("open", ~pl.col("overdue"))
    on_hold = items.filter(~pl.col("open"), ~pl.col("completed"))
    unfinished = {"推进": running, "在办": items.filter("open"), "暂缓": on_hold}
    places = town_labels(dataset.county)
    claimants = made_of(led, How.DISTINCT, "leaders") or 0
    per_leader = Part(
        code="per_leader",
        label="人均认领件数",
        value=items.height / claimants if claimants else None,
        numerator=items.height,
        denominator=claimants,
        rows=rows_of("items", items),
        population=rows_of("items", led, How.DISTINCT, "leaders"),
        form=Form.QUOTIENT,
    )
    return count(
        "items",
        items,
        parts=tuple(
            part for group, some in unfinished.items() for part in counts_by("items", some, "town", places, group)
        ),
        extras=(
            per_leader,
            number("cancelled", "已批准取消", "件", "items", dataset.items.filter("cancelled")),
            number("carried", "以前年度结转未完成", "件", "items", carried),
            number("carried_overdue", "以前年度结转逾期", "件", "items", carried.filter("overdue")),
            number("running", "推进中", "件", "items", running),
            number("open", "未完成", "件", "items", unfinished["在办"]),
            number("held", "已批准暂缓", "件", "items", on_hold),
        ),
    )


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
    items = _claimed(dataset)
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
    due = _claimed(dataset).filter(pl.col("completed") | pl.col("overdue"), ~pl.col("no_due"))
    return ratio(
        "items",
        due.filter("on_time"),
        due,
        extras=(
            rate("original", "按原时限的按时完成率", "items", due.filter("on_time_original"), due),
            number("no_due", "无完成时限", "件", "items", _claimed(dataset).filter("no_due")),
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
    late = _claimed(dataset).filter("overdue")
    return count(
        "items",
        late,
        parts=counts_by("items", late, "town", town_labels(dataset.county), "乡镇"),
        extras=(
            number("longest", "最长逾期天数", "天", "items", late, How.MAX, "overdue_days"),
            number("median", "逾期天数中位数", "天", "items", late, How.MEDIAN, "overdue_days"),
        ),
    )


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
    measurable = _claimed(dataset).filter(pl.col("open"), pl.col("deviation").is_not_null())
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
    done = _claimed(dataset).filter("completed")
    return ratio("items", done.filter("verified"), done)


@indicator(
    "C8",
    "战略与乡镇分布",
    "认领件数和完成率按五强五兴、一城两区、乡镇分列",
    window="截至统计日",
    unit="件",
    sheets=("S8",),
    cells=(
        "S8.strategy",
        "S8.position",
        "S8.town",
        "S8.status",
    ),
)
def by_strategy(dataset: Dataset) -> Measured:
    """Completion by strategy, position and town; each part has the rate and both counts."""
    items = _claimed(dataset)
    return count(
        "items",
        items,
        parts=(
            *rates_by("items", items, "strategy", "completed", labels("strategy"), "五强五兴"),
            *rates_by("items", items, "position", "completed", labels("position"), "一城两区"),
            *rates_by("items", items, "town", "completed", town_labels(dataset.county), "乡镇"),
        ),
    )


@indicator(
    "C9",
    "受益人数",
    "已完成事项的受益人数合计",
    window="本年",
    unit="人",
    sheets=("S8",),
    cells=(
        "S8.beneficiaries",
        "S8.status",
    ),
)
def beneficiaries(dataset: Dataset) -> Measured:
    """Persons who benefit from completed items; items without a figure as an extra."""
    done = _claimed(dataset).filter("completed")
    known = done.drop_nulls("beneficiaries")
    unknown = done.filter(pl.col("beneficiaries").is_null())
    return measured(
        "items",
        known,
        How.SUM,
        "beneficiaries",
        extras=(number("unknown", "未填受益人数的事项", "件", "items", unknown),),
    )


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
    items = _standing(dataset)
    red = items.filter(pl.col("light") == Light.RED.value)
    return count(
        "items",
        red.sort("overdue_days", "item_code", descending=[True, False], nulls_last=True),
        parts=counts_by("items", items, "light", {light.value: f"{light.value}灯" for light in Light}),
        extras=(number("overdue", "其中逾期", "件", "items", red.filter("overdue")),),
    )
