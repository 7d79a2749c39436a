"""A sheet as a county's clerks see it: examples made of the county's own lists and the period that is reported.

A contract declares its examples with fields: `{divisions[0]}` is the label of the first code of that list, `{day:-6}`
the day so many days from the period's last, `{week}` and `{year}` are the period's. A column that is headed by the
title of its shipped code list is headed by the title of the county's own, where there is one (五强五兴).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from expectations.contract.contract import Column, Sheet
from expectations.contract.hints import hint
from expectations.county.codelist import COUNTY_OWN, CodeList, codelist

_NOBODY = "某某"
"""Stands for the first of a list that is empty: a county may have no division of its own."""


@dataclass(frozen=True)
class _Labels:
    """The labels of a list, counted round: a county with one division has a second example all the same."""

    labels: tuple[str, ...]

    def __getitem__(self, at: int | str) -> str:  # of a format string -1 comes as a text
        return self.labels[int(at) % len(self.labels)] if self.labels else _NOBODY


@dataclass(frozen=True)
class _Day:
    """The last day of the period; its format is a number of days to be added: `{day:-6}`."""

    last: dt.date

    def __format__(self, days: str) -> str:
        return (self.last + dt.timedelta(days=int(days))).isoformat()


class _Fields(dict[str, Any]):
    """What the fields of a text stand for; lists are looked up where a text names them."""

    def __init__(self, codes: Mapping[str, CodeList], last: dt.date) -> None:
        year, week, _ = last.isocalendar()
        super().__init__(day=_Day(last), week=f"{year}-W{week:02}", year=f"{last.year}")
        self._codes = codes

    def __missing__(self, name: str) -> _Labels:
        return _Labels(tuple(self._codes[name].labels.values()))


def headed_sheet(sheet: Sheet, codes: Mapping[str, CodeList]) -> Sheet:
    """The sheet with the headings and hints of the county's own lists in `codes`; examples keep their fields."""
    return replace(sheet, columns=tuple(_headed(column, codes) for column in sheet.columns))


def county_sheet(sheet: Sheet, codes: Mapping[str, CodeList], last: dt.date) -> Sheet:
    """The sheet with the examples, sentences and headings of a county.

    codes: `county_codes.all_codes`; last: the last day of the period.
    """
    fields, headed = _Fields(codes, last), headed_sheet(sheet, codes)
    return replace(headed, columns=tuple(_filled(column, fields) for column in headed.columns))


def _headed(column: Column, codes: Mapping[str, CodeList]) -> Column:
    if column.codes not in COUNTY_OWN or column.codes not in codes:
        return column
    general, own = codelist(column.codes).title, codes[column.codes].title
    column = replace(column, hint=hint(column, codes[column.codes]))
    if column.heading != general or own == general:
        return column
    because = column.because.replace(f"「{general}」", f"「{own}」")
    return replace(column, heading=own, variants=(general, *column.variants), because=because)


def _filled(column: Column, fields: _Fields) -> Column:
    texts = {name: getattr(column, name) for name in ("example", "because")}
    filled = {name: text.format_map(fields) for name, text in texts.items() if "{" in text}
    return replace(column, **filled) if filled else column
