"""Indicators A1–A4, A9–A11, A13–A15: cadres who left leading posts, completeness of their data, contacts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TypedDict

import polars as pl

from transforms.dataset import Dataset
from transforms.figures import Form, How, Light, Measured, Part, Rows
from transforms.indicators.declare.breakdown import UNKNOWN, counts_by, labels
from transforms.indicators.declare.declaration import count, indicator, made_of, measured, number, ratio, rows_of
from transforms.join.activities import OPEN
from transforms.join.cadres.due_contacts import Due
from transforms.join.cadres.retirement import five_year_band

DIMENSIONS: dict[str, tuple[str, str]] = {
    "D1": ("c_d1", "总量结构"),
    "D2": ("c_d2", "特长优势"),
    "D3": ("c_d3", "岗位意愿"),
    "D4": ("c_d4", "个人专业"),
    "D5": ("c_d5", "工作意愿"),
}


@indicator(
    "A1",
    "退出领导岗位干部总数",
    "期末在库人数（已退休的除外，退休后仍受聘的计入）",
    window="期末",
    unit="人",
    sheets=("S1",),
    cells=(
        "S1.name",
        "S1.person_status",
        "S1.exit_date",
    ),
)
def in_scope(dataset: Dataset) -> Measured:
    """All persons of the five-dimension dataset (domain.md §5.1); by age and by sex, as the public reads them."""
    people = dataset.five_dim.with_columns(band=five_year_band(pl.col("age_years")) + "岁")
    bands = {band: band for band in sorted(people["band"].drop_nulls().unique())}
    sexes = {UNKNOWN.label: people.filter(pl.col("sex").is_null())}
    sexes |= {label: people.filter(pl.col("sex") == sex) for sex, label in labels("sex").items()}
    groups = {"年龄": people} | {f"年龄（{label}）": some for label, some in sexes.items()}
    parts = (part for group, some in groups.items() for part in counts_by("five_dim", some, "band", bands, group))
    return count("five_dim", people, parts=tuple(parts))


@indicator(
    "A2",
    "队伍结构",
    "在库人数按职务层次、年龄段、性别、退出原因、管理层级分列",
    window="期末",
    unit="人",
    sheets=("S1",),
    cells=(
        "S1.post_level",
        "S1.birth_ym",
        "S1.sex",
        "S1.exit_reason",
        "S1.mgmt_tier",
    ),
)
def structure(dataset: Dataset) -> Measured:
    """Counts by five attributes; a person with two exit reasons counts in both."""
    people = dataset.five_dim
    return count(
        "five_dim",
        people,
        parts=(
            *counts_by("five_dim", people, "post_level", labels("post_level"), "职务层次"),
            *counts_by("five_dim", people, "age_band", _bands(people), "年龄段"),
            *counts_by("five_dim", people, "sex", labels("sex"), "性别"),
            *counts_by("five_dim", people.explode("exit_reason"), "exit_reason", labels("exit_reason"), "退出原因"),
            *counts_by("five_dim", people, "mgmt_tier", labels("mgmt_tier"), "管理层级"),
        ),
    )


def _bands(people: pl.DataFrame) -> dict[str, str]:
    """The age bands that occur, from young to old."""
    bands = people.drop_nulls("age_band").group_by("age_band").agg(pl.col("age_years").min()).sort("age_years")
    return {band: f"{band}岁" for band in bands["age_band"]}


@indicator(
    "A3",
    "五维数据完整度",
    "每人五个维度完整度的平均值，再按人平均",
    window="期末",
    unit="%",
    sheets=("S1", "S2", "S3"),
    lit=True,
    cells=(
        "S1.name",
        "S2.skill_tag",
        "S2.domain_exp",
        "S2.edu_level",
        "S2.major",
        "S3.pref_category",
        "S3.pref_post_1",
        "S3.work_will",
        "S3.workload_pref",
        "S3.work_capacity",
    ),
)
def completeness(dataset: Dataset) -> Measured:
    """Mean of c_total (0–1, domain.md §5.3) as percent, and per dimension."""
    people = dataset.five_dim
    return Measured(
        **_mean(people, "c_total"),
        denominator=people.height,
        population=rows_of("five_dim", people),
        parts=tuple(
            Part(code=code, label=label, **_mean(people, column)) for code, (column, label) in DIMENSIONS.items()
        ),
    )


def _mean(people: pl.DataFrame, column: str) -> _Mean:
    """The mean of a share 0–1 as percent, of those for whom it is known."""
    value = Form.HUNDREDFOLD.of(made_of(people, How.MEAN, column), None)
    return {"value": value, "rows": rows_of("five_dim", people, How.MEAN, column), "form": Form.HUNDREDFOLD}


class _Mean(TypedDict):
    value: float | None
    rows: Rows
    form: Form


@indicator(
    "A4",
    "五维齐全率",
    "五维齐全人数÷在库人数",
    window="期末",
    unit="%",
    sheets=("S1", "S2", "S3"),
    lit=True,
    cells=(
        "S1.name",
        "S2.skill_tag",
        "S2.domain_exp",
        "S2.edu_level",
        "S2.major",
        "S3.pref_category",
        "S3.pref_post_1",
        "S3.work_will",
        "S3.workload_pref",
        "S3.work_capacity",
    ),
)
def complete(dataset: Dataset) -> Measured:
    """Persons with every mandatory field and no dimension below 80 % (domain.md §5.3)."""
    return ratio("five_dim", dataset.five_dim.filter("five_complete"), dataset.five_dim)


def _contacts_since(dataset: Dataset, first: dt.date) -> pl.DataFrame:
    return dataset.contacts.filter(pl.col("contact_date").is_between(first, dataset.clock.as_of))


@indicator(
    "A9",
    "跟踪联系覆盖率",
    "{contact_window_days}天内有联系记录的人数÷在库人数",
    window="近{contact_window_days}天",
    days="contact_window_days",
    unit="%",
    sheets=("S1", "S4"),
    lit=True,
    cells=(
        "S1.name",
        "S4.contact_date",
    ),
)
def contacted(dataset: Dataset) -> Measured:
    """Persons in scope with a contact on one of the last 90 days."""
    recent = _contacts_since(
        dataset, dataset.clock.as_of - dt.timedelta(days=dataset.county.settings["contact_window_days"])
    )
    return ratio("five_dim", dataset.five_dim.join(recent, on="person_id", how="semi"), dataset.five_dim)


@indicator(
    "A10",
    "谈心谈话人次",
    "本期联系记录条数（一次座谈会按人计）",
    window="本期；累计自1月1日起",
    flow=True,
    unit="人次",
    sheets=("S4",),
    cells=(
        "S4.name",
        "S4.contact_date",
    ),
)
def talks(dataset: Dataset) -> Measured:
    """Contacts of the period; persons as an extra, the count since 1 January as cumulative value."""
    recent = _contacts_since(dataset, dataset.clock.start)
    return count(
        "contacts",
        recent,
        extras=(number("persons", "本期谈话人数", "人", "contacts", recent, How.DISTINCT, "person_id"),),
        cumulative=number(
            "year", "本年累计人次", "人次", "contacts", _contacts_since(dataset, dataset.clock.year_start)
        ),
    )


@indicator(
    "A11",
    "诉求办结率",
    "已办诉求÷反映诉求",
    window="本年累计",
    unit="%",
    sheets=("S4",),
    lit=True,
    cells=(
        "S4.contact_date",
        "S4.issue_status",
        "S4.issue_due",
    ),
)
def concerns(dataset: Dataset) -> Measured:
    """Concerns raised in contacts since 1 January; those past their limit as an extra."""
    raised = _contacts_since(dataset, dataset.clock.year_start).filter(pl.col("issue_status").is_in([*OPEN, "DONE"]))
    closed = pl.col("issue_status") == "DONE"
    late = raised.filter(~closed, pl.col("issue_due") < dataset.clock.as_of)
    return ratio(
        "contacts",
        raised.filter(closed),
        raised,
        extras=(number("overdue", "逾期未办诉求", "件", "contacts", late),),
    )


_RETIREMENT = ("S1.birth_ym", "S1.sex", "S1.post_level", "S1.retire_choice", "S1.person_status")


def _serving(dataset: Dataset) -> pl.DataFrame:
    """Persons in scope who have not retired: no volunteers, and nobody whose state is not known."""
    return dataset.five_dim.filter(pl.col("person_status") != "RETIRED")


@indicator(
    "A13",
    "一年内到龄人数",
    "距退休不超过{retiring_within_months}个月（含本月）且尚未退休的在库人数；已过退休年月的列入A14",
    window="期末",
    unit="人",
    sheets=("S1",),
    cells=_RETIREMENT,
)
def retiring(dataset: Dataset) -> Measured:
    """Persons in scope who retire this month or within the next twelve."""
    months = dataset.county.settings["retiring_within_months"]
    return count("five_dim", _serving(dataset).filter(pl.col("months_to_retire").is_between(0, months)))


@indicator(
    "A14",
    "到龄未退休人数",
    "退休年月已过而人员状态仍未改为已退休的在库人数",
    window="期末",
    unit="人",
    sheets=("S1",),
    lit=True,
    cells=_RETIREMENT,
)
def past_retirement(dataset: Dataset) -> Measured:
    """Persons in scope whose month of retirement is over while S1 does not call them retired; red where there are any.

    Grey where nobody's month is known.
    """
    known = _serving(dataset).filter(pl.col("months_to_retire").is_not_null())
    over = known.filter(pl.col("months_to_retire") < 0)
    light = Light.GREY if known.is_empty() else Light.GREEN if over.is_empty() else Light.RED
    return replace(count("five_dim", over), light=light)


@indicator(
    "A15",
    "逾期未联系人数",
    "按联系规定应联系而逾期未联系的在库人数（退出领导岗位、二次分工、反映诉求后和每季度的联系，以及约定的联系日期）",
    window="期末",
    unit="人",
    sheets=("S1", "S4"),
    cells=("S1.name", "S1.exit_date", "S1.contact_officer", "S4.contact_date", "S4.next_contact"),
)
def contacts_overdue(dataset: Dataset) -> Measured:
    """Cadres in scope with whom a tracking contact is overdue; by ground as parts, those due soon as an extra."""
    overdue, soon = (dataset.due_contacts.filter(state=state) for state in (Due.OVERDUE, Due.SOON))
    near = number("soon", "临期应联系人数", "人", "due_contacts", soon, How.DISTINCT, "person_id")
    grounds = counts_by("due_contacts", overdue, "ground", labels("contact_ground"), "应联系的原因")
    return measured("due_contacts", overdue, How.DISTINCT, "person_id", parts=grounds, extras=(near,))
