"""What a clerk types for a value: the label of a code, a date, a list of words."""

from __future__ import annotations

import datetime as dt

from expectations.contract.contract import Column, Kind
from expectations.county.county import County
from samples.story.submission import Value

Shown = str | float | bool | dt.date | None
"""What stands in a cell: text, a number or a real date."""

_FROM_COUNTY = frozenset({"units", "divisions", "link_type"})


def shown(value: Value, column: Column, county: County, dates: str | None) -> Shown:
    """The plain writing of a value. `dates` is the pattern of dates typed as text, None for real dates."""
    if value is None:
        return None
    if isinstance(value, tuple):
        return "、".join(label(part, column, county) for part in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.date):
        return _date(value, column.kind, dates)
    if isinstance(value, str):
        return label(value, column, county)
    return float(value)


def label(code: str, column: Column, county: County) -> str:
    """The words for a code of the column's list; any other text stands for itself."""
    if column.codes is None:
        return code
    if column.codes in _FROM_COUNTY:
        return _county_label(code, column.codes, county)
    return county.codes(column.codes).labels.get(code, code)


def _county_label(code: str, codes: str, county: County) -> str:
    if codes == "units" and code in county.unit:
        return county.unit[code].short
    if codes == "divisions" and code in county.division:
        return county.division[code].name
    return county.six_links.get(code) or code


def _date(day: dt.date, kind: Kind, dates: str | None) -> Shown:
    """Months are typed as text, for a number 1965.1 would not say which month (domain.md M53)."""
    if kind in (Kind.MONTH, Kind.BIRTH):
        return f"{day:%Y-%m}"
    return day.strftime(dates) if dates else day
