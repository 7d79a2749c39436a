"""What a cell of a blank workbook takes: number format, width, choices, limits, and the message on a wrong entry.

All of it follows from the contract. A spreadsheet checks an entry when it is typed: it refuses what is certainly wrong,
warns of what the contract accepts with a warning (FIXW), and only offers a list where several choices are allowed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from expectations.contract.contract import LIST_KINDS, Column, Kind, Need, Sheet
from expectations.contract.hints import example, hint
from expectations.contract.rules import Reaction
from expectations.county.codelist import CodeList, codelist_names
from flows.clerks.blank_forms.limits import EntryLimits, limits

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
"""Everything else is text: a spreadsheet would convert long numbers and months (domain.md M39, M53)."""

FLAG, PERIOD = "flag", "period"
"""Drop-downs without a code list: yes and no, and the form's own period alone."""

_NARROWEST, _WIDEST, _FREE_TEXT = 10, 40, 20


class Insistence(StrEnum):
    """How a spreadsheet reacts to a wrong entry."""

    REFUSED = "refused"
    WARNED = "warned"  # it may stay if the clerk says so
    NOTHING = "nothing"  # choices are offered, anything may be typed


@dataclass(frozen=True)
class Entry:
    """What a cell takes; `choices` names the list of its drop-down. Widths are in digits, as spreadsheets count."""

    number_format: str
    width: int
    prompt: str
    refusal: str
    choices: str | None
    limits: EntryLimits | None
    insistence: Insistence


def entry(sheet: Sheet, column: Column, period_end: dt.date | None) -> Entry:
    """What the cells of a column take in the workbook of a period; None leaves the period open."""
    wanted, bounds = f"{hint(column)}，例如“{example(column)}”。", limits(sheet, column, period_end)
    return Entry(
        number_format=_FORMATS.get(column.kind, TEXT_FORMAT),
        width=_width(column),
        prompt=wanted + _if_there_is_none(column),
        refusal=f"「{column.heading}」{wanted}{bounds.because if bounds else ''}",
        choices=_choices(column, period_end),
        limits=bounds,
        insistence=_insistence(column, bounds),
    )


def wordings(column: Column, listed: CodeList) -> Mapping[str, str]:
    """How each code of the column's list is written: by its label, or as it is where the contract's example is one.

    A county labels its own lists, whatever the example.
    """
    plain = example(column) in listed.labels and listed.name in codelist_names()
    return {code: code for code in listed.labels} if plain else listed.labels


def shown_width(text: str) -> int:
    """How wide a text is shown, in digits: a Chinese character takes two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _if_there_is_none(column: Column) -> str:
    if column.kind is Kind.DUE:
        return "没有时限的填“长期”。"
    return "" if column.need is Need.REQUIRED else "没有的留空。"


def _choices(column: Column, period_end: dt.date | None) -> str | None:
    if column.kind is Kind.PERIOD and period_end:
        return PERIOD
    return FLAG if column.kind is Kind.FLAG else column.codes


def _insistence(column: Column, bounds: EntryLimits | None) -> Insistence:
    if column.kind in LIST_KINDS:
        return Insistence.NOTHING
    passes = column.keeps_text or (column.codes is not None and column.on_failure is Reaction.FIXW)
    free = column.kind is Kind.TEXT and bounds is not None
    return Insistence.WARNED if passes or free else Insistence.REFUSED


def _width(column: Column) -> int:
    wanted = max(shown_width(example(column)) + 3, shown_width(column.heading) // 2 + 3, _NARROWEST)
    return min(max(wanted, _FREE_TEXT) if column.kind is Kind.TEXT else wanted, _WIDEST)
