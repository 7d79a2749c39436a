"""What two mentions have in common, in whole points: literal cases, one for each level and each trap (domain.md §9)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from transforms.identify.comparison.compared import compared, told
from transforms.identify.mentions import MENTION

MAY = dt.date(1965, 5, 1)
COLUMNS = {"name": "name_key", "birth": "birth_month", "unit": "unit", "id": "id_digest", "phone": "phone_digest"}
PEOPLE = 1024
"""Persons the other one is among: the chance that he is any of them is 2 to the power of -10, points -10."""

ROSTER = pl.DataFrame(
    [
        {
            "person_id": str(number),
            "name_key": {0: "王建国"}.get(number, "王芳" if number < 9 else f"其{number}"),
            "unit": f"U{number % 32}",
        }
        for number in range(PEOPLE)
    ]
)
"""王建国 once, 王芳 eight times; 32 units of 32."""


def line(left: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    """The comparison of two mentions, each by what it shows."""
    shown = {COLUMNS[key]: value for key, value in left.items()}
    beside = {f"{COLUMNS[key]}_right": value for key, value in right.items()}
    schema = MENTION | {f"{name}_right": dtype for name, dtype in MENTION.items()}
    return compared(pl.DataFrame([shown | beside], schema=schema), ROSTER).row(0, named=True)


def points(left: dict[str, Any], right: dict[str, Any]) -> int:
    return int(line(left, right)["points"]) + 10


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        pytest.param({}, {}, 10, id="the name of one in 1024"),
        pytest.param({"name": "王芳"}, {"name": "王芳"}, 7, id="the name of eight in 1024"),
        pytest.param({"name": "王健国"}, {}, 7, id="the same sound"),
        pytest.param({"name": "王国建"}, {}, 9, id="reordered"),
        pytest.param({"name": "王建"}, {}, 6, id="a character lost"),
        pytest.param({"name": "王建军"}, {}, 4, id="one of three"),
        pytest.param({"name": "李建国"}, {}, 2, id="only the surname differs"),
        pytest.param({"name": "王军"}, {"name": "王芳"}, 0, id="one of two"),
        pytest.param({"name": "李卫东"}, {}, -7, id="another name"),
        pytest.param({"birth": MAY}, {"birth": MAY}, 18, id="the same month of birth"),
        pytest.param({"birth": MAY}, {"birth": dt.date(1965, 4, 1)}, 13, id="the month before"),
        pytest.param({"birth": dt.date(1964, 12, 1)}, {"birth": dt.date(1965, 1, 1)}, 13, id="over the new year"),
        pytest.param({"birth": MAY}, {"birth": dt.date(1965, 9, 1)}, 12, id="another month of the year"),
        pytest.param({"birth": MAY}, {"birth": dt.date(1956, 5, 1)}, 10, id="the month of another year"),
        pytest.param({"birth": MAY}, {"birth": dt.date(1971, 9, 1)}, 6, id="another month of birth"),
        pytest.param({"birth": MAY}, {}, 10, id="an absent month of birth says nothing"),
        pytest.param({"unit": "U0"}, {"unit": "U0"}, 15, id="the unit of 32 in 1024"),
        pytest.param({"unit": "U0"}, {"unit": "U1"}, 8, id="another unit"),
        pytest.param({"unit": "U0"}, {}, 10, id="an absent unit says nothing"),
        pytest.param({"unit": "?某局"}, {"unit": "U1"}, 10, id="a unit nobody knows is not another one"),
        pytest.param({"id": "A"}, {"id": "A"}, 22, id="the same id number"),
        pytest.param({"id": "A"}, {"id": "B"}, 0, id="another id number"),
        pytest.param({"id": "A"}, {}, 10, id="an absent id number says nothing"),
        pytest.param({"phone": "A"}, {"phone": "A"}, 18, id="the same telephone"),
        pytest.param({"phone": "A"}, {"phone": "B"}, 10, id="another telephone says nothing"),
    ],
)
def test_the_points_of_one_attribute(left: dict[str, Any], right: dict[str, Any], expected: int) -> None:
    assert points({"name": "王建国"} | left, {"name": "王建国"} | right) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        # §9.1: what 0.5/0.3/0.2 missed or suggested wrongly
        pytest.param({"name": "王国建", "birth": MAY, "unit": "U0"}, {"birth": MAY, "unit": "U0"}, 12, id="a swap"),
        pytest.param({"unit": "U0"}, {"birth": MAY, "unit": "U0"}, 5, id="the month of birth is missing"),
        pytest.param({"birth": MAY, "unit": "U0"}, {"birth": dt.date(1966, 6, 1), "unit": "U1"}, -6, id="a namesake"),
        # §9.3: a minority name, a rare character, an id that was typed as a number and is empty
        pytest.param(
            {"name": "王𬱖", "birth": MAY}, {"name": "王迪", "birth": MAY}, 5, id="a rare character by its sound"
        ),
        pytest.param({"birth": MAY}, {"birth": MAY, "id": "A"}, 8, id="an id Excel has spoilt is no evidence"),
    ],
)
def test_the_score_of_two_mentions(left: dict[str, Any], right: dict[str, Any], expected: int) -> None:
    assert line({"name": "王建国"} | left, {"name": "王建国"} | right)["points"] == expected


def test_two_of_one_unit_and_month_with_one_given_name_score_less_than_a_typing_error() -> None:
    both = {"birth": MAY, "unit": "U0"}
    stranger = points({"name": "李伟", **both}, {"name": "王伟", **both})
    assert stranger < points({"name": "王玮", **both}, {"name": "王伟", **both})


def test_what_agrees_and_what_does_not_is_told_in_words() -> None:
    shown = line(
        {"name": "闫伟", "birth": MAY, "unit": "U0", "phone": "A"},
        {"name": "阎伟", "birth": MAY, "unit": "U1", "id": "A"},
    )
    assert told(shown, agreeing=True) == "姓名有异体字或混用的姓（如闫、阎）；出生年月相同"
    assert told(shown, agreeing=False) == "单位不同"
