"""Deadlines: a date, or the words offices use instead of one (domain.md §12, M55)."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from expectations.contract.contract import Column
from transforms.cells.context import Context, Reading
from transforms.cells.dates.dates import DEADLINE, YEARS, day
from transforms.cells.dates.written import date_text, zoned_moment
from transforms.cells.sentences import warn
from transforms.clock import year_meant
from transforms.recognise.grid import Cell

_BEFORE = re.compile(r"(?<=.)(?:之前|以前|前|之内|以内|内|为?止|完成)+$")
_PART = re.compile(
    r"(?:(?P<year>[0-9]{4}|[0-9]{2})年|(?P<next>明年)|[今本当]年?)?"
    r"(?:(?P<month>[0-9]{1,2})月份?|(?P<this>[本当]?月))?年?(?P<part>[底末]|上旬|中旬|下旬)?"
)
_TENTHS = {"上旬": 10, "中旬": 20}
_NO_DAY = re.compile(
    r"长期|常年|常态|持续|即时|即办|及时|随时|立即|尽快|元旦|春节|元宵|清明|五一|端午|中秋|国庆|重阳|汛期|节前|春耕|秋收"
)


def due(cell: Cell, column: Column, context: Context) -> Reading:
    """A deadline; a month or the end of one is its last day, 长期 and holidays leave it open with their words kept."""
    if isinstance(cell, str) and not zoned_moment(cell.strip()):
        words = _BEFORE.sub("", date_text(cell))
        if last := _last_day(words, context.period_end):
            return warn(last, "due_month_end", column)._replace(precision="month")
        parsed = day(words, column, context, DEADLINE)
        if isinstance(parsed, Reading) and _NO_DAY.search(words):
            return warn(None, "due_open", column)._replace(text=cell.strip())
    else:
        parsed = day(cell, column, context, DEADLINE)
    if isinstance(parsed, Reading):
        return parsed
    if parsed.precision == "day":
        return parsed.reading(parsed.date, column)
    return warn(_end_of(parsed.date.year, parsed.date.month), "due_month_end", column)._replace(precision="month")


def _last_day(words: str, period_end: dt.date) -> dt.date | None:
    """The last day of the stretch named by 11月底, 年底, 本月中旬, 2021年11月; None for anything else."""
    match = _PART.fullmatch(words)
    if not match or not (match["month"] or match["part"]):
        return None
    month = int(match["month"] or (period_end.month if match["this"] else 12))
    year = int(match["year"] or year_meant(12 if match["next"] else month, period_end)) + (match["next"] is not None)
    year += 2000 if year < 100 else 0
    if year not in YEARS or not 1 <= month <= 12:
        return None
    end = _end_of(year, month)
    return end.replace(day=_TENTHS.get(match["part"] or "", end.day))


def _end_of(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
