"""The difference of two names is named (domain.md §9.1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.identify.comparison.levels import levels
from transforms.identify.comparison.names import name_level

CHARACTERS = "王李闫阎建健国囯军□·"


@pytest.mark.parametrize(
    ("name", "other", "level"),
    [
        ("王建国", "王建国", "equal"),
        ("闫建国", "阎建国", "variant"),
        ("肖芳", "萧芳", "variant"),
        ("王建囯", "王建国", "variant"),
        ("於敏", "于敏", "variant"),
        ("王建国", "王国建", "reordered"),
        ("建国王", "王建国", "reordered"),
        ("买买提·吐尔逊", "吐尔逊·买买提", "reordered"),
        ("王玮", "王伟", "same_sound"),
        ("王健国", "王建国", "same_sound"),
        ("单志强", "善志强", "same_sound"),  # 单 is dan elsewhere, shan as a surname: the sets of readings meet
        ("张行", "张航", "same_sound"),
        ("王建", "王建国", "character_lost"),
        ("王□国", "王建国", "character_lost"),
        ("□建国", "王建国", "character_lost"),
        ("王?国", "王建国", "character_lost"),
        ("买买提", "买买提·吐尔逊", "character_lost"),
        ("王建军", "王建国", "one_of_three"),
        ("王伟", "王芳", "one_of_two"),
        ("王□", "王芳", "one_of_two"),  # a surname alone is no more than that
        ("王伟", "李伟", "surname_differs"),
        ("王建国", "李建国", "surname_differs"),
        ("王建国", "王志强", "differs"),
        ("王建国", "李卫东", "differs"),
        ("王", "王建国", "differs"),
        ("买买提·艾力", "买买提·吐尔逊", "differs"),
        ("王𬱖", "王迪", "same_sound"),  # 𬱖 lies outside the basic plane
    ],
)
def test_the_level_of_two_names(name: str, other: str, level: str) -> None:
    assert (name_level(name, other), name_level(other, name)) == (level, level)


@given(st.text(CHARACTERS, min_size=1, max_size=5), st.text(CHARACTERS, min_size=1, max_size=5))
def test_a_level_is_declared_and_does_not_depend_on_the_order(name: str, other: str) -> None:
    level = name_level(name, other)
    assert level in levels()["name"]
    assert level == name_level(other, name)
