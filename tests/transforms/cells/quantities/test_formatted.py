"""What number formats write, and texts that are read as they are shown (domain.md §12, M44)."""

from __future__ import annotations

import datetime as dt

import pytest

from expectations.catalogue import SHEETS
from transforms.cells.casters import read_cell
from transforms.cells.context import Context
from transforms.cells.quantities.formatted import formatted, writes_more
from transforms.recognise.grid import Cell


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("0000", 7, "0007"),
        ("0000", 12345, "12345"),
        ('"CH"000', 12, "CH012"),
        ("\\C\\H000", 12, "CH012"),
        ('"第"0"号"', 7, "第7号"),
        ("000-0000", 12345, "001-2345"),
        ("0", 7, "7"),
        ("#", 0, ""),
        ("0_ ", 7, "7"),
        ("[红色]000;-000", 7, "007"),
        ("0%", 0.85, "85%"),
        ("0.0%", 0.855, "85.5%"),
        ("#,##0", 1234, None),
        ("0000", 7.5, None),
        ("General", 7, None),
        ("@", 7, None),
    ],
)
def test_a_number_is_written_by_its_format(code: str, number: float, text: str | None) -> None:
    assert formatted(code, number) == text


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("0000", True),
        ('"CH"0.0', True),
        ("0", False),
        ("General", False),
        ("#,##0.00", False),
        ("0.00", False),
        ("@", False),
    ],
)
def test_a_format_that_pads_or_writes_words_tells_more(code: str, more: bool) -> None:
    assert writes_more(code) is more


@pytest.mark.parametrize(
    ("place", "cell", "code", "value", "rule"),
    [
        ("S10.order_no", 7.0, "0000", "0007", "text_as_shown"),
        ("S10.order_no", 12.0, '"CH"000', "CH012", "text_as_shown"),
        ("S10.order_no", 12.0, None, "12", ""),
        ("S10.order_no", 12.0, '"CH"0.00', None, "number_formatted"),
        ("S8.item_code", 1.1, "0.00", "1.10", "text_as_shown"),
        ("S8.item_code", 1.1, None, "1.1", ""),
        ("S8.narrative", 1.125, "0.00", "1.125", ""),  # shown are 1.13, or 1.12
        ("S8.item_code", "21003.0", None, "21003", "number_without_decimals"),
        ("S8.item_code", "1.0", None, "1.0", ""),
        ("S8.narrative", "21003.0", None, "21003.0", ""),
        ("S10.order_no", dt.date(2021, 1, 2), 'm"-"d', None, "number_is_date"),
        ("S10.order_no", dt.time(1, 2), None, None, "number_is_date"),
        ("S8.item_code", dt.date(2021, 1, 2), None, None, "number_is_date"),
        ("S8.narrative", dt.date(2021, 1, 2), "m-d", "2021-01-02", "text_is_date"),
        ("S8.narrative", dt.date(2021, 1, 2), None, "2021-01-02", ""),
        ("S8.narrative", 0.85, "0%", "85%", "text_as_shown"),
        ("S8.narrative", 3.0, '0"户"', "3户", "text_as_shown"),
    ],
)
def test_a_text_is_what_is_shown(place: str, cell: Cell, code: str | None, value: str | None, rule: str) -> None:
    sheet, name = place.split(".")
    context = Context(period_end=dt.date(2021, 11, 28), number_format=code)
    reading = read_cell(cell, SHEETS[sheet].column[name], context)
    assert (reading.value, reading.rule) == (value, rule)
