"""Rows of one name under two numbers: told with the row that is meant, whichever sheet (M28)."""

from __future__ import annotations

import pytest

from tests.support.frames import Row, item, order, sheet_rows
from transforms.join.crosschecks.same_names import same_names

HERE, THERE = "421126100", "421126101"


def project(row: int, number: str, name: str | None, **cells: object) -> Row:
    return {**order(number, town=HERE), "project_name": name, "submission": "a", "row": row, **cells}


def told(*rows: Row) -> dict[int, str]:
    """By row the part of the sentence that names another row."""
    failures = same_names("S10", sheet_rows("S10", list(rows)).lazy())
    return {
        row: message.partition("的第")[2].partition("相同")[0]
        for row, message in failures.select("row", "message").iter_rows()
    }


@pytest.mark.parametrize(
    ("second", "named"),
    [
        (project(5, "2", "路灯改造"), {4: "5行", 5: "4行"}),
        (project(5, "2", "路灯 改造"), {4: "5行", 5: "4行"}),  # blanks tell nothing apart
        (project(5, "1", "路灯改造"), {}),  # one order with two members
        (project(5, "2", "管网改造"), {}),
        (project(5, "2", None), {}),
        (project(5, "2", "路灯改造", town=THERE), {}),
        (project(5, "2", "路灯改造", submission="b"), {}),  # another unit's, or another week's
    ],
)
def test_two_orders_of_one_project_are_told_of_each_other(second: Row, named: dict[int, str]) -> None:
    assert told(project(4, "1", "路灯改造"), second) == named


def test_of_several_each_is_told_of_one_with_another_number() -> None:
    rows = [project(4, "1", "甲"), project(5, "1", "甲"), project(6, "2", "甲"), project(7, "3", "甲")]
    assert told(*rows) == {4: "6行", 5: "6行", 6: "4行", 7: "4行"}


def test_items_are_told_too() -> None:
    rows = [
        {**item(number), "title": "新建卫生室", "town": HERE, "submission": "a", "row": row}
        for row, number in ((4, "M1"), (5, "M2"))
    ]
    failures = same_names("S8", sheet_rows("S8", rows).lazy())
    assert failures.select("row", "rule", "column", "reaction").rows() == [
        (4, "same_name_twice", "title", "FIXW"),
        (5, "same_name_twice", "title", "FIXW"),
    ]
