"""What a number format does to a number: the unit it writes and the divisor it shows it by (domain.md §12, M46).

It needs no contract: the workers that read workbooks and mark copies use it, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from transforms.recognise.measures import BASES, SCALES, measure


@dataclass(frozen=True, slots=True)
class FormatUnit:
    """What a number format does to a number: divides it before it is shown, and writes a unit behind it ("" for none).

    `unit` may be a scale alone (万), ¥ where only that sign stands before the number, 外币 where it is another one.
    """

    divisor: float = 1.0
    unit: str = ""


_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)|\[\$([^\]-]*)[^\]]*\]|([_*].|\[[^\]]*\])')
_DIVIDED = re.compile(r"[0#?.](,+)(?![0#?,])")
_MOVED_POINT = re.compile(r"[0#?]\x00([0#?]+)")
_OTHER_CURRENCY = re.compile(r"\[\$(?!RMB|CNY|CN¥)[^\]¥￥-]*[$€£₩₽A-Z]")
"""A currency that somebody has chosen; a mere "$" is how a built-in format is kept that shows ¥ in China."""
_YUAN = re.compile("[¥￥]|RMB|CNY")
_WRITTEN_UNIT = re.compile(rf"[{SCALES}]*(?:{BASES})|[{SCALES}]+|%")


@lru_cache(maxsize=256)
def format_unit(code: str) -> FormatUnit:
    """The unit of a number format code: `0.0"亿元"`, `#,##0,"千元"`, `0!.0,"万"` (a written point moves the digits)."""
    if _OTHER_CURRENCY.search(code):
        return FormatUnit(unit="外币")
    literal: list[str] = []

    def taken(match: re.Match[str]) -> str:
        text = match[1] or match[2] or match[3] or ""
        literal.append(text)
        return "\x00" if text == "." else ""

    shape = _LITERAL.sub(taken, code.split(";", maxsplit=1)[0])
    divided, moved = _DIVIDED.search(shape), _MOVED_POINT.search(shape)
    divisor = 1000.0 ** len(divided[1] if divided else "") * 10.0 ** len(moved[1] if moved else "")
    words = "".join(literal) + "".join(char for char in shape if char >= "\u4e00" or char == "¥")
    unit = _WRITTEN_UNIT.search(words)
    yuan = "¥" if _YUAN.search(words) else ""
    return FormatUnit(divisor, (measure(unit[0]) or unit[0]) if unit else yuan)


def states_unit(code: str) -> bool:
    """Whether a number format shows another number than it holds, or a unit."""
    return format_unit(code) != FormatUnit()
