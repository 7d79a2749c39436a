"""Dates, months, births (domain.md §12, M51–M60) and reporting periods (§4.8, §6): ISO weeks."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from expectations.contract.contract import Column
from transforms.cells.context import Context, Reading
from transforms.cells.dates.written import OPEN_END, Written, date_range, date_text, why_not, written, zoned_moment
from transforms.cells.numerals import NUMERAL_CHARACTERS, numeral
from transforms.cells.plain import bare, plain
from transforms.cells.sentences import fix, refuse, warn
from transforms.clock import UnknownPeriod, monday_of, period_of, year_meant
from transforms.recognise.grid import Cell

YEARS = range(1900, 2101)
SOON = dt.timedelta(days=31)  # a date without a year that lies further ahead was last year's

_WEEK = re.compile(
    rf"(?:(?P<year>[0-9]{{4}})(?:年度?|-)?)?(?:第|[wW]|(?=[0-9]{{1,2}}周))(?P<week>[0-9]{{1,2}}|[{NUMERAL_CHARACTERS}]{{1,3}})(?:[周期]|星期)?"
)
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TWO_NUMBERS = re.compile(r"(?:1[3-9]|2[0-9]|3[01])[-./][0-9]{1,2}")
_BRACKETED = re.compile(r"\(.*\)$")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a column expects: dates without a year, dates still to come, two-digit years up to `newest` years on."""

    yearless: bool = False
    ahead: bool = False
    newest: int = 0


EVENT = Expected(yearless=True, newest=10)
DEADLINE = Expected(yearless=True, ahead=True, newest=10)
PAST = Expected()


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or the first of a month, with the rule by which it was understood ("" as it stands)."""

    date: dt.date
    precision: str
    rule: str = ""

    def reading(self, value: dt.date, column: Column, precision: str | None = None) -> Reading:
        """`value`, which was made from this day, with the reaction that follows from the day's rule."""
        if not self.rule:
            return Reading(value, precision=precision)
        outcome = fix(value, self.rule) if self.rule == "date_rewritten" else warn(value, self.rule, column)
        return outcome._replace(precision=precision)


def iso_day(text: str) -> dt.date | None:
    """The day that a text is in the form 2021-11-22; None for every other text and for days that there are not."""
    if _ISO_DAY.fullmatch(text):
        with suppress(ValueError):
            named = dt.date.fromisoformat(text)
            return named if named.year in YEARS else None
    return None


def date(cell: Cell, column: Column, context: Context) -> Reading:
    """A day. 至今 alone means that there is none yet."""
    parsed = day(cell, column, context, EVENT)
    if isinstance(parsed, Reading):
        return fix(None, "date_open") if isinstance(cell, str) and cell.strip() in OPEN_END else parsed
    return parsed.reading(parsed.date, column) if parsed.precision == "day" else refuse("date_day_missing", column)


def month(cell: Cell, column: Column, context: Context) -> Reading:
    """The first day of a month; a day that is written is not kept."""
    parsed = day(cell, column, context, PAST)
    return parsed if isinstance(parsed, Reading) else parsed.reading(parsed.date.replace(day=1), column)


def birth(cell: Cell, column: Column, context: Context) -> Reading:
    """A date of birth as precise as it was written: `day` or `month`."""
    parsed = day(cell, column, context, PAST)
    return parsed if isinstance(parsed, Reading) else parsed.reading(parsed.date, column, parsed.precision)


def period(cell: Cell, column: Column, context: Context) -> Reading:
    """An ISO week `YYYY-Www`; a week without a year is the period's year's, days stand for their week."""
    if isinstance(cell, str):
        text = _BRACKETED.sub("", bare(cell))
        if match := _WEEK.fullmatch(text):
            return _week(match["year"], match["week"], cell, column, context)
        if days := date_range(text):
            return _week_of(days, column, context)
    return _week_of((cell,), column, context)


def day(cell: Cell, column: Column, context: Context, expected: Expected) -> Day | Reading:
    """The day or month in a cell, or the refusal."""
    if isinstance(cell, dt.date):  # a datetime is one, too
        return _typed(cell, column, context)
    if isinstance(cell, bool | dt.time | dt.timedelta) or not (isinstance(cell, str) or YEARS.start <= cell < 1e8):
        return refuse("date_unreadable", column)
    words = _shown(cell, context)
    if ":" in words and (moment := zoned_moment(words)) and moment.year in YEARS:
        return _local(moment, context)
    return _of_text(date_text(words), column, context, expected)


def _of_text(text: str, column: Column, context: Context, expected: Expected) -> Day | Reading:
    parts = written(text)
    if parts is None:
        return refuse(why_not(text), column)
    if expected.yearless and _TWO_NUMBERS.fullmatch(text):
        return refuse("date_two_numbers", column)
    if parts.year is None and not expected.yearless:
        return refuse("date_year_missing", column)
    return _completed(parts, context, expected) or refuse("date_impossible", column)


def _shown(cell: str | float, context: Context) -> str:
    """The text a clerk sees: under the format 0.00 October is 1965.10, where January would be 1965.01 (M53)."""
    decimals = not isinstance(cell, str) and context.number_format is not None and "0.00" in context.number_format
    shown = f"{cell:.2f}" if decimals else ""
    return shown if shown.endswith(".10") else plain(cell)


def _local(moment: dt.datetime, context: Context) -> Day:
    """The day in the county: what begins there at midnight is written in UTC as the evening before."""
    local = moment.astimezone(ZoneInfo(context.timezone)).date()
    return Day(local, "day", "" if local == moment.date() else "date_in_utc")


def _typed(cell: dt.date, column: Column, context: Context) -> Day | Reading:
    """A typed date cell. Shown as 1965年10月 its day is always the first, so that it is read as a month."""
    if cell.year not in YEARS:
        return refuse("date_impossible", column)
    shown = (context.number_format or "d").lower()
    precision = "month" if cell.day == 1 and "d" not in shown else "day"
    return Day(dt.date(cell.year, cell.month, cell.day), precision)


def _completed(parts: Written, context: Context, expected: Expected) -> Day | None:
    """The day with its full year; None where the calendar has no such day."""
    end = context.period_end
    year = parts.year
    if year is None:
        year = year_meant(parts.month, end) if expected.ahead else end.year
    elif parts.rule == "date_two_digit_year":
        year += 2000 if 2000 + year <= end.year + expected.newest else 1900
    with suppress(ValueError):
        full = dt.date(year, parts.month, parts.day or 1)
        if parts.year is None and not expected.ahead and full > end + SOON:
            full = full.replace(year=year - 1)
        if full.year in YEARS:
            return Day(full, "day" if parts.day else "month", parts.rule)
    return None


def _week(year: str | None, week: str, cell: str, column: Column, context: Context) -> Reading:
    named = int(week) if week.isdecimal() else numeral(week) or 0
    code = f"{year or context.period_end.isocalendar().year}-W{named:02d}"
    try:
        monday_of(code)
    except UnknownPeriod:
        return refuse("period_unreadable", column)
    if year is None:
        return warn(code, "period_understood", column)
    return Reading(code) if code == cell else fix(code, "period_rewritten")


def _week_of(cells: tuple[Cell, ...], column: Column, context: Context) -> Reading:
    """The one week all these days lie in."""
    weeks: set[str] = set()
    for cell in cells:
        parsed = day(cell, column, context, EVENT)
        if isinstance(parsed, Reading) or parsed.precision != "day":
            return refuse("period_unreadable", column)
        weeks.add(period_of(parsed.date))
    return warn(weeks.pop(), "period_understood", column) if len(weeks) == 1 else refuse("period_unreadable", column)
