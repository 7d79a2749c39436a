"""What headings say their signs mean, and how cells are read by it (domain.md §12, M62)."""

from __future__ import annotations

import pytest

from expectations.catalogue import SHEETS
from expectations.contract.contract import Column
from tests.support.workbooks.tables import reader
from transforms.cells.casters import read_cell
from transforms.cells.context import Context
from transforms.cells.legend import Legend, legend_of
from transforms.clock import period_end
from transforms.recognise.grid import Cell

GOOD_FIRST = {"1": "满意", "2": "基本满意", "3": "不满意"}


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("群众评价（1满意 2基本满意 3不满意）", GOOD_FIRST),
        ("群众评价(1-满意,2-基本满意,3-不满意)", GOOD_FIRST),
        ("群众评价（①满意②基本满意③不满意）", GOOD_FIRST),
        ("群众评价【1：满意；2：基本满意；3：不满意】", GOOD_FIRST),
        ("群众评价1满意2基本满意3不满意", GOOD_FIRST),  # a heading of two lines
        ("群众评价（满意1、基本满意2、不满意3）", GOOD_FIRST),
        ("群众评价（满意=1，基本满意=2，不满意=3）", GOOD_FIRST),
        ("群众评价（01满意 02不满意）", {"1": "满意", "2": "不满意"}),
        ("群众评价（A满意/B不满意）", {"a": "满意", "b": "不满意"}),
        ("群众评价（√满意 ×不满意）", {"√": "满意", "×": "不满意"}),
        ("群众评价（满意打√，不满意打✗）", {"√": "满意", "×": "不满意"}),
        ("是否公开（1-是 2-否）", {"1": "是", "2": "否"}),
        ("是否公开（0=否，1=是）", {"0": "否", "1": "是"}),
        ("是否公开（是：1，否：0）", {"1": "是", "0": "否"}),
        ("是否公开（1为是，0为否）", {"1": "是", "0": "否"}),
        ("性别（1女2男）", {"1": "女", "2": "男"}),
        ("评价（1满意2不满意3）", {}),  # nobody knows which goes with which
        ("评价（1满意 1不满意）", {}),
    ],
)
def test_a_heading_explains_its_signs(heading: str, words: dict[str, str]) -> None:
    legend = legend_of([heading])
    assert legend is not None
    assert legend.words == words


@pytest.mark.parametrize(
    "heading",
    ["群众评价", "身份证号（18位）", "职务层次（副县级以上）", "评价（1-3）", "所在乡镇（2021年）"],
)
def test_a_heading_without_two_signs_explains_none(heading: str) -> None:
    assert legend_of([heading]) is None


def test_two_lines_that_disagree_explain_no_sign() -> None:
    assert legend_of(["性别（1女2男）", "（1男2女）"]) == Legend()
    assert legend_of(["性别", "（1女2男）"]) == legend_of(["性别（1女2男）"])


def column(place: str) -> Column:
    sheet, name = place.split(".")
    return SHEETS[sheet].column[name]


@pytest.mark.parametrize(
    ("place", "heading", "cell", "value", "rule"),
    [
        ("S10.satisfaction", "群众评价（1满意 2基本满意 3不满意）", 1.0, "3", "sign_by_heading"),
        ("S10.satisfaction", "群众评价（1满意 2基本满意 3不满意）", "③", "1", "sign_by_heading"),
        ("S10.satisfaction", "群众评价（1满意 2基本满意 3不满意）", 2.0, "2", ""),  # as in the list
        ("S10.satisfaction", "群众评价（1满意 2基本满意 3不满意）", "1满意", "3", "sign_by_heading"),
        ("S10.satisfaction", "群众评价（1满意 2基本满意 3不满意）", "1不满意", None, "sign_unexplained"),
        ("S10.satisfaction", "群众评价（1满意 2基本满意 3不满意）", "满意", "3", ""),
        ("S10.satisfaction", "群众评价（1满意 2基本满意 3不满意）", 0.0, None, "sign_unexplained"),
        ("S10.satisfaction", "群众评价（1满意 2无法形容）", 2.0, None, "unknown_code"),
        ("S10.satisfaction", "群众评价（√满意 ×不满意）", "✓", "3", "sign_by_heading"),
        ("S10.satisfaction", "群众评价（A满意/B不满意）", "b", "1", "sign_by_heading"),
        ("S10.satisfaction", "群众评价（1满意2不满意3）", 1.0, None, "sign_unexplained"),
        ("S9.sex", "性别（1女2男）", 2.0, "1", "sign_by_heading"),
        ("S9.sex", "性别(1男2女)", 2.0, "2", ""),
        ("S8.public_ok", "是否公开（1否2是）", 1.0, False, "sign_by_heading"),
        ("S8.public_ok", "是否公开（1-是 2-否）", 2.0, False, "sign_by_heading"),
        ("S8.public_ok", "是否公开（√否 ×是）", "√", False, "sign_by_heading"),
    ],
)
def test_a_sign_is_read_by_its_heading(place: str, heading: str, cell: Cell, value: object, rule: str) -> None:
    context = Context(period_end=period_end("2021-W47"), codes=reader().codes, legend=legend_of([heading]))
    reading = read_cell(cell, column(place), context)
    assert (reading.value, reading.rule) == (value, rule)
