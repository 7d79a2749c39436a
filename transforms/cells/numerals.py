"""Chinese numerals (domain.md §12, M44)."""

from __future__ import annotations

_DIGITS = {character: value for value, group in enumerate(
    ("零〇○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for character in group}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}

NUMERAL_CHARACTERS = "".join((*_DIGITS, *_TENS, *_MYRIADS))


def scale(text: str) -> int:
    """The product of the units in a text such as 万 or 千万; 1 for none."""
    product = 1
    for character in text:
        product *= _TENS.get(character) or _MYRIADS[character]
    return product


def numeral(text: str) -> int | None:
    """The number a Chinese numeral means: 十二, 一百零五, 三万五千, 二〇二一; None for anything else."""
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text)) if text else None
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = digit * 10 + _DIGITS[character] if digit else _DIGITS[character]
        elif character in _TENS:
            section += (digit or 1) * _TENS[character]
            digit = 0
        elif character in _MYRIADS:
            total = (total + section + digit) * _MYRIADS[character]
            section = digit = 0
        else:
            return None
    return total + section + digit
