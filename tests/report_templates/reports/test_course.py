"""What the paper of a month says of its course, from literal weeks: four items in two towns, two of them done."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from report_templates.model.report import Paragraph, Report, Table
from report_templates.reports.county_report import county_report
from report_templates.words.sentence import Cell, Sentence
from tests.support.figures import figures
from tests.support.frames import COUNTY, dataset, done_item, item
from transforms.indicators.history import HISTORY, NO_HISTORY

TOWN, OTHER = "421126100", "421126101"
MONTH, OCTOBER, W45, W46 = "2021-11", "2021-10", "2021-W45", "2021-W46"
DATA = dataset(
    period=MONTH,
    as_of=dt.date(2021, 11, 30),
    item_rows=[done_item("1", town=TOWN), item("2", town=TOWN), done_item("3", town=OTHER), item("4", town=OTHER)],
)


def past(*lines: tuple[str, str, float, float]) -> pl.DataFrame:
    """HISTORY of period, code, value and the value first published."""
    rows: list[dict[str, Any]] = [
        {"period": period, "code": code, "value": value, "first": first, "restated": value != first}
        for period, code, value, first in lines
    ]
    return pl.DataFrame(rows, schema=HISTORY)


WEEKS = past(
    (W45, "C3", 25.0, 25.0),
    (W45, "C8-乡镇.甲镇", 0.0, 0.0),
    (W45, "C8-乡镇.乙镇", 100.0, 100.0),
    (W46, "C3", 40.0, 50.0),
)


def paper(within: pl.DataFrame = WEEKS, history: pl.DataFrame = NO_HISTORY, period: str = MONTH) -> Report:
    data = DATA if period == MONTH else dataset(period=period, item_rows=[done_item("1", town=TOWN)])
    return county_report(data, figures(data, history=history), 1, "0.1.0", history, within=within)


def table(report: Report, name: str) -> Table:
    return next(block for block in report.blocks if isinstance(block, Table) and block.name == name)


def names(report: Report) -> set[str]:
    return {block.name for block in report.blocks if isinstance(block, Table)}


def words(cell: Cell) -> str:
    return cell.text if isinstance(cell, Sentence) else cell


def page_one(report: Report) -> list[str]:
    return [f"{block.lead}{block.said.text}" for block in report.summary if isinstance(block, Paragraph)]


def test_a_month_is_followed_by_its_weeks() -> None:
    course = table(paper(), "course")
    assert [column.head for column in course.columns] == ["指标", "第45周", "第46周", "本月"]
    assert course.rows == (("完成率", "25.0%", "40.0%", "50.0%"),)  # of others nothing is known


def test_the_divisions_are_ranked_by_how_far_they_moved() -> None:
    assert table(paper(), "movement").rows == (
        ("甲镇", "0.0%", "50.0%", "+50.0个百分点", "1"),
        ("乙镇", "100.0%", "50.0%", "−50.0个百分点", "2"),
    )


def test_what_was_corrected_meanwhile_is_told_with_both_numbers() -> None:
    assert [tuple(map(words, row)) for row in table(paper(), "corrected").rows] == [
        ("2021年第46周", "完成率", "50.0%", "40.0%")
    ]
    quiet = paper(WEEKS.with_columns(restated=pl.lit(value=False)))
    assert "corrected" not in names(quiet)
    said = [block.said.text for block in quiet.blocks if isinstance(block, Paragraph)]
    assert "其间各期报告的指标没有更正。" in said


def test_page_one_says_what_moved_since_the_first_week_or_the_month_before() -> None:
    moved = (
        "主要变动：与{}相比，完成率由{}升至50.0%。"
        "各乡镇（园区）民生实事完成率上升最多的是甲镇（50.0个百分点），下降最多的是乙镇（50.0个百分点）。"
    )
    assert moved.format("第45周", "25.0%") in page_one(paper())
    october = past(
        (OCTOBER, "C3", 10.0, 10.0), (OCTOBER, "C8-乡镇.甲镇", 0.0, 0.0), (OCTOBER, "C8-乡镇.乙镇", 100.0, 100.0)
    )
    assert moved.format("上月", "10.0%") in page_one(paper(history=october))


def test_the_first_month_has_no_empty_columns_and_speaks_of_a_month() -> None:
    first = paper()
    heads = [column.head for column in table(first, "figures").columns]
    assert heads == ["代码", "指标", "本月", "分子/分母", "灯", "覆盖率"]
    assert page_one(first)[0] == "本月要情：1.首次印发，没有上月数据。"
    second = paper(history=past((OCTOBER, "C3", 10.0, 10.0)))
    heads = [column.head for column in table(second, "figures").columns]
    assert heads == ["代码", "指标", "本月", "分子/分母", "上月", "较上月", "灯", "覆盖率"]
    assert not [said for said in page_one(second) if "本期" in said]


@pytest.mark.parametrize("period", ["2021-W47", MONTH])
def test_a_week_and_a_month_without_papers_of_weeks_have_no_course(period: str) -> None:
    report = paper(within=NO_HISTORY, period=period)
    assert not {"course", "movement", "corrected"} & names(report)
    assert not [said for said in page_one(report) if said.startswith("主要变动")]
    assert COUNTY.name in report.title
