"""What is taken or passed over without anybody's decision is told with both rows (domain.md §9.4)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from transforms.identify.registry import REGISTRY
from transforms.identify.review import MENTIONED
from transforms.join.disagreements import APPLIED, DISAGREEMENTS, PASSED_OVER, disagreements

W46, W47 = "2021-W46", "2021-W47"
MAY, JUNE = dt.date(1965, 5, 1), dt.date(1965, 6, 1)
ROSTER = {name: pl.String() for name in ("person_id", "name", "submission", "period", "sex", "post_level")}
Row = dict[str, Any]


def told(*mentions: Row, s1: list[Row] | None = None, before: list[Row] | None = None) -> list[tuple[Any, ...]]:
    """Column, how, value taken with its sheet, and the other one with its sheet and period, of the person p."""
    lines = [
        {"person_id": "p", "name": "王芳", "name_key": "王芳", "sheet": "S1", "period": W47, "row": at, "there": True}
        | row
        | {"submission": f"{row.get('sheet', 'S1')}-{row.get('period', W47)}"}
        for at, row in enumerate(mentions, start=2)
    ]
    in_force = pl.DataFrame([line for line in lines if line["there"]], schema=MENTIONED)
    rosters = [
        pl.DataFrame(
            [
                {"person_id": "p", "name": "王芳", "submission": week, "period": week, "row": 2} | row
                for row in rows or ()
            ],
            schema=ROSTER | {"row": pl.Int64()},
        )
        for week, rows in ((W47, s1), (W46, before))
    ]
    frame = disagreements(in_force, pl.DataFrame(lines, schema=REGISTRY), rosters[0], pl.concat(rosters), [W47])
    assert frame.schema == pl.Schema(DISAGREEMENTS)
    return frame.select("column", "how", "taken", "sheet", "other", "other_sheet", "other_period").rows()


def test_a_changed_month_of_birth_is_told_in_the_week_it_is_applied() -> None:
    old, new = {"birth_month": MAY, "period": W46, "there": False}, {"birth_month": JUNE}
    assert told(old, new) == [("出生年月", APPLIED, "1965-06", "S1", "1965-05", "S1", W46)]
    assert told(old, new | {"period": W46}) == []  # told a week ago


def test_of_two_sheets_the_first_by_precedence_counts_and_the_other_is_passed_over() -> None:
    shown = told({"birth_month": JUNE, "sheet": "S9"}, {"birth_month": MAY, "sheet": "S2"})
    assert shown == [("出生年月", PASSED_OVER, "1965-05", "S2", "1965-06", "S9", W47)]


def test_of_another_id_number_no_digit_is_told() -> None:
    shown = told({"id_digest": "A", "period": W46, "there": False}, {"id_digest": "B"})
    assert shown == [("身份证号", APPLIED, None, "S1", None, "S1", W46)]


def test_one_id_number_with_two_names_is_told() -> None:
    shown = told({"name": "王芳"}, {"name": "王芬", "name_key": "王芬", "sheet": "S9"})
    assert shown == [("姓名", PASSED_OVER, "王芳", "S1", "王芬", "S9", W47)]


def test_a_changed_sex_or_level_of_a_cadre_is_told() -> None:
    shown = told(s1=[{"sex": "1", "post_level": "正科"}], before=[{"sex": "2", "post_level": "副科"}])
    assert sorted(shown) == sorted(
        [("性别", APPLIED, "1", "S1", "2", "S1", W46), ("职务层次", APPLIED, "正科", "S1", "副科", "S1", W46)]
    )


def test_what_is_absent_disagrees_with_nothing() -> None:
    assert told({"birth_month": MAY}, {"birth_month": None, "sheet": "S9"}) == []
