"""A workbook with a worksheet for each week: which of its tables are of the week that is sent (domain.md §12, M11)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from contextlib import suppress

from expectations.contract.rules import Reaction
from transforms.cells.numerals import NUMERAL_CHARACTERS, numeral
from transforms.clock import UnknownPeriod, monday_of, period_of
from transforms.recognise.tables import Table
from transforms.records.notice import Notice

_WEEK = re.compile(
    rf"(?:(?P<year>[0-9]{{4}})\s*年?度?\s*[-_.]?\s*)?"
    rf"(?:第?\s*(?P<week>[0-9]{{1,2}}|[{NUMERAL_CHARACTERS}]{{1,3}})\s*周|(?<![A-Za-z])[Ww](?P<iso>[0-9]{{1,2}})(?![0-9]))"
)
_DAY = r"(?:([01]?[0-9])[.月/]([0-3]?[0-9])日?|([01][0-9])([0-3][0-9]))"
_DAYS = re.compile(rf"(?<![0-9]){_DAY}\s*(?:[-—–~～]+|至|到)\s*{_DAY}(?![0-9])")
_OF_MONTH = re.compile(
    rf"(?<![0-9])(?P<month>1[0-2]|0?[1-9])月份?\s*[（(]?第?\s*(?P<nth>[1-6]|[{NUMERAL_CHARACTERS}])\s*[周期](?![0-9])"
)
_LAST_WEEK = re.compile(r"上一?周|上一?期")
_HALF_A_YEAR = 26
_SEVEN_DAYS = dt.timedelta(days=7)


def week_of_tab(name: str, period: str) -> str | None:
    """The ISO week a worksheet's name states (第46周, W46, 上周), or None; without a year that nearest to `period`."""
    if _LAST_WEEK.search(name):
        return period_of(monday_of(period) - _SEVEN_DAYS)
    if days := _week_of_days(name, period):
        return days
    if "月" in name:
        return _week_of_month(name, period)
    if not (match := _WEEK.search(name)):
        return None
    written = match["week"] or match["iso"]
    week = int(written) if written.isdecimal() else numeral(written) or 0
    year, number = (int(part) for part in period.split("-W"))
    nearest = year + (number - week > _HALF_A_YEAR) - (week - number > _HALF_A_YEAR)
    code = f"{match['year'] or nearest}-W{week:02d}"
    try:
        monday_of(code)
    except UnknownPeriod:
        return None
    return code


def _week_of_days(name: str, period: str) -> str | None:
    """The one week of two days of the year (11.15-11.21, 1115-1121), taken in the year nearest to `period`."""
    if not (match := _DAYS.search(name)):
        return None
    monday, (first_month, first_day, last_month, last_day) = monday_of(period), map(int, filter(None, match.groups()))
    for year in (monday.year, monday.year - 1, monday.year + 1):
        with suppress(ValueError):
            first, last = dt.date(year, first_month, first_day), dt.date(year, last_month, last_day)
            if period_of(first) == period_of(last) and abs(first - monday) < _HALF_A_YEAR * _SEVEN_DAYS:
                return period_of(first)
    return None


def _week_of_month(name: str, period: str) -> str | None:
    """The ISO week of 11月第3周: the `period` itself where one of two ways to count gives that.

    The first week of a month is that of its first Monday, or that of its first day.
    """
    if not (match := _OF_MONTH.search(name)):
        return None
    written, monday = match["nth"], monday_of(period)
    nth = int(written) if written.isdecimal() else numeral(written) or 0
    firsts = (dt.date(monday.year + years, int(match["month"]), 1) for years in (-1, 0, 1))
    first = min(firsts, key=lambda day: abs(day - monday))
    begins = first - dt.timedelta(first.weekday())
    by_monday = begins if begins == first else begins + _SEVEN_DAYS
    weeks = [period_of(start + (nth - 1) * _SEVEN_DAYS) for start in (by_monday, begins)]
    return period if period in weeks else weeks[0]


def of_other_weeks(
    every: Sequence[Table], senders: Sequence[str | None], wanted: str, *, named: bool
) -> dict[int, str]:
    """Position → week of the tables of a week other than `wanted`, where the sender has one of the sheet of that week.

    A table states its week in its title, else by the name of its worksheet; one that states none is of the wanted week.
    Unless the file is `named` for that week, a table whose title states another counts for that other one (M08).
    """
    weeks = [table.notes.period or week_of_tab(table.grid.name, wanted) or wanted for table in every]
    lines = [(table.header.sheet, sender) for table, sender in zip(every, senders, strict=True)]
    sent = {line for line, week in zip(lines, weeks, strict=True) if week == wanted}
    claimed = (n for n, table in enumerate(every) if named or not table.notes.period)
    return {n: weeks[n] for n in claimed if weeks[n] != wanted and lines[n] in sent}


def set_aside_notice(table: Table, week: str, wanted: str) -> Notice:
    """What the clerk reads about a table of another week."""
    message = (
        f"工作表“{table.grid.name}”是{week}的，本次报的是{wanted}，没有读取。"
        "需要补报或更正的，请另存为一个文件单独报送。"
    )
    return Notice("other_week", message, Reaction.FIXW)


def tab_notices(table: Table, stated: str) -> list[Notice]:
    """A warning where the worksheet's name states another week than the table is taken for."""
    week = None if table.notes.period else week_of_tab(table.grid.name, stated)
    if week in (None, stated):
        return []
    message = f"工作表“{table.grid.name}”写的是{week}，已按{stated}登记。请核对内容是不是本期的，并改正工作表名称。"
    return [Notice("tab_of_other_week", message, Reaction.FIXW)]
