"""Where in a text id, mobile and landline numbers stand, however they are written (domain.md §11.1, §12 M82).

A number is told by what it must hold and how people group it, so that order numbers, amounts and dates stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.cells.ids import check_digit
from transforms.cells.personal_spelling import LIKE_DIGITS, numeric

_MANY = re.compile(rf"[{LIKE_DIGITS}](?:[^{LIKE_DIGITS}]*[{LIKE_DIGITS}]){{9}}")
"""As many digits as the shortest of these numbers has that no word announces; few cells hold so many."""
_LIKELY = re.compile("1[^0-9A-Za-z]{0,4}[3-9]|(?<![0-9])(?:0[^0-9A-Za-z]?[1-9]|(?:00)?86)|.{15}", re.DOTALL)
"""How these numbers begin, or how long an id is: what most order numbers, which are in ASCII, lack."""

_S = "[-.]{1,4}"
_DATE = "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_PROVINCE = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"


def _grouped(shapes: str, separator: str = _S) -> str:
    return "|".join(separator.join(f"[0-9]{{{size}}}" for size in shape.split("-")) for shape in shapes.split())


_ID = re.compile("(?=([1-8](?:[-.,]{0,4}[0-9]){16}[-.,]{0,4}[0-9X]))")
_ID_DIGITS = re.compile(rf"{_PROVINCE}[0-9]{{4}}{_DATE}(?!000).*")
"""Province, county, day of birth, sequence, check digit; the sequence 000 is never given to a person."""
_SHORTEST_ID = 15
_ID_CUTS = frozenset({6, 14, 17})
_OLD_ID = re.compile(rf"(?<![0-9])(?:{_grouped('15 6-6-3 3-3-3-3-3 5-5-5')})(?![0-9])")
_OLD_ID_DIGITS = re.compile(rf"{_PROVINCE}[0-9]{{4}}[3-9][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{{3}}")
"""Issued until 1999, with two digits of the year: 00–29 are years of order numbers, no longer years of birth."""

_YEARS = f"(?:19|20)[0-9]{{2}}{_S}(?:19|20)[0-9]{{2}}{_S}"
_MOBILE = re.compile(
    "(?=("
    "(?:1[3-9][0-9]{9})+"
    f"|(?=1[3-9])(?:{_grouped('3-4-4 3-3-5 3-8 3-5-3 3-4-2-2 3-2-2-4 3-2-2-2-2 3-2-3-3 3-3-3-2 5-3-3')})"
    f"|(?=1[3-9])(?!{_YEARS})(?:{_grouped('4-4-3 4-3-4')})"
    f"|(?=1[3-9])(?:{_grouped('7-4 4-7 5-6 6-5 8-3 2-2-2-2-2-1', '-{1,4}')})"  # with a full stop a decimal number
    f"|(?=1-+[3-9])(?:{_grouped('1-2-2-2-2-2 1-3-3-4', '-{1,4}')})"
    ")(?![0-9]))"
)
_MOBILE_START = re.compile("1-{0,4}[3-9]")
_TYPED_BEFORE = re.compile(rf"0*(?:[0-9]{{0,2}}|{_DATE})|00?86")
"""What a clerk may have typed a mobile number on to; the last eleven of more digits are no number."""
_SERIAL = re.compile(rf"{_DATE}[0-9]{{5}}")

_AREA = "(?:10|2[0-9]|[3-9][0-9]{2})"
_LOCAL = rf"(?!{_DATE})[2-9](?:[0-9]{{6,7}}|[0-9]{{2,3}}{_S}[0-9]{{4}})(?![0-9])"
_LANDLINE = re.compile(
    rf"(?<![0-9])(?:(?:00)?86[-.]{{0,4}})?0-?{_AREA}[-.]{{0,4}}{_LOCAL}"
    rf"|(?<![0-9])(?:00)?86[-.]{{1,4}}{_AREA}{_S}{_LOCAL}"
)
_OTHERWISE_GROUPED = re.compile(f"(?<![0-9])(?=0)(?:{_grouped('3-3-5 3-3-6 4-4-3 4-4-4 3-4-4 3-4-5')})(?![0-9])")
_LANDLINE_START = re.compile("(?<![0-9])(?:0|86)")
_LOCAL_NUMBER = re.compile(rf"(?<![0-9.]){_LOCAL}")
_ANNOUNCING = re.compile(r"电话|座机|固话|传真|联系方式|[Tt][Ee][Ll]")
_ANNOUNCED = re.compile(rf"(?:{_ANNOUNCING.pattern})\W{{0,4}}$")


def personal_numbers(text: str) -> list[tuple[int, int]]:
    """First place, and place behind the last, of each id, mobile and landline number of a text, in no order."""
    if not (_MANY.search(text) or _ANNOUNCING.search(text)) or (text.isascii() and not _LIKELY.search(text)):
        return []
    spelled, spans = numeric(text), []
    digits = spelled.text
    for kind in (_ids, _mobiles, _landlines):
        for first, behind in kind(digits):
            digits = digits[:first] + "w" * (behind - first) + digits[behind:]
            spans.append(spelled.original(first, behind))
    if not _ANNOUNCING.search(text):
        return spans
    local = (spelled.original(*match.span()) for match in _LOCAL_NUMBER.finditer(digits))
    return spans + [span for span in local if _ANNOUNCED.search(text[: span[0]])]


def _ids(digits: str) -> Iterator[tuple[int, int]]:
    if len(digits) < _SHORTEST_ID:
        return
    behind = 0
    for match in _ID.finditer(digits):
        if match.start() >= behind and _is_id(match[1]):
            behind = match.end(1)
            yield match.span(1)
    for match in _OLD_ID.finditer(digits):
        if _OLD_ID_DIGITS.fullmatch(re.sub("[-.]", "", match[0])):
            yield match.span()


def _is_id(written: str) -> bool:
    """Whether 18 characters are an id: with a wrong check digit only where it is grouped as people group one."""
    groups = re.findall("[0-9X]+", written)
    number = "".join(groups)
    if not _ID_DIGITS.fullmatch(number):
        return False
    cuts = {len("".join(groups[:count])) for count in range(1, len(groups))}
    alike = len({len(group) for group in groups[:-1]}) <= 1 and len(groups[-1]) <= len(groups[0])
    usual = "," not in written and (cuts <= _ID_CUTS or alike)
    return usual or check_digit(number[:17]) == number[17]


def _mobiles(digits: str) -> Iterator[tuple[int, int]]:
    if not _MOBILE_START.search(digits):
        return
    behind = 0
    for match in _MOBILE.finditer(digits):
        before = re.search("[0-9]*$", digits[behind : match.start()])
        typed = before[0] if before else ""
        if match.start() < behind or not _TYPED_BEFORE.fullmatch(typed) or _SERIAL.fullmatch(typed + match[1]):
            continue
        behind = match.end(1)
        yield match.span(1)


def _landlines(digits: str) -> Iterator[tuple[int, int]]:
    if not _LANDLINE_START.search(digits):
        return
    yield from (match.span() for match in _LANDLINE.finditer(digits))
    for match in _OTHERWISE_GROUPED.finditer(digits):
        if _LANDLINE.fullmatch(re.sub("[-.]", "", match[0])):
            yield match.span()
