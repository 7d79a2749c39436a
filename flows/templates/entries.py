"""What a cell of a blank workbook takes: number format, width, choices, limits, and what is said of a wrong entry.

All of it follows from the contract. A spreadsheet looks at an entry when it is typed, so it can stop what is certainly
wrong; what the contract lets pass with a word (FIXW) is asked about, and several choices in one cell are only offered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from expectations.codelist import CodeList, codelist_names
from expectations.contract import LIST_KINDS, Column, Kind, Sheet
from expectations.hints import example, hint
from expectations.rules import Between, NotBefore, Reaction

TEXT_FORMAT = "@"
_FORMATS = {
    Kind.INTEGER: "0",
    Kind.NUMBER: "General",
    Kind.MONEY: "General",
    Kind.HOURS: "General",
    Kind.PERCENT: "0.0%",
    Kind.DATE: "yyyy-mm-dd",
    Kind.DUE: "yyyy-mm-dd",
}
_LENGTHS = {Kind.ID: (18, 18), Kind.PHONE: (7, 20), Kind.MONTH: (7, 11), Kind.BIRTH: (7, 11), Kind.PERIOD: (8, 8)}
"""Characters of texts that have a shape: 1965-10 … 1965年10月15日, 7220000 … 0713-7220000-8001."""

_FIRST_DAY, _LAST_DAY = dt.date(1930, 1, 1), dt.date(2099, 12, 31)
_NARROWEST, _WIDEST, _FREE_TEXT = 8, 40, 20


PERIOD = "period"
"""The name of a drop-down that offers the form's own period alone."""


class Insistence(StrEnum):
    """What a wrong entry meets."""

    REFUSED = "refused"
    ASKED = "asked"  # it may stay if the clerk says so
    NOTHING = "nothing"  # choices are offered, anything may be typed


@dataclass(frozen=True)
class Limits:
    """low ≤ entry ≤ high; of a text its length. An open end is None."""

    of: Literal["integer", "decimal", "date", "length"]
    low: float | dt.date | None = None
    high: float | dt.date | None = None


@dataclass(frozen=True)
class Entry:
    """What a cell takes; `choices` names the list of its drop-down. Widths are in digits, as spreadsheets count."""

    number_format: str
    width: int
    prompt: str
    refusal: str
    choices: str | None = None
    limits: Limits | None = None
    insistence: Insistence = Insistence.REFUSED


def entry(sheet: Sheet, column: Column, period_end: dt.date | None) -> Entry:
    """What the cells of a column take; with `period_end` a date of the past lies within or before the period."""
    wanted = f"{hint(column)}，例如“{example(column)}”。"
    limits = _limits(sheet, column, period_end)
    bounds = "".join(rule.because for rule in _between(sheet, column))
    return Entry(
        number_format=_FORMATS.get(column.kind, TEXT_FORMAT),
        width=_width(column),
        prompt=f"{wanted}{_missing(column)}",
        refusal=bounds if limits and limits.of == "length" and bounds else f"「{column.heading}」{wanted}{bounds}",
        choices=_choices(column, period_end),
        limits=limits,
        insistence=_insistence(column, limits),
    )


def wordings(column: Column, listed: CodeList) -> Mapping[str, str]:
    """How each code of the column's list is written: by its label, or as it is where the contract's example is one.

    A county labels its own lists, whatever the example.
    """
    plain = example(column) in listed.labels and listed.name in codelist_names()
    return {code: code for code in listed.labels} if plain else listed.labels


def _missing(column: Column) -> str:
    if column.kind is Kind.DUE:
        return "没有时限的填“长期”。"
    return "" if column.need.value == "R" else "没有的留空。"


def _choices(column: Column, period_end: dt.date | None) -> str | None:
    if column.kind is Kind.FLAG:
        return "flag"
    if column.kind is Kind.PERIOD and period_end:
        return PERIOD
    return column.codes


def _between(sheet: Sheet, column: Column) -> list[Between]:
    return [
        rule for rule in sheet.rules if isinstance(rule, Between) and rule.column == column.name and rule.when is None
    ]


def _limits(sheet: Sheet, column: Column, period_end: dt.date | None) -> Limits | None:
    """The limits of the contract's own rules, else those of the kind."""
    rules = _between(sheet, column)
    low = next((rule.low for rule in rules if rule.low is not None), None)
    high = next((rule.high for rule in rules if rule.high is not None), None)
    match column.kind:
        case Kind.PERCENT:
            return Limits("decimal", 0, 1)
        case Kind.INTEGER:
            return Limits("integer", low or 0, high)
        case Kind.NUMBER | Kind.MONEY | Kind.HOURS:
            return Limits("decimal", low or 0, high)
        case Kind.DATE:
            return Limits("date", low or _FIRST_DAY, _latest(sheet, column, period_end))
        case Kind.TEXT if high is not None:
            return Limits("length", None, high)
    return Limits("length", *_LENGTHS[column.kind]) if column.kind in _LENGTHS else None


def _latest(sheet: Sheet, column: Column, period_end: dt.date | None) -> dt.date:
    past = any(
        isinstance(rule, NotBefore) and rule.columns == ("period_end", column.name) and not rule.years
        for rule in sheet.rules
    )
    return period_end if past and period_end else _LAST_DAY


def _insistence(column: Column, limits: Limits | None) -> Insistence:
    if column.kind in LIST_KINDS:
        return Insistence.NOTHING
    kept = column.keeps_text or (column.codes is not None and column.on_failure is Reaction.FIXW)
    free = column.kind is Kind.TEXT and limits is not None
    return Insistence.ASKED if kept or free else Insistence.REFUSED


def shown_width(text: str) -> int:
    """How wide a text is shown, in digits: a Chinese character takes two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _width(column: Column) -> int:
    wanted = max(shown_width(example(column)) + 3, shown_width(column.heading) // 2 + 3, _NARROWEST)
    return min(max(wanted, _FREE_TEXT) if column.kind is Kind.TEXT else wanted, _WIDEST)
