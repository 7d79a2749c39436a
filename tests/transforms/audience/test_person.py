"""One cadre's page, for the organisation department alone (domain.md §11)."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from report_templates.model.report import Masthead, Table
from report_templates.render.reader_page import reader_html
from report_templates.reports.variants.person import person_report
from tests.support.frames import COUNTY, dataset
from transforms.audience.person import UnknownPerson, person_id, records_of

POSTED = {"organ": "ZF", "duty": "协助推进乡村振兴工作", "status": "ON", "in_effect": True, "is_primary": True}


def tables() -> dict[str, pl.DataFrame]:
    data = dataset(
        five_dim=[
            {"person_id": "p1", "sex": "1", "known_towns": ["421126100"], "exit_reason": ["AGE"], "contacts_90d": 2},
            {"person_id": "p2"},
            {"person_id": "p3", "work_will": "0"},
        ],
        assignments=[
            {**POSTED, "assignment_id": "a1", "person_id": "p1", "name": "张三", "plan_date": dt.date(2021, 11, 18)},
            {**POSTED, "assignment_id": "a2", "person_id": "p2", "name": "李四"},
        ],
        contacts=[
            {"contact_id": "c1", "person_id": "p3", "name": "李四", "contact_date": dt.date(2021, 11, 1)},
            {"contact_id": "c2", "person_id": "gone", "name": "王五"},
        ],
        duties=[
            {"duty_id": "d2", "person_id": "p1", "period_end": dt.date(2021, 11, 28), "days_on": 4.5},
            {"duty_id": "d1", "person_id": "p1", "period_end": dt.date(2021, 11, 21), "period": "2021-W46"},
        ],
    )
    return data.tables()


HEAD = Masthead(**dict.fromkeys(Masthead.__dataclass_fields__, "某") | {"serial": "20214701001"})


def test_a_person_is_found_by_name_or_number() -> None:
    assert person_id("张三", tables()) == person_id("p1", tables()) == "p1"


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("李四", "2 persons are called 李四; name one by number: p2, p3"),
        ("张山", "near it: 张三"),
        ("王五", "nobody in scope"),
    ],
)
def test_who_is_not_one_person_is_never_guessed(wanted: str, message: str) -> None:
    with pytest.raises(UnknownPerson, match=message):
        person_id(wanted, tables())


def test_the_rows_of_one_person_in_their_order() -> None:
    records = records_of("p1", tables())
    assert {name: rows.height for name, rows in records.items()} == {
        "five_dim": 1,
        "assignments": 1,
        "duties": 2,
        "contacts": 0,
    }
    assert records["duties"]["duty_id"].to_list() == ["d1", "d2"]
    assert not {"id_no", "phone", "note", "issue_text", "mood"} & {c for rows in records.values() for c in rows.columns}


def test_the_page_says_what_is_known_in_words_and_what_is_not() -> None:
    report = person_report("张三", records_of("p1", tables()), HEAD, COUNTY)
    blocks = [block for section in report.sections for block in section.blocks if isinstance(block, Table)]
    lines = {line[0]: line[1] for table in blocks for line in table.rows}
    assert (report.title, lines["性别"], lines["熟悉乡镇"]) == ("张三一人一策", "男", "甲镇")
    assert (lines["安排去向"], lines["签订日期"], lines["完成时限"]) == ("县政府", "2021年11月18日", "未填")
    page = reader_html(report)
    assert "组织部专用" in page
    assert "421126100" not in page


def test_who_has_no_post_yet_has_a_page() -> None:
    report = person_report("李四", records_of("p3", tables()), HEAD, COUNTY)
    assert "尚未安排。" in reader_html(report)
