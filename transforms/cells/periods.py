"""Reporting periods (domain.md §4.8, §6): ISO weeks."""

from __future__ import annotations

import re

from expectations.contract.contract import Column
from transforms.cells.context import Context
from transforms.cells.dates import EVENT, day
from transforms.cells.numerals import NUMERAL_CHARACTERS, numeral
from transforms.cells.plain import bare
from transforms.cells.reading import Reading
from transforms.cells.sentences import fix, refuse, warn
from transforms.cells.written import date_range
from transforms.clock import UnknownPeriod, monday_of, period_of
from transforms.recognise.grid import Cell

_WEEK = re.compile(
    rf"(?:(?P<year>[0-9]{{4}})(?:年度?|-)?)?(?:第|[wW]|(?=[0-9]{{1,2}}周))(?P<week>[0-9]{{1,2}}|[{NUMERAL_CHARACTERS}]{{1,3}})(?:[周期]|星期)?"
)
_BRACKETED = re.compile(r"\(.*\)$")


def period(cell: Cell, column: Column, context: Context) -> Reading:
    """An ISO week `YYYY-Www`; a week without a year is the period's year's, days stand for their week."""
    if isinstance(cell, str):
        text = _BRACKETED.sub("", bare(cell))
        if match := _WEEK.fullmatch(text):
            return _week(match["year"], match["week"], cell, column, context)
        if days := date_range(text):
            return _week_of(days, column, context)
    return _week_of((cell,), column, context)


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
