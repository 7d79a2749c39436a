"""The unit of a bare number, by heading, line and number format (domain.md §12, M46)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from expectations.contract.contract import Kind
from expectations.contract.rules import Reaction
from expectations.sheets.declare import column
from transforms.cells.casters import read_cell
from transforms.cells.context import Context
from transforms.cells.quantities.units import DISPUTED, multiple, stated_unit
from transforms.recognise.grid import Cell

CONTEXT = Context(period_end=dt.date(2021, 11, 28))
FUNDS = column("funds", "资金", Kind.MONEY, "35.5", unit="万元")
PERSONS = column("persons", "受益人数", Kind.INTEGER, "12", unit="人")
HOURS = column("hours", "服务时长", Kind.HOURS, "2.5", unit="小时")
PROGRESS = column("progress", "当前进度", Kind.PERCENT, "80%", unit="%")
FIX, FIXW, CELL = Reaction.FIX, Reaction.FIXW, Reaction.CELL


@pytest.mark.parametrize(
    ("heading", "lines", "column", "unit"),
    [
        ("资金", (), FUNDS, ""),
        ("资金（万元）", (), FUNDS, "万元"),
        ("资金（单位：元）", (), FUNDS, "元"),
        ("资金（含自筹，元）", (), FUNDS, "元"),
        ("资金（单位：元、含税）", (), FUNDS, "元"),
        ("资金（大写）", (), FUNDS, ""),
        *(
            (heading, (), FUNDS, "元")
            for heading in ("资金/元", "资金总额元", "资金，元", "资金 单位：元", "资金（含配套资金元）")
        ),
        ("资金总额万元", ("元",), FUNDS, DISPUTED),
        ("资金（美元）", (), FUNDS, DISPUTED),
        ("惠及户", (), PERSONS, "户"),
        ("受益人", ("人",), PERSONS, "人"),
        ("工作单元", (), HOURS, ""),
        ("资金", ("元",), FUNDS, "元"),
        ("资金（元）", ("元",), FUNDS, "元"),
        ("资金（万元）", ("元",), FUNDS, DISPUTED),
        ("资金", ("元", "万元"), FUNDS, DISPUTED),
        ("资金", ("人", "户"), FUNDS, ""),
        ("受益人数", ("万元", "人"), PERSONS, "人"),
        ("受益人数", ("户",), PERSONS, "户"),
        ("受益人数", ("元",), PERSONS, ""),
        ("受益人数（户）", ("人",), PERSONS, DISPUTED),
        ("服务时长", ("分钟",), HOURS, "分钟"),
        ("当前进度", ("元",), PROGRESS, ""),
    ],
)
def test_the_unit_stated_for_a_column(heading: str, lines: tuple[str, ...], column: object, unit: str) -> None:
    assert stated_unit(heading, lines, column) == unit  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("unit", "base", "times"),
    [("元", "元", 1), ("千元", "元", 1000), ("亿元", "元", 10**8), ("人", "元", None), ("美元", "元", None)],
)
def test_multiples(unit: str, base: str, times: int | None) -> None:
    assert multiple(unit, base) == times


@pytest.mark.parametrize(
    ("cell", "column", "stated", "code", "value", "rule", "reaction"),
    [
        (50_000.0, FUNDS, "元", None, 5.0, "unit_of_heading", FIX),
        (50_000.0, FUNDS, "美元", None, None, "number_unit", CELL),
        (50_000.0, FUNDS, "", "[$$-409]#,##0", None, "number_unit", CELL),
        (50.0, FUNDS, "千元", None, 5.0, "unit_of_heading", FIX),
        (5.0, FUNDS, "百万元", None, 500.0, "unit_of_heading", FIX),
        (5.0, FUNDS, "万元", None, 5.0, "", None),
        (1.2, FUNDS, "", '0.0"亿元"', 12_000.0, "unit_of_format", FIX),
        (1.2, FUNDS, "亿元", '0.0"亿元"', 12_000.0, "unit_of_format", FIX),
        (5.0, FUNDS, "", '0.00"万元"', 5.0, "", None),
        (50_000.0, FUNDS, "", '0!.0,"万"', 5.0, "unit_of_format", FIX),
        (50_000.0, FUNDS, "万元", '0!.0,"万元"', 5.0, "unit_of_format", FIX),
        (50_000.0, FUNDS, "千元", "0,", 5.0, "unit_of_format", FIX),  # 50 is shown, in 千元
        (5.0, FUNDS, "万元", '0"元"', None, "unit_disputed", CELL),
        (5.0, FUNDS, DISPUTED, None, None, "unit_disputed", CELL),
        ("5万元", FUNDS, DISPUTED, None, 5.0, "number_tidied", FIX),  # what the cell itself says holds
        ("￥35.5", FUNDS, "万元", "", 35.5, "currency_sign", FIXW),
        ("¥ 1,200", FUNDS, "千元", "", 120.0, "currency_sign", FIXW),
        ("￥5000", FUNDS, "元", "", 0.5, "unit_of_heading", FIX),
        ("￥5000", FUNDS, "", "", 0.5, "money_in_yuan", FIXW),
        ("￥3万", FUNDS, "万元", "", 3.0, "number_tidied", FIX),
        ("￥5000", FUNDS, DISPUTED, "", None, "unit_disputed", CELL),
        (5000.0, FUNDS, "", '"¥"#,##0', 0.5, "money_in_yuan", FIXW),
        (5.0, FUNDS, "万元", '"¥"#,##0', 5.0, "", None),
        (5.0, FUNDS, "", '0"人"', None, "number_unit", CELL),
        (1.2, PERSONS, "万人", None, 12_000, "unit_of_heading", FIX),
        (12.0, PERSONS, "", '0"名"', 12, "", None),
        (12.0, PERSONS, "", '0"户"', None, "number_unit", CELL),
        (12_000.0, PERSONS, "", '0!.0,"万"', 12_000, "unit_of_format", FIX),
        (90.0, HOURS, "分钟", None, 1.5, "unit_of_heading", FIX),
        (2.0, HOURS, "", '0"天"', 16.0, "unit_of_format", FIX),
        (85.0, PROGRESS, "", '0"%"', 85.0, "", None),
        (0.85, PROGRESS, "", "0%", 85.0, "", None),
    ],
)
def test_a_number_in_its_unit(
    cell: Cell, column: object, stated: str, code: str | None, value: object, rule: str, reaction: Reaction | None
) -> None:
    context = replace(CONTEXT, stated_unit=stated, number_format=code)
    reading = read_cell(cell, column, context)  # type: ignore[arg-type]
    assert (reading.value, reading.rule, reading.reaction) == (value, rule, reaction)
