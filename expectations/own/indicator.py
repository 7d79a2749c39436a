"""Indicators as data: a count, a sum, a mean or a share of the rows of one sheet, a county's own or a built-in one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from expectations.contract.contract import Cadence, Kind, Privacy, Sheet
from expectations.county.county import Threshold
from expectations.own.wrong import Place, WrongDeclaration, choices, made

_ID = re.compile(r"F[1-9][0-9]?")
NUMBERS = (Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.HOURS)
DATES = (Kind.DATE, Kind.DUE, Kind.MONTH)


class Way(StrEnum):
    """What is made of the rows."""

    COUNT = "count"  # how many there are
    RATIO = "ratio"  # the share of rows `where` among the rows `among`, in per cent
    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"
    MAX = "max"
    DISTINCT = "distinct"  # how many different values a column has


class Window(StrEnum):
    """Which rows are looked at: by the day in the column `on`, else by the period they were sent for."""

    STANDING = "standing"  # all in force on the as-of day (截至统计日)
    PERIOD = "period"  # 本期
    YEAR = "year"  # 本年
    DAYS = "days"  # the last `days`


WINDOW_WORDS = {Window.STANDING: "截至统计日", Window.PERIOD: "本期", Window.YEAR: "本年", Window.DAYS: "近{days}天"}

COUNTABLE = ("S4", "S5", "S6", "S7", "S8", "S9", "S10", "R6")
"""The built-in sheets that have a table of their rows; the others come together in the rows of persons."""

choices("measure", Way)
choices("window", Window)


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A condition on a column: it holds one of `values`, lies from `low` to `high`, is a `past` day, or is `empty`.

    With none of these it is filled in.
    """

    column: str
    values: tuple[str | bool, ...] = ()
    low: float | dt.date | None = None
    high: float | dt.date | None = None
    past: bool = False
    empty: bool = False


@dataclass(frozen=True, kw_only=True)
class OwnIndicator:
    """One indicator of a county's own; `by` are the columns by which it is broken down."""

    id: str
    label: str
    formula: str
    sheet: str
    measure: Way
    unit: str = ""
    column: str | None = None
    where: tuple[Condition, ...] = ()
    among: tuple[Condition, ...] = ()
    window: Window = Window.STANDING
    on: str | None = None
    days: int | None = None
    by: tuple[str, ...] = ()
    light: Threshold | None = None

    @property
    def window_words(self) -> str:
        """The window as it is printed."""
        return WINDOW_WORDS[self.window].format(days=self.days)

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns it reads, each once."""
        named = (self.column, *(each.column for each in (*self.where, *self.among)), self.on, *self.by)
        return tuple(dict.fromkeys(name for name in named if name))


def indicator_of(data: Mapping[str, Any], place: Place, sheets: Mapping[str, Sheet]) -> OwnIndicator:
    """An indicator from its data; `sheets` are those there are. Raises WrongDeclaration."""
    if not _ID.fullmatch(str(data.get("id", ""))):
        raise WrongDeclaration((*place, "id"), "write" if "id" in data else "missing", write="write_indicator_id")
    parts: dict[str, Any] = {}
    for name in ("where", "among"):
        listed = data.get(name, ())
        if not isinstance(listed, list | tuple) or not all(isinstance(each, Mapping) for each in listed):
            raise WrongDeclaration((*place, name), "write", write="write_conditions")
        parts[name] = tuple(made(Condition, each, (*place, name)) for each in listed)
    if "light" in data:
        if not isinstance(data["light"], Mapping):
            raise WrongDeclaration((*place, "light"), "write", write="limits")
        parts["light"] = made(Threshold, data["light"], (*place, "light"))
    declared = made(OwnIndicator, {**data, **parts}, place)
    if declared.sheet not in sheets:
        raise WrongDeclaration((*place, "sheet"), "no_sheet", known=", ".join(sheets))
    _check(declared, place, sheets[declared.sheet])
    return declared


def _check(declared: OwnIndicator, place: Place, sheet: Sheet) -> None:
    """Raises WrongDeclaration for a column that is not there or of another kind than is needed."""
    for key, names in (
        ("column", [declared.column]),
        ("where", [each.column for each in declared.where]),
        ("among", [each.column for each in declared.among]),
        ("on", [declared.on]),
        ("by", declared.by),
    ):
        for name in filter(None, names):
            if name not in sheet.column or sheet.column[name].privacy is Privacy.P0:
                open_ones = (each.name for each in sheet.columns if each.privacy is not Privacy.P0)
                raise WrongDeclaration((*place, key), "own_no_column", name=name, known=", ".join(open_ones))
    _check_measure(declared, place, sheet)
    for name in declared.by:
        column = sheet.column[name]
        if column.kind is not Kind.CODE or column.privacy is Privacy.P1:
            raise WrongDeclaration((*place, "by"), "own_not_by", name=column.heading)
    for each in (*declared.where, *declared.among):
        if each.past and sheet.column[each.column].kind not in DATES:
            raise WrongDeclaration((*place, "where"), "own_no_date", name=sheet.column[each.column].heading)


def _check_measure(declared: OwnIndicator, place: Place, sheet: Sheet) -> None:
    numeric = declared.measure in (Way.SUM, Way.MEAN, Way.MEDIAN, Way.MAX)
    if (declared.column is not None) != (numeric or declared.measure is Way.DISTINCT):
        raise WrongDeclaration((*place, "column"), f"own_takes_{'a' if declared.column is None else 'no'}_column")
    if declared.column and numeric and sheet.column[declared.column].kind not in NUMBERS:
        raise WrongDeclaration((*place, "column"), "own_no_number", name=sheet.column[declared.column].heading)
    if declared.column and sheet.column[declared.column].privacy is Privacy.P1:
        raise WrongDeclaration((*place, "column"), "own_private", name=sheet.column[declared.column].heading)
    if declared.on and sheet.column[declared.on].kind not in DATES:
        raise WrongDeclaration((*place, "on"), "own_no_date", name=sheet.column[declared.on].heading)
    if (declared.window is Window.DAYS) != (declared.days is not None):
        raise WrongDeclaration((*place, "days"), "own_days")
    snapshot = sheet.cadence is not Cadence.WEEKLY_ROWS
    if declared.window is not Window.STANDING and snapshot and declared.on is None:
        raise WrongDeclaration((*place, "on"), "own_on_wanted")
