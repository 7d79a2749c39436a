"""Where mobile and landline numbers stand among the signs of `personal_spelling` (domain.md §11.4, M82).

Nothing checks such a number but how many digits it has and how they are grouped, so that amounts, dates and order
numbers decide what a group may look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.cells.personal_data.ids import DATE
from transforms.cells.personal_data.spelling import Spelled

_ANY = r"[-.,*/\n]{1,8}"
_PLAIN = r"[-./\n]{1,8}"
_JOINT = r"[-/\n]{1,8}"  # a full stop may be that of a decimal number


def _grouped(shapes: str, separator: str) -> str:
    return "|".join(separator.join(f"[0-9]{{{size}}}" for size in shape.split("-")) for shape in shapes.split())


_YEARS = f"(?:19|20)[0-9]{{2}}{_PLAIN}(?:19|20)[0-9]{{2}}{_PLAIN}"
_MOBILE = re.compile(
    "(?=("
    "(?:1[3-9][0-9]{9})+"
    f"|(?=1[3-9])(?:{_grouped('3-4-4 3-3-5 3-8', _ANY)})"
    f"|(?=1[3-9])(?:{_grouped('3-5-3 3-4-2-2 3-2-2-4 3-2-2-2-2 3-2-3-3 3-3-3-2 5-3-3', _PLAIN)})"
    f"|(?=1[3-9])(?!{_YEARS})(?:{_grouped('4-4-3 4-3-4', _PLAIN)})"
    f"|(?=1[3-9])(?:{_grouped('7-4 4-7 5-6 6-5 8-3 2-2-2-2-2-1', _JOINT)})"
    f"|(?=1{_JOINT}[3-9])(?:{_grouped('1-2-2-2-2-2 1-3-3-4', _JOINT)})"
    ")(?![0-9]))"
)
_MOBILE_START = re.compile(r"1[-/\n]{0,8}[3-9]")
_RUN = re.compile(rf"(?<![0-9])[0-9]+(?:{_JOINT}[0-9]+)+(?![0-9])")
_MOBILE_RUN = re.compile(r"(?!19[0-9]{2}[-/\n])1[-/\n]*[3-9](?:[-/\n]*[0-9]){9}")
"""Eleven digits and no more in groups of any sizes, of which the first is no year."""
_MOST_GROUPS = 4
_LISTED_BEFORE = re.compile(f"[0-9](?:{_ANY})?$")
_NEXT = re.compile(f"{_ANY}[0-9]")
_AMOUNT = re.compile(
    r"\s*(?:元|[千万亿]|[万亿]元|%|％|‰|人(?![员民])|户(?![主籍])|亩|吨|件|次(?!日)|个|处(?![理置长])|盏|棵|株|台|套"
    r"|条(?!件)|座(?![机谈])|天|名(?![称单])|只|头|kg|km"
    r"|(?:[公千毫厘平立]|平方|立方)?(?:米|里|克|升)|mm|cm|m\b)"
)
"""What stands behind the last of several amounts: 150、3000、2000元; not in 138 7123 4567处理."""
_TYPED_BEFORE = re.compile(rf"0*(?:[0-9]{{0,2}}|{DATE})|00?86")
"""What a clerk may have typed a mobile number on to; the last eleven of more digits are no number."""
_SERIAL = re.compile(rf"{DATE}[0-9]{{5}}")

_AREA = "(?:10|2[0-9]|[3-9][0-9]{2})"
_LOCAL = rf"(?!{DATE})[2-9](?:[0-9]{{6,7}}|[0-9]{{2,3}}{_ANY}[0-9]{{4}})(?![0-9])"
_MAY_JOIN = r"[-.,*/\n]{0,8}"
_LANDLINE = re.compile(rf"(?:(?:00)?86{_MAY_JOIN})?0-?{_AREA}{_MAY_JOIN}{_LOCAL}|(?:00)?86{_ANY}{_AREA}{_ANY}{_LOCAL}")
_LANDLINE_START = re.compile(r"0[-.,*/\n]{0,8}[1-9]|86")
_LOCAL_NUMBER = re.compile(rf"(?<![0-9.])(?:{_LOCAL}|[2-9](?:{_grouped('2-2-2 1-2-3', _PLAIN)})(?![0-9]))")


_ANNOUNCING = re.compile(r"电话|座机|固话|传真|联系方式|热线|拨打|致电|☎|☏|📞|[Tt][Ee][Ll]")
_ANNOUNCED = re.compile(rf"(?:{_ANNOUNCING.pattern})\W{{0,4}}$")
ANNOUNCES = _ANNOUNCING.search
"""Whether a word of a text announces a telephone number."""


def mobiles(spelled: Spelled, text: str) -> Iterator[tuple[int, int]]:
    """First place, and place behind the last, of each mobile number; what was listed before a unit is an amount."""
    signs, behind = spelled.text, 0
    if not _MOBILE_START.search(signs):
        return
    for match in _MOBILE.finditer(signs):
        before = re.search("[0-9]*$", signs[behind : match.start()])
        typed, number = before[0] if before else "", match[1]
        if match.start() < behind or not _TYPED_BEFORE.fullmatch(typed) or _SERIAL.fullmatch(typed + number):
            continue
        if {*number} & {*",*/\n"} and (_is_listed(signs, *match.span(1)) or _is_amount(spelled, match.end(1), text)):
            continue
        behind = match.end(1)
        yield match.span(1)
    for match in _RUN.finditer(signs):
        likely = _few_groups(match[0]) and _MOBILE_RUN.fullmatch(match[0]) and not _is_lettered(spelled, match, text)
        if likely and not _is_amount(spelled, match.end(), text):
            yield match.span()


def _is_lettered(spelled: Spelled, match: re.Match[str], text: str) -> bool:
    """Whether a Latin letter stands right before: B18-2023-19415 is the number of something."""
    before = text[: spelled.original(*match.span())[0]][-1:]
    return before.isascii() and before.isalpha()


def _few_groups(run: str) -> bool:
    return len(re.findall("[0-9]+", run)) <= _MOST_GROUPS


def _is_listed(signs: str, first: int, behind: int) -> bool:
    """Whether more numbers stand in one list with these: 1058、189、1364、1217."""
    return _LISTED_BEFORE.search(signs, max(0, first - 9), first) is not None or _NEXT.match(signs, behind) is not None


def _is_amount(spelled: Spelled, behind: int, text: str) -> bool:
    return _AMOUNT.match(text, spelled.original(behind - 1, behind)[1]) is not None


def landlines(spelled: Spelled, text: str) -> Iterator[tuple[int, int]]:
    """The same of each landline number, with its area code or behind a word that announces it."""
    signs = spelled.text
    if _LANDLINE_START.search(signs):
        whole = (match.span() for match in _LANDLINE.finditer(signs))
        yield from (span for span in whole if not text[: spelled.original(*span)[0]][-1:].isdigit())
        for match in _RUN.finditer(signs):
            if (
                match[0].startswith("0")
                and _few_groups(match[0])
                and _LANDLINE.fullmatch(re.sub("[^0-9]", "", match[0]))
            ):
                yield match.span()
    if ANNOUNCES(text):
        for match in _LOCAL_NUMBER.finditer(signs):
            if _ANNOUNCED.search(text[: spelled.original(*match.span())[0]]):
                yield match.span()
