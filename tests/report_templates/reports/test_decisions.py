"""需要决策或协调的事项, from literal rows; what a report of 29 November demands is due on 6 December."""

from __future__ import annotations

import datetime as dt

import pytest

from report_templates.model.report import Table, walk
from report_templates.reports.county_report import county_report
from tests.support.figures import figures
from tests.support.frames import UNIT, Row, dataset, done_item, item, order
from transforms.dataset import Dataset

TOWN = "421126100"


def decisions(data: Dataset) -> list[tuple[str, ...]]:
    report = county_report(data, figures(data), 1, "0.1.0")
    tables = [block for block in walk(report.sections) if isinstance(block, Table) and block.name == "decisions"]
    return [tuple(getattr(cell, "text", cell) for cell in row) for table in tables for row in table.rows]


@pytest.mark.parametrize(
    ("due", "state", "demand"),
    [
        (dt.date(2021, 11, 16), "逾期7天", "请于12月6日前办结"),
        (dt.date(2021, 11, 15), "逾期8天", "请于12月6日前说明原因并明确办结时间"),
        (dt.date(2021, 11, 9), "逾期14天", "请于12月6日前说明原因并明确办结时间"),
        (dt.date(2021, 11, 8), "逾期15天", "提请研究；请于12月6日前说明原因"),
    ],
)
def test_the_demand_grows_with_the_days(due: dt.date, state: str, demand: str) -> None:
    late = item("1", title="修桥", town=TOWN, lead_unit=UNIT, due_original=due)
    assert decisions(dataset(item_rows=[late])) == [
        (*("1", "修桥（甲镇）", f"{state}；时限{due.month}月{due.day}日，进度50.0%", "甲局", "赵六", demand),)
    ]


def test_what_hinders_an_item_stands_with_its_unit_and_leader() -> None:
    hindered = item("1", title="修桥", town=TOWN, lead_unit=UNIT, progress=90.0, problem="资金未到位")
    done = done_item("2", problem="已解决")
    assert decisions(dataset(item_rows=[hindered, done])) == [
        ("1", "修桥（甲镇）", "资金未到位", "甲局", "赵六", "请于12月6日前提出解决办法")
    ]


def test_a_request_for_help_of_a_cadre_reaches_the_leaders() -> None:
    duty = {
        "person_id": "p",
        "duty_id": "d",
        "unit_code": UNIT,
        "task_name": "规划方案",
        "need_help": "请档案馆提供资料",
    }
    earlier: Row = {**duty, "duty_id": "e", "period": "2021-W46", "need_help": "旧事"}
    post = {"person_id": "p", "name": "钱七", "organ": "ZF", "in_effect": True, "is_primary": True}
    assert decisions(dataset(duties=[duty, earlier], assignments=[post])) == [
        ("1", "钱七：规划方案", "请档案馆提供资料", "甲局", "—", "请有关单位于12月6日前协调")
    ]


def test_overdue_orders_are_demanded_of_their_division() -> None:
    late = {"posted_on": dt.date(2021, 10, 8), "taken_on": None, "done_on": None, "status": "SENT", "town": TOWN}
    assert decisions(dataset(order_rows=[order("1", **late)])) == [
        ("1", "超期群众诉求", "1件无人接单", "甲镇", "—", "请于12月6日前接单、12月13日前办结")
    ]


def test_orders_that_were_taken_are_to_be_finished_alone() -> None:
    taken = dt.date(2021, 10, 9)
    late = {"posted_on": dt.date(2021, 10, 8), "taken_on": taken, "done_on": None, "status": "TAKEN", "town": TOWN}
    assert decisions(dataset(order_rows=[order("1", **late)])) == [
        ("1", "超期群众诉求", "1件接单后未办结", "甲镇", "—", "请于12月13日前办结")
    ]


def test_nothing_to_decide_is_said_in_words() -> None:
    report = county_report(data := dataset(), figures(data), 1, "0.1.0")
    assert "本期没有逾期、超期和请求协调的事项。" in str(report.sections[0])
    assert decisions(data) == []
