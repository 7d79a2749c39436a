"""Numbers, money, hours and percentages (domain.md §12, M44–M49)."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.contract.contract import Kind
from expectations.contract.rules import Reaction
from expectations.sheets.declare import column
from transforms.cells.casters import read_cell
from transforms.cells.context import Context
from transforms.cells.numerals import numeral

CONTEXT = Context(period_end=dt.date(2021, 11, 28))
PERSONS = column("beneficiaries", "受益人数", Kind.INTEGER, "120", unit="人")
FUNDS = column("funds", "资金", Kind.MONEY, "12.5", unit="万元")
HOURS = column("hours", "服务时长", Kind.HOURS, "2.5", unit="小时")
PROGRESS = column("progress", "当前进度", Kind.PERCENT, "80%", unit="%")
FIX, FIXW, CELL = Reaction.FIX, Reaction.FIXW, Reaction.CELL


@pytest.mark.parametrize(
    ("cell", "value", "reaction", "rule"),
    [
        pytest.param(12.0, 12, None, "", id="number"),
        pytest.param("12 ", 12, None, "", id="M44_text"),
        pytest.param("１２", 12, FIX, "number_tidied", id="M44_full_width"),
        pytest.param("1,234", 1234, FIX, "number_tidied", id="M44_thousands"),
        pytest.param("1，234，567", 1234567, FIX, "number_tidied", id="M44_full_width_thousands"),
        pytest.param("1,23", None, CELL, "number_unreadable", id="M44_no_thousands"),
        pytest.param("十二", 12, FIXW, "number_spelled", id="M44_chinese"),
        pytest.param("一百二十人", 120, FIXW, "number_spelled", id="M44_chinese_with_unit"),
        pytest.param("1.2万", 12000, FIX, "number_tidied", id="M44_ten_thousands"),
        pytest.param("约50", None, CELL, "number_vague", id="M44_about"),
        pytest.param("50余", None, CELL, "number_vague", id="M44_more_than"),
        pytest.param("两三人", None, CELL, "number_vague", id="M44_two_or_three"),
        pytest.param("若干", None, CELL, "number_vague", id="M44_some"),
        pytest.param("120\n80", None, CELL, "several_numbers", id="M44_two_lines"),
        pytest.param("120 80", None, CELL, "several_numbers", id="M44_two_numbers"),
        pytest.param("１２０　８０", None, CELL, "several_numbers", id="M44_two_full_width_numbers"),
        pytest.param("1\n200", None, CELL, "several_numbers", id="M44_a_line_break_groups_no_digits"),
        pytest.param("1 2 0", None, CELL, "several_numbers", id="M44_blanks_between_digits"),
        pytest.param("1, 200", None, CELL, "several_numbers", id="M44_list_or_thousands"),
        pytest.param("一百\n二十", None, CELL, "several_numbers", id="M44_two_chinese_numbers"),
        pytest.param("1 200", 1200, FIXW, "number_grouped", id="M44_groups_of_three"),
        pytest.param("12\u00a0345 678人", 12345678, FIXW, "number_grouped", id="M44_groups_and_unit"),
        pytest.param("3 万", 30000, FIX, "number_tidied", id="M44_blank_before_its_scale"),
        pytest.param("5半", None, CELL, "number_unreadable", id="M44_half_of_nothing"),
        pytest.param("3-5", None, CELL, "number_range", id="M44_range"),
        pytest.param("３～５人", None, CELL, "number_range", id="M44_full_width_range"),
        pytest.param("三至五", None, CELL, "number_range", id="M44_chinese_range"),
        pytest.param("12人", 12, FIX, "number_tidied", id="M46_own_unit"),
        pytest.param("12名", 12, FIX, "number_tidied", id="M46_same_unit"),
        pytest.param("3户", None, CELL, "number_unit", id="M46_households"),
        pytest.param("3亩", None, CELL, "number_unit", id="M46_acres"),
        pytest.param("暂无", None, FIX, "nothing_token", id="M47"),
        pytest.param("——", None, FIX, "nothing_token", id="M47_dash"),
        pytest.param("1.5", None, CELL, "number_not_whole", id="M49_part_of_a_person"),
        pytest.param(0.1 * 30, 3, None, "", id="M49_binary_fraction_is_no_fraction"),
        pytest.param(-5.0, -5, None, "", id="M49_range_is_the_contract's"),
        pytest.param(1e300, None, CELL, "number_too_large", id="M49_absurd"),
        pytest.param(float("nan"), None, CELL, "number_too_large", id="M49_not_a_number"),
        pytest.param(dt.date(2021, 3, 5), None, CELL, "number_is_date", id="3-5_taken_for_a_date"),
        pytest.param(True, None, CELL, "number_unreadable", id="truth"),
        pytest.param("很多群众", None, CELL, "number_vague", id="words"),
    ],
)
def test_integer(cell, value, reaction, rule):
    reading = read_cell(cell, PERSONS, CONTEXT)
    assert (reading.value, reading.reaction, reading.rule) == (value, reaction, rule)


def test_nothing_means_zero_where_the_column_does_not_list_it_m47():
    assert read_cell("无", replace(PERSONS, nothing=("/",)), CONTEXT).value == 0


def test_zero_means_nothing_where_the_column_lists_it_m47():
    assert read_cell(0.0, replace(PERSONS, nothing=("0",)), CONTEXT).rule == "nothing_token"


def test_a_number_keeps_its_fraction():
    years = column("exp_years", "从事年限", Kind.NUMBER, "3.5", unit="年")
    assert read_cell(3.5, years, CONTEXT).value == 3.5
    assert read_cell("3年半", years, CONTEXT).value == 3.5


@pytest.mark.parametrize(
    ("cell", "unit", "value", "reaction"),
    [
        pytest.param(12.5, "万元", 12.5, None, id="bare"),
        pytest.param("500元", "万元", 0.05, FIXW, id="M46_yuan"),
        pytest.param("¥5,000", "万元", 0.5, FIXW, id="M46_yuan_sign"),
        pytest.param("3万元", "万元", 3.0, FIX, id="M46_own_unit"),
        pytest.param("1.2亿元", "万元", 12000.0, FIX, id="M46_hundred_millions"),
        pytest.param("五万", "万元", 5.0, FIXW, id="M44_chinese"),
        pytest.param("五百元", "万元", 0.05, FIXW, id="M44_chinese_yuan"),
        pytest.param("12亩", "万元", None, CELL, id="M46_no_money"),
        pytest.param(5000.0, "元", 0.5, FIX, id="M46_heading_says_yuan"),
        pytest.param("5000元", "元", 0.5, FIX, id="M46_heading_and_cell_say_yuan"),
        pytest.param("3万", "元", 3.0, FIX, id="M46_cell_against_heading"),
    ],
)
def test_money(cell, unit, value, reaction):
    reading = read_cell(cell, FUNDS, replace(CONTEXT, stated_unit="" if unit == FUNDS.unit else unit))
    assert (reading.value, reading.reaction) == (value, reaction)


@pytest.mark.parametrize(
    ("cell", "value", "reaction"),
    [
        (2.5, 2.5, None),
        ("2小时", 2.0, FIX),
        ("半天", 4.0, FIXW),
        ("一天", 8.0, FIXW),
        ("两天半", 20.0, FIXW),
        ("半小时", 0.5, FIXW),
        ("两个半小时", 2.5, FIXW),
        ("2\n3", None, CELL),
        ("一个半小时", 1.5, FIXW),
        ("30分钟", 0.5, FIXW),
        ("1小时30分", 1.5, FIXW),
        (dt.time(2, 30), 2.5, FIXW),
        (dt.timedelta(hours=26), 26.0, FIXW),
        ("3人", None, CELL),
        ("半天左右", None, CELL),
    ],
)
def test_hours(cell, value, reaction):
    reading = read_cell(cell, HOURS, CONTEXT)
    assert (reading.value, reading.reaction) == (value, reaction)


@pytest.mark.parametrize(
    ("cell", "style", "number_format", "value", "reaction"),
    [
        pytest.param("85%", None, None, 85.0, None, id="M45_sign"),
        pytest.param("８５％", None, None, 85.0, None, id="M45_full_width"),
        pytest.param("85", "points", None, 85.0, None, id="M45_text_points"),
        pytest.param(0.85, None, "0%", 85.0, None, id="M45_shown_as_percent"),
        pytest.param(1.0, None, "0.00%", 100.0, None, id="M45_one_shown_as_percent"),
        pytest.param(0.85, "fraction", None, 85.0, FIX, id="M45_column_of_fractions"),
        pytest.param(1.0, "fraction", None, 100.0, FIX, id="M45_one_among_fractions"),
        pytest.param(0.29, "fraction", None, 29.0, FIX, id="M45_no_binary_dust"),
        pytest.param(0.85, "points", None, 85.0, FIXW, id="M45_mixed_column"),
        pytest.param(1.0, "points", None, 1.0, None, id="M45_one_among_points"),
        pytest.param(1.0, None, None, None, CELL, id="M45_bare_one"),
        pytest.param(0.0, None, None, 0.0, None, id="M45_zero"),
        pytest.param("八成五", None, None, 85.0, FIXW, id="M45_tenths"),
        pytest.param("八成", None, None, 80.0, FIXW, id="M45_whole_tenths"),
        pytest.param("百分之八十五", None, None, 85.0, FIXW, id="M45_spelled"),
        pytest.param("8500 %", None, None, None, CELL, id="M45_over_hundred"),
        pytest.param(85.0, None, "0%", None, CELL, id="M45_85_shown_as_8500_percent"),
        pytest.param(-5.0, None, None, None, CELL, id="M45_negative"),
        pytest.param("80%以上", None, None, None, CELL, id="M45_vague"),
        pytest.param("已完成", None, None, None, CELL, id="M45_words"),
    ],
)
def test_percent(cell, style, number_format, value, reaction):
    context = replace(CONTEXT, percent_style=style, number_format=number_format)
    reading = read_cell(cell, PROGRESS, context)
    assert (reading.value, reading.reaction) == (value, reaction)


def spelled(value):
    """An independent speller of 1–9999 in Chinese."""
    digits, places = "零一二三四五六七八九", ["", "十", "百", "千"]
    text = "".join(
        digits[int(d)] + (places[place] if d != "0" else "")
        for place, d in zip(range(len(str(value)) - 1, -1, -1), str(value), strict=True)
    )
    while "零零" in text:
        text = text.replace("零零", "零")
    return text.rstrip("零")


@given(st.integers(1, 9999))
def test_numerals_mean_what_they_say(value):
    assert numeral(spelled(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二〇二一", 2021),
        ("三万五千", 35000),
        ("一亿三千万", 130_000_000),
        ("三万亿", 3 * 10**12),
        ("十二三", None),
        ("二十三十", None),
        ("十十", None),
        ("三百五千", None),
        ("三万二万", None),
        ("一亿二千万三千", 120_003_000),
        ("", None),
    ],
)
def test_numerals_beyond_a_section(text, value):
    assert numeral(text) == value


@pytest.mark.parametrize("text", ["一百二", "一万五", "三千六", "二亿三", "壹佰贰"])
def test_a_shortened_numeral_is_no_number(text: str) -> None:
    """People mean 120 by 一百二, which says 102."""
    assert numeral(text) is None
