"""Counts, numbers, money, hours and percentages, 0–100 (domain.md §12, M44–M46, M49)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from expectations.contract.contract import Column, Kind
from transforms.cells.context import Context, Reading
from transforms.cells.numerals import NUMERAL_CHARACTERS, numeral
from transforms.cells.plain import bare
from transforms.cells.quantities.amounts import Amount, amount
from transforms.cells.quantities.format_units import FormatUnit, format_unit
from transforms.cells.quantities.units import DISPUTED, multiple
from transforms.cells.sentences import fix, refuse, warn
from transforms.recognise.grid import Cell
from transforms.recognise.measures import SCALES, unit_of

_COUNTED = ("人", "件", "次", "天", "年")
_HOURS = {"小时": 1.0, "天": 8.0, "分钟": 1 / 60}  # a day is eight hours (domain.md §4.11)
_YUAN = 10_000  # in 万元
_BY_HEADING, _BY_FORMAT = "unit_of_heading", "unit_of_format"
_AS_STATED = frozenset({_BY_HEADING, _BY_FORMAT})
_CLOCK = re.compile(r"([0-9]{1,3})(?::(?=[0-9]{2})|小时|时|h)([0-5]?[0-9])(?:分钟?|min)?")
"""Behind a colon minutes have two digits: 3:5 may be 3.5."""
_THOUSANDS = re.compile(r"[^万亿]*[0-9][百千]")
"""5千 in a column of 万元 may be 5000 or 5000万."""
_TENTHS = re.compile(r"([一二两三四五六七八九十])成([一二三四五六七八九半])?")
_OF_HUNDRED = re.compile(rf"百分之(?:([0-9.]+)|([{NUMERAL_CHARACTERS}]+))")
_OF_PARTS = re.compile(r"([二两三四五六七八九十])分之([一二两三四五六七八九])")
_HALF = frozenset({"半", "一半", "半数"})


def integer(cell: Cell, column: Column, context: Context) -> Reading:
    """A whole number in the column's unit."""
    parsed = _counted(cell, column, context)
    if isinstance(parsed, Reading):
        return parsed
    whole = round(parsed.value)
    return parsed.reading(whole, column) if abs(parsed.value - whole) < 1e-9 else refuse("number_not_whole", column)


def number(cell: Cell, column: Column, context: Context) -> Reading:
    """A number in the column's unit."""
    parsed = _counted(cell, column, context)
    return parsed if isinstance(parsed, Reading) else parsed.reading(parsed.value, column)


def money(cell: Cell, column: Column, context: Context) -> Reading:
    """An amount in 万元. A bare number is in the unit that number format, heading or line states, else in 万元."""
    parsed = _measured(cell, column, context)
    if isinstance(parsed, Reading):
        return parsed
    if isinstance(cell, str) and _THOUSANDS.fullmatch(bare(cell)):
        return refuse("number_unit", column)
    yuan = multiple(parsed.unit, "元")
    if yuan is None and parsed.unit:
        return refuse("number_unit", column)
    value = round(parsed.value * (yuan or _YUAN) / _YUAN, 6) if yuan != _YUAN else parsed.value
    if parsed.rule in _AS_STATED or yuan != 1 or parsed.scaled:
        return parsed.reading(value, column)
    return fix(value, _BY_HEADING) if context.stated_unit == "元" else warn(value, "money_in_yuan", column)


def hours(cell: Cell, column: Column, context: Context) -> Reading:
    """Hours; days, minutes and clock notation (2:30) are converted."""
    if (elapsed := _elapsed(cell)) is not None:
        return warn(elapsed, "hours_converted", column)
    parsed = _measured(cell, column, context)
    if isinstance(parsed, Reading):
        return parsed
    unit = parsed.unit or "小时"
    if unit not in _HOURS:
        return refuse("hours_unreadable", column)
    converted = round(parsed.value * _HOURS[unit], 6)
    if unit == "小时" or parsed.rule in _AS_STATED:
        return parsed.reading(converted, column)
    return warn(converted, "hours_converted", column)


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
        written = (
            format_unit(context.number_format or "").unit == "%"
        )  # 0"%" writes the sign behind the number as it is
        return _within(Reading(parsed.value if written else _points(parsed.value)), column)
    return _within(_bare_number(parsed, column, context), column)


def _elapsed(cell: Cell) -> float | None:
    """Hours of a clock time, which Excel makes of 2:30, or of such a text."""
    match cell:
        case dt.time():
            return round(cell.hour + cell.minute / 60, 6)
        case dt.timedelta():
            return round(cell.total_seconds() / 3600, 6)
        case str() if clock := _CLOCK.fullmatch(bare(cell)):
            return round(int(clock[1]) + int(clock[2]) / 60, 6)
    return None


def _counted(cell: Cell, column: Column, context: Context) -> Amount | Reading:
    """An amount in the column's unit, whatever multiple of it the cell is in: 户 are no 人 (M46)."""
    parsed = _measured(cell, column, context)
    if isinstance(parsed, Reading):
        return parsed
    for base in _COUNTED if column.unit is None else (unit_of(column.unit),):
        if not parsed.unit or (times := multiple(parsed.unit, base)) == 1:
            return parsed
        if times:
            return replace(parsed, value=round(parsed.value * times, 6))
    return refuse("number_unit", column)


def _measured(cell: Cell, column: Column, context: Context) -> Amount | Reading:
    """The amount in a cell with its unit: its own, else that of its number format, else the one stated for the column.

    A unit that is stated is no repair where it is the column's own. Refused where two are stated.
    """
    parsed = amount(cell, column)
    if isinstance(parsed, Amount) and parsed.unit == "¥":
        return _with_sign(parsed, column, context)
    if isinstance(parsed, Reading) or parsed.unit:
        return parsed
    if parsed.scaled:
        return replace(parsed, unit="元") if column.kind is Kind.MONEY else parsed
    shown = FormatUnit() if isinstance(cell, str) else format_unit(context.number_format or "")
    formatted, stated = _in_full(shown.unit, column), context.stated_unit
    if formatted == "¥":  # many give every amount this sign: it counts where nothing else is stated
        formatted = "" if stated else "元"
        return replace(parsed, unit=formatted) if formatted else replace(parsed, unit=stated)
    if stated == DISPUTED or (formatted and stated and formatted != stated):
        return refuse("unit_disputed", column)
    unit = formatted or stated
    own = shown.divisor == 1 and unit in ("", column.unit, unit_of(column.unit or ""))
    rule = parsed.rule if own else _BY_FORMAT if shown != FormatUnit() else _BY_HEADING
    return replace(parsed, value=parsed.value / shown.divisor, unit=unit, rule=rule)


def _with_sign(parsed: Amount, column: Column, context: Context) -> Amount | Reading:
    """¥35.5: a sign of money, and of 元 only where neither 万 nor the heading says what the number counts."""
    if context.stated_unit == DISPUTED:
        return refuse("unit_disputed", column)
    if column.kind is not Kind.MONEY or parsed.scaled or context.stated_unit in ("", "元"):
        return replace(parsed, unit="元")
    return replace(parsed, unit=context.stated_unit, rule="currency_sign")


def _in_full(unit: str, column: Column) -> str:
    """The unit of a number format; a scale alone (万) is one of the column's own unit."""
    alone = unit and not unit.strip(SCALES)
    return unit + ("元" if column.kind is Kind.MONEY else unit_of(column.unit or "")) if alone else unit


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
    """八成五 → 85, 百分之八十五 → 85, 一半 → 50, 四分之三 → 75."""
    if text in _HALF:
        return 50.0
    if parts := _OF_PARTS.fullmatch(text):
        return round(100 * (numeral(parts[2]) or 0) / (numeral(parts[1]) or 1), 2)
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
