"""Whose rows they are: by the unit a row names, by the division it lies in, and by the row it follows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from expectations.county.county import Unit
from tests.support.frames import COUNTY, UNIT, dataset, item, member, order, table
from transforms.dataset import Dataset
from transforms.judge.in_force import FILES

TOWN, OTHER_TOWN = "421126100", "421126101"
SEAT = Unit(code="QC-JZ", name="甲镇人民政府", short="甲镇", division=TOWN)
FILE = {"submission": "s1", "file": "甲局.xlsx", "worksheet": "台账", "sheet": "S8", "submitter": UNIT}


def week() -> Dataset:
    literal = dataset(
        county=replace(COUNTY, units=(*COUNTY.units, SEAT)),
        item_rows=[
            item("1", town=TOWN, lead_unit=UNIT),
            item("2", town=OTHER_TOWN, lead_unit=SEAT.code),
            item("3", town=OTHER_TOWN, lead_unit="QC-BBB"),
        ],
        register=[
            member("m1", town=TOWN, unit_code=UNIT),
            member("m2", town=OTHER_TOWN, unit_code=SEAT.code),
        ],
        order_rows=[
            order("o1", town=TOWN, member_unit=UNIT, member_name=["张三"]),
            order("o2", town=OTHER_TOWN, member_unit=SEAT.code, member_name=["李四"]),
        ],
        mentions=[
            {"submission": "S10-2021-W47", "row": 2, "name": "张三"},
            {"submission": "S10-2021-W47", "row": 3, "name": "李四"},
        ],
        ledger=[{"submission": "s1", "sheet": "S8", "worksheet": "台账", "row": 3, "fate": "accepted"}],
        leaders=[{"leader": "赵六"}],
    )
    return replace(literal, files=table(FILES, [FILE]))


@pytest.mark.parametrize(
    ("name", "unit", "positions"),
    [
        pytest.param("items", UNIT, [0], id="it leads the item"),
        pytest.param("items", SEAT.code, [0, 1], id="it leads the item, or the item lies in its division"),
        pytest.param("registrations", UNIT, [0], id="it employs the member"),
        pytest.param("registrations", SEAT.code, [0], id="a division's own unit: not where its people go elsewhere"),
        pytest.param("orders", SEAT.code, [0], id="the order lies in its division"),
        pytest.param("order_members", SEAT.code, [0], id="as the order"),
        pytest.param("order_members", UNIT, [0], id="as the order of its member"),
        pytest.param("ledger", UNIT, [0], id="as the file"),
    ],
)
def test_rows_concern_the_units_their_table_declares(name: str, unit: str, positions: list[int]) -> None:
    assert week().concerned[name][unit].to_list() == positions


def test_the_county_s_own_rows_concern_no_single_unit() -> None:
    assert "leaders" not in week().concerned
