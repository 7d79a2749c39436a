"""Indicators D1–D4: members deployed to communities (下沉) and the projects they lead."""

from __future__ import annotations

import datetime as dt

import polars as pl

from transforms.dataset import Dataset
from transforms.figures import Form, How, Measured, Ranged
from transforms.indicators.declare.declaration import (
    CUMULATIVE,
    count,
    indicator,
    measured,
    number,
    ratio,
    rows_of,
    share,
)


def registered(dataset: Dataset) -> pl.DataFrame:
    """Registrations that count on the as-of day: `registration_id`, `person_id`, `community_code`."""
    register = dataset.registrations.select("registration_id", "person_id", "community_code", "counted")
    return register.filter("counted")


def _members(dataset: Dataset) -> int:
    return registered(dataset)["person_id"].n_unique()


def _projects(dataset: Dataset) -> pl.DataFrame:
    return dataset.orders.filter("is_project", "taken")


@indicator(
    "D1",
    "在册下沉党员数",
    "报到状态为在册的党员人数，一人在多个社区报到只计一次",
    window="期末",
    unit="人",
    sheets=("S9",),
    cells=(
        "S9.name",
        "S9.community_code",
        "S9.reg_status",
        "S9.registered_on",
        "S9.left_on",
    ),
)
def members(dataset: Dataset) -> Measured:
    """Distinct members on the register; registrations as an extra."""
    register = registered(dataset)
    return measured(
        "registrations",
        register,
        How.DISTINCT,
        "person_id",
        extras=(number("registrations", "报到登记条数", "条", "registrations", register),),
    )


@indicator(
    "D2",
    "活跃率",
    "{active_window_days}天内接单或办结订单的在册党员÷在册党员",
    window="近{active_window_days}天",
    days="active_window_days",
    unit="%",
    sheets=("S9", "S10"),
    lit=True,
    cells=(
        "S9.name",
        "S10.taken_on",
        "S10.done_on",
    ),
)
def active(dataset: Dataset) -> Measured:
    """Members on the register who took or finished an order on one of the last 28 days."""
    first = dataset.clock.as_of - dt.timedelta(days=dataset.county.settings["active_window_days"] - 1)
    recent = pl.any_horizontal(
        pl.col(flag) & pl.col(day).is_between(first, dataset.clock.as_of)
        for flag, day in (("taken", "taken_on"), ("done", "done_on"))
    )
    busy = dataset.order_members.join(dataset.orders.filter(recent), on="order_no", how="semi")
    everybody = registered(dataset).unique("person_id", maintain_order=True)
    return ratio("registrations", everybody.join(busy, on="person_id", how="semi"), everybody)


@indicator(
    "D3",
    "领办实事项目数",
    "已接单且未作废的实事项目订单数，一单计一件，几名党员同接一单也只计一次；同名项目的两单计两件",
    window=CUMULATIVE,
    unit="件",
    sheets=("S10",),
    ranged=Ranged("S10"),
    cells=(
        "S10.is_project",
        "S10.status",
        "S10.taken_on",
    ),
)
def projects(dataset: Dataset) -> Measured:
    """Orders that are projects, taken by the as-of day, each once; how often a member took part as an extra.

    Orders whose projects have one name are as many projects (domain.md §1.3, U9).
    """
    taken = _projects(dataset)
    shares = dataset.order_members.join(taken, on="order_no", how="semi")
    return count("orders", taken, extras=(number("shares", "领办党员人次", "人次", "order_members", shares),))


@indicator(
    "D4",
    "每百名党员领办项目数",
    "领办实事项目数÷在册下沉党员数×100",
    window=CUMULATIVE,
    unit="件",
    sheets=("S9", "S10"),
    ranged=Ranged("S10", fixed=True),
    cells=(
        "S10.is_project",
        "S10.status",
        "S10.taken_on",
        "S9.reg_status",
    ),
)
def projects_per_hundred(dataset: Dataset) -> Measured:
    """Projects per 100 members."""
    taken, people = _projects(dataset), _members(dataset)
    return Measured(
        value=share(taken.height, people),
        numerator=taken.height,
        denominator=people,
        rows=rows_of("orders", taken),
        population=rows_of("registrations", registered(dataset), How.DISTINCT, "person_id"),
        form=Form.PERCENT,
    )
