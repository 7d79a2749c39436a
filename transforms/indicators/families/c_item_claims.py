"""Indicators C1, C2, C8 and C9: who claimed which livelihood items (民生实事), where, and for how many."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from transforms.dataset import Dataset
from transforms.figures import Form, How, Light, Measured, Part
from transforms.indicators.declare.breakdown import aggregates_by, counts_by, labels, rates_by, town_labels
from transforms.indicators.declare.declaration import count, indicator, made_of, measured, number, ratio, rows_of


def standing_items(dataset: Dataset) -> pl.DataFrame:
    """Items claimed by the as-of day and not cancelled, those carried over from earlier years as well."""
    return dataset.items.filter("claimed", ~pl.col("cancelled"))


def claimed_items(dataset: Dataset) -> pl.DataFrame:
    """Those of the plan year: the denominator of them all (domain.md §7.1)."""
    return standing_items(dataset).filter(~pl.col("carried_over"))


def _leaders(dataset: Dataset) -> pl.DataFrame:
    """Leaders in post on the as-of day."""
    as_of = dataset.clock.as_of
    begun = pl.col("valid_from").fill_null(as_of) <= as_of
    return dataset.leaders.filter(begun, pl.col("valid_to").fill_null(as_of) >= as_of).unique(
        "leader", maintain_order=True
    )


def _claimants(dataset: Dataset) -> pl.DataFrame:
    """Everybody named as leader of an item, the second of two as well; column `leader`."""
    return claimed_items(dataset).select(pl.col("leaders").alias("leader")).explode("leader").drop_nulls().unique()


def leaders_without_items(dataset: Dataset) -> pl.DataFrame:
    """Leaders in post who have claimed none (the gap of C1): the rows of `leaders`."""
    return _leaders(dataset).join(_claimants(dataset), on="leader", how="anti", maintain_order="left")


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
        "R6.post_level",
        "R6.valid_from",
        "R6.valid_to",
    ),
)
def leaders_claiming(dataset: Dataset) -> Measured:
    """Leaders in post with at least one item, by post level; items of leaders that are on no list as an extra."""
    known, claimants = _leaders(dataset), _claimants(dataset)
    unknown = claimants.join(known, on="leader", how="anti")["leader"].implode()
    items = claimed_items(dataset)
    strangers = items.filter(pl.col("leaders").list.set_intersection(unknown).list.len() > 0)
    claiming = known.join(claimants, on="leader", how="semi")
    return ratio(
        "leaders",
        claiming,
        known,
        parts=(
            *rates_by("items", items, "leader", "completed", {}, "认领"),
            *_lamps(items),
            *counts_by("leaders", claiming, "post_level", labels("post_level"), "职务层次"),
        ),
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
    items = claimed_items(dataset)
    carried = standing_items(dataset).filter("carried_over", ~pl.col("completed"))
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
    "C8",
    "战略与乡镇分布",
    "认领件数和完成率按战略类别、功能定位、乡镇分列",
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
    items = claimed_items(dataset)
    lists = (dataset.county.codes(name) for name in ("strategy", "position"))
    return count(
        "items",
        items,
        parts=(
            *(part for own in lists for part in rates_by("items", items, own.name, "completed", own.labels, own.title)),
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
    done = claimed_items(dataset).filter("completed")
    known = done.drop_nulls("beneficiaries")
    unknown = done.filter(pl.col("beneficiaries").is_null())
    return measured(
        "items",
        known,
        How.SUM,
        "beneficiaries",
        extras=(number("unknown", "未填受益人数的事项", "件", "items", unknown),),
    )
