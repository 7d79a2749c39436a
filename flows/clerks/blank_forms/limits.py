"""The limits a spreadsheet checks while a clerk types: the contract's, else those of the kind of column."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from expectations.contract.contract import Column, Kind, Sheet
from expectations.contract.rules import Between, NotBefore

SHAPES = {Kind.ID: (18, 18), Kind.PHONE: (7, 20), Kind.MONTH: (7, 11), Kind.BIRTH: (7, 11), Kind.PERIOD: (8, 8)}
"""Characters of texts that have a shape: 1965-10 … 1965年10月15日, 7220000 … 0713-7220000-8001."""

_NUMBERS: dict[Kind, Literal["integer", "decimal"]] = {
    Kind.INTEGER: "integer",
    Kind.NUMBER: "decimal",
    Kind.MONEY: "decimal",
    Kind.HOURS: "decimal",
}
_FIRST_DAY, _LAST_DAY = dt.date(1930, 1, 1), dt.date(2099, 12, 31)


@dataclass(frozen=True)
class EntryLimits:
    """low ≤ entry ≤ high, of a text its length; an open end is None. `because` is what the contract says of them."""

    of: Literal["integer", "decimal", "date", "length"]
    low: float | dt.date | None = None
    high: float | dt.date | None = None
    because: str = ""


def limits(sheet: Sheet, column: Column, period_end: dt.date | None) -> EntryLimits | None:
    """The limits of a column; with `period_end` a date of the past lies within or before the period."""
    rules = _between(sheet, column)
    low = next((rule.low for rule in rules if rule.low is not None), None)
    high = next((rule.high for rule in rules if rule.high is not None), None)
    because = "".join(rule.because for rule in rules)
    match column.kind:
        case Kind.PERCENT:
            return EntryLimits("decimal", 0, 1, because)  # a cell shown as 80 % holds 0.8
        case Kind.TEXT if high is not None:
            return EntryLimits("length", None, high, because)
        case Kind.DATE:
            past = period_end if _of_the_past(sheet, column) else None
            sentence = f"不能晚于{past}。" if past else ""
            return EntryLimits("date", low or _FIRST_DAY, past or _LAST_DAY, because + sentence)
    if column.kind in _NUMBERS:
        return EntryLimits(_NUMBERS[column.kind], low or 0, high, because)
    return EntryLimits("length", *SHAPES[column.kind]) if column.kind in SHAPES else None


def _between(sheet: Sheet, column: Column) -> list[Between]:
    rules = [rule for rule in sheet.rules if isinstance(rule, Between)]
    return [rule for rule in rules if rule.column == column.name and rule.when is None]


def _of_the_past(sheet: Sheet, column: Column) -> bool:
    rules = [rule for rule in sheet.rules if isinstance(rule, NotBefore) and not rule.years]
    return any((rule.later, rule.earlier) == ("period_end", column.name) for rule in rules)
