"""Characters a printed report cannot show, and what the clerk reads about them (domain.md §12, M34 and M70).

Which they are is decided by the character alone, never by the fonts of a machine: the same cell is asked back
everywhere. What a certain machine lacks beyond these is a matter of printing (`report_templates.render.weasy`).
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache

from expectations.contract.contract import Column
from expectations.contract.rules import Reaction
from transforms.cells.context import Reading


class Unprintable(StrEnum):
    """Why a character cannot be printed; the value is the rule of the issue."""

    LOST = "character_lost"  # of the private use areas, unassigned, or what stands for a destroyed one
    PICTURE = "character_picture"  # emoji and pictographs
    FOREIGN = "character_foreign"  # of a script that no official typeface has


_SENTENCES = {
    Unprintable.LOST: "「{heading}」中有自造字或已损坏的字，报告中只能印成“□”；请核对{place}，用标准汉字重新录入。"
    "人名、地名用字确实录不出的，请与县里联系。",
    Unprintable.PICTURE: "「{heading}」中有表情或图形符号，报告中可能印不出来；请核对{place}，删去或改用文字说明。",
    Unprintable.FOREIGN: "「{heading}」中有其他文种的字符，报告中可能印不出来；请核对{place}，改用汉字填写。",
}

_ORDINARY = re.compile("[\t\n -~·—‘-”…、-】\u4e00-\u9fa5！-～]*")
_SCRIPTS = re.compile(
    "[\t\n\\x20-\u036f"  # Latin
    "\u0370-\u052f\u1e00-\u1fff"  # Greek, Cyrillic
    "\u2000-\u22ff\u2460-\u25ff"  # punctuation, numbers, arrows, mathematics, enclosed numbers, boxes
    "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufb06\ufe10-\ufe1f\ufe30-\ufe6b\uff00-\uffef"  # Chinese, Japanese, Korean
    "\U00020000-\U0003fffd]"  # rare Chinese characters
)
_SIGNS = frozenset("⌒★☆☉☎☏☐☑☒♀♁♂♠♡♢♣♤♥♦♧♨♩♪♫♬♭♮♯✓✚✽✿❀❖❶❷❸❹❺❻❼❽❾❿")
"""Pictographs in common use, which Chinese typefaces have."""
_RARE_CHINESE = 0x2_0000, 0x3_FFFD
"""Planes 2 and 3 are Chinese characters only, more of them with each version of Unicode."""
_PICTURES = re.compile("[\u2300-\u27bf\u2900-\u2bff\ufe00-\ufe0f\U0001f000-\U0001ffff\U000e0000-\U000e0fff]")
"""Pictographs and emoji, and what varies the one before it."""


@cache
def unprintable(char: str) -> Unprintable | None:
    """Why a character cannot be printed; None for every other, controls included, which cleaning takes out."""
    category, first_rare, last_rare = unicodedata.category(char), *_RARE_CHINESE
    if char == "\ufffd" or category in {"Co", "Cs"} or (category == "Cn" and not first_rare <= ord(char) <= last_rare):
        return Unprintable.LOST
    if _SCRIPTS.match(char) or char in _SIGNS or category.startswith("C"):
        return None
    return Unprintable.PICTURE if _PICTURES.match(char) else Unprintable.FOREIGN


def with_unprintable(reading: Reading, column: Column) -> Reading:
    """The reading of a cell, with a warning where a character of what was read cannot be printed.

    A cell that is asked back for another reason keeps its rule and is told both; one that is refused stays as it is.
    """
    texts = [*_texts(reading)]
    if not texts or reading.reaction not in {None, Reaction.FIX, Reaction.FIXW} or reading.rule == "damaged_character":
        return reading
    for text in texts:
        if sentence := _sentence(text, column):
            if reading.reaction is Reaction.FIXW:
                return reading._replace(message=reading.message + sentence[1])
            return reading._replace(reaction=Reaction.FIXW, rule=sentence[0].value, message=sentence[1])
    return reading


def _texts(reading: Reading) -> list[str]:
    """The texts of a reading that may have such a character; of most readings none."""
    if reading.text is None and isinstance(reading.value, str) and _ORDINARY.fullmatch(reading.value):
        return []  # as most are
    values = reading.value if isinstance(reading.value, tuple) else (reading.value, reading.text)
    return [value for value in values if isinstance(value, str) and not _ORDINARY.fullmatch(value)]


def _sentence(text: str, column: Column) -> tuple[Unprintable, str] | None:
    """The sentence on the first such character of a text, by its place and code."""
    for place, char in enumerate(text, start=1):
        if why := unprintable(char):
            words = f"第{place}个字（编码U+{ord(char):04X}）"
            return why, _SENTENCES[why].format(heading=column.heading, place=words)
    return None
