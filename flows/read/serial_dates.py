"""Numbers that a workbook shows as dates, times and durations (ECMA-376 part 1, 18.17.4)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from flows.read.number_formats import unquoted
from transforms.recognise.grid import Cell

Calendar = Literal["date", "duration"]

_DURATION = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_FIRST = dt.date(1899, 12, 30)
_DAYS_1904 = 1462
_LEAP_DAY = 60  # 29 February 1900, which never was
_BEYOND = 2_958_466  # the day after 31 December 9999
_DAY = 86_400_000  # milliseconds


def calendar(code: str) -> Calendar | None:
    """Whether a number format shows a positive number as a date (or time of day), a duration, or as a number."""
    shown = unquoted(code).partition(";")[0]
    if shown.lower() in ("general", "standard"):
        return None
    return "duration" if _DURATION.search(shown) else "date" if _DATE.search(shown) else None


def moment_of(serial: float, kind: Calendar | None, *, from_1904: bool) -> Cell:
    """A number as its format shows it: below 1 a time, else a date, with its time unless that is midnight.

    A negative number, and one beyond the year 9999, stays a number: no date can show it.
    """
    if kind is None or not 0 <= serial < _BEYOND:
        return serial
    span = dt.timedelta(milliseconds=round(serial * _DAY))
    if kind == "duration":
        return span
    if not span.days:
        return (dt.datetime.combine(_FIRST, dt.time()) + span).time()
    span += dt.timedelta(_DAYS_1904 if from_1904 else int(serial < _LEAP_DAY))
    if span.days >= _BEYOND:
        return serial
    moment = dt.datetime.combine(_FIRST, dt.time()) + span
    return moment if moment.time() != dt.time() else moment.date()
