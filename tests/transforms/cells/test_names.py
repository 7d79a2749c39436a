"""Names of persons: normalised (domain.md §9.2), and masked where the public reads (§11.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.cells.names import display_name, masked_name, name_key


@pytest.mark.parametrize("separator", "•‧∙⋅・･．●·.")
def test_every_separator_of_a_minority_name_becomes_the_standard_one(separator):
    assert display_name(f"买买提{separator}吐尔逊") == "买买提\u00b7吐尔逊"


@pytest.mark.parametrize(
    "blank", [" ", "\u3000", "\u00a0", "\u200b", "\u200d", "\u2060", "\ufeff", "\t", "\n", "\u202c"]
)
def test_no_white_space_stays_inside(blank):
    assert display_name(f"{blank}张{blank}三{blank}") == "张三"


def test_compatibility_characters_become_ordinary_ones():
    assert display_name("⼈民生") == "人民生"  # U+2F08 from a PDF copy


@pytest.mark.parametrize("rare", ["龚䶮", "王𬱖", "李㛃", "张塝"])
def test_rare_characters_are_left_alone(rare):
    assert display_name(rare) == rare


def test_a_full_stop_between_latin_letters_is_no_separator():
    assert display_name("J.Smith") == "J.Smith"


def test_the_key_is_simplified_but_the_shown_name_is_not():
    assert display_name("張國華") == "張國華"
    assert name_key("張國華") == name_key("张国华") == "张国华"


@pytest.mark.parametrize(
    ("surname", "other"), [("於", "于"), ("乾", "干"), ("闫", "阎"), ("肖", "萧"), ("付", "傅"), ("邱", "丘")]
)
def test_surnames_that_are_only_suggested_are_never_merged(surname, other):
    assert name_key(f"{surname}明") != name_key(f"{other}明")


@given(st.text())
def test_shown_name_and_key_are_settled(text):
    assert display_name(display_name(text)) == display_name(text)
    assert name_key(name_key(text)) == name_key(text)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三丰", "张**"),
        ("张三", "张*"),
        ("买买提•吐尔逊", "买买提·**"),
        ("欧阳 晓明", "欧**"),
        ("", ""),
        ("赵", "赵*"),
    ],
)
def test_no_name_is_shown_whole(name: str, shown: str) -> None:
    assert masked_name(name) == shown
