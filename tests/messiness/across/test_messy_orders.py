"""Orders of several towns and weeks, on real workbooks (domain.md §12, M28, M79, M80)."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.support.messiness.across import FIRST, lines, put
from tests.support.messiness.messiness import case
from tests.support.messiness.messy import compared_week, received
from tests.support.workbooks.tables import W46, W47
from transforms.dataset import Dataset

EAST = {"town": "漕河镇", "community_code": "城东社区", "posted_on": "2021-11-16", "content": "清理楼道"}
WEST = {"town": "蕲州镇", "community_code": "东门社区", "posted_on": "2021-11-16", "content": "清理楼道"}
OPEN = {"status": "已接单", "done_on": "", "satisfaction": ""}
DONE = {"sent_on": "", "taken_on": "2021-11-17", "done_on": "2021-11-18"}

COUNTED = ("1号", "2号", "3号")
LATER = {"sent_on": "", "taken_on": "2021-11-23", "done_on": "2021-11-24", "posted_on": "2021-11-23"}

SHARED = [{**EAST, **DONE, "order_no": "4号", "member_name": name} for name in ("王一", "王二", "王三", "王四")]
DIFFERING = [
    {**EAST, **DONE, "order_no": "5号", "member_name": name, "done_on": f"2021-11-{day}"}
    for name, day in (("王一", 18), ("王二", 19))
]
WITHOUT_DAY = {**EAST, **DONE, "order_no": "6号", "posted_on": ""}
AGAIN = {**EAST, **DONE, "order_no": "7号"}
TWINS = [{**EAST, **DONE, "order_no": f"{n}号", "is_project": "是", "project_name": "路灯改造"} for n in (91, 92)]
BEFORE_POSTED = {"posted_on": "2021-11-24", "taken_on": "", "done_on": "2021-11-23", "order_no": "8号"}

BLANK = {"order_no": "", "sent_on": "", "taken_on": "", "member_name": "", "done_on": "", "satisfaction": ""}
POSTED = {**EAST, **BLANK, "status": "已发布"}
ALIKE = [POSTED | {"content": "修路灯", "compound": name} for name in ("东苑", "西苑")]
TAKEN = POSTED | OPEN | {"taken_on": "2021-11-23", "member_name": "王一"}

TOLD = {"posted_on": "2021-11-16", "status": "待接单", "taken_on": "", "done_on": "", "member_name": ""}
FINISHED = TOLD | {"status": "已办结", "taken_on": "2021-11-18", "done_on": "2021-11-19", "member_name": "陈一"}
LATER_FINISHED, SAME_WEEK, SAME_STATE, MOVED_ON = (TOLD | {"order_no": f"XLZ-46-{n}"} for n in (1, 2, 3, 4))
OTHER_ORDER = FINISHED | {"order_no": "XLZ-46-5"}

EAST_46 = [
    AGAIN | OPEN,
    *({**EAST, **DONE, "order_no": number} for number in COUNTED),
    WITHOUT_DAY | {"content": "修路灯"},
    POSTED,
    *ALIKE,
    FINISHED | {"order_no": SAME_WEEK["order_no"]},
]
EAST_47 = [
    AGAIN,
    *({**EAST, **LATER, "order_no": number} for number in COUNTED[:2]),
    WITHOUT_DAY,
    TAKEN,
    *SHARED,
    *DIFFERING,
    BEFORE_POSTED,
    FINISHED | {"order_no": LATER_FINISHED["order_no"]},
    SAME_STATE,
    OTHER_ORDER,
    *TWINS,
]
OFFICE_46 = [LATER_FINISHED, SAME_WEEK, SAME_STATE, MOVED_ON]

MANY = {"赵一": (21, 1, True), "赵二": (20, 1, False), "赵三": (21, 2, False)}
"""By member the number of orders, the days on which they were finished, and whether that is a hint."""


def many(name: str) -> list[dict[str, Any]]:
    """The orders of a member."""
    number, days, _ = MANY[name]
    return [
        {"order_no": f"{name}{n:02d}号", "member_name": name, "done_on": f"2021-11-{26 - n % days}"}
        | {"content": f"清理{n}楼", "taken_on": "2021-11-23"}
        for n in range(number)
    ]


@pytest.fixture(scope="module")
def periods(plainly: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Dataset]:
    """Two weeks and their month."""
    folder = tmp_path_factory.mktemp("orders")
    put(folder, W46, "S10", *EAST_46, unit="QC-CHZ")
    put(folder, W46, "S10", *({**WEST, **DONE, "order_no": number} for number in COUNTED), unit="QC-QZZ")
    put(folder, W47, "S10", *EAST_47, unit="QC-CHZ")
    put(folder, W46, "S10", *OFFICE_46)
    moved_on = FINISHED | {"order_no": MOVED_ON["order_no"]}
    put(folder, W47, "S10", *(order for name in MANY for order in many(name)), moved_on)
    intake = received(folder)
    return {period: compared_week(intake, period) for period in (W46, W47, "2021-11")}


def orders(data: Dataset, *numbers: str) -> pl.DataFrame:
    """Those of these numbers as written, whatever tells several of a number apart."""
    return data.orders.filter(pl.any_horizontal(pl.col("order_no").str.starts_with(number) for number in numbers))


def rows_of(sheet: list[dict[str, Any]], *orders: dict[str, Any]) -> list[int]:
    return [FIRST + sheet.index(order) for order in orders]


@pytest.mark.parametrize(
    ("week", "order", "told"),
    [
        (W47, LATER_FINISHED, ["QC-CHZ"]),
        (W46, SAME_WEEK, ["QC-CHZ", "QC-ZZB"]),  # both units of one week
        (W47, SAME_STATE, []),
        (W47, OTHER_ORDER, []),
    ],
)
def test_an_order_that_two_units_report_in_different_states_is_told(
    periods: dict[str, Dataset], week: str, order: dict[str, str], told: list[str]
) -> None:
    """A row of each unit, but of one order that only the town knows."""
    number, found = order["order_no"], []
    for unit, sheet in (("QC-CHZ", {W46: EAST_46, W47: EAST_47}[week]), ("QC-ZZB", OFFICE_46)):
        for row in (FIRST + n for n, each in enumerate(sheet) if each["order_no"] == number):
            lines_of_row = lines(periods[week], "order_told_otherwise", unit=unit, rows=[row])
            assert lines_of_row in ([], [("FIXW", row, "status")])
            found += [unit for _ in lines_of_row]
    assert found == told


def test_an_order_that_its_own_unit_moves_on_is_no_question(periods: dict[str, Dataset]) -> None:
    week = periods[W47]
    assert lines(week, "order_told_otherwise", unit="QC-ZZB") == []
    assert orders(week, MOVED_ON["order_no"])["status"].to_list() == ["DONE"]


@case("M79", FIXW="orders_alike")
@pytest.mark.parametrize("name", MANY)
def test_many_orders_all_finished_alike_are_a_hint(periods: dict[str, Dataset], name: str) -> None:
    number, _, hinted = MANY[name]
    sheet = [order["member_name"] for each in MANY for order in many(each)]
    first = FIRST + sheet.index(name)
    found = lines(periods[W47], "orders_alike", unit="QC-ZZB", rows=range(first, first + number))
    assert found == ([("FIXW", first, "member_name")] if hinted else [])
    assert orders(periods[W47], name)["done"].sum() == number


@case("M28", FIXW="order_number_reused")
def test_orders_numbered_1_2_3_in_every_town_and_every_week_all_count(periods: dict[str, Dataset]) -> None:
    first, second = (orders(periods[week], *COUNTED) for week in (W46, W47))
    assert (first.height, second.height, second["done"].sum()) == (6, 8, 8)
    reused = {week: periods[week].issues.filter(pl.col("rule") == "order_number_reused") for week in (W46, W47)}
    assert reused[W46]["value"].to_list() == []
    told = reused[W47].filter(pl.col("value").is_in(COUNTED)).sort("row")
    places = [("QC-CHZ", "FIXW", 5, "order_no", "1号"), ("QC-CHZ", "FIXW", 6, "order_no", "2号")]
    assert told.select("submitter", "reaction", "row", "column", "value").rows() == places


@case("M28")
def test_four_members_who_took_one_order_in_a_row_each_all_took_it(periods: dict[str, Dataset]) -> None:
    week, rows = periods[W47], rows_of(EAST_47, *SHARED)
    assert orders(week, "4号")["order_no"].to_list() == ["4号"]
    takers = week.order_members.join(orders(week, "4号"), on="order_no", how="semi")
    assert sorted(takers.select("row", "member_name").rows()) == [
        *zip(rows, ("王一", "王二", "王三", "王四"), strict=True)
    ]
    assert lines(week, "same_key_twice", rows=rows) == []


@case("M28", FIXW="same_key_twice")
def test_four_members_whose_rows_differ_in_the_order_are_told(periods: dict[str, Dataset]) -> None:
    week, rows = periods[W47], rows_of(EAST_47, *DIFFERING)
    takers = week.order_members.join(orders(week, "5号"), on="order_no", how="semi")
    assert takers["member_name"].to_list() == ["王一", "王二"]
    assert lines(week, "same_key_twice") == [("FIXW", row, "order_no") for row in rows]


@case("M28", FIXW="same_name_twice")
def test_two_orders_of_one_project_both_count_and_name_each_other(periods: dict[str, Dataset]) -> None:
    week, rows = periods[W47], rows_of(EAST_47, *TWINS)
    assert orders(week, "91号", "92号").height == 2
    assert lines(week, "same_name_twice") == [("FIXW", row, "project_name") for row in rows]


@case("M28")
def test_orders_without_a_day_are_told_apart_by_their_text_in_other_weeks_too(periods: dict[str, Dataset]) -> None:
    assert orders(periods[W47], "6号").height == 2


def test_an_order_reported_again_as_finished_is_one_and_both_rows_stay_accounted_for(
    periods: dict[str, Dataset],
) -> None:
    assert [orders(periods[week], "7号")["done"].to_list() for week in (W46, W47)] == [[False], [True]]
    november = periods["2021-11"]
    town = november.files.filter(pl.col("submitter") == "QC-CHZ")
    first_rows = november.ledger.join(town, on="submission", how="semi").filter(pl.col("row") == FIRST)
    assert orders(november, "7号")["order_no"].to_list() == ["7号"]
    assert first_rows["fate"].to_list() == ["accepted", "accepted"]
    assert sorted(first_rows["reason"].to_list(), key=str) == [None, "merged"]


@case("M28", FIXW="number_generated")
def test_an_order_without_a_number_counts_once_when_it_is_taken_later(periods: dict[str, Dataset]) -> None:
    """Numberless orders of one community and day, one published and then taken, two that nobody has taken yet."""
    first, second = (orders(periods[week], "S10-") for week in (W46, W47))
    assert (first.height, first["taken"].sum()) == (3, 0)
    assert (second.height, second["taken"].sum()) == (3, 1)


@case("M80", CELL="done_after_posted")
def test_an_order_finished_before_it_was_posted_stays_in_the_totals(periods: dict[str, Dataset]) -> None:
    assert lines(periods[W47], "done_after_posted") == [("CELL", *rows_of(EAST_47, BEFORE_POSTED), "posted_on")]
    assert orders(periods[W47], "8号").select("posted", "posted_on").rows() == [(True, None)]
