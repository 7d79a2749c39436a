"""Hints: what belongs into a cell, for every column of every contract."""

from __future__ import annotations

import pytest

from expectations.catalogue import SHEETS
from expectations.contract.contract import Column
from expectations.contract.hints import example, hint
from tests.support.runs.weeks import sheets

COLUMNS = [column for sheet in sheets().values() for column in sheet.columns]
PROMPT = 255
"""The longest text Excel shows beside a chosen cell."""


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_every_column_has_a_hint_that_fits_beside_its_cell(column: Column) -> None:
    prompt = f"{hint(column)}。例如：{example(column)}"
    assert hint(column).startswith(("应填", "由"))
    assert not hint(column).endswith(("。", "；"))
    assert len(prompt) <= PROMPT


@pytest.mark.parametrize(
    ("sheet", "name", "words"),
    [
        ("S1", "name", "应填一个人的姓名，不带职务、称谓和备注"),
        ("S2", "edu_mode", "应填下拉选项中的一项：全日制、在职、党校"),
        ("S1", "ethnicity", "应填下拉选项中的一项"),
        ("S2", "exp_years", "应填一个数字（单位：年）"),
        ("S2", "known_towns", "应填本县的乡镇、办事处或园区名称，多项之间用顿号分开"),
        ("S3", "work_capacity", "应填A（全日制）、B（半日制）、C（仅顾问）、D（暂不宜）中的一项"),
    ],
)
def test_a_hint_says_what_the_clerk_may_write(sheet: str, name: str, words: str) -> None:
    assert hint(SHEETS[sheet].column[name]) == words
