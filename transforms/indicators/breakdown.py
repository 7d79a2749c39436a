"""Breakdowns: a count or a rate by the codes of a column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from expectations.codelist import codelist
from expectations.county import County
from transforms.figures import Part
from transforms.indicators.declaration import share

UNKNOWN = Part(code="", label="未填", value=0)


def labels(name: str) -> Mapping[str, str]:
    """Labels of a shipped code list, in its order."""
    return codelist(name).labels


def town_labels(county: County) -> Mapping[str, str]:
    """Names of the divisions, and of the county for what concerns all of it (domain.md §4.9)."""
    return {division.code: division.name for division in county.divisions} | {county.code: f"{county.name}（全县）"}


def counts_by(frame: pl.DataFrame, column: str, names: Mapping[str, str], group: str = "") -> tuple[Part, ...]:
    """Rows of each code, codes in the order of `names`, the blank last; together they are all rows."""
    return tuple(
        Part(code=code, label=label, value=found, numerator=found, denominator=frame.height, group=group)
        for code, label, found, _ in _cells(frame, column, names, pl.lit(value=False))
    )


def rates_by(frame: pl.DataFrame, column: str, hit: str, names: Mapping[str, str], group: str = "") -> tuple[Part, ...]:
    """Percent of rows with the flag `hit` among those of each code, with both counts."""
    return tuple(
        Part(code=code, label=label, value=share(hits, found), numerator=hits, denominator=found, group=group)
        for code, label, found, hits in _cells(frame, column, names, pl.col(hit))
    )


def _cells(
    frame: pl.DataFrame, column: str, names: Mapping[str, str], hit: pl.Expr
) -> Iterator[tuple[str, str, int, int]]:
    """Code, label, rows and hits of each code that occurs."""
    found = frame.group_by(pl.col(column).alias("code")).agg(pl.len().alias("rows"), hit.sum().alias("hits"))
    cells = {code: (rows, int(hits)) for code, rows, hits in found.iter_rows()}
    known = [code for code in names if code in cells]
    others = sorted(code for code in cells if code is not None and code not in names)
    for code in [*known, *others]:
        yield code, names.get(code, code), *cells[code]
    if None in cells:
        yield UNKNOWN.code, UNKNOWN.label, *cells[None]
