"""What is demanded until when, from literal rows: papers are issued on 29 November, a demand is due in a week."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from tests.support.figures import figures
from tests.support.frames import UNIT, Row, dataset, done_item, item, order
from transforms.audience.audiences import Audience
from transforms.dataset import Dataset
from transforms.editions.demands import DEMANDS, NO_DEMANDS, demands, gathered
from transforms.indicators.places import own_figures
from transforms.join.cadres.requests import requests
from transforms.tables.table import Variant

TOWN = "421126100"
WEEK = dt.timedelta(days=7)
NEXT = dt.date(2021, 12, 6)
LATE_ORDER: Row = {"posted_on": dt.date(2021, 10, 8), "taken_on": None, "done_on": None, "status": "SENT", "town": TOWN}
POST: Row = {"person_id": "p", "name": "钱七", "in_effect": True, "is_primary": True}
PASSED: Row = {"verify_result": "PASS", "verified_on": dt.date(2021, 11, 21)}


def late_item(days: int, **cells: Any) -> Row:
    return item("1", due_original=dt.date(2021, 11, 23) - dt.timedelta(days=days), **cells)


def duty(week: str, words: str | None = "请档案馆提供资料", **cells: Any) -> Row:
    return {"person_id": "p", "duty_id": f"p:{week}", "unit_code": UNIT, "period": week, "need_help": words, **cells}


def of(data: Dataset, before: pl.DataFrame = NO_DEMANDS, first: pl.DataFrame = NO_DEMANDS) -> pl.DataFrame:
    return demands(data, figures(data), {}, before, first)


def lines(frame: pl.DataFrame, kind: str) -> list[tuple[Any, ...]]:
    """Matter, step, until, urged, late, outcome of one kind."""
    columns = ("matter", "step", "until", "urged", "late", "outcome")
    return frame.filter(pl.col("matter").str.starts_with(f"{kind}/")).select(columns).rows()


def known(matter: str, step: str, until: dt.date, urged: int = 0, outcome: str | None = None) -> pl.DataFrame:
    return pl.DataFrame([(matter, step, until, until + WEEK, urged, None, outcome, None)], schema=DEMANDS, orient="row")


def test_what_is_new_is_due_a_week_after_the_issue() -> None:
    frame = of(dataset(item_rows=[late_item(3)], order_rows=[order("1", **LATE_ORDER)]))
    assert lines(frame, "items") == [("items/1", "finish", NEXT, 0, None, None)]
    assert lines(frame, "orders") == [("orders/甲镇", "take", NEXT, 0, None, None)]
    assert set(frame["later"]) == {NEXT + WEEK}


@pytest.mark.parametrize(
    ("until", "late"), [(dt.date(2021, 11, 22), 7), (dt.date(2021, 11, 29), 0), (dt.date(2021, 11, 30), None)]
)
def test_what_was_demanded_before_keeps_its_day(until: dt.date, late: int) -> None:
    """On the day of issue itself it is due and not late."""
    before = known("orders/甲镇", "take", until, urged=1)
    frame = of(dataset(order_rows=[order("1", **LATE_ORDER)]), before)
    assert lines(frame, "orders") == [("orders/甲镇", "take", until, 2, late, None)]


@pytest.mark.parametrize(
    ("step", "until"),
    [
        (None, NEXT + WEEK),  # two weeks after the issue
        ("take", dt.date(2021, 11, 29)),  # as was said when they were to be taken
        ("finish_orders", dt.date(2021, 11, 22)),
    ],
)
def test_orders_that_were_taken_are_to_be_finished_by_the_day_named_before(step: str | None, until: dt.date) -> None:
    """`known` names 22 November to take them, the 29th to finish them."""
    taken = order("1", **{**LATE_ORDER, "taken_on": dt.date(2021, 10, 9), "status": "TAKEN"})
    before = known("orders/甲镇", step, dt.date(2021, 11, 22)) if step else NO_DEMANDS
    ((_, named, day, *_),) = lines(of(dataset(order_rows=[taken]), before), "orders")
    assert (named, day) == ("finish_orders", until)


def test_another_demand_has_a_day_of_its_own_and_goes_on_counting() -> None:
    """After nine days it is no longer to be finished, but to be explained."""
    before = known("items/1", "finish", dt.date(2021, 11, 22))
    assert lines(of(dataset(item_rows=[late_item(9)]), before), "items") == [
        ("items/1", "explain", NEXT, 1, None, None),
    ]


def test_an_edition_made_again_says_what_the_first_one_said() -> None:
    """A week later, when the week before has been made again, too: nobody is urged a second time."""
    data = dataset(order_rows=[order("1", **LATE_ORDER)])
    first = of(data, known("orders/甲镇", "take", dt.date(2021, 11, 29)))
    later = replace(data, clock=replace(data.clock, knowledge=data.clock.knowledge + WEEK))
    again = of(later, known("orders/甲镇", "take", dt.date(2021, 12, 13), urged=5), first)
    kept = ["matter", "step", "until", "later", "urged", "late"]
    assert (
        again.select(kept)
        .filter(pl.col("matter") == "orders/甲镇")
        .equals(first.select(kept).filter(pl.col("matter") == "orders/甲镇"))
    )


@pytest.mark.parametrize(
    ("rows", "step", "become"),
    [
        ([done_item("1", **PASSED)], "finish", "done"),
        ([item("1", progress=95.0)], "refer", "eased"),
        ([item("1", progress=95.0)], "solve", "dropped"),  # its problem is named no more
        ([item("2", progress=95.0)], "finish", "dropped"),  # nor is the item
    ],
)
def test_an_item_that_is_demanded_no_more_has_an_outcome(rows: list[Row], step: str, become: str) -> None:
    frame = of(dataset(item_rows=rows), known("items/1", step, dt.date(2021, 11, 29), urged=1))
    assert lines(frame, "items") == [("items/1", step, dt.date(2021, 11, 29), 1, None, become)]


def test_an_outcome_is_told_once() -> None:
    before = known("items/1", "finish", dt.date(2021, 11, 29), outcome="done")
    assert lines(of(dataset(item_rows=[done_item("1", **PASSED)]), before), "items") == []


def test_a_month_tells_the_outcomes_of_all_its_weeks() -> None:
    """甲's was told in the first week; 丙's was, too, and it was demanded again in the second."""
    first = [known(f"items/{n}", "finish", dt.date(2021, 11, 8), outcome="done") for n in ("甲", "丙")]
    second = [known(f"items/{n}", "finish", dt.date(2021, 11, 15), urged=1) for n in ("乙", "丙")]
    before = gathered([pl.concat(first), pl.concat(second)])
    month = dataset(item_rows=[done_item("乙", **PASSED)], period="2021-11", as_of=dt.date(2021, 11, 28))
    assert [(matter, until.day, outcome) for matter, _, until, *_, outcome in lines(of(month, before), "items")] == [
        ("items/丙", 15, "dropped"),
        ("items/乙", 15, "done"),
        ("items/甲", 8, "done"),
    ]


@pytest.mark.parametrize(
    ("now", "become"),
    [
        ([duty("2021-W47", None, task_name="方案", task_pct=100.0)], "done"),
        ([duty("2021-W47", None, task_name="方案", task_pct=60.0)], "dropped"),
        ([duty("2021-W47", "请乙局派人", task_name="调研", task_pct=60.0)], "dropped"),
        ([], "unsent"),
    ],
)
def test_a_request_that_is_made_no_more_has_an_outcome(now: list[Row], become: str) -> None:
    asked = duty("2021-W46", task_name="方案", task_pct=50.0)
    data = dataset(duties=[asked, *now], assignments=[POST])
    frame = of(data, known("duties/p:2021-W46", "help", dt.date(2021, 11, 29)))
    assert ("duties/p:2021-W46", "help", dt.date(2021, 11, 29), 0, None, become) in lines(frame, "duties")


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ((("请档案馆提供资料", "一"), ("请档案馆提供资料。", "二"), (" 请档案馆提供资料", "三")), "p:2021-W45"),
        ((("请档案馆提供资料", "方案"), ("望档案馆尽快提供", "方案"), ("请档案馆支持", "方案")), "p:2021-W45"),
        ((("请档案馆提供资料", None), ("请档案馆支持", None), ("请档案馆支持", "方案")), "p:2021-W45"),
        ((("请档案馆提供资料", "方案"), (None, "方案"), ("请档案馆提供资料", "方案")), "p:2021-W47"),
        ((("请档案馆提供资料", "方案"), ("请乙局派人", "调研"), ("请档案馆提供资料", "方案")), "p:2021-W47"),
        (((None, "方案"), ("请档案馆提供资料", "方案"), ("请档案馆提供资料", "方案")), "p:2021-W46"),
    ],
)
def test_a_request_is_the_same_as_long_as_it_is_made_week_by_week(
    said: tuple[tuple[str | None, str | None], ...], first: str
) -> None:
    """For the same task, or in the same words."""
    reports = [duty(f"2021-W{45 + n}", words, task_name=task) for n, (words, task) in enumerate(said)]
    found = requests(dataset(duties=reports, assignments=[POST]))
    assert found.select("duty_id", "first_asked").rows() == [("p:2021-W47", first)]


def test_whose_request_it_is_is_kept_so_that_it_can_be_forgotten() -> None:
    frame = of(dataset(duties=[duty("2021-W47")], assignments=[POST]))
    assert frame.filter(pl.col("step") == "help").select("matter", "person_id").rows() == [("duties/p:2021-W47", "p")]


def test_what_is_a_task_by_itself_is_not_demanded_again_of_a_unit() -> None:
    """One of two items is late: the rate on time is red, and the item itself is demanded."""
    data = dataset(item_rows=[done_item("2", lead_unit=UNIT), late_item(3, lead_unit=UNIT)])
    own = {UNIT: own_figures(Audience(Variant.TOWNSHIP, UNIT), data)}
    assert own[UNIT]["C4"].light == "红"
    assert demands(data, {}, own, NO_DEMANDS, NO_DEMANDS)["matter"].to_list() == ["items/1"]


def test_orders_that_nobody_reported_on_are_not_demanded() -> None:
    """Whether they were taken meanwhile is not known; nor is it known of those demanded before."""
    data = dataset(order_rows=[order("1", **LATE_ORDER)], sent=[])
    frame = of(data, known("orders/甲镇", "take", dt.date(2021, 11, 29)))
    assert lines(frame, "orders") == [("orders/甲镇", "take", dt.date(2021, 11, 29), 0, None, "unsent")]
