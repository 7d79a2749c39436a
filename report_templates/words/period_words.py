"""How a period is called in reports, and what a report on it is called."""

from __future__ import annotations

import datetime as dt

from report_templates.words.sentence import Number, Runs, plain_number
from transforms.clock import Kind, kind_of, number_of, period_end, period_start

_REPORT = {Kind.WEEK: "周报", Kind.MONTH: "月报", Kind.QUARTER: "季报", Kind.YEAR: "年报"}
THIS = {Kind.WEEK: "本期", Kind.MONTH: "本月", Kind.QUARTER: "本季度", Kind.YEAR: "本年度"}
"""How a paper calls its own period."""
LAST = {Kind.WEEK: "上周", Kind.MONTH: "上月", Kind.QUARTER: "上季度", Kind.YEAR: "上年"}
"""How a sentence calls the period before."""
_SERIAL = {Kind.WEEK: "", Kind.MONTH: "M", Kind.QUARTER: "Q", Kind.YEAR: "Y"}


def period_name(period: str) -> str:
    """2021年第47周, 2021年11月, 2021年第4季度, 2021年."""
    year, number = number_of(period)
    named = {Kind.WEEK: f"第{number}周", Kind.MONTH: f"{number}月", Kind.QUARTER: f"第{number}季度", Kind.YEAR: ""}
    return f"{year}年{named[kind_of(period)]}"


def short_name(period: str) -> Number:
    """第47周, 11月, 第4季度, 2021年: under a line of periods of the same kind."""
    whole = kind_of(period) is Kind.YEAR
    return plain_number(period_name(period) if whole else period_name(period).partition("年")[2])


def terms_of(period: str) -> dict[str, str]:
    """What stands for 本期 and 上期, as the words of all papers have it, in the paper of a month, quarter or year."""
    kind = kind_of(period)
    return {} if kind is Kind.WEEK else {"本期": THIS[kind], "上期": LAST[kind]}


def period_days(period: str) -> str:
    """First and last day: 11月22日至11月28日."""
    start, end = period_start(period), period_end(period)
    return f"{start.month}月{start.day}日至{end.month}月{end.day}日"


def issue_words(period: str) -> str:
    """The number of the issue: the week's, month's or quarter's in its year; a year has one."""
    year, number = number_of(period)
    return f"{year}年度" if kind_of(period) is Kind.YEAR else f"第{number}期"


def serial_start(period: str) -> str:
    """The year and the number in it, with a letter unless it is a week's: the first part of a serial number."""
    year, number = number_of(period)
    return f"{year}{_SERIAL[kind_of(period)]}{number:02d}"


def title_of(weekly: str, period: str) -> str:
    """The title of the weekly report as that of a report on this period: 工作周报 becomes 工作月报."""
    return weekly.replace(_REPORT[Kind.WEEK], _REPORT[kind_of(period)])


def law_words(day: dt.date, period: str) -> str:
    """The day whose law and units apply, and whether it is the period's last or that of the calculation."""
    which = "期末" if day == period_end(period) else "重算日"
    return f"{which}（{day.year}年{day.month}月{day.day}日）"


def year_words(period: str, as_of: dt.date) -> Runs:
    """Which year sums of the year are of: 本年, or 2022年 for 2021-W52, which ends on 2 January (domain.md §6)."""
    return ("本年",) if number_of(period)[0] == as_of.year else (plain_number(as_of.year), "年")


def hour_words(moment: dt.datetime) -> str:
    """18时, 17时30分: a time of day as papers, workbooks and letters name a deadline."""
    return f"{moment.hour}时{f'{moment.minute}分' if moment.minute else ''}"
