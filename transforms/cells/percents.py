"""Percentages, 0–100 (domain.md §12, M45)."""

from __future__ import annotations

import re

from expectations.contract.contract import Column
from transforms.cells.amounts import Amount, amount
from transforms.cells.context import Context
from transforms.cells.numerals import NUMERAL_CHARACTERS, numeral
from transforms.cells.plain import bare
from transforms.cells.reading import Reading
from transforms.cells.sentences import fix, refuse, warn
from transforms.recognise.grid import Cell

_TENTHS = re.compile(r"([一二两三四五六七八九十])成([一二三四五六七八九半])?")
_OF_HUNDRED = re.compile(rf"百分之(?:([0-9.]+)|([{NUMERAL_CHARACTERS}]+))")


def percent(cell: Cell, column: Column, context: Context) -> Reading:
    """A share in percent. A bare number may be a fraction or points; the style of the whole column decides.

    A cell formatted with a percent sign contains the fraction. A bare 1 in a column of undecided style is refused.
    """
    if isinstance(cell, str) and (spelled := _spelled(bare(cell))) is not None:
        return _within(warn(spelled, "percent_spelled", column), column)
    parsed = amount(cell, column)
    if isinstance(parsed, Reading):
        return parsed
    if parsed.unit == "%":
        return _within(Reading(parsed.value), column)
    if parsed.unit:
        return refuse("number_unit", column)
    if not isinstance(cell, str) and "%" in (context.number_format or ""):
        return _within(Reading(_points(parsed.value)), column)
    return _within(_bare_number(parsed, column, context), column)


def _bare_number(parsed: Amount, column: Column, context: Context) -> Reading:
    value = parsed.value
    if not 0 < value <= 1:
        return parsed.reading(value, column)
    if context.percent_style == "fraction":
        return fix(_points(value), "percent_fraction")
    if value < 1:
        return warn(_points(value), "percent_mixed", column)
    return parsed.reading(value, column) if context.percent_style == "points" else refuse("percent_ambiguous", column)


def _points(fraction: float) -> float:
    return round(fraction * 100, 9)


def _spelled(text: str) -> float | None:
    """八成五 → 85, 百分之八十五 → 85."""
    if tenths := _TENTHS.fullmatch(text):
        fifth = 5 if tenths[2] == "半" else numeral(tenths[2] or "零") or 0
        return float((numeral(tenths[1]) or 0) * 10 + fifth)
    if hundredths := _OF_HUNDRED.fullmatch(text):
        written, spelled = hundredths.groups()
        share = written if written and re.fullmatch(r"[0-9]+(\.[0-9]+)?", written) else numeral(spelled or "")
        return None if share is None else float(share)
    return None


def _within(reading: Reading, column: Column) -> Reading:
    """The reading, refused where it is no share of a whole."""
    value = reading.value
    return reading if not isinstance(value, float) or 0 <= value <= 100 else refuse("percent_range", column)
