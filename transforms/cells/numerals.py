"""Chinese numerals (domain.md §12, M44)."""

from __future__ import annotations

import re

_DIGIT_CHARACTERS = ("零〇○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGITS = {character: value for value, same in enumerate(_DIGIT_CHARACTERS) for character in same}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_ABOVE = 10_000
_MYRIADS = {"万": 10_000, "亿": 100_000_000}

DIGIT_CHARACTERS = "".join(_DIGITS)
NUMERAL_CHARACTERS = "".join((*_DIGITS, *_TENS, *_MYRIADS))
_SHORTENED = re.compile(r"[百佰千仟万亿][一壹二两贰三叁四肆五伍六陆七柒八捌九玖]$")

LONGEST = 20  # characters; no sheet has a longer numeral


def scale(text: str) -> int:
    """The product of the units in a text such as 万 or 千万; 1 for none."""
    product = 1
    for character in text:
        product *= _TENS.get(character) or _MYRIADS[character]
    return product


def numeral(text: str) -> int | None:
    """The number a Chinese numeral means: 十二, 一百零五, 一亿三千万, 二〇二一; None for all else, such as 十二三.

    Nor two numbers, as 二十三十 and 三万二万, for places only fall; nor what is shortened, as in 一百二
    and 一万五, which people mean as 120 and 15000 and which says 102 and 10005.
    """
    if not 0 < len(text) <= LONGEST or _SHORTENED.search(text):
        return None
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total = section = digit = 0
    place, myriads = _ABOVE, False
    for character in text:
        if character in _DIGITS and not digit:
            digit = _DIGITS[character]
        elif _TENS.get(character, _ABOVE) < place:
            place = _TENS[character]
            section += (digit or 1) * _TENS[character]
            digit = 0
        elif character == "亿":
            total, section, digit = ((total + section + digit) or 1) * _MYRIADS[character], 0, 0
            place, myriads = _ABOVE, False
        elif character == "万" and not myriads:
            total, section, digit = total + ((section + digit) or 1) * _MYRIADS[character], 0, 0
            place, myriads = _ABOVE, True
        else:
            return None
    return total + section + digit
