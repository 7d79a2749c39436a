"""Who has sent what, as a grid of words: units down, sheets across (domain.md §6)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import polars as pl

from expectations.catalogue import SHEETS
from expectations.county.county import County
from report_templates.words.period_words import hour_words
from transforms.judge.arrivals import (
    ABSENT,
    BELATED,
    CARRIED,
    DUE,
    LATE,
    MISSING,
    ON_TIME,
    OVERDUE,
    RETURNED,
    STATUS_WORDS,
    ZERO,
    closing,
    deadline,
)


class State(NamedTuple):
    """A status in one character, in a word, and the light it is shown in."""

    mark: str
    word: str
    light: str


STATES: Mapping[str, State] = {
    ON_TIME: State("按", STATUS_WORDS[ON_TIME], "green"),
    ZERO: State("零", STATUS_WORDS[ZERO], "green"),
    LATE: State("迟", STATUS_WORDS[LATE], "yellow"),
    BELATED: State("补", STATUS_WORDS[BELATED], "yellow"),
    CARRIED: State("沿", STATUS_WORDS[CARRIED], "grey"),
    DUE: State("待", STATUS_WORDS[DUE], "grey"),
    OVERDUE: State("催", STATUS_WORDS[OVERDUE], "yellow"),
    MISSING: State("缺", STATUS_WORDS[MISSING], "red"),
    RETURNED: State("退", STATUS_WORDS[RETURNED], "red"),
}
LATE_ZERO = State("零", "零报告（迟）", "yellow")
"""A zero report is one whenever it comes, but not always in time."""


class Standing(NamedTuple):
    """One unit and sheet: its state, and the days it is or was overdue."""

    state: State
    days: int


@dataclass(frozen=True)
class UnitLine:
    """One unit: a standing or nothing for each sheet, and the most days that a sheet it still owes is overdue."""

    unit: str
    cells: tuple[Standing | None, ...]
    days: int


@dataclass(frozen=True)
class StatusGrid:
    """The whole county: sheets (id, title), units, how often each state occurs, and how many of each sheet are owed."""

    period: str
    sheets: tuple[tuple[str, str], ...]
    units: tuple[UnitLine, ...]
    counts: tuple[tuple[State, int], ...]
    owed: tuple[int, ...]


def status_grid(arrivals: pl.DataFrame, county: County, period: str) -> StatusGrid:
    """The grid of ARRIVALS; units come in their order in the county file, unknown ones last."""
    lines: dict[str, dict[str, Any]] = {}
    for line in arrivals.iter_rows(named=True):
        lines.setdefault(line["submitter"], {})[line["sheet"]] = line
    known = [code for code in county.unit if code in lines]
    units = [*known, *sorted(lines.keys() - county.unit.keys())]
    counts = Counter(STATES[status] for status in arrivals["status"])
    owing = Counter(arrivals.filter(_owed())["sheet"])
    return StatusGrid(
        period=period,
        sheets=tuple((sheet.id, sheet.title) for sheet in SHEETS.values()),
        units=tuple(_line(county, code, lines[code]) for code in units),
        counts=tuple((state, counts[state]) for state in STATES.values() if counts[state]),
        owed=tuple(owing[sheet] for sheet in SHEETS),
    )


def _owed() -> pl.Expr:
    return pl.col("status").is_in([*ABSENT, RETURNED])


def _line(county: County, code: str, sent: Mapping[str, Mapping[str, Any]]) -> UnitLine:
    unit = county.unit.get(code)
    owed = [line["days_overdue"] or 0 for line in sent.values() if line["status"] in {*ABSENT, RETURNED}]
    return UnitLine(
        unit=unit.short if unit else code,
        cells=tuple(_standing(sent[sheet]) if sheet in sent else None for sheet in SHEETS),
        days=max(owed, default=0),
    )


def _standing(line: Mapping[str, Any]) -> Standing:
    late_zero = line["status"] == ZERO and line["late"]
    return Standing(LATE_ZERO if late_zero else STATES[line["status"]], line["days_overdue"] or 0)


def moment_words(moment: dt.datetime, county: County) -> str:
    """A moment in the county: 2021年11月29日12时."""
    local = moment.astimezone(ZoneInfo(county.timezone))
    return f"{local.year}年{local.month}月{local.day}日{hour_words(local)}"


def deadline_words(county: County, period: str) -> str:
    """Until when the sheets of a period are on time, and until when merely late."""
    on_time, late = (moment_words(moment(county, period), county) for moment in (deadline, closing))
    return f"{on_time}前为按时，{late}前为迟报，此后为缺报"
