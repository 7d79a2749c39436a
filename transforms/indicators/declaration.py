"""How an indicator is declared: once, with its words, the sheets it draws on and the function that measures it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from transforms.dataset import KEYS, Dataset
from transforms.figures import Measured, Part, Rows

Measure = Callable[[Dataset], Measured]

CUMULATIVE = "累计（自开展以来）"
"""The window of counts over everything known up to the as-of day."""


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator of domain.md §7.3.

    `formula` and `window` are the words printed for it, with the names of county settings in braces; `unit` is its
    unit (“%” for a ratio), `sheets` those it draws on; `lit` says whether it has a light.
    """

    id: str
    label: str
    formula: str
    window: str
    unit: str
    sheets: tuple[str, ...]
    lit: bool
    measure: Measure


def indicator(
    code: str, label: str, formula: str, *, window: str, unit: str, sheets: tuple[str, ...] = (), lit: bool = False
) -> Callable[[Measure], Indicator]:
    """Declare the decorated function to be the measure of an indicator."""

    def declared(measure: Measure) -> Indicator:
        return Indicator(
            id=code, label=label, formula=formula, window=window, unit=unit, sheets=sheets, lit=lit, measure=measure
        )

    return declared


def rows_of(table: str, frame: pl.DataFrame) -> Rows:
    """The rows of `frame`, which come from `table`, by their keys."""
    keys = KEYS[table]
    key = pl.col(keys[0]).cast(pl.String) if len(keys) == 1 else pl.concat_str(keys, separator=":", ignore_nulls=True)
    return Rows(table, frame.select(key.alias("key")).to_series())


def share(numerator: float, denominator: float) -> float | None:
    """Percent 0–100; None where the denominator is 0 (domain.md §7)."""
    return 100 * numerator / denominator if denominator else None


def rate(code: str, label: str, numerator: float, denominator: float) -> Part:
    """A share with both counts, to stand beside a figure."""
    return Part(
        code=code, label=label, value=share(numerator, denominator), numerator=numerator, denominator=denominator
    )


def count(table: str, frame: pl.DataFrame, *, parts: tuple[Part, ...] = (), beside: tuple[Part, ...] = ()) -> Measured:
    """A figure that is the number of rows."""
    return Measured(value=frame.height, numerator=frame.height, rows=rows_of(table, frame), parts=parts, beside=beside)


def ratio(
    table: str,
    hits: pl.DataFrame,
    population: pl.DataFrame,
    *,
    parts: tuple[Part, ...] = (),
    beside: tuple[Part, ...] = (),
) -> Measured:
    """A figure that is the share of rows `hits` in the rows `population` of the same table."""
    return Measured(
        value=share(hits.height, population.height),
        numerator=hits.height,
        denominator=population.height,
        rows=rows_of(table, hits),
        population=rows_of(table, population),
        parts=parts,
        beside=beside,
    )


def average(frame: pl.DataFrame, column: str) -> float | None:
    """Mean of a column's known values, None where there are none."""
    return _number(frame.select(pl.col(column).cast(pl.Float64).mean()))


def median(frame: pl.DataFrame, column: str) -> float | None:
    """Median of a column's known values, None where there are none."""
    return _number(frame.select(pl.col(column).cast(pl.Float64).median()))


def greatest(frame: pl.DataFrame, column: str) -> float | None:
    """Greatest of a column's known values, None where there are none."""
    return _number(frame.select(pl.col(column).cast(pl.Float64).max()))


def total(frame: pl.DataFrame, column: str) -> float:
    """Sum of a column's known values."""
    return _number(frame.select(pl.col(column).cast(pl.Float64).sum())) or 0.0


def _number(one: pl.DataFrame) -> float | None:
    found = one.item()
    return None if found is None else float(found)
