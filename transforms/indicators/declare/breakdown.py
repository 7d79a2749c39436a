"""Breakdowns: a count or a rate by the codes of a column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from expectations.county.codelist import codelist
from expectations.county.county import County
from expectations.county.county_codes import COUNTY_LISTS, county_lists
from transforms.figures import How, Part
from transforms.indicators.declare.declaration import number, rate, rows_of

UNKNOWN = Part(code="", label="未填", value=0)


def labels(name: str) -> Mapping[str, str]:
    """Labels of a shipped code list, in its order."""
    return codelist(name).labels


def town_labels(county: County) -> Mapping[str, str]:
    """Names of the divisions, and of the county for what concerns all of it (domain.md §4.9)."""
    return {division.code: division.name for division in county.divisions} | {county.code: f"{county.name}（全县）"}


def unit_labels(county: County) -> Mapping[str, str]:
    """Short names of the units."""
    return {unit.code: unit.short for unit in county.units}


def code_labels(name: str, county: County) -> Mapping[str, str]:
    """What the codes of any list are called in the county's reports, in its order."""
    if name == "divisions":
        return town_labels(county)
    if name == "units":
        return unit_labels(county)
    own = county_lists(county) if name in COUNTY_LISTS else {}
    return (own.get(name) or county.codes(name)).labels


def counts_by(
    table: str, frame: pl.DataFrame, column: str, names: Mapping[str, str], group: str = ""
) -> tuple[Part, ...]:
    """Rows of each code, codes in the order of `names`, the blank last; the counts add up to all rows."""
    return tuple(
        replace(number(code, label, "", table, rows), group=group, denominator=frame.height)
        for code, label, rows in _cells(frame, column, names)
    )


def aggregates_by(
    table: str,
    frame: pl.DataFrame,
    column: str,
    names: Mapping[str, str],
    how: How,
    of: str,
    group: str = "",
    unit: str = "",
) -> tuple[Part, ...]:
    """Aggregate of the column `of` in the rows of each code; the denominator is the number of rows."""
    return tuple(
        replace(
            number(code, label, unit, table, rows, how, of),
            group=group,
            denominator=rows.height,
            population=rows_of(table, rows),
        )
        for code, label, rows in _cells(frame, column, names)
    )


def rates_by(
    table: str, frame: pl.DataFrame, column: str, hit: str, names: Mapping[str, str], group: str = ""
) -> tuple[Part, ...]:
    """Percent of rows with the flag `hit` among those of each code, with both counts."""
    hits = {(code, label): rows for code, label, rows in _cells(frame.filter(hit), column, names)}
    return tuple(
        rate(code, label, table, hits.get((code, label), rows.clear()), rows, group=group)
        for code, label, rows in _cells(frame, column, names)
    )


def _cells(frame: pl.DataFrame, column: str, names: Mapping[str, str]) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """Code, label and rows of each code that occurs."""
    if frame.is_empty():
        return
    cells = {code: rows for (code,), rows in frame.partition_by(column, as_dict=True).items()}
    known = [code for code in names if code in cells]
    others = sorted(code for code in cells if code is not None and code not in names)
    for code in [*known, *others]:
        yield code, names.get(code, code), cells[code]
    if None in cells:
        yield UNKNOWN.code, UNKNOWN.label, cells[None]
