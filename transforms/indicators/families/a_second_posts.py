"""Indicators A5–A8, A12 and A16: the second division of work (二次分工)."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from transforms.dataset import Dataset
from transforms.figures import How, Light, Measured
from transforms.indicators.declare.breakdown import counts_by, labels
from transforms.indicators.declare.declaration import among, count, indicator, number, ratio

_WISHES_MET = ["1", "2", "3", "C"]


def _primary(dataset: Dataset) -> pl.DataFrame:
    """The assignment in effect by which each person is counted (domain.md §4.7)."""
    return dataset.assignments.filter("is_primary")


@indicator(
    "A5",
    "二次分工安排率",
    "已到岗人数÷可安排人数（愿意或视情况、非暂不宜、未列不可安排；已到岗的都计入）",
    window="期末",
    unit="%",
    sheets=("S1", "S3", "S6"),
    lit=True,
    cells=(
        "S6.status",
        "S6.start",
        "S6.end",
        "S3.work_will",
        "S3.work_capacity",
        "S1.eligible_flag",
        "S1.post_level",
    ),
)
def assigned(dataset: Dataset) -> Measured:
    """Persons in scope with an assignment among those who can be assigned.

    Parts are the assigned by post level. They are in the denominator whatever the wish sheet says, so that the rate
    never exceeds 100 %. Where nobody's wish is known, the rate is unknown.
    """
    people = dataset.five_dim
    willing = pl.col("work_will").is_in(["1", "2"]).fill_null(False)
    able = pl.col("work_capacity").ne_missing(pl.lit("D")) & pl.col("eligible_flag").fill_null(True)
    placed = people.filter("assigned")
    unasked = people.filter(pl.col("work_will").is_null())
    result = ratio(
        "five_dim",
        placed,
        people.filter(pl.col("assigned") | (willing & able)),
        parts=counts_by("five_dim", placed, "post_level", labels("post_level"), "职务层次"),
        extras=(number("unasked", "意愿未登记", "人", "five_dim", unasked),),
    )
    if unasked.height < people.height:
        return result
    return Measured(value=None, numerator=result.numerator, rows=result.rows, parts=result.parts, extras=result.extras)


@indicator(
    "A6",
    "去向分布",
    "已到岗人数按去向分列（取主要岗位），合计等于二次分工人数；已去世、调出、退休或不在台账的不计，另列",
    window="期末",
    unit="人",
    sheets=("S1", "S6"),
    lit=True,
    cells=(
        "S6.organ",
        "S6.status",
        "S6.start",
        "S6.end",
    ),
)
def by_organ(dataset: Dataset) -> Measured:
    """Primary assignments by organ; red unless their sum is the number of persons assigned (the identity of A5).

    Red, too, while S6 has somebody on a post who is in scope no more (extra `vacated`).
    """
    primary = _primary(dataset)
    people = dataset.five_dim.filter("assigned")
    vacated = dataset.assignments.filter(pl.col("vacated").is_not_null())
    counted = count(
        "assignments",
        primary,
        parts=counts_by("assignments", primary, "organ", labels("organ")),
        extras=(
            number("assigned", "二次分工人数", "人", "five_dim", people),
            number("vacated", "已离开而仍报已到岗", "人", "assignments", vacated, How.DISTINCT, "person_id"),
        ),
    )
    agrees = primary.height == people.height and vacated.is_empty()
    lit = replace(counted, light=Light.GREEN if agrees else Light.RED)
    return among(primary, lit) if agrees else lit


@indicator(
    "A7",
    "参与政府常务会人数",
    "已到岗且参与政府常务会的人数",
    window="期末",
    unit="人",
    sheets=("S6",),
    cells=(
        "S6.exec_meeting",
        "S6.status",
    ),
)
def at_executive_meeting(dataset: Dataset) -> Measured:
    """Persons with an assignment that has the flag, whatever its organ (domain.md §1.3, U6)."""
    attending = dataset.assignments.filter("in_effect", "exec_meeting").sort("is_primary", descending=True)
    return count("assignments", attending.unique("person_id", keep="first", maintain_order=True))


@indicator(
    "A8",
    "意愿满足率",
    "岗位或领域符合意愿的人数÷已到岗且有明确意愿的人数",
    window="期末",
    unit="%",
    sheets=("S3", "S6"),
    lit=True,
    cells=(
        "S6.post_code",
        "S6.category",
        "S3.pref_post_1",
        "S3.pref_post_2",
        "S3.pref_post_3",
        "S3.pref_category",
    ),
)
def wishes_met(dataset: Dataset) -> Measured:
    """Assigned persons whose post or category was wished, among those who stated a wish (domain.md §5.4)."""
    stated = dataset.five_dim.filter("assigned", pl.col("pref_hit") != "N")
    hits = stated.filter(pl.col("pref_hit").is_in(_WISHES_MET))
    return ratio("five_dim", hits, stated, parts=counts_by("five_dim", stated, "pref_hit", _HIT_LABELS))


_HIT_LABELS = {"1": "第一志愿", "2": "第二志愿", "3": "第三志愿", "C": "意愿领域", "-": "未满足"}


@indicator(
    "A12",
    "一人一策签订率",
    "已签订一人一策的人数÷已到岗人数",
    window="期末",
    unit="%",
    sheets=("S6",),
    lit=True,
    cells=("S6.plan_date",),
)
def plans_signed(dataset: Dataset) -> Measured:
    """Primary assignments whose plan is dated by the as-of day."""
    primary = _primary(dataset)
    return ratio("assignments", primary.filter(pl.col("plan_date") <= dataset.clock.as_of), primary)


@indicator(
    "A16",
    "建议采纳率",
    "按建议安排的人数÷有系统建议可对照的人数（方案来源为系统建议，或填有偏离建议理由）",
    window="期末",
    unit="%",
    sheets=("S6",),
    cells=("S6.source", "S6.deviation"),
)
def proposals_followed(dataset: Dataset) -> Measured:
    """Primary assignments decided as proposed, among those of which S6 says what the proposal was (domain.md §4.7).

    By what S6 states alone, so that no edition depends on how a proposal weighs. Parts: the reasons of those that
    deviate (extra `deviating`), with how many each.
    """
    primary = _primary(dataset)
    deviating = primary.filter(pl.col("deviation").is_not_null())
    followed = primary.filter(pl.col("deviation").is_null(), pl.col("source") == "SYSTEM")
    stated = primary.filter(pl.col("deviation").is_not_null() | (pl.col("source") == "SYSTEM"))
    return ratio(
        "assignments",
        followed,
        stated,
        parts=counts_by("assignments", deviating, "deviation", {}),
        extras=(number("deviating", "未按建议安排", "", "assignments", deviating),),
    )
