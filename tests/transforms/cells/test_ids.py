"""Citizen ids and telephone numbers (domain.md §12, M39–M43). All numbers are made up or the standard's examples."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.contract.contract import Kind
from expectations.contract.rules import Reaction
from expectations.sheets.declare import column
from transforms.cells.casters import read_cell
from transforms.cells.context import Context
from transforms.cells.ids import check_digit

ID = column("id_no", "身份证号", Kind.ID, "11010519491231002X")
PHONE = column("phone", "联系电话", Kind.PHONE, "13900000000")
CONTEXT = Context(period_end=dt.date(2021, 11, 28), area_code="0713")
FIX, FIXW, CELL = Reaction.FIX, Reaction.FIXW, Reaction.CELL


@pytest.mark.parametrize(
    ("cell", "value", "reaction", "rule"),
    [
        pytest.param("11010519491231002X", "11010519491231002X", None, "", id="as_it_stands"),
        pytest.param("421126196503071234", "421126196503071234", None, "", id="checksum_is_judged_later"),
        pytest.param(421126196503071234.0, None, CELL, "id_typed_as_number", id="M39_number"),
        pytest.param("4.21126E+17", None, CELL, "id_typed_as_number", id="M39_scientific_text"),
        pytest.param("'440524188001010014", "440524188001010014", FIX, "id_rewritten", id="M40_apostrophe"),
        pytest.param(" 440524 18800101 0014 ", "440524188001010014", FIX, "id_rewritten", id="M40_spaces"),
        pytest.param("\u202d440524188001010014\u202c", "440524188001010014", FIX, "id_rewritten", id="M40_invisible"),
        pytest.param(
            "４４０５２４１８８００１０１００１４", "440524188001010014", FIX, "id_rewritten", id="M40_full_width"
        ),
        pytest.param("11010519491231002x", "11010519491231002X", FIX, "id_rewritten", id="M40_lower_case"),
        pytest.param("11010519491231002×", "11010519491231002X", FIX, "id_rewritten", id="M40_times_sign"),
        pytest.param("11010519491231002Ｘ", "11010519491231002X", FIX, "id_rewritten", id="M40_full_width_x"),
        pytest.param("110105491231002", "11010519491231002X", FIX, "id_upgraded", id="M41_text"),
        pytest.param(110105491231002.0, "11010519491231002X", FIX, "id_upgraded", id="M41_exact_number"),
        pytest.param(110105491231002, "11010519491231002X", FIX, "id_upgraded", id="M41_exact_integer"),
        pytest.param("4211261965", None, CELL, "id_length", id="M42_too_short"),
        pytest.param(4211261965.0, None, CELL, "id_length", id="M42_short_number"),
        pytest.param("42112619650307ABCD", None, CELL, "id_characters", id="M42_letters"),
        pytest.param(dt.date(1965, 10, 1), None, CELL, "id_characters", id="date"),
    ],
)
def test_id(cell, value, reaction, rule):
    reading = read_cell(cell, ID, CONTEXT)
    assert (reading.value, reading.reaction, reading.rule) == (value, reaction, rule)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_check_digit_of_the_examples_in_the_standard(number):
    assert check_digit(number[:17]) == number[17]


@given(st.integers(10**15, 10**18) | st.floats(min_value=1e15, allow_nan=False))
def test_an_id_typed_as_a_number_is_refused_whatever_its_value(cell):
    reading = read_cell(cell, ID, CONTEXT)
    assert (reading.value, reading.reaction, reading.rule) == (None, CELL, "id_typed_as_number")


@pytest.mark.parametrize(
    ("cell", "value", "reaction", "rule"),
    [
        pytest.param("13800138000", "13800138000", None, "", id="as_it_stands"),
        pytest.param(13800138000.0, "13800138000", None, "", id="exact_number"),
        pytest.param("1.38E+10", None, CELL, "phone_lost_digits", id="M43_scientific"),
        pytest.param("138 0013-8000", "13800138000", FIX, "phone_rewritten", id="M43_grouped"),
        pytest.param("+8613800138000", "13800138000", FIX, "phone_rewritten", id="M43_country_code"),
        pytest.param("13800138000/13900139000", "13800138000", FIX, "phone_rewritten", id="M43_first_of_two"),
        pytest.param(
            "0713-7220000、13800138000", "13800138000", FIX, "phone_rewritten", id="M43_mobile_before_landline"
        ),
        pytest.param("7220000", "0713-7220000", FIXW, "phone_area_code", id="M43_no_area_code"),
        pytest.param(7220000.0, "0713-7220000", FIXW, "phone_area_code", id="M43_no_area_code_number"),
        pytest.param("0713-7220000", "0713-7220000", None, "", id="M43_landline"),
        pytest.param("（0713）7220000", "0713-7220000", FIX, "phone_rewritten", id="M43_area_code_in_brackets"),
        pytest.param("1380013800", None, CELL, "phone_unreadable", id="M43_digit_missing"),
        pytest.param("138001380001", None, CELL, "phone_unreadable", id="M43_digit_too_many"),
        pytest.param("同上", None, CELL, "phone_unreadable", id="words"),
    ],
)
def test_phone(cell, value, reaction, rule):
    reading = read_cell(cell, PHONE, CONTEXT)
    assert (reading.value, reading.reaction, reading.rule) == (value, reaction, rule)


def test_a_local_number_is_refused_where_the_area_code_is_unknown():
    assert read_cell("7220000", PHONE, Context(period_end=CONTEXT.period_end)).reaction is CELL


@given(st.sampled_from([ID, PHONE]), st.text("0123456789Xx -+'", min_size=4) | st.floats() | st.integers())
def test_no_message_gives_a_number_away(column, cell):
    message = read_cell(cell, column, CONTEXT).message
    written = re.findall(r"\d{4,}", str(cell))
    assert not [digits for digits in written if digits in message]
