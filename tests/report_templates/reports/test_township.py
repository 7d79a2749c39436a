"""What the paper of a township asks it to do, and its lists, from literal rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from report_templates.model.redact import nameless
from report_templates.model.report import Paragraph, Report, Table, walk
from report_templates.words.sentence import Cell, Sentence
from tests.report_templates.reports.test_variants import FIXED, HERE, LATE, SEAT, TOWN, TOWNSHIP, reports_of, some_week
from tests.support.frames import UNIT, arrival, done_item, item, member, order

OVERDUE = {"due_original": dt.date(2021, 11, 18), "progress": 40.0}  # five days before the as-of day, a Tuesday
VERIFIED = dt.date(2021, 11, 21)
TASKS: dict[str, Any] = {
    "sent": [arrival("S8"), arrival("S9", "missing", SEAT.code, days_overdue=2), arrival("S10", submitter=SEAT.code)],
    "item_rows": [
        item("1", town=TOWN, title="修桥", lead_unit=SEAT.code, **OVERDUE),
        item("2", town=TOWN, title="修路", lead_unit=UNIT, **OVERDUE),
        done_item("3", town=TOWN, title="建站", lead_unit=SEAT.code),
    ],
    "order_rows": [order("o1", town=TOWN), order("o2", town=TOWN, **LATE)],
}


def report(**changed: Any) -> Report:
    return reports_of(some_week(**{**TASKS, **changed}))[TOWNSHIP]


def table(paper: Report, name: str) -> Table:
    return next(block for block in walk(paper.sections) if isinstance(block, Table) and block.name == name)


def opening(paper: Report) -> str:
    (said,) = paper.summary
    assert isinstance(said, Paragraph)
    return f"{said.lead}{said.said.text}"


def words(cell: Cell) -> str:
    return cell.text if isinstance(cell, Sentence) else cell


def test_a_township_is_told_what_to_do_by_when() -> None:
    """Issued on 29 November: a demand is due in a week, what went back in two days, at the county's hour.

    The road lies in the township, but its lead unit answers for it.
    """
    paper = report()
    assert [tuple(map(words, row)) for row in table(paper, "tasks").rows] == [
        ("1", "修桥（甲镇）", "逾期5天；时限11月18日，进度40.0%", "请于12月6日前办结"),
        ("2", "超期群众诉求", "1件接单后未办结，清单附后", "请于12月13日前办结"),
        ("3", "核验率", "0.0%（0/1），亮红灯", "请于12月6日前报请督查核验"),
        ("4", "《在职党员下沉报到花名册》", "缺报，逾期2天", "请于12月1日18时前补报"),
        ("5", "填报有误的内容", "1处，清单附后", "请于12月1日18时前按退回的工作簿改正后重新报送"),
    ]
    assert paper.sections[0].heading == "请你单位办理"
    assert opening(paper).startswith(
        "本期情况：请你单位办理的事项5项，要求和时限见下表。本单位牵头或所在地的民生实事3件，"
    )


def test_a_township_with_nothing_to_do_reads_so() -> None:
    lit = {code: limits for code, limits in HERE.thresholds.items() if code != "D2"}  # its member took no order
    paper = report(
        county=replace(HERE, thresholds=lit),
        sent=[arrival("S8"), *(arrival(sheet, submitter=SEAT.code) for sheet in ("S9", "S10"))],
        item_rows=[done_item("3", town=TOWN, lead_unit=SEAT.code, verify_result="PASS", verified_on=VERIFIED)],
        order_rows=[order("o1", town=TOWN)],
        issues=[{**FIXED, "submitter": UNIT, "cell": "A1", "rule": "r", "reaction": "ROW", "message": "别人的"}],
    )
    assert "tasks" not in [block.name for block in walk(paper.sections) if isinstance(block, Table)]
    assert opening(paper) == (
        "本期情况：本期没有请你单位办理的事项。本单位牵头或所在地的民生实事1件，已全部完成。"
        "在册下沉党员1人。本期发布订单1件，接单1件。应报报表2份，均已按时收到。"
    )


def test_the_red_orders_stand_before_the_others() -> None:
    paper = report()
    assert [row[0] for row in table(paper, "overdue").rows] == ["o2"]
    assert [row[0] for row in table(paper, "orders").rows] == ["o1"]


REGISTER = [
    member(str(n), community, town=TOWN, name=name, unit_code=UNIT)
    for n, (community, name) in enumerate(
        [("甲社区", "张三"), ("甲社区", "李四"), ("甲社区", "王五"), ("甲社区", "赵六"), ("乙社区", "钱七")]
    )
]


def test_members_stand_in_a_table_three_abreast() -> None:
    assert table(report(register=REGISTER), "members").rows == (
        ("乙社区",),
        ("钱七", "甲局", "", "", "", ""),
        ("甲社区",),
        ("张三", "甲局", "李四", "甲局", "王五", "甲局"),
        ("赵六", "甲局", "", "", "", ""),
    )


def test_members_of_a_unit_that_is_no_division_stand_by_town() -> None:
    of_unit = reports_of(some_week(register=REGISTER[3:]))[f"township:{UNIT}"]
    assert table(of_unit, "members").rows == (("甲镇",), ("钱七", "乙社区", "赵六", "甲社区", "", ""))


def test_a_forgotten_member_leaves_the_others_of_the_row() -> None:
    paper = nameless(report(register=REGISTER), ["李四", "赵六"])
    assert table(paper, "members").rows[3:] == (("张三", "甲局", "", "", "王五", "甲局"),)
