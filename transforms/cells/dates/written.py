"""Parsing a day or a month from text (domain.md §12, M51–M60), before the column's own conditions."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from transforms.cells.numerals import numeral
from transforms.cells.plain import bare

_ISO = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})(?:-(?P<d>[0-9]{2}))?")
_TIME = re.compile(
    r"(?:(?<=[日号])\s*|(?<=[0-9])\s+|(?<=[0-9])T)(?:上午|下午|中午|晚上|晚|早上)?"
    r"[0-9]{1,2}(?:[:：][0-9]{2}(?:[:：][0-9]{2}(?:\.[0-9]+)?)?|[时点](?:[0-9]{1,2}分|半|许)?)Z?$"
)
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)? ?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)"
)
_NOTE = re.compile(r"\((?:(?:星期|周)[一二三四五六日天]|[0-9]{1,3}周?岁)\)$|(?:星期|周)[一二三四五六日天]$|出?生$")
_SPELLED = re.compile(r"[〇○零一二三四五六七八九十]{1,5}(?=[年月日号])")

_SEP = r"[-—–−./\\年月、]"
_FORMS = tuple(
    (re.compile(form), rule)
    for form, rule in (
        (_ISO.pattern, ""),
        (rf"(?P<y>[0-9]{{4}}){_SEP}(?P<m>[0-9]{{1,2}}){_SEP}(?P<d>[0-9]{{1,2}})[日号]?", "date_rewritten"),
        (r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})", "date_rewritten"),
        (rf"(?P<y>[0-9]{{4}})(?!\.1$){_SEP}(?P<m>[0-9]{{1,2}})月?份?", "date_rewritten"),
        (r"(?P<y>(?:19|20)[0-9]{2})(?P<m>0[1-9]|1[0-2])", "date_rewritten"),
        (rf"(?P<y>[0-9]{{2}})(?!月){_SEP}(?P<m>[0-9]{{1,2}}){_SEP}(?P<d>[0-9]{{1,2}})[日号]?", "date_two_digit_year"),
        (r"(?P<y>[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})", "date_two_digit_year"),
        (r"(?P<y>[0-9]{2})年(?P<m>[0-9]{1,2})月?份?", "date_two_digit_year"),
        # The first number is no month, so it is a year: 65.10
        (r"(?P<y>1[3-9]|[2-9][0-9])[-./](?P<m>0[1-9]|1[0-2]|[2-9])", "date_two_digit_year"),
        (r"(?P<m>[0-9]{1,2})[-./月](?P<d>[0-9]{1,2})[日号]?", "date_without_year"),
        (r"(?P<m>[0-9]{1,2})月份?", "date_without_year"),
        # Year last is clear only where one of the two others is no month (M60).
        (r"(?P<d>1[3-9]|2[0-9]|3[01])[-./](?P<m>[0-9]{1,2})[-./](?P<y>[0-9]{4})", "date_year_last"),
        (r"(?P<m>[0-9]{1,2})[-./](?P<d>1[3-9]|2[0-9]|3[01])[-./](?P<y>[0-9]{4})", "date_year_last"),
    )
)
_SERIAL = re.compile(r"([2-5][0-9]{4}|60000)(?:\.[0-9]+)?")
_EPOCH = dt.date(1899, 12, 30)

_DAY_OF_MONTH = r"[0-9]{1,2}[./月][0-9]{1,2}[日号]?"
_WHY_NOT = tuple(
    (re.compile(sign), rule)
    for sign, rule in (
        (r".*(?:[农阴旧]历|[正冬腊]月|月(?:初[一二三四五六七八九十]|[十廿卅])).*", "date_lunar"),
        (r".*民国.*", "date_republic_year"),
        (r"[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{4}", "date_day_month_order"),
        (rf"(?:[0-9]{{2,4}}[-./年])?{_DAY_OF_MONTH}[-—–~至到、]+(?:{_DAY_OF_MONTH}|[0-9]{{1,2}}[日号]?)", "date_range"),
        (r"[0-9]{4}[./年][0-9]{1,2}[-—–−][0-9]{1,2}月?", "date_range"),
        (r"(?:[0-9]{4}|[0-9]{2})\.1", "date_ambiguous_month"),
        (r"(?:18|19|20)[0-9]{2}年?", "date_month_missing"),
    )
)
_RANGE = re.compile(r"(.+?)(?:至|到|~|—+|–+|--)(.+)|([^-]+)-([^-]+)")
_TWO_MONTHS = re.compile(r"[0-9]{4}[./年]([0-9]{1,2})[-—–−]([0-9]{1,2})")
OPEN_END = frozenset({"今", "至今", "现在", "目前", "长期"})


@dataclass(frozen=True, slots=True)
class Written:
    """A day or month as written: `year` is None where none is, and may have two digits; `day` None is the month."""

    year: int | None
    month: int
    day: int | None
    rule: str


def zoned_moment(text: str) -> dt.datetime | None:
    """A moment with its time zone, such as 2021-11-21T16:00:00.000Z, as web programs export days; None for others."""
    if not _MOMENT.fullmatch(text):
        return None
    try:
        return dt.datetime.fromisoformat(text.replace(" +", "+").replace(" -", "-").replace(" Z", "Z"))
    except ValueError:
        return None


def date_text(text: str) -> str:
    """The text without time of day, weekday, age, 生 and blanks; Chinese numerals as digits, 元月 as 1月."""
    if _ISO.fullmatch(text):
        return text
    words = _NOTE.sub("", bare(_TIME.sub("", text.strip())))
    return _SPELLED.sub(lambda match: str(numeral(match[0]) or 0), words.replace("元月", "1月"))


def written(text: str) -> Written | None:
    """The day or month in a text in the form of `date_text`; None where it is no date or is ambiguous."""
    if _SERIAL.fullmatch(text):
        day = _EPOCH + dt.timedelta(days=int(text[:5]))
        return Written(day.year, day.month, day.day, "date_serial_number")
    if _may_be_months(text):
        return None
    for form, rule in _FORMS:
        if match := form.fullmatch(text):
            parts = {name: int(digits) for name, digits in match.groupdict().items() if digits}
            return Written(parts.get("y"), parts["m"], parts.get("d"), rule)
    return None


def _may_be_months(text: str) -> bool:
    """Whether 2021.11-12 may mean two months as well as a day: another sign before the second, later number."""
    match = _TWO_MONTHS.fullmatch(text)
    return match is not None and int(match[1]) < int(match[2]) <= 12


def why_not(text: str) -> str:
    """The rule that says why a text (in the form of `date_text`) could not be understood as a date."""
    known = next((rule for sign, rule in _WHY_NOT if sign.fullmatch(text)), None)
    return known or ("date_range" if date_range(text) else "date_unreadable")


def date_range(text: str) -> tuple[str, str] | None:
    """Start and end of a range such as 2021.11—2022.12 as two texts; the end is "" for 至今 (M58).

    An end without a year takes that of the start. None where the text is no range of dates.
    """
    match = _RANGE.fullmatch(date_text(text))
    if not match or written(date_text(text)):
        return None
    start, end = (side for side in match.groups() if side is not None)
    first = written(start)
    if first is None or first.year is None:
        return None
    if end in OPEN_END:
        return start, ""
    last = written(end)
    if last is None:
        return None
    return start, end if last.year else f"{first.year}年{end}"
