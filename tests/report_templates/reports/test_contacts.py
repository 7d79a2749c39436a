"""The list of contacts that are due: who, whom, until when; each officer's alone where it is handed out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from report_templates.model.columns import MEASURE
from report_templates.model.report import Report, Table, walk
from report_templates.reports.masthead import masthead
from report_templates.reports.variants.contacts import called, contacts_report
from report_templates.words.sentence import Number
from report_templates.words.wording import wording
from tests.support.frames import CONTACTS, COUNTY, dataset, table
from transforms.audience.audiences import Audience
from transforms.join.cadres.due_contacts import DUE_CONTACTS, appeals, contact_list
from transforms.tables.table import Variant


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2021-{text}")


def line(person: str, officer: str | None, due_on: str, state: str, **more: Any) -> dict[str, Any]:
    who = {"person_id": person, "name": person, "contact_officer": officer, "former_unit": "QC-BBB"}
    return who | {"ground": "QUARTER", "due_on": day(due_on), "state": state, "overdue_days": 0} | more


LINES = [
    line("张三", "王五", "11-16", "OVERDUE", overdue_days=7, last_contact_on=day("08-18")),
    line("李四", "王五", "12-20", "LATER"),
    line("赵六", None, "11-25", "SOON"),
]
RAISED = [{"person_id": "张三", "name": "张三", "contact_id": "c1", "contact_date": day("08-18"), "contact_by": "王五",
           "issue_status": "RUN", "issue_due": day("11-20")}]  # fmt: skip


def paper(**how: bool) -> Report:
    raised = appeals(table(CONTACTS, RAISED), day("01-01"), day("11-23"))
    head = masthead(dataset(), 1, "0", Audience(Variant.ANALYST), copy=0)
    return contacts_report(contact_list(table(DUE_CONTACTS, LINES)), raised, 1.0, head, COUNTY, **how)


def printed(report: Report) -> list[Table]:
    return [block for block in walk(report.sections) if isinstance(block, Table)]


def test_it_says_who_has_to_talk_to_how_many_and_to_whom_by_when() -> None:
    officers, listed, concerns = printed(paper())
    assert officers.rows == (("王五", "2", "1", "0", "2021-11-16"), ("未确定联系人", "1", "0", "1", "2021-11-25"))
    assert listed.rows[0] == ("王五", "张三", "乙局", "2021-11-16", "逾期7天", "每季度联系", "2021-08-18")
    assert [row[4] for row in listed.rows] == ["逾期7天", "未到期", "临期"]
    assert concerns.rows == (("张三", "2021-08-18", "王五", "在办", "2021-11-20", "3"),)


def test_handed_out_each_officer_has_a_table_of_their_own() -> None:
    _, *lists, _ = printed(paper(apart=True))
    assert [(each.caption, [row[1] for row in each.rows]) for each in lists] == [
        ("王五", ["张三", "李四"]),
        ("未确定联系人", ["赵六"]),
    ]


def test_its_numbers_are_coded_and_its_tables_fit_the_page() -> None:
    first = paper().sections[0].blocks[0].said  # type: ignore[union-attr]
    assert [(run, run.code) for run in first.runs if isinstance(run, Number)] == [("3", "contacts"), ("1", "A15")]
    for each in printed(paper()):
        assert sum(column.width for column in each.columns) <= MEASURE


@pytest.mark.parametrize(
    ("officer", "name"), [("王五", "王五"), ("王/五?", "王五"), ("", "未确定联系人"), (None, "未确定联系人")]
)
def test_an_officers_list_has_a_name_that_files_and_worksheets_can_have(officer: str | None, name: str) -> None:
    assert called(officer, wording(COUNTY)) == name
