"""Units of measure that the lines of a table state (domain.md §12, M46)."""

from __future__ import annotations

import pytest

from tests.support.workbooks.tables import contact_log, recognised, talk
from transforms.recognise.measures import measure, measures_in


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("单位：元", ("元",)),
        ("单 位:万元", ("万元",)),
        ("单位：　元", ("元",)),
        ("（金额单位：人民币万元）", ("万元",)),
        ("计量单位：万元、人", ("万元", "人")),
        ("单位：人、万元　2021年11月", ("人", "万元")),
        ("注：本表金额单位为千元。", ("千元",)),
        ("注：金额单位均为千元", ("千元",)),
        ("单位 元", ("元",)),
        ("金额单位（元）", ("元",)),
        ("填报单位：督查室　　　　（元）", ("元",)),
        ("“六联”责任制民生实事台账（万元）", ("万元",)),
        ("资金以元计，其余以件为单位。", ("元", "件")),
        ("以上金额均为元", ("元",)),
        ("单位：万美元", ("万美元",)),
        ("工作台账（月）", ()),
        ("以下各项均为已完成", ()),
        ("以年度计划为准", ()),
        ("填报单位：县委组织部", ()),
        ("填报单位：人大办", ()),
        ("单位：县财政局", ()),
        ("单位名称：县财政局", ()),
    ],
)
def test_the_units_a_line_names(line: str, units: tuple[str, ...]) -> None:
    assert measures_in(line) == units


@pytest.mark.parametrize(
    ("word", "unit"), [("元", "元"), ("圆", "元"), ("名", "人"), ("十万元", "十万元"), ("美元", "美元"), ("县委", None)]
)
def test_the_one_name_of_a_unit(word: str, unit: str | None) -> None:
    assert measure(word) == unit


def test_a_unit_of_measure_is_not_who_sends_the_table() -> None:
    rows = contact_log(talk())
    rows.insert(1, ["", "", "", "单位：元"])
    notes = recognised(rows).notes
    assert (notes.unit, notes.measures) == ("县委组织部", ("元",))
    rows[2] = ["单位：县委组织部"]
    assert recognised(rows).notes.unit == "县委组织部"
