"""One spelling for the many in which a number or a word can be written, with the way back to the text (M82).

`numeric` takes a text as it most likely is meant, `mistyped` everything for a digit that may be meant for one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

_READ_OUT = dict(
    zip(
        "〇零一二三四五六七八九○幺壹贰叁肆伍陆柒捌玖貳參叄陸〡〢〣〤〥〦〧〨〩",
        "0012345678901123456789" + "2336" + "123456789",
        strict=True,
    )
)
"""Digits as they are read out; 幺 is the 1 of telephone numbers, ○ (a circle) is typed for 〇; 〡〢〣 are of Suzhou."""
_LOOKING_LIKE = {"0": "OoＯｏОоΟο", "1": "lIｌＩ"}
"""Letters typed for a digit that looks like them, Latin, wide, Cyrillic and Greek; others number sheets or houses."""
_AS_DIGITS = {ord(sign): digit for digit, signs in _LOOKING_LIKE.items() for sign in signs}
_DIGITS = r"\d⁰¹²³⁴-⁹₀-₉①-⓿❶-➓\U0001f100-\U0001f10a"
LETTERS = re.escape("".join(_LOOKING_LIKE.values()))
LIKE_DIGITS = f"{_DIGITS}㈠-㈩㊀-㊉{''.join(_READ_OUT)}"
"""Inside a character class: everything that `numeric` makes digits of, and letters that `mistyped` does."""

_DASH_LIKE_ONE = re.compile(r"(?<=\d)一(?=\d)")
_GAP = r"[\s:：,，、]{0,2}"
_ALONE = re.compile(
    "(?<![{0}])[{0}]{{1,2}}(?={2}[{1}])|(?<=[{1}])[{0}]{{1,2}}(?![{0}])".format("".join(_READ_OUT), _DIGITS, _GAP)
)
"""A word before or behind a number, as in 张三138… and 李四 138…"""
_OTHER_DIGITS = re.compile(f"[{LETTERS}{''.join(_READ_OUT)}]")
_MIXED = re.compile(rf"[{LIKE_DIGITS}{LETTERS}]+(?:[^{LIKE_DIGITS}{LETTERS}\w]{{1,4}}[{LIKE_DIGITS}{LETTERS}]+)*")
_FEWEST_DIGITS = 4
"""So many digits among letters make a number with mistyped digits likely; words have fewer."""
_MARKUP = re.compile(r"_x[0-9A-Fa-f]{4}_|</?[A-Za-z]{1,10} ?/?>|&(?:[A-Za-z]{2,8}|#[0-9]{1,5});")
"""What programs leave of a line break or a blank: _x000D_, <br>, &nbsp;"""
_LIKE_X = frozenset("Xx×✕╳ХхΧχ✖❌")  # two of them are Cyrillic, two Greek
_JOINING = frozenset("·•‧∙⋅・。~_'\"`´|−")
_MASK = frozenset("*✱※#■□●?")
_KEPT = {".": ".", "\n": "\n", "/": "/", "\\": "/", **dict.fromkeys(_MASK, "*")}
MASKS = re.escape("".join(sorted({*_MASK, *_LIKE_X, *"＊＃？"})))
"""Inside a character class: what hides digits."""
_APART = re.compile(r"(?<![0-9X]{2})[0-9](?:[-.,*/\n]{1,2}[0-9X](?![0-9X])){6,}")


class Spelled(NamedTuple):
    """A text in one spelling; `places` holds for each of its characters the place in the text it came from."""

    text: str
    places: Sequence[int]

    def original(self, first: int, behind: int) -> tuple[int, int]:
        """The part of the text that a part of the spelling came from."""
        return self.places[first], self.places[behind - 1] + 1


def numeric(text: str) -> Spelled:
    """Digits of all scripts as 0–9 and the last character of an id as X.

    Dashes, blanks, brackets, what else may join the groups of a number become `-`, a slash `/`, what masks digits `*`,
    a full stop and a new line stay, any other mark becomes `,`, everything else `w`; format characters go, and so do
    marks between digits that stand one by one.
    """
    text = _MARKUP.sub(lambda markup: "-".ljust(len(markup[0]), "\u200b"), text)
    if text.isascii():
        return _together(text.translate(_ASCII), range(len(text)))
    return _spelled(_ALONE.sub(lambda word: "w" * len(word[0]), _DASH_LIKE_ONE.sub("-", text)))


def mistyped(text: str) -> Spelled | None:
    """The same with digits for the letters and words in a number that may be meant so; None where there are none."""
    if not _OTHER_DIGITS.search(text):
        return None
    digits = _MIXED.sub(lambda run: run[0].translate(_AS_DIGITS) if _has_digits(run[0]) else run[0], text)
    if digits == text and not _ALONE.search(text) and not _DASH_LIKE_ONE.search(text):
        return None
    return _spelled(digits)


def _has_digits(run: str) -> bool:
    return sum(char.isdigit() or char in _READ_OUT for char in run) >= _FEWEST_DIGITS


def _spelled(text: str) -> Spelled:
    signs = [(sign, place) for place, char in enumerate(text) for sign in _signs(char)]
    return _together("".join(sign for sign, _ in signs), [place for _, place in signs])


def _together(signs: str, places: Sequence[int]) -> Spelled:
    """Without the marks between digits that stand one by one."""
    apart = {place for run in _APART.finditer(signs) for place in range(*run.span()) if signs[place] in "-.,*/\n"}
    if not apart:
        return Spelled(signs, places)
    kept = [place for place in range(len(signs)) if place not in apart]
    return Spelled("".join(signs[place] for place in kept), [places[place] for place in kept])


@cache
def _signs(char: str) -> str:
    return "".join(map(_sign, unicodedata.normalize("NFKC", char)))


def _sign(char: str) -> str:
    if char in _LIKE_X:
        return "X"
    if char in _READ_OUT or unicodedata.digit(char, None) is not None:
        return _READ_OUT.get(char) or str(unicodedata.digit(char))
    category = unicodedata.category(char)
    if category in {"Cf", "Mn", "Me"}:
        return ""
    if char in _KEPT:
        return _KEPT[char]
    if category in {"Zs", "Pd", "Ps", "Pe", "Pi", "Pf", "Pc"} or char in _JOINING or char in "\t\r":
        return "-"
    return "," if category[0] in "PSZC" else "w"


_ASCII = {number: _sign(chr(number)) for number in range(128)}
"""Of the characters that need no other treatment: most cells with many digits hold no others."""
