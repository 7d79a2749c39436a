"""Figures that differ are told with their units, the county's first; thousands of parts are counted only."""

from __future__ import annotations

import pytest

from flows.editions.figure_changes import Change, change_line, codes_line, foremost, values


def change(
    code: str, old: float | None, new: float | None, unit: str = "%", lights: tuple[str, str] = ("绿", "绿")
) -> Change:
    return {
        "code": code,
        "label": "活跃率",
        "unit": unit,
        "old": old,
        "new": new,
        "old_light": lights[0],
        "new_light": lights[1],
    }


@pytest.mark.parametrize(
    ("old", "new", "unit", "printed"),
    [
        (28.264, 29.98, "%", "28.3% → 30.0%"),
        (3597.0, 3790.0, "件", "3597件 → 3790件"),
        (None, 5.0, "条", "— → 5条"),
        (95.2334, 95.2199, "%", "95.2334% → 95.2199%"),  # at one decimal both read 95.2%
        (5.0, 5.0, "条", "5条 → 5条"),  # only its light has turned
    ],
)
def test_both_values_are_told_as_they_are_printed_and_never_alike(
    old: float | None, new: float | None, unit: str, printed: str
) -> None:
    assert values(change("D2", old, new, unit)) == printed


def test_a_light_is_told_where_it_turns() -> None:
    assert change_line(change("D2", 95.0, 80.0, lights=("绿", "黄"))) == "D2 活跃率: 95.0% → 80.0%  绿 → 黄"
    assert change_line(change("D2", 95.0, 80.0)) == "D2 活跃率: 95.0% → 80.0%"


def test_the_countys_indicators_come_first_then_whatever_else_turns() -> None:
    unit, part, turned = (
        change("D2-漕河镇", 1, 2),
        change("D6-办理过程.办结", 1, 2),
        change("D2-蕲州镇", 1, 2, lights=("绿", "红")),
    )
    main = change("D2", 1, 2)
    assert foremost([unit, turned, part, main]) == [main, turned]


@pytest.mark.parametrize(
    ("codes", "line"), [(["D2", "E4"], "D2, E4"), (["D2", "D2-漕河镇", "D3-shares"], "D2, 2 more"), ([], "")]
)
def test_codes_of_parts_are_counted(codes: list[str], line: str) -> None:
    assert codes_line(codes) == line
