"""One spelling for the many in which a number or a word can be written, with the way back to the text (M82)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

_READ_OUT = dict(zip("〇零一二三四五六七八九○幺壹贰叁肆伍陆柒捌玖", "0012345678901123456789", strict=True))
"""Digits as they are read out; 幺 is the 1 of telephone numbers, ○ (a circle) is typed for 〇."""
_DIGITS = r"\d⁰¹²³⁴-⁹₀-₉①-⓿❶-➓\U0001f100-\U0001f10a"
LIKE_DIGITS = f"{_DIGITS}㈠-㈩㊀-㊉{''.join(_READ_OUT)}"
"""Inside a character class: everything that `numeric` makes digits of."""

_DASH_LIKE_ONE = re.compile(r"(?<=\d)一(?=\d)")
_ALONE = re.compile(
    "(?<![{0}])[{0}]{{1,2}}(?=[{1}])|(?<=[{1}])[{0}]{{1,2}}(?![{0}])".format("".join(_READ_OUT), _DIGITS)
)
"""A word before or behind a number, as in 张三138…"""
_LIKE_X = frozenset("Xx×✕╳Хх")  # the last two are Cyrillic
_JOINING = frozenset("·•‧∙⋅・●。:~/\\_'\"`´|−")
_APART = re.compile(r"(?<![0-9X])[0-9](?:[-.,]{1,2}[0-9X](?![0-9X])){6,}")


class Spelled(NamedTuple):
    """A text in one spelling; `places` holds for each of its characters the place in the text it came from."""

    text: str
    places: Sequence[int]

    def original(self, first: int, behind: int) -> tuple[int, int]:
        """The part of the text that a part of the spelling came from."""
        return self.places[first], self.places[behind - 1] + 1


def numeric(text: str) -> Spelled:
    """Digits of all scripts as 0–9 and the last character of an id as X.

    Dashes, blanks, brackets, what else may join the groups of a number become `-`, a full stop `.`, any other mark and
    a new line `,`, everything else `w`; format characters go, and so do marks between digits that stand one by one.
    """
    if text.isascii():
        return _together(text.translate(_ASCII), range(len(text)))
    written = _ALONE.sub(lambda word: "w" * len(word[0]), _DASH_LIKE_ONE.sub("-", text))
    signs = [(sign, place) for place, char in enumerate(written) for sign in _signs(char)]
    return _together("".join(sign for sign, _ in signs), [place for _, place in signs])


def _together(signs: str, places: Sequence[int]) -> Spelled:
    """Without the marks between digits that stand one by one."""
    apart = {place for run in _APART.finditer(signs) for place in range(*run.span()) if signs[place] in "-.,"}
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
    if char == ".":
        return char
    if category in {"Zs", "Pd", "Ps", "Pe", "Pi", "Pf", "Pc"} or char in _JOINING or char == "\t":
        return "-"
    return "," if category[0] in "PSZC" else "w"


_ASCII = {number: _sign(chr(number)) for number in range(128)}
"""Of the characters that need no other treatment: most cells with many digits hold no others."""
