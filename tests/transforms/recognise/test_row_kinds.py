"""What a row below the header is (domain.md §12, M18, M22–M24, M29)."""

from __future__ import annotations

import datetime as dt

import pytest

from transforms.recognise.grid import Cell
from transforms.recognise.row_kinds import leading_reason, says_no_change, set_aside_reason
from transforms.recognise.row_numbers import is_column_numbers

HEADING = {1: frozenset({"姓名"}), 2: frozenset({"联系日期"}), 3: frozenset({"联系方式"}), 4: frozenset({"联系人"})}
"""The first column is 序号, the last one 备注: no contract reads them."""


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        # data
        ([1.0, "张三", "2021-11-22", "面谈", "王五", ""], None),
        (["", "", "", "", "王五", ""], None),
        (["", "", 44522.0, "", "", ""], None),
        (["", "", 0.0, "", "", ""], None),
        (["", "", False, "", "", ""], None),
        (["", "张三", "2021-11-22", "面谈", "王五", "合计"], None),  # far from the beginning, in a row of its own
        (["", "张三", "说明：另见附件", "面谈", "王五", ""], None),
        # M24 blank
        ([], "blank"),
        (["", "", "", "", "", ""], "blank"),
        (["  ", "\u3000", "", "\n", "", ""], "blank"),
        ([17.0, "", "", "", "", ""], "blank"),  # numbered in advance
        (["17", "", "", "", "", ""], "blank"),
        (["17", "", "", "", "", "待补"], "blank"),  # nothing where the contract reads
        (["…", "……", "", "", "", "..."], "blank"),
        ([0.0, 0, dt.date(1899, 12, 31), 0.0, dt.time(), ""], "blank"),  # formulas that point to empty cells
        (["0", "0", "0", "0", "0", ""], None),  # typed by somebody
        # M22 subtotals
        (["合计", "", 12.0, "", "", ""], "subtotal"),
        (["", "小 计", 12.0, "", "", ""], "subtotal"),
        (["", "", "", "（总计）", "", ""], "subtotal"),
        (["合计：19人", "", "", "", "", ""], "subtotal"),
        (["漕河镇小计", "", 12.0, "", "", ""], "subtotal"),
        ([1.0, "累计", 12.0, "3", "4", ""], "subtotal"),
        (["合计", "", 12.0, "3件", "/", ""], "subtotal"),
        (["一", "漕河镇小计", 12.0, "", "", ""], "subtotal"),
        (["合计", "漕河镇", 12.0, "", "", ""], "subtotal"),
        # … and titles that count
        (["1", "新建路灯共计120盏", "2021-11-22", "面谈", "王五", ""], None),
        (["", "修缮水渠累计300米", "", "面谈", "", ""], None),
        (["", "小计", "2021-11-22", "面谈", "王五", ""], None),  # a name, whatever it is
        # M23 foot lines
        (["填表人：张三", "", "审核人：李四", "", "填报日期：2021.11.26", ""], "foot"),
        (["单位负责人（签字）：", "", "", "", "", ""], "foot"),
        (["审 核 人：", "", "", "", "", ""], "foot"),
        (["联系电话：7220000", "", "", "", "", ""], "foot"),
        (["说明：本表每周报送。", "", "", "", "", ""], "foot"),
        (["注:", "", "", "", "", ""], "foot"),
        (["", "以下空白", "", "", "", ""], "foot"),
        (["（以下无正文）", "", "", "", "", ""], "foot"),
        (["注1：本表由社区填写", "", "", "", "", ""], "foot"),
        (["", "", "", "", "", "（单位：万元、人）"], "foot"),
        (["1.本表每周一报送", "", "", "", "", ""], "foot"),
        (["※ 本表一式两份", "", "", "", "", ""], "foot"),
        (["制表：王五", "", "", "", "复核：李四", ""], "foot"),
        (["单位（盖章）", "", "", "", "", ""], "foot"),
        (["单位盖章：", "", "审核人签字：", "", "", ""], "foot"),
        (["第1页 共2页", "", "", "", "", ""], "foot"),
        (["温馨提示：请核对后报送", "", "", "", "", ""], "foot"),
        *((["", text, "", "", "", ""], "foot") for text in (
            "以上共3件", "以上共3件，其中满意2件", "以上合计3件。", "（共3件）", "本页共 12 条",
            "接上页", "（接上页）", "转下页", "续表", "续上表", "下接第2页", "未完待续",
            "以下为上周已报", "以上为本周新增：", "以下均为补报", "以上各项均已办结",
        )),
        (["", "上述共计3项", "", "", "", ""], "subtotal"),
        (["以上共3件", "", "", "", "", ""], "foot"),
        (["以上共3件", "张三", "2021-11-22", "面谈", "王五", ""], None),  # beside a person it is something else
        (["", "以上合计3件", "", "", "", ""], "subtotal"),
        (["", "3件", "", "", "", ""], None),
        (["", "以上海为例", "", "", "", ""], None),
        (["", "以工代赈3件", "", "", "", ""], None),
        (["", "3件套发放", "", "", "", ""], None),
        (["", "接上级通知整改", "", "", "", ""], None),
        (["填表人：王五", "审核人：李四", "填报日期：", "2021-11-26", "负责人：", "张三"], "foot"),
        (["填表人", "王五", "审核人", "李四", "", ""], "foot"),
        (["1", "张三", "2021-11-22", "面谈", "注1：王五", ""], None),
        (["1", "填表人：张三", "2021-11-22", "面谈", "王五", ""], None),
        # M47 nothing in any cell
        (["/", "/", "/", "/", "/", "/"], "blank"),
        (["", "——", "——", "——", "——", ""], "blank"),
        (["/", "张三", "/", "/", "/", ""], None),
        # M24 group titles
        (["一、县直单位", "", "", "", "", ""], "group_title"),
        (["", "（二）乡镇", "", "", "", ""], "group_title"),
        (["一、漕河镇（2件）", "", "", "", "", ""], "group_title"),
        (["【漕河镇】", "", "", "", "", ""], "group_title"),
        (["漕河镇：", "", "", "", "", ""], "group_title"),
        (["（一）漕河镇 共2件", "", "", "", "", ""], "group_title"),
        (["", "漕河镇", "", "", "", ""], None),  # whether it is a town is the code list's
        (["", "126001-21-0001", "", "", "", ""], None),
        # M29 examples
        (["示例", "张三", "2021-11-22", "面谈", "王五", ""], "example"),
        (["（例1）", "张三", "2021-11-22", "面谈", "王五", ""], "example"),
        (["1", "【示例】张三", "2021-11-22", "面谈", "王五", ""], "example"),
        (["填写示例", "张三", "2021-11-22", "面谈", "王五", ""], "example"),
        (["示例：", "张三", "2021-11-22", "面谈", "王五", ""], "example"),
        (["1", "范例村庄整治", "2021-11-22", "面谈", "王五", ""], None),
        (["1", "示例小区改造", "2021-11-22", "面谈", "王五", ""], None),
        # M18 the header again
        (["序号", "姓名", "联系日期", "联系方式", "联系人", "备注"], "repeated_header"),
        (["", "姓 名", "联系日期（必填）", "", "", ""], "repeated_header"),
        (["", "姓名", "", "", "", ""], None),  # one word proves nothing
        # zero report
        (["", "本周无变化", "", "", "", ""], "zero_report"),
        ([1.0, "本期无新增", "", "", "", ""], "zero_report"),
        (["", "无", "无", "无", "无", ""], None),
    ],
)  # fmt: skip
def test_what_a_row_is(row: list[Cell], reason: str | None) -> None:
    assert set_aside_reason(row, HEADING) == reason


def test_a_column_headed_in_several_lines_is_repeated_line_by_line() -> None:
    heading = {
        0: frozenset({"姓名"}),
        1: frozenset({"谈话联系日期", "谈话", "联系日期"}),
        2: frozenset({"谈话联系方式", "联系方式"}),
    }
    assert set_aside_reason(["姓名", "谈话", ""], heading) == "repeated_header"
    assert set_aside_reason(["", "联系日期", "联系方式"], heading) == "repeated_header"


@pytest.mark.parametrize(
    "row",
    [
        ["1", "2", "3", "4", "5", "6"],
        [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        [*"甲乙丙丁戊己"],
        ["甲", "乙", 1.0, 2.0, 3.0, 4.0],
        ["（1）", "（2）", "（3）", "（4）", "（5）", "（6）"],
        [*"①②③④⑤⑥"],
        [
            "（一）",
            "（二）",
            "（三）",
            "（四）",
            "（五）",
            "（六）",
            "（七）",
            "（八）",
            "（九）",
            "（十）",
            "（十一）",
        ],
        ["第1栏", "第2栏", "第3栏", "", "", ""],
        [*"ABCDEF"],
        ["栏次", "1", "2", "3=1+2", "4", ""],
        [1.0, 1.0, 2.0, 3.0, 4.0, ""],  # the 序号 of the row, then the numbers
        [
            1.0,
            2.0,
            dt.date(1900, 1, 3),
            4.0,
            dt.datetime.combine(dt.date(1900, 1, 5), dt.time()),
            "",
        ],  # columns formatted as dates
        [1.0, 2.0, dt.date(1900, 1, 2), 4.0, "", ""],  # the same of another program
        [1.0, 2.0, dt.date(1904, 1, 4), 4.0, "", ""],  # the same of a workbook that counts from 1904
        [1.0, dt.timedelta(2), dt.timedelta(3), 4.0, "", ""],  # columns formatted as durations
        ["", 1.0, 2.0, "", 4.0, "5"],  # a heading over two columns has one number
    ],
)
def test_the_numbers_of_columns_below_a_header(row: list[Cell]) -> None:
    assert leading_reason(row) == "column_numbers"


@pytest.mark.parametrize(
    "row",
    [
        ["（必填）", "（必填）", "（选填）", "", "", ""],
        ["", "必填", "格式：2021-11-22", "下拉选择", "必填", "选填"],
        ["", "（汉字）", "（万元）", "", "", ""],
    ],
)
def test_what_to_fill_in_below_a_header(row: list[Cell]) -> None:
    assert leading_reason(row) == "hints"


@pytest.mark.parametrize(
    "row",
    [
        [1.0, "张三", "2021-11-22", "面谈", "王五", ""],
        [1.0, 2.0, 4.0, "", "", ""],
        [2.0, 3.0, 4.0, "", "", ""],
        [1.0, 2.0, dt.date(1900, 1, 9), 4.0, "", ""],
        [1.0, 2.0, dt.timedelta(hours=3), 4.0, "", ""],
        ["1", "2", "", "", "", ""],  # two numbers prove nothing
        ["", "张三（女）", "（必填）", "面谈", "王五", ""],
        [1.0, "（必填）", "（必填）", "", "", ""],
    ],
)
def test_rows_below_a_header_that_are_data(row: list[Cell]) -> None:
    assert leading_reason(row) is None


@pytest.mark.parametrize("text", ["本周无变化", "本周无", "本月没有变化", "零报告", "本期无新增"])
def test_words_of_a_zero_report(text: str) -> None:
    assert says_no_change(text)


@pytest.mark.parametrize("text", ["本周无变化的，请填零报告", "如无变化，写“本周无变化”", "应零报告", "本周有变化", ""])
def test_advice_on_zero_reports_is_none(text: str) -> None:
    assert not says_no_change(text)


@pytest.mark.parametrize("row", [["张三", 1.0, 2.0, 3.0], [4.0, 1.0, 2.0, 3.0], ["漕河镇", "1", "2", "3"]])
def test_a_row_that_names_somebody_before_its_numbers_is_no_row_of_column_numbers(row: list[Cell]) -> None:
    assert not is_column_numbers(row)
