"""The list a town opens on Monday: community by community, an order a row, of members name and unit alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import BytesIO

import polars as pl
from python_calamine import load_workbook

from flows.clerks.dispatching.lines import lines
from flows.clerks.dispatching.workbook import form, workbook_bytes
from tests.support.frames import COUNTY

DAY = dt.date(2021, 11, 28)
ORDERS = pl.DataFrame(
    {
        "order_no": ["1", "2", "=3"],
        "community_code": ["东社区", "东社区", None],
        "category": ["TJ", "HJ", "QT"],
        "posted_on": [dt.date(2021, 11, 27), dt.date(2021, 11, 1), dt.date(2021, 11, 2)],
        "due": [dt.date(2021, 12, 12), dt.date(2021, 11, 16), dt.date(2021, 11, 17)],
        "taken": [False, True, False],
        "overdue_days": [None, 12, 11],
    }
)
MEMBERS = pl.DataFrame(
    {
        "person_id": ["a", "b"],
        "name": ["张三", "李四"],
        "unit_code": ["QC-AAA", None],
        "communities": [["东社区"], ["西社区"]],
    }
)
PROPOSED = pl.DataFrame({"order_no": ["1", "1", "2"], "person_id": ["a", "b", "b"]})
COUNTS = {"orders": 3, "untaken": 2, "overdue": 1}


def test_a_list_is_grouped_by_community_and_says_where_a_member_comes_from() -> None:
    content = workbook_bytes("甲镇", lines(ORDERS, MEMBERS, PROPOSED, COUNTY, form()), 2, DAY, COUNTS)
    rows = load_workbook(BytesIO(content)).get_sheet_by_name("派单建议名单").to_python()
    assert rows[0][0] == "甲镇“接单服务”派单建议名单"
    assert str(rows[1][0]).startswith("截至2021年11月28日，待派订单3件，其中无人接单2件、已接超期未办结1件。")
    assert rows[3:] == [
        ["东社区（2件）", *[""] * 8],
        [
            "1",
            "矛盾调解",
            "2021-11-27",
            "2021-12-12",
            "无人接单",
            "张三（甲局）",
            "李四（单位未填，西社区报到）",
            "",
            "",
        ],
        [
            "2",
            "环境整治",
            "2021-11-01",
            "2021-11-16",
            "已接未办结，超期12天",
            "李四（单位未填，西社区报到）",
            "",
            "",
            "",
        ],
        ["社区未填（1件）", *[""] * 8],
        ["=3", "其他", "2021-11-02", "2021-11-17", "无人接单，超期11天", "花名册中暂无合适人选", "", "", ""],
    ]
    assert workbook_bytes("甲镇", lines(ORDERS, MEMBERS, PROPOSED, COUNTY, form()), 2, DAY, COUNTS) == content


def test_a_town_without_orders_that_wait_is_told_so() -> None:
    rows = load_workbook(BytesIO(workbook_bytes("甲镇", (), 3, DAY, {}))).get_sheet_by_index(0).to_python()
    assert rows[1][0] == "截至2021年11月28日，没有待派订单。"


def test_a_unit_and_a_category_that_are_on_no_list_stay_as_they_are() -> None:
    strange = ORDERS.head(1).with_columns(category=pl.lit("XX"))
    county = replace(COUNTY, units=())
    line = lines(strange, MEMBERS, PROPOSED, county, form())[0]
    assert (line.cells["category"], line.members[0]) == ("XX", "张三（QC-AAA）")
