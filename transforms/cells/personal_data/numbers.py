"""Where in a text id, mobile and landline numbers stand, however they are written (domain.md §11.1, §12 M82).

A number is told by what it must hold and how people group it, so that order numbers, amounts and dates stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.cells.personal_data.ids import PROVINCE, ids
from transforms.cells.personal_data.phones import ANNOUNCES, landlines, mobiles
from transforms.cells.personal_data.spelling import LETTERS, LIKE_DIGITS, MASKS, Spelled, mistyped, numeric

_SIGN = f"{LIKE_DIGITS}{LETTERS}{MASKS}"
_MANY = re.compile(f"[{_SIGN}](?:[^{_SIGN}]*[{_SIGN}]){{9}}")
"""As many digits as the shortest of these numbers has that no word announces; few cells hold so many."""
_LIKELY = re.compile(
    r"[1lI][^0-9A-Za-z]{0,8}[3-9](?=.{9})|(?<![0-9])(?:[0Oo][^0-9A-Za-z]?[1-9lI]|(?:00)?86)|.{15}", re.DOTALL
)
"""How these numbers begin, or how long an id is: what most order numbers, which are in ASCII, lack."""
_SCIENTIFIC = re.compile(r"(?<![0-9.])(?:1\.[3-9][0-9]{9}[Ee]\+?10|[1-8]\.[0-9]{13,16}[Ee]\+?17)(?![0-9])")
"""A mobile number or an id as programs write a number that is so long: 1.3871234567E10."""
_FEWEST, _FEWEST_OF_ANY = 10, 6
"""Characters of the shortest text with such a number: Tel6234567; 电话 and four signs that are two digits each (⑳)."""
_MASK = re.compile(r"[*X]-{0,2}[*X]-{0,2}[*X]")
_HIDDEN_IN_PART = re.compile(r"(?<![0-9*X])[0-9](?:-{0,2}[0-9*X])+(?![0-9*X])")
_MASKED = re.compile(
    rf"(?:0[1-9](?=.{{8,10}}$)|1[3-9](?=.{{9}}$)|{PROVINCE}(?=(?:.{{13}}|.{{16}})$))(?=.*[*X]{{3}})(?=(?:.*[0-9]){{3}}).*"
)
"""As many signs as a telephone number or an id has, three or more of them in a row hidden, five or more not."""


def personal_numbers(text: str) -> list[tuple[int, int]]:
    """First place, and place behind the last, of each id, mobile and landline number of a text, in no order."""
    if len(text) < (_FEWEST if text.isascii() else _FEWEST_OF_ANY):
        return []
    announced = ANNOUNCES(text)
    if not announced and (not _MANY.search(text) or (text.isascii() and not _LIKELY.search(text))):
        return []
    spans = [*_numbers(numeric(text), text), *(match.span() for match in _SCIENTIFIC.finditer(text))]
    if otherwise := mistyped(text):
        spans += _numbers(otherwise, text)
    return spans


def _numbers(spelled: Spelled, text: str) -> Iterator[tuple[int, int]]:
    for kind in (ids, mobiles, landlines, _hidden_in_part):
        signs = spelled.text
        for first, behind in kind(spelled, text):
            signs = signs[:first] + "w" * (behind - first) + signs[behind:]
            yield spelled.original(first, behind)
        spelled = spelled._replace(text=signs)


def _hidden_in_part(spelled: Spelled, _text: str) -> Iterator[tuple[int, int]]:
    """Numbers of which some digits are hidden by a mask and enough are shown to tell whose they are."""
    if not _MASK.search(spelled.text):
        return
    for match in _HIDDEN_IN_PART.finditer(spelled.text):
        if _MASKED.fullmatch(match[0].replace("-", "")):
            yield match.span()
