"""Declaration of an indicator: label and formula, the sheets it reads and the function that measures it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import polars as pl

from transforms.dataset import Dataset
from transforms.figures import Form, How, Light, Measured, Part, Ranged, Rows
from transforms.tables.catalogue import COUNTED_BY

Measure = Callable[[Dataset], Measured]

_AT_ONCE = 200_000
"""Rows per slice when keys are cast from text to categories; bounds the memory."""

CUMULATIVE = "累计（自开展以来）"
"""The window of counts over everything known up to the as-of day."""


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator of domain.md §7.3.

    `formula` and `window` are the words printed for it, with the names of county settings in braces; `unit` is its unit
    (“%” for a ratio), `sheets` those it reads; `lit` says whether it has a light. `cells` names the columns of the
    sheets it reads, as in `S8.status`: those a figure is traced to in the workbooks. `ranged` says how far units that
    have not sent could change it (`transforms.indicators.ranges`). `days` is the county setting that says how many last
    days count, where not all of the period do. `flow`: it counts what happened on the days of the period, so that a
    part of a period has less than a whole one.
    """

    id: str
    label: str
    formula: str
    window: str
    unit: str
    sheets: tuple[str, ...]
    lit: bool
    measure: Measure
    cells: tuple[str, ...] = ()
    ranged: Ranged | None = None
    days: str = ""
    flow: bool = False


def indicator(
    code: str,
    label: str,
    formula: str,
    *,
    window: str,
    unit: str,
    sheets: tuple[str, ...] = (),
    lit: bool = False,
    cells: tuple[str, ...] = (),
    ranged: Ranged | None = None,
    days: str = "",
    flow: bool = False,
) -> Callable[[Measure], Indicator]:
    """Declare the decorated function to be the measure of an indicator."""

    def declared(measure: Measure) -> Indicator:
        return Indicator(
            id=code,
            label=label,
            formula=formula,
            window=window,
            unit=unit,
            sheets=sheets,
            lit=lit,
            measure=measure,
            cells=cells,
            ranged=ranged,
            days=days,
            flow=flow,
        )

    return declared


def key_of(table: str) -> pl.Expr:
    """The key of a table's rows as one text, several columns joined by a colon."""
    return pl.concat_str(COUNTED_BY[table], separator=":", ignore_nulls=True)


def rows_of(table: str, frame: pl.DataFrame, how: How = How.COUNT, column: str = "", also: Rows | None = None) -> Rows:
    """The rows of `frame`, which come from `table`, by their keys, with their aggregation."""
    parts = [_keys(table, part) for part in frame.iter_slices(_AT_ONCE)]
    return Rows(table, pl.concat(parts) if parts else _keys(table, frame), how, column, also)


def _keys(table: str, frame: pl.DataFrame) -> pl.Series:
    """`key_of` the rows; that of one column without a query, of which a week would need thousands."""
    first, *others = COUNTED_BY[table]
    texts = frame.select(key_of(table)).to_series() if others else frame.get_column(first)
    return texts.cast(_categories(table)).alias("key")


@cache
def _categories(table: str) -> pl.Categorical:
    return pl.Categorical(pl.Categories(table))


def made_of(frame: pl.DataFrame, how: How, column: str = "") -> float | None:
    """Aggregate of rows. Nulls are left out; without any value a sum is 0 and a mean None.

    Where each person's values are added up first (`How.each`), by `person_id`.
    """
    if how is How.COUNT:
        return frame.height
    if how.each:
        frame = frame.drop_nulls(column).group_by("person_id").agg(pl.col(column).sum())
    known = frame.get_column(column).drop_nulls()
    if how is How.DISTINCT:
        return (known.explode().drop_nulls() if isinstance(known.dtype, pl.List) else known).n_unique()
    numbers = known.cast(pl.Float64)
    means, medians = dict.fromkeys((How.MEAN, How.MEAN_EACH), numbers.mean), (How.MEDIAN, How.MEDIAN_EACH)
    value = {How.SUM: numbers.sum, How.MAX: numbers.max, **means, **dict.fromkeys(medians, numbers.median)}[how]()
    return None if value is None else float(value)  # type: ignore[arg-type] # of numbers it is a number


def share(numerator: float, denominator: float) -> float | None:
    """Percent 0–100; None where the denominator is 0 (domain.md §7)."""
    return 100 * numerator / denominator if denominator else None


def rate(
    code: str, label: str, table: str, hits: pl.DataFrame, population: pl.DataFrame, *, group: str = "", unit: str = "%"
) -> Part:
    """The share of rows `hits` in the rows `population` of the same table, with both counts."""
    return Part(
        code=code,
        label=label,
        group=group,
        unit=unit,
        value=share(hits.height, population.height),
        numerator=hits.height,
        denominator=population.height,
        rows=rows_of(table, hits),
        population=rows_of(table, population),
        form=Form.PERCENT,
    )


def number(
    code: str, label: str, unit: str, table: str, frame: pl.DataFrame, how: How = How.COUNT, column: str = ""
) -> Part:
    """Aggregate of the rows of `frame`, printed next to a figure: by default the number of rows."""
    value = made_of(frame, how, column)
    counted = value if how in (How.COUNT, How.DISTINCT, How.SUM) else None
    return Part(
        code=code, label=label, unit=unit, value=value, numerator=counted, rows=rows_of(table, frame, how, column)
    )


def measured(
    table: str,
    frame: pl.DataFrame,
    how: How,
    column: str,
    *,
    parts: tuple[Part, ...] = (),
    extras: tuple[Part, ...] = (),
    cumulative: Part | None = None,
) -> Measured:
    """A figure that is an aggregate of the rows of `frame`."""
    part = number("", "", "", table, frame, how, column)
    return Measured(
        value=part.value,
        numerator=part.numerator,
        rows=part.rows,
        parts=parts,
        extras=extras,
        cumulative=cumulative,
    )


def count(
    table: str,
    frame: pl.DataFrame,
    *,
    parts: tuple[Part, ...] = (),
    extras: tuple[Part, ...] = (),
    cumulative: Part | None = None,
) -> Measured:
    """A figure that is the number of rows."""
    return measured(table, frame, How.COUNT, "", parts=parts, extras=extras, cumulative=cumulative)


def among(population: pl.DataFrame, counted: Measured) -> Measured:
    """A count of what is amiss in a population; grey where that is empty: none of nothing is no good news."""
    empty = population.is_empty() and not counted.value
    return replace(counted, light=Light.GREY) if empty else counted


def ratio(
    table: str,
    hits: pl.DataFrame,
    population: pl.DataFrame,
    *,
    parts: tuple[Part, ...] = (),
    extras: tuple[Part, ...] = (),
) -> Measured:
    """A figure that is the share of rows `hits` in the rows `population` of the same table."""
    return Measured(
        value=share(hits.height, population.height),
        numerator=hits.height,
        denominator=population.height,
        rows=rows_of(table, hits),
        population=rows_of(table, population),
        form=Form.PERCENT,
        parts=parts,
        extras=extras,
    )
