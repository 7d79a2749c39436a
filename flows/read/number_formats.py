"""Which cell styles show more of a number than it holds (ECMA-376 part 1, 18.8.30).

As a date, a time or a percentage; with a unit, or divided; with a second decimal, which tells October from January.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from flows.read.xml_events import start_tags
from transforms.cells.quantities.format_units import states_unit
from transforms.cells.quantities.formatted import DECIMALS, writes_more

_BUILT_IN: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("0.00", (2,)),
    ("0%", (9,)),
    ("0.00%", (10,)),
    ("yyyy/m/d", (14,)),
    ("d-mmm-yy", (15,)),
    ("d-mmm", (16,)),
    ("mmm-yy", (17,)),
    ("h:mm AM/PM", (18,)),
    ("h:mm:ss AM/PM", (19,)),
    ("h:mm", (20,)),
    ("h:mm:ss", (21,)),
    ("yyyy/m/d h:mm", (22,)),
    ("mm:ss", (45,)),
    ("[h]:mm:ss", (46,)),
    ("mm:ss.0", (47,)),
    # The ids that the standard leaves to the locale, as Chinese Excel defines them.
    ('yyyy"年"m"月"', (27, 36, 50, 52, 57)),
    ('m"月"d"日"', (28, 29, 51, 53, 54, 58)),
    ("m-d-yy", (30,)),
    ('yyyy"年"m"月"d"日"', (31,)),
    ('h"时"mm"分"', (32,)),
    ('h"时"mm"分"ss"秒"', (33,)),
    ('上午/下午h"时"mm"分"', (34, 55)),
    ('上午/下午h"时"mm"分"ss"秒"', (35, 56)),
)
BUILT_IN: dict[int, str] = {number: code for code, numbers in _BUILT_IN for number in numbers}
"""Number format id → code, for the built-in formats of dates, times and percentages."""

_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)

_SHOWN_AS_DATE = re.compile(r"[ymdhs%]", re.IGNORECASE)


def unquoted(code: str) -> str:
    """A format code without quoted words, colours, conditions and padding; of brackets those of durations stay."""
    return _LITERAL.sub("", code)


def dated(code: str) -> bool:
    """Whether a format code shows a date, a time or a percentage; quoted words, colours and padding are ignored."""
    return code.lower() != "standard" and _SHOWN_AS_DATE.search(unquoted(code)) is not None


@lru_cache(maxsize=1024)
def tells_more(code: str) -> bool:
    """Whether a format adds to a value: a percentage, a time, a date without day or year, a unit, words, zeros."""
    if not dated(code):
        return states_unit(code) or writes_more(code)
    shown = unquoted(code).lower()
    return "%" in code or "d" not in code.lower() or "y" not in shown


def decimals(code: str) -> int:
    """How many decimals a format shows of a number, and nothing else: 0.00 tells the month of 1965.1; 0 for others."""
    match = DECIMALS.fullmatch(_LITERAL.sub("", code.split(";", maxsplit=1)[0]).strip())
    return len(match[1]) if match else 0


def adds(code: str, number: str) -> bool:
    """Whether a format adds to a number, given as it is stored: also the last decimal of 1.1, that is shown as 1.10."""
    return tells_more(code) or (bool(places := decimals(code)) and 0 < len(_fraction(number)) < places)


def _fraction(number: str) -> str:
    """The decimals of a number as a clerk sees them: Excel stores 1.1 as 1.1000000000000001."""
    try:
        return f"{float(number):.15g}".partition(".")[2]
    except ValueError:  # a day
        return ""


def telling_numbers(numbers: Sequence[int], custom: Mapping[int, str]) -> dict[int, str]:
    """Cell style → number format code, where it adds to the value; `numbers` has the format id of every style."""
    codes = codes_of(numbers, custom)
    telling = {code for code in {*codes} if tells_more(code) or decimals(code)}
    return {style: code for style, code in enumerate(codes) if code in telling}


def codes_of(numbers: Sequence[int], custom: Mapping[int, str]) -> list[str]:
    """The number format code of each cell style by its format id, empty for the built-in ones not in `BUILT_IN`."""
    return [custom.get(number, BUILT_IN.get(number, "")) for number in numbers]


@lru_cache(maxsize=32)  # the workbooks of a county come from the same blank forms
def telling_styles(styles: bytes) -> Mapping[str, str]:
    """Those of `style_formats` that add to some value."""
    return {index: code for index, code in style_formats(styles).items() if tells_more(code) or decimals(code)}


def style_formats(styles: bytes) -> dict[str, str]:
    """Style index, as cells write it, → number format code, "" for General.

    `styles` is the XML of the styles part. Raises Unreadable when that is broken.
    """
    codes = dict(BUILT_IN)
    indexes: list[int] = []
    section = ""
    for depth, name, attributes in start_tags(styles):
        section = name if depth == 1 else section
        if section not in ("numFmts", "cellXfs") or depth != 2:
            continue
        number = int(attributes.get("numFmtId", "0"))
        if section == "cellXfs":
            indexes.append(number)
        else:
            codes[number] = attributes.get("formatCode", "")
    return {str(index): codes.get(number, "") for index, number in enumerate(indexes)}
