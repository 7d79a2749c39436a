"""What is said of a workbook whose headings name no sheet: what was understood of it."""

from __future__ import annotations

import pytest

from expectations.catalogue import SHEETS
from transforms.ingest.unknown_sheets import unknown_sheet
from transforms.recognise.grid import Cell, Grid
from transforms.recognise.headings import heading_index

INDEX, TITLES = heading_index(SHEETS.values()), {"S10": SHEETS["S10"].title}
SUMMARY = "看起来是汇总表"


def said(*rows: list[Cell], visible: bool = True) -> str:
    return unknown_sheet([Grid("Sheet1", [*rows], visible=visible)], INDEX, dict.fromkeys(SHEETS, "") | TITLES).message


@pytest.mark.parametrize(
    ("rows", "words", "sums"),
    [
        ([["全县接单汇总表", "", ""], ["部门", "总数", "好评"], ["漕河镇", 12.0, 11.0]], "没有认出一个列名", True),
        (
            [["接单编号", "社区", "好评"], ["1", "城东", "好"]],
            "第1行只认出「接单编号」、「社区」2个列名，最接近《“接单服务”办理台账》",
            False,
        ),
        ([["", "", ""], ["接单编号", "甲", "小计"], ["1", "张三", 3.0]], "第2行只认出「接单编号」1个列名", True),
    ],
)
def test_the_refusal_says_what_was_understood(rows: list[list[Cell]], words: str, sums: bool) -> None:
    message = said(*rows)
    assert words in message
    assert (SUMMARY in message) is sums
    assert "张三" not in message  # what is no heading is not repeated


def test_hidden_worksheets_say_nothing() -> None:
    assert "工作表" not in said(["接单编号"], visible=False)
