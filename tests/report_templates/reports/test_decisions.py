"""需要决策或协调的事项, from literal rows; what a report of 29 November demands is due on 6 December."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from expectations.county.county import Demands, Division, DivisionKind
from report_templates.model.report import Paragraph, Table, walk
from report_templates.reports.county_report import county_report
from report_templates.reports.matters.requests import named_unit
from tests.support.figures import figures
from tests.support.frames import COUNTY, UNIT, Row, dataset, done_item, item, order
from transforms.dataset import Dataset
from transforms.editions.demands import DEMANDS, NO_DEMANDS

TOWN = "421126100"


def rows(data: Dataset, name: str = "decisions", demanded: pl.DataFrame = NO_DEMANDS) -> list[tuple[str, ...]]:
    report = county_report(data, figures(data), 1, "0.1.0", demands=demanded)
    tables = [block for block in report.blocks if isinstance(block, Table) and block.name == name]
    return [tuple(getattr(cell, "text", cell) for cell in row) for table in tables for row in table.rows]


def decisions(data: Dataset, demanded: pl.DataFrame = NO_DEMANDS) -> list[tuple[str, ...]]:
    """Without their numbers and the rows of red figures: a single item that is late makes several of them red."""
    return [row[1:] for row in rows(data, demanded=demanded) if not row[2].endswith("灯")]


def red_figures(data: Dataset) -> list[tuple[str, ...]]:
    """The same rows without their numbers."""
    return [row[1:] for row in rows(data) if row[2].endswith("灯")]


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
        (*("修桥（甲镇）", f"{state}；时限{due.month}月{due.day}日，进度50.0%", "甲局", "赵六", demand),)
    ]


def test_what_hinders_an_item_stands_with_its_unit_and_leader() -> None:
    hindered = item("1", title="修桥", town=TOWN, lead_unit=UNIT, progress=90.0, problem="资金未到位")
    done = done_item("2", problem="已解决", verify_result="PASS", verified_on=dt.date(2021, 11, 21))
    assert decisions(dataset(item_rows=[hindered, done])) == [
        ("修桥（甲镇）", "资金未到位", "甲局", "赵六", "请于12月6日前提出解决办法")
    ]


POST: Row = {
    "person_id": "p",
    "name": "钱七",
    "organ": "ZF",
    "host_unit": "QC-BBB",
    "in_effect": True,
    "is_primary": True,
}


def asked(**cells: Any) -> Row:
    """A report of a cadre of 甲局 who serves in 乙局."""
    return {"person_id": "p", "duty_id": "d", "unit_code": UNIT, "task_name": "规划方案", **cells}


@pytest.mark.parametrize(
    ("report", "state", "unit"),
    [
        ({"need_help": "请档案馆提供资料"}, "需协调：请档案馆提供资料", "乙局"),  # no unit of the county
        (
            {"need_help": "请县甲局协调资金", "problem": "资金未到位"},
            "存在问题：资金未到位；需协调：请县甲局协调资金",
            "甲局",
        ),
    ],
)
def test_a_request_says_who_asks_where_he_serves_what_hinders_him_and_of_whom(
    report: Row, state: str, unit: str
) -> None:
    earlier = asked(duty_id="e", period="2021-W46", need_help="旧事")
    found = decisions(dataset(duties=[asked(**report), earlier], assignments=[POST]))
    assert found == [("钱七（在乙局履职）：规划方案", state, unit, "—", "请于12月6日前协调并答复")]


def test_a_cadre_whose_post_names_no_unit_serves_in_his_organ() -> None:
    report = asked(need_help="请档案馆提供资料", task_name=None)
    (row,) = decisions(dataset(duties=[report], assignments=[{**POST, "host_unit": None}]))
    assert row[:3] == ("钱七（在县政府履职）：请求协调", "需协调：请档案馆提供资料", "—")


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("请县乙局商县甲局拨付", "乙局"),  # the first one
        ("请某县县甲局下属中心派人", "甲局"),
        ("请乙局派人", None),  # two characters stand in other words, too
        ("请档案馆提供资料", None),
    ],
)
def test_a_text_names_a_unit_by_a_name_of_three_characters_or_more(words: str, unit: str | None) -> None:
    named = named_unit(COUNTY, words)
    assert (named.short if named else None) == unit


def test_what_a_cadre_without_a_post_asked_for_is_called_by_the_task() -> None:
    duties = [asked(duty_id="e", person_id="q", period="2021-W46", need_help="旧事")]
    gone = demanded(("duties/e", "help", dt.date(2021, 11, 29), 0, None, "unsent"))
    assert rows(dataset(duties=duties), "settled", gone) == [("请求协调事项", "规划方案", "11月29日", "本期未报送")]


def test_a_request_that_a_later_report_of_the_month_no_longer_makes_is_none() -> None:
    reports = [asked(duty_id="e", period="2021-W46", need_help="旧事"), asked()]
    month = dataset(duties=reports, assignments=[POST], period="2021-11", as_of=dt.date(2021, 11, 28))
    assert decisions(month) == []


def test_overdue_orders_are_demanded_of_their_division() -> None:
    late = {"posted_on": dt.date(2021, 10, 8), "taken_on": None, "done_on": None, "status": "SENT", "town": TOWN}
    assert decisions(dataset(order_rows=[order("1", **late)])) == [
        ("超期群众诉求", "1件无人接单", "甲镇", "—", "请于12月6日前接单、12月13日前办结")
    ]


def test_orders_that_were_taken_are_to_be_finished_alone() -> None:
    taken = dt.date(2021, 10, 9)
    late = {"posted_on": dt.date(2021, 10, 8), "taken_on": taken, "done_on": None, "status": "TAKEN", "town": TOWN}
    assert decisions(dataset(order_rows=[order("1", **late)])) == [
        ("超期群众诉求", "1件接单后未办结", "甲镇", "—", "请于12月13日前办结")
    ]


def test_nothing_to_decide_is_said_in_words() -> None:
    report = county_report(data := dataset(), figures(data), 1, "0.1.0")
    assert "本期没有逾期、超期和请求协调的事项，也没有亮红灯的指标。" in str(report.sections[0])
    assert decisions(data) == []


LATE: Row = {"posted_on": dt.date(2021, 10, 8), "taken_on": None, "done_on": None, "status": "SENT"}
UNFINISHED: Row = {**LATE, "taken_on": dt.date(2021, 10, 9), "status": "TAKEN"}
SEVEN = replace(
    COUNTY,
    divisions=tuple(
        Division(code=f"42112610{n}", name=f"{name}镇", kind=DivisionKind.TOWN)
        for n, name in enumerate("甲乙丙丁戊己庚")
    ),
)


def late_orders(**towns: tuple[int, int]) -> Iterator[Row]:
    """By place of the division so many orders that nobody took, so many that nobody finished."""
    for town, numbers in towns.items():
        for kind, number in zip((LATE, UNFINISHED), numbers, strict=True):
            for n in range(number):
                yield order(f"{town}{kind['status']}{n}", town=f"421126{town[1:]}", **kind)


def test_every_overdue_order_is_demanded_of_somebody() -> None:
    """庚 is to finish by another day than the six others, who make one row: 9 − 1 and 24 − 0."""
    towns = {
        "t100": (0, 9),
        "t101": (1, 7),
        "t102": (2, 5),
        "t103": (4, 0),
        "t104": (1, 1),
        "t105": (0, 2),
        "t106": (1, 0),
    }
    data = dataset(county=SEVEN, order_rows=[*late_orders(**towns)])
    known = demanded(("orders/庚镇", "take", dt.date(2021, 11, 29), 1, 0, None))
    table = rows(data, demanded=known)
    found = [row for row in table if not row[2].endswith("灯")]
    assert [row[2:4] for row in found] == [
        ("1件无人接单", "庚镇"),
        (
            "8件无人接单，24件接单后未办结，最多的是甲镇、乙镇、丙镇，分列见“各乡镇（园区）民生实事和超期订单”",
            "其余6个乡镇（园区）",
        ),
    ]
    assert [row[0] for row in table] == [str(place) for place in range(1, len(table) + 1)]
    numbers = [re.findall(r"(\d+)件(无人接单|接单后未办结)", row[2]) for row in found]
    sums = {
        kind: sum(int(n) for row in numbers for n, of in row if of == kind) for kind in ("无人接单", "接单后未办结")
    }
    assert sums == {"无人接单": 9, "接单后未办结": 24}
    assert figures(data)["D11"].measured.value == 9
    assert figures(data)["D12"].measured.value == 24


FILLED = dict.fromkeys(("c_d1", "c_d2", "c_d3", "c_d4", "c_d5", "c_total"), 1.0)


def test_a_red_figure_is_demanded_of_those_who_send_it() -> None:
    """One of five persons is fully recorded: 20 %."""
    people = [{"person_id": str(n), "five_complete": n == 0, **FILLED} for n in range(5)]
    county = replace(COUNTY, expected={**COUNTY.expected, "S1": (UNIT, "QC-BBB")})
    found = {row[0]: row[1:] for row in red_figures(dataset(county=county, five_dim=people))}
    assert found["五维齐全率"] == ("20.0%（1/5），亮红灯", "甲局、乙局", "—", "请于12月6日前补齐五维信息")


YELLOW = [done_item(str(n), verify_result="PASS", verified_on=dt.date(2021, 11, 21)) for n in range(4)]


@pytest.mark.parametrize(
    ("demanded", "rows_of_it"),
    [
        (Demands(), []),
        (Demands(yellow=("C7",)), [("核验率", "80.0%（4/5），亮黄灯", "甲局", "—", "请于12月6日前完成核验")]),
        (
            Demands(yellow=("C7",), owners={"C7": "QC-BBB"}),
            [("核验率", "80.0%（4/5），亮黄灯", "乙局", "—", "请于12月6日前完成核验")],
        ),
    ],
)
def test_a_yellow_figure_is_demanded_where_the_county_says_so(
    demanded: Demands, rows_of_it: list[tuple[str, ...]]
) -> None:
    """Four of five items done are verified: yellow between 70 and 90 %."""
    data = dataset(county=replace(COUNTY, demands=demanded), item_rows=[*YELLOW, done_item("5")])
    assert red_figures(data) == rows_of_it


def demanded(*lines: tuple[Any, ...]) -> pl.DataFrame:
    """DEMANDS of matter, step, until, urged, late, outcome; `later` is a week after `until`."""
    week = dt.timedelta(days=7)
    return pl.DataFrame(
        [
            (matter, step, until, until + week, urged, late, outcome, None)
            for matter, step, until, urged, late, outcome in lines
        ],
        schema=DEMANDS,
        orient="row",
    )


def test_a_demand_made_before_keeps_its_day_and_says_how_often_it_was_made() -> None:
    orders = [order("1", town=TOWN, **LATE), order("2", town="421126101", **LATE), order("3", town="421126102", **LATE)]
    known = demanded(
        ("orders/甲镇", "take", dt.date(2021, 11, 22), 2, 7, None),
        ("orders/乙镇", "take", dt.date(2021, 11, 30), 1, None, None),
        ("orders/丙镇", "take", dt.date(2021, 11, 29), 1, 0, None),
    )
    assert {row[2]: row[4] for row in decisions(dataset(county=SEVEN, order_rows=orders), known)} == {
        "甲镇": "请于11月22日前接单、11月29日前办结（已催办2次，逾期7天）",
        "乙镇": "请于11月30日前接单、12月7日前办结（已催办1次）",
        "丙镇": "请于11月29日前接单、12月6日前办结（已催办1次，今日到期）",
    }


def test_those_of_another_day_than_most_are_named() -> None:
    """Six were urged before, 庚 has orders overdue for the first time."""
    numbers = (9, 8, 7, 2, 2, 2, 3)
    data = dataset(county=SEVEN, order_rows=[*late_orders(**{f"t10{n}": (of, 0) for n, of in enumerate(numbers)})])
    known = demanded(*((f"orders/{name}镇", "take", dt.date(2021, 11, 29), 1, 0, None) for name in "甲乙丙丁戊己"))
    urged = "请于11月29日前接单、12月6日前办结（已催办1次，今日到期）"
    assert [(row[2], row[4]) for row in decisions(data, known)] == [
        ("庚镇", "请于12月6日前接单、12月13日前办结"),
        ("其余6个乡镇（园区）", urged),
    ]


def test_of_many_days_the_annex_has_each() -> None:
    """Five of seven have days of their own: three stand by name, and of the other four the annex says by when."""
    data = dataset(county=SEVEN, order_rows=[*late_orders(**{f"t10{n}": (1, 0) for n in range(7)})])
    known = demanded(
        *((f"orders/{name}镇", "take", dt.date(2021, 11, 22), n, 7, None) for n, name in enumerate("甲乙丙丁戊"))
    )
    table = decisions(data, known)
    assert [row[2] for row in table] == ["丁镇", "丙镇", "乙镇", "其余4个乡镇（园区）"]
    assert table[-1][4] == "要求和时限见附件"
    assert [(row[3], row[5][:9]) for row in rows(data, "rest_orders", known)] == [
        ("己镇", "请于12月6日前接"),
        ("庚镇", "请于12月6日前接"),
        ("戊镇", "请于11月22日前"),
        ("甲镇", "请于11月22日前"),
    ]


def test_what_was_demanded_before_and_is_no_more_has_an_outcome() -> None:
    done = done_item("1", title="修桥", verify_result="PASS", verified_on=dt.date(2021, 11, 21))
    duties = [asked(task_pct=100.0), asked(duty_id="e", period="2021-W46", need_help="旧事")]
    known = demanded(
        ("duties/e", "help", dt.date(2021, 11, 29), 0, 0, "done"),
        ("duties/f", "help", dt.date(2021, 11, 29), 0, 0, "dropped"),
        ("figures/A4", "figure", dt.date(2021, 11, 29), 0, 0, "eased"),
        ("figures/C7-甲镇", "figure", dt.date(2021, 11, 29), 0, 0, "eased"),  # in its own paper
        ("items/1", "finish", dt.date(2021, 11, 22), 1, 0, "done"),
        ("orders/甲镇", "take", dt.date(2021, 11, 29), 0, 0, "unsent"),
    )
    data = dataset(item_rows=[done], duties=duties, assignments=[POST])
    assert rows(data, "settled", known) == [
        ("民生实事", "修桥", "11月22日", "已办结"),
        ("超期群众诉求", "甲镇", "11月29日", "本期未报送"),
        ("亮灯指标", "五维齐全率", "11月29日", "已转好"),
        ("请求协调事项", "钱七（在乙局履职）：规划方案", "11月29日", "已办结"),
        ("请求协调事项", "f", "11月29日", "本期未再报告"),
    ]
    report = county_report(data, figures(data), 1, "0.1.0", demands=known)
    (said,) = (b.said.text for b in walk(report.sections) if isinstance(b, Paragraph) and "不再列入" in b.said.text)
    assert said == (
        "上期列入、本期不再列入的：民生实事1项已办结；超期群众诉求1项本期未报送；"
        "亮灯指标1项已转好；请求协调事项2项（1项已办结，1项本期未再报告）。逐项见附件。"
    )


MANY = [
    item(f"{n:02}", lead_unit=UNIT if n < 8 else "QC-BBB", due_original=dt.date(2021, 11, 20 - n)) for n in range(12)
]


def test_of_many_matters_the_first_stand_on_the_pages_and_the_rest_in_the_annex_with_its_number() -> None:
    """Twelve items are late, 11 to 3 the longest: five of the longest by name, seven of them are 甲局's last ones."""
    data = dataset(item_rows=MANY)
    on_pages, in_annex = decisions(data), rows(data, "rest_items")
    assert [row[0] for row in on_pages[:5]] == ["事项11", "事项10", "事项09", "事项08", "事项07"]
    assert on_pages[5:] == [("其余民生实事", "另有7件：甲局7件", "甲局", "—", "要求和时限见附件")]
    assert [row[1] for row in in_annex] == [f"事项0{n}" for n in range(6, -1, -1)]
    assert [row[0] for row in in_annex] == [str(n) for n in range(1, 8)]


def test_the_rest_is_told_by_unit_the_one_with_most_first() -> None:
    """Beside five named ones eight: four of 甲局, two of 乙局, one of two others each, of whom one is named."""
    units = [UNIT, "QC-BBB", "县丙局", "县丁局"]
    shares = [0] * 9 + [1] * 2 + [2, 3]
    late = [item(f"{n:02}", lead_unit=units[of], due_original=dt.date(2021, 11, 1 + n)) for n, of in enumerate(shares)]
    (rest,) = (row for row in decisions(dataset(item_rows=late)) if row[0] == "其余民生实事")
    assert rest[1:3] == ("另有8件：甲局4件、乙局2件、县丙局1件等", "甲局、乙局、县丙局等")
