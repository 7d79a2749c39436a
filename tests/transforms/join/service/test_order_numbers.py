"""Which rows of S10 are one order, where clerks number 1, 2, 3 in each town or anew each week (domain.md §4.11)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.frames import COUNTY, Row, clock, order, sheet_rows
from transforms.join.kept_rows import merged_rows
from transforms.join.service.order_numbers import order_numbers, reused_numbers, with_order_numbers
from transforms.join.service.orders import orders
from transforms.records.ledger import RowsLost

NEXT = clock(dt.date(2021, 12, 5), "2021-W48")
MONDAY, NEXT_MONDAY = dt.date(2021, 11, 22), dt.date(2021, 11, 29)
TOWNS = ("421126100", "421126101")


def sent(unit: str, *rows: Row, week: str = "2021-W47") -> pl.DataFrame:
    """What a unit sent for a week."""
    lineage = {"submitter": unit, "submission": f"{unit}-{week}"}
    return sheet_rows("S10", [{**row, **lineage} for row in rows], week)


def a(number: str = "1", **cells: Any) -> Row:
    return order(number, **{"town": TOWNS[0], "content": "清理楼道", **cells})


def counted(*parts: pl.DataFrame) -> list[tuple[str, ...]]:
    """Number and status of the orders."""
    rows = pl.concat(parts).lazy()
    made = orders(with_order_numbers(rows, order_numbers(rows)), NEXT, COUNTY)
    return made.select("order_no", "status").rows()


SAME = pytest.mark.parametrize(
    "later",
    [
        pytest.param(a(status="VOID"), id="a week later"),
        pytest.param(a(status="VOID", content="清理楼道，已办"), id="told in other words"),
        pytest.param(a(status="VOID", content=None), id="told without words"),
        pytest.param(a(status="VOID", town=None), id="its town unreadable"),
        pytest.param(a(status="VOID", community_code=None), id="its community missing"),
        pytest.param(a(status="VOID", posted_on=None), id="its day refused"),
    ],
)
OTHER = pytest.mark.parametrize(
    "later",
    [
        pytest.param(a(posted_on=NEXT_MONDAY), id="numbered anew each week"),
        pytest.param(a(posted_on=dt.date(2022, 1, 4)), id="numbered anew each year"),
        pytest.param(a(community_code="乙社区"), id="numbered in each community"),
        pytest.param(a(town=TOWNS[1]), id="communities of one name in two towns"),
        pytest.param(a(posted_on=None, content="修路灯"), id="its day refused, in other words"),
        pytest.param(a(posted_on=None, content=None), id="its day refused, without words"),
    ],
)


@SAME
def test_one_order_in_two_weeks_stays_one(later: Row) -> None:
    assert counted(sent("QC-AAA", a()), sent("QC-AAA", later, week="2021-W48")) == [("1", "VOID")]


@OTHER
@pytest.mark.parametrize("unit", ["QC-AAA", "QC-BBB"])
def test_a_number_used_again_is_another_order(later: Row, unit: str) -> None:
    assert len(counted(sent("QC-AAA", a()), sent(unit, later, week="2021-W48"))) == 2


@OTHER
def test_the_unit_that_used_it_again_is_told(later: Row) -> None:
    rows = pl.concat([sent("QC-AAA", a(), a("2")), sent("QC-AAA", later, week="2021-W48")]).lazy()
    failures = reused_numbers(order_numbers(rows))
    assert failures.select("submission", "row", "column").rows() == [
        ("QC-AAA-2021-W47", 2, "order_no"),
        ("QC-AAA-2021-W48", 2, "order_no"),
    ]


def test_two_towns_that_number_alike_keep_all_their_orders_and_hear_nothing() -> None:
    east = sent("QC-AAA", *(a(str(n)) for n in (1, 2, 3)))
    west = sent("QC-BBB", *(a(str(n), town=TOWNS[1], community_code="丙社区") for n in (1, 2, 3)))
    assert len(counted(east, west)) == 6
    assert reused_numbers(order_numbers(pl.concat([east, west]).lazy())).is_empty()


def test_a_number_that_names_several_orders_is_written_with_place_and_day() -> None:
    east, west = sent("QC-AAA", a(), a("2")), sent("QC-BBB", a(community_code="丙社区"))
    assert [number for number, _ in counted(east, west)] == ["1（丙社区 2021-11-22）", "1（甲社区 2021-11-22）", "2"]


def test_two_wordings_in_one_week_are_two_orders_and_one_order_of_two_units_is_one() -> None:
    pair = sent("QC-AAA", a(), a(content="修路灯"))
    assert [number for number, _ in counted(pair)] == ["1（甲社区 2021-11-22）", "1（甲社区 2021-11-22）#2"]
    assert len(counted(sent("QC-AAA", a()), sent("QC-BBB", a()))) == 1


CELLS = {
    "order_no": st.sampled_from(["1", "2", "100001-21-0001"]),
    "town": st.sampled_from([*TOWNS, None]),
    "community_code": st.sampled_from(["甲社区", "乙社区", None]),
    "posted_on": st.sampled_from([MONDAY, NEXT_MONDAY, None]),
    "content": st.sampled_from(["清理楼道", "修路灯", None]),
}
ROWS = st.lists(st.fixed_dictionaries(CELLS), max_size=8)


@given(ROWS, ROWS, ROWS)
def test_rows_that_differ_in_place_or_day_are_never_one_order(
    first: list[Row], second: list[Row], third: list[Row]
) -> None:
    """Every row is in the table or agrees with the row that stands for it; else `merged_rows` refuses."""
    rows = pl.concat([sent("QC-AAA", *first), sent("QC-BBB", *second), sent("QC-AAA", *third, week="2021-W48")]).lazy()
    numbered = with_order_numbers(rows, order_numbers(rows))
    made = orders(numbered, NEXT, COUNTY)
    assert made["order_no"].is_unique().all()
    assert merged_rows("S10", numbered, made).height + made.height == len(first) + len(second) + len(third)


def test_orders_merged_by_their_written_number_alone_stop_the_run() -> None:
    rows = pl.concat([sent("QC-AAA", a()), sent("QC-BBB", a(community_code="丙社区"))]).lazy()
    with pytest.raises(RowsLost, match="another key"):
        merged_rows("S10", rows, orders(rows, NEXT, COUNTY))


def unnumbered(**cells: Any) -> Row:
    """An order whose number was made from place, day and text."""
    return a("S10-1a2b3c4d5e", **{"member_name": None, "taken_on": None, "done_on": None, "status": "POSTED", **cells})


WANG, LI = {"member_name": ["王芳"], "status": "TAKEN"}, {"member_name": ["李强"], "status": "TAKEN"}
TUESDAY = dt.date(2021, 11, 23)


@pytest.mark.parametrize(
    ("first", "later", "statuses"),
    [
        ([{}], [{**WANG, "taken_on": TUESDAY}], ["TAKEN"]),  # published, then taken
        ([{}], [{}], ["POSTED"]),
        ([{**WANG, "taken_on": TUESDAY}], [{**WANG, "taken_on": TUESDAY, "status": "DONE"}], ["DONE"]),
        ([{**WANG, "taken_on": TUESDAY}], [{**LI, "taken_on": TUESDAY}], ["TAKEN", "TAKEN"]),  # two orders alike
        ([{**WANG, "taken_on": TUESDAY}], [{**WANG, "taken_on": NEXT_MONDAY}], ["TAKEN", "TAKEN"]),
        ([{}], [{**WANG, "taken_on": TUESDAY}, {**LI, "taken_on": TUESDAY}], ["TAKEN", "TAKEN"]),
        ([{**WANG, "taken_on": TUESDAY}], [{"status": "VOID"}], ["VOID"]),
    ],
)
def test_an_order_without_a_number_is_the_one_published_before(
    first: list[Row], later: list[Row], statuses: list[str]
) -> None:
    """Counted twice it would be when first published and then taken (domain.md §4.11)."""
    weeks = (
        sent("QC-CHZ", *(unnumbered(**cells) for cells in first)),
        sent("QC-CHZ", *(unnumbered(**cells) for cells in later), week="2021-W48"),
    )
    assert sorted(status for _, status in counted(*weeks)) == statuses
    assert reused_numbers(order_numbers(pl.concat(weeks).lazy())).is_empty()
