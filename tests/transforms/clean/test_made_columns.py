"""The declared steps by which a column is made of cells of an own table."""

from __future__ import annotations

import pytest

from expectations.county.own_tables import Step
from tests.support.workbooks.tables import grid, reader
from transforms.clean.made_columns import STEPS, made_cells, school_and_major, unit_and_post
from transforms.recognise.grid import Cell
from transforms.recognise.headings import Header, Made
from transforms.recognise.notes import Notes
from transforms.recognise.tables import Table

UNITS = reader().codes["units"]


def made(step: Step, *cells: Cell, value: str = "", headings: tuple[str, ...] = ("甲", "乙", "丙")) -> Cell:
    """What one row gives."""
    table = Table(
        Header("S9", 0, 0, {}, {}, {}, (), ()), grid([[*cells]], "漕河镇"), (0,), {}, Notes(), zero_report=False
    )
    (cell,) = made_cells(
        Made(step, (*range(len(cells)),), headings[: len(cells)], value), [[c] for c in cells], table, UNITS
    )
    return cell


@pytest.mark.parametrize(
    ("text", "unit", "post"),
    [
        ("县财政局党组成员", "县财政局", "党组成员"),
        ("原县财政局党组成员、副局长", "县财政局", "党组成员、副局长"),
        ("县财政局，预算股股长", "县财政局", "预算股股长"),
        ("蕲春县财政局局长", "蕲春县财政局", "局长"),
        ("县财政局", "县财政局", ""),
        ("某公司总经理", "某公司总经理", "某公司总经理"),  # no unit of the list: nobody can tell where the post begins
        ("", "", ""),
    ],
)
def test_a_unit_of_the_list_is_parted_from_the_post_behind_it(text: str, unit: str, post: str) -> None:
    assert unit_and_post(text, UNITS) == (unit, post)


@pytest.mark.parametrize(
    ("text", "school", "major"),
    [
        ("华中农业大学农学专业", "华中农业大学", "农学"),
        ("华中农业大学经济管理学院会计专业", "华中农业大学", "会计"),
        ("湖北省委党校 经济管理", "湖北省委党校", "经济管理"),
        ("农学", "", "农学"),
    ],
)
def test_a_school_is_parted_from_what_was_studied_there(text: str, school: str, major: str) -> None:
    assert school_and_major(text) == (school, major)


@pytest.mark.parametrize(
    ("step", "cells", "value", "cell"),
    [
        (Step.CONSTANT, (), "中共党员", "中共党员"),
        (Step.WORKSHEET, (), "", "漕河镇"),
        (Step.PERSON, ("王强（13900000001）",), "", "王强"),
        (Step.PHONE, ("王强（13900000001）",), "", "13900000001"),
        (Step.PHONE, ("王强",), "", ""),
        (Step.BEFORE, ("漕河镇/东门社区",), "/", "漕河镇"),
        (Step.AFTER, ("漕河镇/东门社区",), "/", "东门社区"),
        (Step.AFTER, ("漕河镇",), "/", ""),
        (Step.JOIN, (1963.0, 2.0), "-", "1963-2"),
        (Step.JOIN, ("漕河镇", ""), "", "漕河镇"),
        (Step.TICKED, ("", "√"), "", "乙"),
        (Step.TICKED, ("", ""), "", ""),
        (Step.TICKED, ("共3次", "√"), "", "乙"),  # words are no tick
    ],
)
def test_a_step_makes_a_cell_of_a_row(step: Step, cells: tuple[Cell, ...], value: str, cell: Cell) -> None:
    assert made(step, *cells, value=value) == cell


def test_what_ticked_headings_have_in_common_is_left_out() -> None:
    assert made(Step.TICKED, "", "√", headings=("满意度满意", "满意度一般")) == "一般"
    assert made(Step.TICKED, "√", "", headings=("满意", "满意以外")) == "满意"  # nothing would be left


def test_every_step_but_the_cell_as_it_stands_is_done_by_a_function() -> None:
    assert STEPS.keys() == {*Step} - {Step.SAME}
