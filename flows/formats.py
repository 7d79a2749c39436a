"""Which cell styles show a number as a date, a time or a percentage (ECMA-376 part 1, 18.8.30)."""

from __future__ import annotations

import re

from flows.package import tags

_MONTH, _DAY, _CLOCK, _SECONDS = 'yyyy"年"m"月"', 'm"月"d"日"', 'h"时"mm"分"', 'h"时"mm"分"ss"秒"'

BUILT_IN: dict[int, str] = {
    **{9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy"},
    **{18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm"},
    **{45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0"},
    # What a Chinese Excel makes of the ids that the standard leaves to the language.
    **dict.fromkeys((27, 36, 50, 52, 57), _MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), _DAY),
    **{30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: _CLOCK, 33: _SECONDS},
    **dict.fromkeys((34, 55), f"上午/下午{_CLOCK}"),
    **dict.fromkeys((35, 56), f"上午/下午{_SECONDS}"),
}
"""Number format id → code, for the built-in formats of dates, times and percentages."""

_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_SHOWN_AS_DATE = re.compile(r"[ymdhs%]", re.IGNORECASE)


def dated(code: str) -> bool:
    """Whether a format code shows a date, a time or a percentage, once quoted words, colours and padding are away."""
    return code.lower() != "standard" and _SHOWN_AS_DATE.search(_LITERAL.sub("", code)) is not None


def dated_styles(styles: bytes) -> dict[str, str]:
    """Style index, as cells write it, → number format code; only dates, times and percentages.

    `styles` is the XML of the styles part. Raises Unreadable when that is broken.
    """
    codes = dict(BUILT_IN)
    indexes: list[int] = []
    section = ""
    for depth, name, attributes in tags(styles):
        section = name if depth == 1 else section
        if section not in ("numFmts", "cellXfs") or depth != 2:
            continue
        number = int(attributes.get("numFmtId", "0"))
        if section == "cellXfs":
            indexes.append(number)
        else:
            codes[number] = attributes.get("formatCode", "")
    return {str(index): codes[number] for index, number in enumerate(indexes) if dated(codes.get(number, ""))}
