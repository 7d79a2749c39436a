"""Where id numbers stand among the signs of `personal_spelling` (domain.md §11.4, M82)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.cells.ids import check_digit
from transforms.cells.personal_data.spelling import Spelled

DATE = "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
PROVINCE = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"

_S = r"[-.,*/\n]{0,8}"
_BODY = f"[1-8](?:{_S}[0-9]){{16}}"
_ID = re.compile(f"(?=({_BODY}{_S}[0-9X]))")
_DIGITS = re.compile(rf"{PROVINCE}[0-9]{{4}}{DATE}(?!000).*")
"""Province, county, day of birth, sequence, check digit; the sequence 000 is never given to a person."""
_WITHOUT_X = re.compile(f"(?=({_BODY})(?!{_S}[0-9X]))")
"""All but the check digit: where that is an X anything may stand for it."""
_ROUNDED = re.compile(rf"(?<![0-9]){PROVINCE}[0-9]{{4}}(?=19|20[01]){DATE}[0-9]000(?![0-9])")
"""As an id looks that was typed as a number, of which Excel keeps 15 digits."""
_FULL, _SHORTEST = 18, 15
_CUTS = frozenset({6, 10, 12, 14, 17})
"""Behind the county, the year, month and day of birth, and the sequence."""

_OLD_S = r"[-./\n]{1,8}"
_OLD_SHAPES = (
    "[0-9]{15}",
    f"[0-9]{{6}}{_OLD_S}[0-9]{{6}}{_OLD_S}[0-9]{{3}}",
    *(f"[0-9]{{{size}}}(?:{_OLD_S}[0-9]{{{size}}}){{{15 // size - 1}}}" for size in (3, 5)),
)
_OLD = re.compile(f"(?<![0-9])(?:{'|'.join(_OLD_SHAPES)})(?![0-9])")
_OLD_DIGITS = re.compile(rf"{PROVINCE}[0-9]{{4}}[3-9][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{{3}}")
"""Issued until 1999, with two digits of the year: 00–29 are years of order numbers, no longer years of birth."""


def ids(spelled: Spelled, _text: str) -> Iterator[tuple[int, int]]:
    """First place, and place behind the last, of each id number."""
    signs = spelled.text
    digits = sum(map(signs.count, "0123456789"))
    if digits < _SHORTEST:
        return
    yield from (match.span() for match in _OLD.finditer(signs) if _OLD_DIGITS.fullmatch(_digits_of(match[0])))
    if digits >= _FULL - 1:
        yield from _full(signs)


def _full(signs: str) -> Iterator[tuple[int, int]]:
    behind = 0
    for match in _ID.finditer(signs):
        if match.start() >= behind and _is_id(match[1]):
            behind = match.end(1)
            yield match.span(1)
    yield from (match.span(1) for match in _WITHOUT_X.finditer(signs) if _lacks_x(match[1]))
    yield from (match.span() for match in _ROUNDED.finditer(signs))


def _digits_of(written: str) -> str:
    return re.sub("[^0-9]", "", written)


def _is_id(written: str) -> bool:
    """Whether 18 characters are an id: with a wrong check digit only where it is grouped as people group an id."""
    groups = re.findall("[0-9X]+", written)
    number = "".join(groups)
    if not _DIGITS.fullmatch(number):
        return False
    cuts = {len("".join(groups[:count])) for count in range(1, len(groups))}
    alike = len({len(group) for group in groups[:-1]}) <= 1 and len(groups[-1]) <= len(groups[0])
    usual = cuts <= _CUTS or (alike and not {*written} & {*",*"})
    return usual or check_digit(number[:17]) == number[17]


def _lacks_x(written: str) -> bool:
    body = _digits_of(written)
    return bool(_DIGITS.fullmatch(body)) and check_digit(body) == "X"
