"""差额清单, from literal rows; and the gap of the analysts' page."""

from __future__ import annotations

import datetime as dt
import json
from itertools import pairwise
from typing import Any

import polars as pl

from report_templates.model.report import Table
from report_templates.reports.county_report import county_report
from report_templates.reports.sections.gaps import MOST_NAMES
from report_templates.reports.variants.analyst import analyst_bytes
from tests.support.figures import figures
from tests.support.frames import dataset, done_item, item
from transforms.dataset import Dataset
from transforms.editions.corrections import CORRECTIONS
from transforms.indicators.provenance import each_rows, figure_values

TOWN = "421126100"
DUE = dt.date(2021, 11, 10)
Lines = list[tuple[str, ...]]


def gaps(data: Dataset) -> tuple[Lines, Lines]:
    """The rows on the leaders' pages, and in the annex."""
    report = county_report(data, figures(data), 1, "0.1.0")
    on_pages, in_annex = (
        [block for section in sections for block in section.blocks if isinstance(block, Table) and block.name == "gaps"]
        for sections in (report.sections, report.annex)
    )
    return lines(on_pages), lines(in_annex)


def lines(tables: list[Table]) -> Lines:
    return [tuple(getattr(cell, "text", cell) for cell in row) for table in tables for row in table.rows]


def test_each_rate_names_what_it_lacks_with_town_leader_and_days() -> None:
    rows = [
        done_item("1", dt.date(2021, 11, 20), title="修桥", town=TOWN, due_original=DUE),
        done_item("2", title="修路", town=TOWN, verify_result="PASS", verified_on=dt.date(2021, 11, 21)),
        item("3", title="修渠", town=TOWN, progress=90.0, due_original=dt.date(2021, 12, 1)),
    ]
    on_pages, in_annex = gaps(dataset(item_rows=rows))
    assert on_pages == [
        ("完成率66.7%（2/3）",),
        ("修渠", "甲镇", "赵六", "12月1日", "90.0%"),
        ("按时完成率50.0%（1/2）",),
        ("修桥", "甲镇", "赵六", "11月10日", "11月20日"),
        ("核验率50.0%（1/2）",),
        ("修桥", "甲镇", "赵六", "11月10日", "11月20日"),
    ]
    assert in_annex == []


def test_a_red_item_is_missing_from_every_rate_it_lowers() -> None:
    late = item("1", title="修桥", progress=40.0, due_original=DUE)
    on_pages, in_annex = gaps(dataset(item_rows=[late, done_item("2", verify_result="PASS", verified_on=DUE)]))
    assert on_pages == []  # it stands among the matters to decide
    assert in_annex == [
        ("完成率50.0%（1/2）",),
        ("修桥", "—", "赵六", "11月10日", "40.0%"),
        ("按时完成率50.0%（1/2）",),
        ("修桥", "—", "赵六", "11月10日", "40.0%"),
    ]


def test_below_a_rate_stands_as_much_as_it_lacks() -> None:
    """Of five items two are done in time, one late, one is overdue and one under way; one of the done is verified."""
    rows = [
        done_item("1", verify_result="PASS", verified_on=DUE),
        done_item("2"),
        done_item("3", dt.date(2021, 11, 20), due_original=DUE),
        item("4", due_original=DUE),
        item("5", progress=90.0),
        item("6", status="CANCEL", extension_ref="督〔2021〕2号", due_original=DUE),
        done_item("7", due_original=None),  # without a time limit it is neither in time nor late
    ]
    on_pages, in_annex = gaps(dataset(item_rows=rows))
    assert by_rate(on_pages) == {
        "完成率66.7%（4/6，列出1件，其余见附件）": 1,
        "按时完成率50.0%（2/4，列出1件，其余见附件）": 1,
        "核验率25.0%（1/4）": 3,
    }
    assert by_rate(in_annex) == {"完成率66.7%（4/6）": 2, "按时完成率50.0%（2/4）": 2, "核验率25.0%（1/4）": 3}


def by_rate(rows: Lines) -> dict[str, int]:
    """How many rows stand below each rate."""
    heads = [place for place, row in enumerate(rows) if len(row) == 1]
    return {rows[at][0]: end - at - 1 for at, end in pairwise([*heads, len(rows)])}


def test_leaders_who_have_claimed_none_are_named() -> None:
    leaders = [{"leader": "赵六", "post": "副县长"}, {"leader": "钱七", "post": "县委常委"}]
    on_pages, _ = gaps(dataset(item_rows=[item("1", progress=95.0)], leaders=leaders))
    assert on_pages[:2] == [("认领领导数50.0%（1/2）",), ("尚未认领", "—", "钱七", "—", "—")]


def test_of_many_the_first_stand_on_the_pages_and_all_in_the_annex() -> None:
    rows = [done_item(str(n), due_original=None) for n in range(MOST_NAMES + 2)]
    on_pages, in_annex = gaps(dataset(item_rows=rows))
    assert on_pages[0] == ("核验率0.0%（0/6，列出4件，其余见附件）",)
    assert len(on_pages) == 1 + MOST_NAMES
    assert in_annex[0] == ("核验率0.0%（0/6）",)
    assert len(in_annex) == 1 + len(rows)


def test_whole_rates_have_no_list() -> None:
    assert gaps(dataset(item_rows=[done_item("1", verify_result="PASS", verified_on=DUE)])) == ([], [])
    assert gaps(dataset()) == ([], [])


def opened(data: Dataset) -> dict[str, Any]:
    """The content of the analysts' page."""
    counted = figures(data)
    numbers = [number for figure in counted.values() for number in figure.numbers()]
    values, rows = figure_values(iter(numbers)), pl.concat([*each_rows(iter(numbers))])
    head = county_report(data, counted, 1, "0.1.0").masthead
    page: dict[str, Any] = json.loads(
        analyst_bytes(data, values, rows, pl.DataFrame(schema=CORRECTIONS), head, "组织部")
    )
    return page


def test_the_analysts_page_opens_what_a_rate_lacks_before_what_it_counts() -> None:
    page = opened(dataset(item_rows=[item("1"), done_item("2"), item("3")]))
    behind = {figure["code"]: figure["behind"] for figure in page["figures"]}
    assert list(behind["C3"]) == ["gap", "numerator", "denominator"]
    assert behind["C3"]["gap"] == [["items", [0, 2]]]
    assert behind["C3"]["numerator"] == [["items", [1]]]
    assert "gap" not in behind["C2"]  # a count lacks nothing


def test_the_analysts_page_names_people_and_what_is_missing_of_them() -> None:
    people = [{"person_id": "p1", "missing_fields": ["degree"]}, {"person_id": "p2"}]
    contact = {"contact_id": "c", "person_id": "p1", "name": "钱七", "contact_date": dt.date(2021, 11, 22)}
    table = opened(dataset(five_dim=people, contacts=[contact]))["tables"]["five_dim"]
    lines = [dict(zip(table["heads"], row, strict=True)) for row in table["rows"]]
    assert [line["姓名"] for line in lines] == ["钱七", "p2"]
    assert lines[0]["缺填栏目"] == "学位"
