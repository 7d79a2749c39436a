"""Dates, months and births (domain.md §12, M51–M60)."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass

from expectations.contract.contract import Column
from transforms.cells.context import Context
from transforms.cells.plain import plain
from transforms.cells.reading import Reading
from transforms.cells.sentences import fix, refuse, warn
from transforms.cells.written import OPEN_END, Written, date_text, why_not, written
from transforms.recognise.grid import Cell

YEARS = range(1900, 2101)
SOON = dt.timedelta(days=31)  # a date without a year that lies further ahead was last year's


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


def day(cell: Cell, column: Column, context: Context, expected: Expected) -> Day | Reading:
    """The day or month in a cell, or the refusal."""
    if isinstance(cell, dt.date):  # a datetime is one, too
        return _typed(cell, column, context)
    if isinstance(cell, bool | dt.time | dt.timedelta) or not (isinstance(cell, str) or YEARS.start <= cell < 1e8):
        return refuse("date_unreadable", column)
    text = date_text(plain(cell))
    parts = written(text)
    if parts is None:
        return refuse(why_not(text), column)
    if parts.year is None and not expected.yearless:
        return refuse("date_year_missing", column)
    return _completed(parts, context, expected) or refuse("date_impossible", column)


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
        year = end.year
    elif parts.rule == "date_two_digit_year":
        year += 2000 if 2000 + year <= end.year + expected.newest else 1900
    with suppress(ValueError):
        full = dt.date(year, parts.month, parts.day or 1)
        if parts.year is None and not expected.ahead and full > end + SOON:
            full = full.replace(year=year - 1)
        if full.year in YEARS:
            return Day(full, "day" if parts.day else "month", parts.rule)
    return None
