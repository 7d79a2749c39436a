"""How a number reads in a table and in a sentence (domain.md §7.3, §7.4)."""

from __future__ import annotations

from report_templates.words.numbers import NONE, change, percent, prose, tenths, whole

NOT_REPORTED = "未报"
NOTHING_DUE = "无应办事项"
NO_BASIS = "无可比基数"
ABSENCES = (NOT_REPORTED, NOTHING_DUE, NO_BASIS)
"""What a figure reads that has no value: nobody has sent it, its denominator is 0, or what it rests on is unknown."""
UNCHANGED = "持平"
MINUS = "−"


def number(value: float | None) -> str:
    """A count as a table prints it: exact where it is whole, else to one decimal."""
    if value is None:
        return NONE
    return (whole(value) if value == int(value) else tenths(value)).replace("-", MINUS)


def in_sentence(value: float | None) -> str:
    """A count as a sentence says it: in 万 where it is large."""
    return prose(value) if value is None or value == int(value) else number(value)


def amount(value: float | None, unit: str) -> str:
    """A value with its unit: 19人, 95.0%; a ratio that is not quite whole never reads 100.0%."""
    if value is None:
        return NONE
    return percent(value, 100).replace("-", MINUS) if unit == "%" else f"{number(value)}{unit}"


def change_words(now: float | None, before: float | None, unit: str) -> str:
    """The change against an earlier value, of ratios in percentage points; “—” where there is none.

    Two values that are printed alike have not changed.
    """
    words = change(now, before, unit)
    return UNCHANGED if words != NONE and amount(now, unit) == amount(before, unit) else words.replace("-", MINUS)
