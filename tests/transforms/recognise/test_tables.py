"""Which sheet a worksheet is, who sent it for which week, and which rows are data (design.md §2, recognise)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.catalogue import SHEETS
from tests.support.workbooks.tables import HEADINGS, Rows, contact_log, grid, index, recognised, talk, totals
from transforms.recognise.grid import Cell, Merge
from transforms.recognise.notes import period_in
from transforms.recognise.tables import tables

TITLES = {sheet.id: sheet.title for sheet in SHEETS.values()}


def test_a_contact_log_is_taken_apart() -> None:
    table = recognised(contact_log(talk(), [""] * 4, talk("李四")))
    assert table.header.sheet == "S4"
    assert table.data == (3, 5)
    assert table.set_aside == {0: "title", 1: "title", 2: "header", 4: "blank", 6: "foot"}
    assert not table.zero_report
    assert (table.notes.unit, table.notes.period) == ("县委组织部", "2021-W47")
    assert (table.notes.filled_on, table.notes.filled_by) == (dt.date(2021, 11, 26), "经办员")


@pytest.mark.parametrize("rows", [[], [[""]], [["只有一句话"]], [["甲", "乙", "丙", "丁"], ["1", "2", "3", "4"]]])
def test_a_worksheet_without_a_known_header_is_no_table(rows: Rows) -> None:
    assert tables(grid(rows), index(), TITLES) == ()


def test_every_row_is_data_or_set_aside_and_never_both() -> None:
    table = recognised(contact_log(talk(), ["合计", "", "", ""], list(HEADINGS), talk("李四")))
    assert sorted([*table.data, *table.set_aside]) == list(range(len(table.grid.rows)))


@given(
    st.lists(
        st.lists(
            st.sampled_from(["", " ", "张三", "合计", "示例", "一、组", "本周无变化", "填表人：甲", 3.0, *HEADINGS]),
            min_size=4,
            max_size=4,
        ),
        max_size=20,
    )
)
def test_whatever_stands_below_the_header_each_row_has_one_fate(rows: Rows) -> None:
    blocks = tables(grid([list(HEADINGS), *rows]), index(), TITLES)
    assert sorted(row for block in blocks for row in block.rows) == list(range(len(rows) + 1))


def test_a_header_repeated_on_every_printed_page_is_dropped_m18() -> None:
    table = recognised(contact_log(talk(), list(HEADINGS), talk("李四"), list(HEADINGS)))
    assert [table.set_aside.get(row) for row in range(3, 7)] == [None, "repeated_header", None, "repeated_header"]


def test_a_row_of_nothing_but_errors_is_data_that_went_wrong_m48() -> None:
    """Readers give error cells as empty ones; such a row must not pass for a blank line."""
    rows = contact_log(talk(), [""] * 4, [""] * 4)
    table = recognised(rows, errors={(4, 0): "#REF!"}, unvalued=frozenset({(5, 2)}))
    assert table.data == (3, 4, 5)


def test_an_error_beside_the_table_makes_no_row() -> None:
    rows = [[*row, "", ""] for row in contact_log(talk(), [""] * 4)]
    assert recognised(rows, errors={(4, 5): "#REF!"}).data == (3,)


@pytest.mark.parametrize("closing", ["2、每周五前报送县委组织部", "（3）谈话记录另存", "2021年11月26日"])
def test_a_numbered_sentence_or_a_day_closes_a_table_but_never_begins_it_m23(closing: str) -> None:
    rows = contact_log(talk())[:-1]
    assert recognised([*rows, [closing, "", "", ""]]).set_aside[4] == "foot"
    assert recognised([*rows, [closing, "", "", ""], talk("李四")]).data == (3, 4, 5)


def test_column_numbers_and_hints_stand_right_below_the_header_m18() -> None:
    counted, hints = ["甲", "1", "2", "3"], ["（必填）", "格式：2021-11-22", "下拉选择", "（必填）"]
    table = recognised(contact_log(counted, hints, talk(), counted))
    assert [table.set_aside.get(row) for row in (3, 4, 5, 6)] == ["column_numbers", "hints", None, None]


def test_column_numbers_stand_below_a_header_that_is_repeated_on_the_next_page_too_m18() -> None:
    rows = contact_log(talk(), talk())
    header, numbers = rows[2], ["1", "2", "3", "4"]
    table = recognised([*rows[:4], header, numbers, rows[4]])
    assert [table.set_aside.get(row) for row in range(3, 7)] == [None, "repeated_header", "column_numbers", None]


def test_an_example_stands_above_the_data_m29() -> None:
    table = recognised(contact_log(["示例", *talk()[1:]], talk(), ["样例", *talk()[1:]]))
    assert (table.set_aside[3], table.data) == ("example", (4, 5))


def test_of_two_columns_with_one_meaning_the_fuller_one_counts_m17() -> None:
    headings = ("姓名", "联系日期", "谈话时间", "联系方式", "联系人")
    rows = contact_log(
        ["张三", "", "2021-11-22", "面谈", "王五"],
        ["李四", "2021-11-23", "2021-11-23", "面谈", "王五"],
        headings=headings,
    )
    header = recognised(rows).header
    assert (header.columns["contact_date"], header.rivals) == (2, {"contact_date": (1,)})


@pytest.mark.parametrize(
    "line",
    [
        "填报单位：县委组织部",
        "填报单位:县委组织部　　填报人：某某",
        "填 报 单 位：县委组织部",
        "填报单位（盖章）：县委组织部",
        "填报单位：县委组织部（公章）",
        "报送单位： 县委组织部",
        "单位：县委组织部",
        "金额单位见表　单位名称：县委组织部",
    ],
)
def test_the_submitting_unit_is_found_in_the_title(line: str) -> None:
    rows = contact_log(talk())
    rows[1] = [line]
    assert recognised(rows).notes.unit == "县委组织部"


def test_the_submitting_unit_may_stand_in_the_next_cell() -> None:
    rows = contact_log(talk())
    rows[1] = ["填报单位", "县委组织部", "填报日期", "2021年11月26日"]
    notes = recognised(rows).notes
    assert (notes.unit, notes.filled_on) == ("县委组织部", dt.date(2021, 11, 26))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("履职周报表（2021年第47周）", "2021-W47"),
        ("2021年度第47周", "2021-W47"),
        ("2021 年 第 47 周", "2021-W47"),
        ("2021年第47期", "2021-W47"),
        ("2021-W47", "2021-W47"),
        ("QC-CHZ_S10_2021W46_v1", "2021-W46"),
        ("2021w07", "2021-W07"),
        ("２０２１年第４７周", "2021-W47"),
        ("2021年第7周", "2021-W07"),
        ("2021年第53周", None),  # 2021 has 52
        ("2020年第53周", "2020-W53"),
        ("2021年第0周", None),
        ("2021年11月第4周", None),  # the week of a month is no ISO week
        ("第47周", None),
        ("", None),
    ],
)
def test_the_period_a_text_names(text: str, period: str | None) -> None:
    assert period_in(text) == period


def test_a_week_named_in_a_foot_line_is_not_the_period() -> None:
    rows = contact_log(talk(), period="")
    rows.append(["说明：2021年第46周的数据已更正。"])
    assert recognised(rows).notes.period is None


def test_an_impossible_date_of_filling_in_says_nothing() -> None:
    rows = contact_log(talk())
    rows[1] = ["填报单位：县委组织部　填报日期：2021-11-31"]
    assert recognised(rows).notes.filled_on is None


@pytest.mark.parametrize("words", ["本周无变化", "本周无", "零报告"])
def test_a_zero_report_is_a_table_without_data_and_with_the_words(words: str) -> None:
    table = recognised(contact_log([words, "", "", ""]))
    assert (table.zero_report, table.data, table.set_aside[3]) == (True, (), "zero_report")


def test_an_empty_table_without_the_words_is_no_zero_report() -> None:
    assert not recognised(contact_log()).zero_report


def test_advice_in_the_foot_of_a_blank_workbook_is_no_zero_report() -> None:
    rows = contact_log()
    rows[-1] = ["说明：本周无变化的，请填写“零报告”。"]
    assert not recognised(rows).zero_report


def test_rows_win_over_the_words_of_a_zero_report_m81() -> None:
    table = recognised(contact_log(["本周无变化", "", "", ""], talk()))
    assert (table.zero_report, table.data) == (False, (4,))


def test_among_sheets_with_equal_headings_the_title_decides() -> None:
    shared: Rows = [["姓名", "身份证号", "出生年月", "单位"], ["张三", "", "1965-10", "县委组织部"]]
    for sheet in ("S2", "S3"):
        assert recognised([[TITLES[sheet]], *shared]).header.sheet == sheet


def test_control_totals_need_no_more_than_three_columns() -> None:
    assert recognised(totals(["二次分工人数", 19.0, "2021-11-23"])).header.sheet == "R8"


def test_a_merged_title_does_not_pass_for_a_header() -> None:
    rows = [["姓名", "", "", ""], *contact_log(talk())]
    assert recognised(rows, merges=(Merge(0, 0, 0, 3),)).header.top == 3


ORDERS = ["接单编号", "乡镇", "社区", "诉求类别", "发布日期", "接单日期", "接单党员", "办理状态"]
ORDER: list[Cell] = ["A-1", "漕河镇", "东街社区", "环境整治", "2021-11-22", "2021-11-23", "陈一", "已办结"]


@pytest.mark.parametrize(
    ("below", "others"),
    [
        (
            [[], ["各社区汇总"], ["社区", "件数", "满意数"], ["东街社区", 2.0, 2.0], ["西街社区", 0.0, 0.0]],
            {4, 5, 6, 7},
        ),
        ([["社区", "件数"], ["东街社区", 2.0], ["合计", 2.0]], {3, 4, 5}),  # without a gap, with a total of its own
        ([[], ["单位", "已报", "未报"], ["漕河镇", 2.0, "3"]], {4, 5}),  # some of its headings are nobody's
        ([[], ["", "", "序号", "乡镇", "排名"], ["", "", 1.0, "漕河镇", 1.0]], {4, 5}),
        ([[], ["社区", "件数"], ["东街社区", 2.0], ["A-2", *ORDER[1:]]], {4, 5}),  # the orders go on below it
        ([["A-2", "漕河镇", "东街社区"]], set()),
        ([[], ["A-2", "漕河镇", "社区"]], set()),  # a short row, however odd
        ([[], ["漕河镇"], ["A-2", *ORDER[1:]]], set()),
    ],
)
def test_a_table_of_another_kind_below_is_no_data(below: Rows, others: set[int]) -> None:
    table = recognised([["接单服务办理台账（2021年第47周）"], [*ORDERS], [*ORDER], *below])
    assert {row for row, reason in table.set_aside.items() if reason == "other_table"} == others
    assert {2, *(3 + n for n, row in enumerate(below) if row[:1] == ["A-2"])} <= {*table.data}
