from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from tests.support.frames import AS_OF, COUNTY, MENTIONS, PERSON, clock, member, order, sheet_rows, table
from transforms.join.service.orders import order_members, orders
from transforms.join.service.registrations import registrations

TOMORROW = AS_OF + dt.timedelta(1)


def order_line(row: Any, as_of: dt.date = AS_OF) -> dict[str, Any]:
    return orders(sheet_rows("S10", [row]).lazy(), clock(as_of), COUNTY).row(0, named=True)


@pytest.mark.parametrize(
    ("cells", "taken", "done"),
    [
        ({}, True, True),
        ({"status": "RATED"}, True, True),
        ({"status": "TAKEN", "done_on": None}, True, False),
        ({"status": "SENT", "taken_on": None, "done_on": None}, False, False),
        ({"done_on": TOMORROW}, True, False),  # not finished yet on this day
        ({"taken_on": TOMORROW, "done_on": TOMORROW}, False, False),
        ({"taken_on": None}, True, True),  # the date was refused, the order stays in the totals
        ({"done_on": None}, True, False),  # finished needs its date
        ({"status": "TAKEN"}, True, False),  # and its status
        ({"status": "VOID"}, False, False),
        ({"status": "RETURNED", "done_on": None}, True, False),
        ({"status": None}, True, False),
    ],
)
def test_state_on_the_day(cells: dict[str, Any], taken: bool, done: bool) -> None:
    line = order_line({**order("1"), **cells})
    assert (line["taken"], line["done"]) == (taken, done)


def test_a_week_later_the_same_order_is_finished() -> None:
    row = {**order("1"), "done_on": TOMORROW}
    assert [order_line(row, day)["done"] for day in (AS_OF, TOMORROW)] == [False, True]


@pytest.mark.parametrize(
    ("cells", "due", "on_time"),
    [
        ({"due": dt.date(2021, 11, 22)}, dt.date(2021, 11, 22), False),
        ({"due": AS_OF}, AS_OF, True),
        ({}, dt.date(2021, 12, 7), True),  # posted + 15 days
        ({"posted_on": None}, None, False),
    ],
)
def test_due_and_on_time(cells: dict[str, Any], due: dt.date | None, on_time: bool) -> None:
    line = order_line({**order("1"), **cells})
    assert (line["due"], line["on_time"]) == (due, on_time)


def test_the_latest_period_wins_as_a_whole() -> None:
    earlier = sheet_rows("S10", [order("1", satisfaction="3"), order("2")], "2021-W46")
    later = sheet_rows("S10", [order("1", status="VOID")], "2021-W47")
    future = sheet_rows("S10", [order("2", status="VOID"), order("3")], "2021-W48")
    lines = orders(pl.concat([later, future, earlier]).lazy(), clock(), COUNTY)
    assert lines.select("order_no", "status", "satisfaction").rows() == [("1", "VOID", None), ("2", "DONE", None)]


def test_whether_an_order_is_a_project_stays_unknown_until_somebody_says_so() -> None:
    assert order_line(order("1", is_project=None))["is_project"] is None


@pytest.mark.parametrize(
    ("cells", "light", "reason"),
    [
        ({}, "绿", "已办结"),
        ({"status": "VOID"}, "灰", "已作废或退单"),
        ({"status": "RETURNED", "done_on": None}, "灰", "已作废或退单"),
        ({"status": "TAKEN", "done_on": None, "due": dt.date(2021, 11, 20)}, "红", "超期3天"),
        ({"status": "TAKEN", "done_on": None, "due": AS_OF}, "黄", "距时限0天"),
        ({"status": "TAKEN", "done_on": None, "due": dt.date(2021, 11, 30)}, "黄", "距时限7天"),
        ({"status": "TAKEN", "done_on": None, "due": dt.date(2021, 12, 1)}, "绿", "期限内办理"),
        ({"status": "TAKEN", "done_on": None, "posted_on": None}, "灰", "无办结时限"),
    ],
)
def test_light_of_an_order(cells: dict[str, Any], light: str, reason: str) -> None:
    line = order_line({**order("1"), **cells})
    assert (line["light"], line["light_reason"]) == (light, reason)


def test_members_of_an_order() -> None:
    rows = sheet_rows("S10", [order("1"), order("2")]).lazy()
    taken = orders(rows, clock(), COUNTY)
    named = [
        {"submission": "S10-2021-W47", "row": 2, "name": "张三", "person_id": "p1"},
        {"submission": "S10-2021-W47", "row": 2, "name": "张三三", "person_id": "p1"},  # an alias of the same person
        {"submission": "S10-2021-W47", "row": 2, "name": "李四", "person_id": "p2"},
        {"submission": "S10-2021-W47", "row": 3, "name": "王五", "person_id": None},
        {"submission": "S10-2021-W47", "row": 3, "name": "钱八", "person_id": None},
        {"submission": "S10-2021-W46", "row": 2, "name": "旧人", "person_id": "p9"},  # of a row that was replaced
    ]
    lines = order_members(taken, table(MENTIONS, named), rows)
    assert lines.select("order_no", "person_id", "member_name").rows() == [
        ("1", "p1", "张三"),
        ("1", "p2", "李四"),
        ("2", None, "王五"),
        ("2", None, "钱八"),
    ]


@pytest.mark.parametrize(
    ("cells", "counted"),
    [
        ({}, True),
        ({"registered_on": None}, True),
        ({"registered_on": TOMORROW}, False),
        ({"reg_status": "OUT"}, False),
        ({"reg_status": "OUT", "left_on": AS_OF}, False),
        ({"reg_status": "OUT", "left_on": TOMORROW}, True),  # still here on this day
        ({"left_on": dt.date(2021, 11, 1)}, False),
        ({"reg_status": "RETIRED"}, False),
        ({"person_id": None}, False),
    ],
)
def test_who_is_on_the_register(cells: dict[str, Any], counted: bool) -> None:
    rows = sheet_rows("S9", [{**member("p1"), **cells}], more=PERSON)
    assert registrations(rows.lazy(), clock())["counted"].to_list() == [counted]


def test_two_communities_are_two_registrations_and_one_twice_is_one() -> None:
    rows = [member("p1", "甲社区"), member("p1", "乙社区"), member("p2", "甲社区"), member("p2", "甲社区")]
    lines = registrations(sheet_rows("S9", rows, more=PERSON).lazy(), clock())
    assert lines.height == 3
    assert lines["person_id"].n_unique() == 2
    assert lines["registration_id"].is_unique().all()


def test_a_member_sent_off_and_back_again_to_the_same_community_is_there() -> None:
    rows = [member("p1", reg_status="OUT", left_on=dt.date(2021, 10, 9)), member("p1")]
    lines = registrations(sheet_rows("S9", rows, more=PERSON).lazy(), clock())
    assert lines.select("person_id", "counted").rows() == [("p1", True)]
