"""What everybody reads, from literal rows: plain words, works as they are, requests without small counts."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pytest

from report_templates.model.report import Paragraph, Report, Table, walk
from report_templates.render.reader_page import reader_html
from report_templates.reports.variants.reports import reader_reports
from tests.report_templates.reports.test_variants import HERE, OTHER, TOWN, reports_of, some_week
from tests.support.figures import figures
from tests.support.frames import dataset, order
from transforms.figures import Measured
from transforms.indicators.places import place_figures
from transforms.indicators.public_counts import public_figures
from transforms.indicators.suppression import CountTable

MONDAY, TUESDAY = dt.date(2021, 11, 22), dt.date(2021, 11, 23)


def public(**changed: Any) -> Report:
    return reports_of(some_week(**changed))["public"]


def tables(report: Report) -> dict[str, Table]:
    return {block.caption: block for block in walk(report.sections) if isinstance(block, Table)}


def paragraphs(report: Report) -> list[str]:
    return [block.said.text for block in walk((*report.summary, *report.sections)) if isinstance(block, Paragraph)]


def requests(**categories: int) -> list[Any]:
    """Orders of the period by category, all of the first town."""
    each = [category for category, count in categories.items() for _ in range(count)]
    return [order(f"o{n}", category=category, town=TOWN) for n, category in enumerate(each)]


def printed(report: Report) -> str:
    """What stands on the page."""
    return re.sub(r"<(style|script)[^>]*>.*?</\1>|<[^>]*>", "", reader_html(report), flags=re.DOTALL)


def test_the_public_reads_a_summary_without_codes_rules_or_lights() -> None:
    report = public(order_rows=requests(HJ=7, WX=9))
    summary, _ = report.summary
    assert isinstance(summary, Paragraph)
    assert summary.said.text == (
        "本年全县认领民生实事8件，已完成7件，完成率87.5%。党员已接单的居民诉求办结率100.0%。"
        "本期居民诉求最多的是设施维修（9件）、环境整治（7件）。"
    )
    assert summary.said.codes == ("C2", "C3", "D6", "D10")  # its numbers have them, the page does not
    assert not re.search("[‹›÷]|规则|规定和单位|灯|内部资料|赵六", printed(report))


def test_the_public_reads_when_the_next_paper_comes_and_whom_to_ask() -> None:
    """What is sent for the next week is due on 6 December, the day after it."""
    assert paragraphs(public())[1] == "下期拟于12月6日公布。对以上内容有疑问、意见或者建议的，请与某县委组织部联系。"
    named = replace(HERE, report={**HERE.report, "contact": "县委办公室"})
    assert "请与县委办公室联系" in paragraphs(public(county=named))[1]


def test_the_public_reads_works_as_they_are() -> None:
    """Two items in one town, six in the other; one of them is agreed to be public."""
    report = public()
    assert tables(report)["各乡镇（园区）民生实事"].rows == (
        ("甲镇", "1", "1", "2"),
        ("乙镇", "6", "0", "6"),
        ("合计", "7", "1", "8"),
    )
    assert tables(report)["公开的民生实事办理情况"].rows == (("修桥", "甲镇", "甲局", "已完成"),)


def test_the_public_reads_no_cadres_by_age_and_sex_and_no_small_figure_of_persons() -> None:
    people = [{"person_id": str(n), "age_years": 52, "sex": "1"} for n in range(24)]
    report = public(five_dim=people)
    figures_shown = {row[0]: row[1] for row in tables(report)["主要数字"].rows}
    assert figures_shown["退出领导岗位、仍在职或者受聘的干部"] == "24人"
    assert "到社区报到的在职党员" not in figures_shown  # 2
    assert [caption for caption in tables(report) if "干部" in caption or "年龄" in caption] == []
    assert not re.search("[男女]", printed(report))


def test_small_counts_of_requests_are_hidden_with_another_one() -> None:
    report = public(order_rows=requests(HJ=3, WX=9, FL=7))
    assert {row[0]: row[1] for row in tables(report)["本期居民诉求按诉求类别"].rows} == {
        "环境整治": "<5",
        "设施维修": "9",
        "法律援助": "不公开",
        "合计": "19",
    }
    assert tables(report)["本期居民诉求按乡镇"].rows == (("甲镇", "19"), ("合计", "19"))


def test_the_most_asked_are_not_named_where_one_of_them_may_be_hidden() -> None:
    """9 legal ones are hidden behind 3 of environment; the 12 repairs are not said to be the most."""
    assert "最多的是" not in paragraphs(public(order_rows=requests(HJ=3, WX=12, FL=9)))[0]
    assert "最多的是设施维修（12件）" in paragraphs(public(order_rows=requests(HJ=7, WX=12, FL=9)))[0]


def test_the_list_of_works_says_that_the_others_are_counted_alone() -> None:
    """Eight are counted in the table; the title of one may be read."""
    assert "分布情况按全部认领事项计件，下表只列经批准公开的民生实事1件。" in paragraphs(public())


@pytest.mark.parametrize(("people", "shown"), [(23, False), (24, True), (19, True)])
def test_who_is_left_over_between_two_figures_is_not_told_either(people: int, shown: bool) -> None:
    """19 have second posts: of 23 there would be 4 left without one, of 24 there are 5, of 19 there is nobody."""
    counted = dict.fromkeys(("A1", "A6"), figures(dataset())["A1"])
    numbers = {"A1": people, "A6": 19}
    of_week = {
        code: replace(figure, measured=Measured(value=numbers[code], numerator=numbers[code]))
        for code, figure in counted.items()
    }
    public_ones = public_figures(of_week, 5)
    assert public_ones["A1"].measured.value == people
    assert (public_ones["A6"].measured.value == 19) is shown


@pytest.mark.parametrize(("counts", "noted"), [({"HJ": 7, "WX": 9}, False), ({"HJ": 3, "WX": 9, "FL": 7}, True)])
def test_the_public_reads_of_marks_only_where_a_table_has_them(counts: dict[str, int], noted: bool) -> None:
    assert any("代替" in said for said in paragraphs(public(order_rows=requests(**counts)))) == noted


def test_the_public_reads_that_a_table_of_counts_too_small_is_withheld() -> None:
    said = paragraphs(public(order_rows=requests(HJ=3)))
    assert "“本期居民诉求按诉求类别”一表的数过小，逐项隐去后仍可推算，整表不予公开。" in said


def test_a_month_hides_what_its_week_has_hidden() -> None:
    """Alone the month would print all; but the week hid 3 of one category behind 7 of another, and printed the rest."""
    earlier = [
        order(f"m{n}", category=category, town=OTHER, posted_on=dt.date(2021, 11, 3))
        for n, category in enumerate(["HJ", "WX", "FL"] * 20)
    ]
    data = dataset(
        county=HERE, period="2021-11", as_of=dt.date(2021, 11, 30), order_rows=[*requests(HJ=3, WX=9, FL=7), *earlier]
    )
    week = CountTable(
        first=MONDAY,
        last=TUESDAY,
        counts={"环境整治": 3, "设施维修": 9, "法律援助": 7},
        hidden=frozenset({"环境整治", "法律援助"}),
    )

    def month(*given: CountTable) -> dict[str, str]:
        own = dict(place_figures(data))
        reports = dict(reader_reports(data, figures(data), own, 1, "0.1.0", given={"诉求类别": given}))
        return {str(row[0]): str(row[1]) for row in tables(reports["public"])["本期居民诉求按诉求类别"].rows}

    assert month() == {"环境整治": "23", "设施维修": "29", "法律援助": "27", "合计": "79"}
    assert month(week) == {"环境整治": "不公开", "设施维修": "29", "法律援助": "不公开", "合计": "79"}
