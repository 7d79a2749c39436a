"""Whose rows an erasure leaves with the person's name, so that they can be told."""

from __future__ import annotations

import polars as pl

from tests.support.frames import Row, table
from tests.support.workbooks.tables import grid
from transforms.editions.find_person import MENTIONS, Shown, found_in, undecided_namesakes


def mention(row: int, name: str, person: str | None) -> Row:
    return {"submission": "a", "row": row, "name": name, "person_id": person}


def test_undecided_rows_of_the_name_that_are_nobodys_are_named() -> None:
    named = table(
        pl.Schema(MENTIONS),
        [mention(4, "张三", "P1"), mention(5, "张三", None), mention(6, "张三", None), mention(7, "李四", None)],
    )
    own = named.filter(pl.col("row").is_in([4, 5]))  # row 5 an edition has held to be the person's
    assert undecided_namesakes(own, named).rows() == [("a", 6)]


PROJECTS = [
    ["项目", "包联干部", "电话", "资金"],
    ["通组公路", "张三", "13900000001", "60"],
    ["卫生室", "李四", "13900000002", "30"],
    ["文化广场", "", "13900000003", "50"],
]


def test_where_a_sheet_identifies_nobody_the_row_stays_without_name_and_number() -> None:
    shown = Shown(frozenset({"张三"}), frozenset(), frozenset({"13900000003"}), unique=True)
    rows, cells = found_in(grid(PROJECTS), shown, {1, 2, 3}, (), unidentified={1, 2, 3}, beside={2})
    assert (rows, cells) == (set(), {(1, 1), (1, 2)})  # a telephone alone says nothing of who is meant


def test_a_name_that_others_bear_is_left_unless_the_telephone_is_there() -> None:
    shown = Shown(frozenset({"张三"}), frozenset(), frozenset({"13900000001"}), unique=False)
    assert found_in(grid(PROJECTS), shown, {1, 2, 3}, (), {1, 2, 3}, {2}) == (set(), {(1, 1), (1, 2)})
    other = Shown(frozenset({"张三"}), frozenset(), frozenset(), unique=False)
    assert found_in(grid(PROJECTS), other, {1, 2, 3}, (), {1, 2, 3}, {2}) == (set(), set())


def test_rows_of_built_in_sheets_are_left_to_identity() -> None:
    shown = Shown(frozenset({"张三"}), frozenset(), frozenset(), unique=True)
    assert found_in(grid(PROJECTS), shown, {1, 2, 3}, ()) == (set(), set())
