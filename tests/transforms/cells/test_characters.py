"""Characters no report can print are asked back, whatever the fonts of a machine (domain.md §12, M34 and M70)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.contract.contract import Kind
from expectations.contract.rules import Reaction
from expectations.sheets.declare import column
from transforms.cells.characters import Unprintable, unprintable, with_unprintable
from transforms.cells.context import Reading, refused

TITLE = column("title", "事项名称", Kind.TEXT, "路灯维修")
LOST, PICTURE, FOREIGN = Unprintable


@pytest.mark.parametrize(
    ("characters", "why"),
    [
        ("\ue863\uf0fc\U000f0000", LOST),  # private use: a rare name, a tick in Wingdings
        ("\ufffd\uffff\u0378\ud800", LOST),  # destroyed, no character, unassigned, half a one
        ("✅❌✈🚧😀☺\ufe0f", PICTURE),
        ("ﷺ﷽བዲไק", FOREIGN),
        ("陈〇㐂䶮𬭎𫞩", None),  # rare, but characters of a standard
        ("\U0002ebf0\U000323af", None),  # of a later Unicode than Python's
        ("①⑴㈠Ⅷ㎡℃№‰×÷≥√→■□●★☆☑✓♀♂", None),
        ("éñÄαΩжЯあカ가", None),
        ("“”《》、。—…·￥％－　", None),
        ("\n\t\u200b\u202e", None),  # taken out, or written out where they are printed
    ],
)
def test_why_a_character_cannot_be_printed(characters: str, why: Unprintable | None) -> None:
    assert {char: unprintable(char) for char in characters} == dict.fromkeys(characters, why)


@given(st.integers(1, 94), st.integers(1, 94))
def test_whatever_every_official_typeface_has_is_printed(row: int, cell: int) -> None:
    try:
        char = bytes((row + 0xA0, cell + 0xA0)).decode("gb2312")
    except UnicodeDecodeError:
        return
    assert unprintable(char) is None


@pytest.mark.parametrize(
    ("reading", "rule", "says"),
    [
        (Reading("改造\ue863小区"), "character_lost", "第3个字（编码U+E863）"),
        (Reading("路灯维修✅", Reaction.FIX, "text_tidied"), "character_picture", "第5个字（编码U+2705）"),
        (Reading(("好", "ﷺ")), "character_foreign", "第1个字（编码U+FDFA）"),
        (Reading("X", None, text="其他✅"), "character_picture", "第3个字（编码U+2705）"),
    ],
)
def test_the_clerk_is_told_which_character_and_what_to_do(reading: Reading, rule: str, says: str) -> None:
    warned = with_unprintable(reading, TITLE)
    assert (warned.value, warned.reaction, warned.rule) == (reading.value, Reaction.FIXW, rule)
    assert warned.message.startswith("「事项名称」中有")
    assert f"请核对{says}" in warned.message


def test_another_warning_stays_and_tells_both() -> None:
    warned = with_unprintable(Reading("张\ue863", Reaction.FIXW, "name_note_removed", "备注已去掉。"), TITLE)
    assert warned.rule == "name_note_removed"
    assert warned.message.startswith("备注已去掉。「事项名称」中有自造字")


@pytest.mark.parametrize(
    "reading",
    [
        Reading(None),
        Reading("路灯维修"),
        Reading(12.5),
        refused("unknown_code", "✅"),
        Reading("张\ue863", Reaction.FIXW, "damaged_character", "已说过。"),
    ],
)
def test_nothing_is_said_where_nothing_is_printed_or_all_is_said(reading: Reading) -> None:
    assert with_unprintable(reading, TITLE) == reading
