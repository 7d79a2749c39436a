"""Dates, deadlines, months, births and periods (domain.md §12, M51–M60)."""

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
from transforms.cells.dates.written import date_range

CONTEXT = Context(period_end=dt.date(2021, 11, 28))
DATE = column("done_on", "实际完成日期", Kind.DATE, "2021-11-15")
DUE = column("due_original", "完成时限", Kind.DUE, "2021-12-31")
MONTH = column("party_join_ym", "入党时间", Kind.MONTH, "1985-07")
BIRTH = column("birth_ym", "出生年月", Kind.BIRTH, "1965-10")
PERIOD = column("period", "期别", Kind.PERIOD, "2021-W47")
FIX, FIXW, CELL = Reaction.FIX, Reaction.FIXW, Reaction.CELL
DAY = dt.date(2021, 11, 15)


@pytest.mark.parametrize(
    ("cell", "value", "reaction", "rule"),
    [
        pytest.param("2021-11-15", DAY, None, "", id="iso"),
        pytest.param(dt.date(2021, 11, 15), DAY, None, "", id="date_cell"),
        pytest.param(dt.datetime.combine(DAY, dt.time()), DAY, None, "", id="midnight_cell"),
        pytest.param("2021年11月15日", DAY, FIX, "date_rewritten", id="M51_chinese"),
        pytest.param("2021.11.15", DAY, FIX, "date_rewritten", id="M51_dots"),
        pytest.param("2021/11/5", dt.date(2021, 11, 5), FIX, "date_rewritten", id="M51_slashes"),
        pytest.param("20211115", DAY, FIX, "date_rewritten", id="M51_eight_digits"),
        pytest.param(20211115.0, DAY, FIX, "date_rewritten", id="M51_eight_digits_number"),
        pytest.param("２０２１．１１．１５", DAY, FIX, "date_rewritten", id="M51_full_width"),
        pytest.param("2021-11-15 00:00:00", DAY, None, "", id="M51_with_time"),
        pytest.param("2021年11月15日上午9时", DAY, FIX, "date_rewritten", id="M51_with_hour"),
        pytest.param("2021-11-15（星期一）", DAY, None, "", id="M51_with_weekday"),
        pytest.param("二〇二一年十一月十五日", DAY, FIX, "date_rewritten", id="M51_chinese_numerals"),
        pytest.param("21.11.15", DAY, FIXW, "date_two_digit_year", id="M51_two_digit_year"),
        pytest.param(
            "98.11.15", dt.date(1998, 11, 15), FIXW, "date_two_digit_year", id="M51_two_digit_year_before_2000"
        ),
        pytest.param(44515.0, DAY, FIXW, "date_serial_number", id="M52_number"),
        pytest.param("44515", DAY, FIXW, "date_serial_number", id="M52_text"),
        pytest.param("11月15日", DAY, FIXW, "date_without_year", id="M54"),
        pytest.param("12月20日", dt.date(2021, 12, 20), FIXW, "date_without_year", id="M54_soon"),
        pytest.param("12月31日", dt.date(2020, 12, 31), FIXW, "date_without_year", id="M54_last_year"),
        pytest.param("2月29日", None, CELL, "date_impossible", id="M54_no_leap_year"),
        pytest.param("2021年11月", None, CELL, "date_day_missing", id="M55_month_only"),
        pytest.param("15/11", None, CELL, "date_two_numbers", id="M60_year_or_day_first"),
        pytest.param("21.11", None, CELL, "date_two_numbers", id="M60_year_or_day_first_with_a_point"),
        pytest.param("21年11月", None, CELL, "date_day_missing", id="M55_month_of_a_short_year"),
        pytest.param("11月15-16日", None, CELL, "date_range", id="M58_days"),
        pytest.param("11月05-06日", None, CELL, "date_range", id="M58_days_that_look_like_a_date"),
        pytest.param("11月15日至16日", None, CELL, "date_range", id="M58_days_in_words"),
        pytest.param("11.15-11.16", None, CELL, "date_range", id="M58_days_with_points"),
        pytest.param("2021年11月15-16日", None, CELL, "date_range", id="M58_days_of_a_year"),
        pytest.param("2021-11-31", None, CELL, "date_impossible", id="M56_november_31"),
        pytest.param("2021.2.30", None, CELL, "date_impossible", id="M56_february_30"),
        pytest.param("2021年13月1日", None, CELL, "date_impossible", id="M56_month_13"),
        pytest.param("0021-01-01", None, CELL, "date_impossible", id="M56_year_21"),
        pytest.param(dt.date(1899, 12, 31), None, CELL, "date_impossible", id="M56_day_zero_of_excel"),
        pytest.param("农历八月十五", None, CELL, "date_lunar", id="M57_lunar"),
        pytest.param("八月十五", None, CELL, "date_lunar", id="M57_lunar_unsaid"),
        pytest.param("民国38年10月1日", None, CELL, "date_republic_year", id="M57_republic"),
        pytest.param("2021.11—2022.12", None, CELL, "date_range", id="M58_range"),
        pytest.param("至今", None, FIX, "date_open", id="M58_open"),
        pytest.param("05/11/2021", None, CELL, "date_day_month_order", id="M60"),
        pytest.param("15/11/2021", DAY, FIXW, "date_year_last", id="M60_day_above_12"),
        pytest.param("11/15/2021", DAY, FIXW, "date_year_last", id="M60_american"),
        pytest.param("2021年", None, CELL, "date_month_missing", id="year_only"),
        pytest.param(11.1, None, CELL, "date_unreadable", id="small_number"),
        pytest.param(dt.time(9, 30), None, CELL, "date_unreadable", id="time_cell"),
        pytest.param("已完成", None, CELL, "date_unreadable", id="words"),
    ],
)
def test_date(cell, value, reaction, rule):
    reading = read_cell(cell, DATE, CONTEXT)
    assert (reading.value, reading.reaction, reading.rule) == (value, reaction, rule)


@pytest.mark.parametrize(
    "pattern",
    [
        "{0:04}-{1:02}-{2:02}", "{0:04}年{1}月{2}日", "{0:04}.{1}.{2}", "{0:04}/{1:02}/{2:02}", "{0:04}{1:02}{2:02}",
        "{0:04}-{1}-{2} 00:00:00", "{0:04}—{1}—{2}", "{0:04}年{1:02}月{2:02}号", "{0:04}．{1}．{2}",
    ],
)  # fmt: skip
@given(day=st.dates(dt.date(1930, 1, 1), dt.date(2099, 12, 31)))
def test_every_way_to_write_a_day_leads_back_to_it_m51(pattern, day):
    text = pattern.format(day.year, day.month, day.day)
    assert read_cell(text, DATE, CONTEXT).value == day
    assert read_cell(text, BIRTH, CONTEXT).value == day
    assert read_cell(text, DUE, CONTEXT).value == day
    assert read_cell(text, MONTH, CONTEXT).value == day.replace(day=1)


@given(st.dates(dt.date(1954, 10, 3), dt.date(2064, 4, 8)))  # serial numbers 20,000 to 60,000
def test_serial_numbers_count_as_excel_counts_m52(day):
    serial = (day - dt.date(1899, 12, 31)).days + 1  # Excel has a 29 February 1900
    assert read_cell(float(serial), DATE, CONTEXT).value == day
    assert read_cell(str(serial), DATE, CONTEXT).value == day


@pytest.mark.parametrize(
    ("cell", "value", "precision", "reaction", "rule"),
    [
        pytest.param("1965-10", dt.date(1965, 10, 1), "month", None, "", id="month"),
        pytest.param("1965-10-05", dt.date(1965, 10, 5), "day", None, "", id="day"),
        pytest.param("1965.10", dt.date(1965, 10, 1), "month", FIX, "date_rewritten", id="M53_text_with_its_zero"),
        pytest.param("1965.01", dt.date(1965, 1, 1), "month", FIX, "date_rewritten", id="M53_text_january"),
        pytest.param("1965年1月", dt.date(1965, 1, 1), "month", FIX, "date_rewritten", id="M53_chinese_is_clear"),
        pytest.param(1965.1, None, None, CELL, "date_ambiguous_month", id="M53_number"),
        pytest.param("1965.1", None, None, CELL, "date_ambiguous_month", id="M53_text"),
        pytest.param(1965.12, dt.date(1965, 12, 1), "month", FIX, "date_rewritten", id="M53_december"),
        pytest.param(196510.0, dt.date(1965, 10, 1), "month", FIX, "date_rewritten", id="six_digits"),
        pytest.param("1965.10（56岁）", dt.date(1965, 10, 1), "month", FIX, "date_rewritten", id="with_age"),
        pytest.param("1965年10月生", dt.date(1965, 10, 1), "month", FIX, "date_rewritten", id="with_born"),
        pytest.param("65.10", dt.date(1965, 10, 1), "month", FIXW, "date_two_digit_year", id="M51_short_year"),
        pytest.param("65年10月5日", dt.date(1965, 10, 5), "day", FIXW, "date_two_digit_year", id="M51_short_year_day"),
        pytest.param("22.10.05", dt.date(1922, 10, 5), "day", FIXW, "date_two_digit_year", id="M51_nobody_is_unborn"),
        pytest.param("10月5日", None, None, CELL, "date_year_missing", id="M54_no_guess"),
        pytest.param("1965", None, None, CELL, "date_month_missing", id="year_only"),
    ],
)
def test_birth(cell, value, precision, reaction, rule):
    reading = read_cell(cell, BIRTH, CONTEXT)
    assert (reading.value, reading.precision, reading.reaction, reading.rule) == (value, precision, reaction, rule)


def test_a_date_cell_shown_without_its_day_is_a_month():
    shown = replace(CONTEXT, number_format='yyyy"年"m"月"')
    assert read_cell(dt.date(1965, 10, 1), BIRTH, shown).precision == "month"
    assert read_cell(dt.date(1965, 10, 7), BIRTH, shown).precision == "day"
    assert read_cell(dt.date(1965, 10, 1), BIRTH, replace(CONTEXT, number_format="yyyy/m/d")).precision == "day"


@pytest.mark.parametrize(
    ("cell", "value", "rule"),
    [
        pytest.param("2021-12-31", dt.date(2021, 12, 31), "", id="day"),
        pytest.param("2021年11月30日前", dt.date(2021, 11, 30), "date_rewritten", id="M55_before_a_day"),
        pytest.param("2021年11月", dt.date(2021, 11, 30), "due_month_end", id="M55_month"),
        pytest.param("2021-11", dt.date(2021, 11, 30), "due_month_end", id="M55_iso_month"),
        pytest.param(2024.02, dt.date(2024, 2, 29), "due_month_end", id="M55_number_in_a_leap_year"),
        pytest.param("11月底", dt.date(2021, 11, 30), "due_month_end", id="M55_end_of_november"),
        pytest.param("2022年2月底前", dt.date(2022, 2, 28), "due_month_end", id="M55_end_of_february"),
        pytest.param("年底前", dt.date(2021, 12, 31), "due_month_end", id="M55_end_of_year"),
        pytest.param("2022年年底", dt.date(2022, 12, 31), "due_month_end", id="M55_end_of_next_year"),
        pytest.param("明年3月底", dt.date(2022, 3, 31), "due_month_end", id="M55_next_year"),
        pytest.param("本月中旬", dt.date(2021, 11, 20), "due_month_end", id="M55_middle_of_month"),
        pytest.param("3月5日", dt.date(2021, 3, 5), "date_without_year", id="M54"),
        pytest.param("12月31日", dt.date(2021, 12, 31), "date_without_year", id="M54_ahead"),
        pytest.param("2022年2月30日", None, "date_impossible", id="M56"),
        pytest.param("2021.1", None, "date_ambiguous_month", id="M53"),
        pytest.param("若干天", None, "date_unreadable", id="words"),
    ],
)
def test_due(cell, value, rule):
    reading = read_cell(cell, DUE, CONTEXT)
    assert (reading.value, reading.rule) == (value, rule)


@pytest.mark.parametrize(
    ("cell", "form", "value"),
    [
        ("年底前", dt.date(2022, 1, 2), dt.date(2021, 12, 31)),  # 2021-W52
        ("12月底", dt.date(2022, 1, 2), dt.date(2021, 12, 31)),
        ("12月25日", dt.date(2022, 1, 2), dt.date(2021, 12, 25)),
        ("1月底", dt.date(2022, 1, 2), dt.date(2022, 1, 31)),
        ("1月15日", dt.date(2022, 1, 2), dt.date(2022, 1, 15)),
        ("明年3月底", dt.date(2022, 1, 2), dt.date(2022, 3, 31)),
        ("年底前", dt.date(2021, 1, 3), dt.date(2020, 12, 31)),  # 2020-W53
        ("年底前", dt.date(2023, 1, 1), dt.date(2022, 12, 31)),  # 2022-W52
        ("年底前", dt.date(2023, 12, 31), dt.date(2023, 12, 31)),  # 2023-W52
        ("年底前", dt.date(2025, 1, 5), dt.date(2025, 12, 31)),  # 2025-W01
        ("年底前", dt.date(2027, 1, 3), dt.date(2026, 12, 31)),  # 2026-W53
    ],
)
def test_a_deadline_without_a_year_on_the_last_form_of_a_year_m55(cell, form, value):
    assert read_cell(cell, DUE, replace(CONTEXT, period_end=form)).value == value


@pytest.mark.parametrize("cell", ["长期", "春节前", "即时", "长期坚持", "国庆节前完成"])
def test_a_deadline_without_a_day_is_open_and_keeps_its_words_m55(cell):
    reading = read_cell(cell, DUE, CONTEXT)
    assert (reading.value, reading.reaction, reading.rule, reading.text) == (None, FIXW, "due_open", cell)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("2021.11—2022.12", ("2021.11", "2022.12")),
        ("2021.11-2022.12", ("2021.11", "2022.12")),
        ("2021年11月1日至2022年12月31日", ("2021年11月1日", "2022年12月31日")),
        ("2021.11～至今", ("2021.11", "")),
        ("2021年11月22日-11月28日", ("2021年11月22日", "2021年11月28日")),
        ("2021-11-15", None),
        ("2021—11—15", None),
        ("县城至横车", None),
    ],
)
def test_a_range_has_two_ends_m58(text, ends):
    assert date_range(text) == ends


@pytest.mark.parametrize(
    ("cell", "value", "reaction"),
    [
        ("2021-W47", "2021-W47", None),
        ("2021W47", "2021-W47", FIX),
        ("2021年第47周", "2021-W47", FIX),
        ("2021年第四十七周", "2021-W47", FIX),
        ("2021年第47周（11.22-11.28）", "2021-W47", FIX),
        ("第47周", "2021-W47", FIXW),
        ("2021年11月22日至11月28日", "2021-W47", FIXW),
        (dt.date(2021, 11, 28), "2021-W47", FIXW),
        ("2021年11月22日至11月29日", None, CELL),
        ("2021-W53", None, CELL),
        ("2020-W53", "2020-W53", None),
        ("第0周", None, CELL),
        ("本周", None, CELL),
        (47.0, None, CELL),
    ],
)
def test_period(cell, value, reaction):
    reading = read_cell(cell, PERIOD, CONTEXT)
    assert (reading.value, reading.reaction) == (value, reaction)


def test_a_week_without_a_year_belongs_to_the_iso_year_of_the_period():
    assert read_cell("第53周", PERIOD, Context(period_end=dt.date(2021, 1, 3))).value == "2020-W53"


@pytest.mark.parametrize(("cell", "helps"), [(1970.1, True), ("1970.1", False), ("1970年", False)])
def test_to_set_a_cell_to_text_is_advice_for_a_number_only(cell, helps):
    reading = read_cell(cell, column("birth_ym", "出生年月", Kind.BIRTH, "1965-10"), CONTEXT)
    assert reading.value is None
    assert ("设为文本" in reading.message) is helps
    assert ("可能已经丢失" in reading.message) is helps
    assert "月份写两位" in reading.message
