"""Indicators that a county has declared as data: what a declaration means, over the table of its own sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.contract import Cadence, Sheet
from expectations.county.county import County
from expectations.own.in_use import declared, remembered
from expectations.own.indicator import Condition, OwnIndicator, Way, Window
from transforms.dataset import Dataset
from transforms.figures import How, Measured, Part, Ranged
from transforms.indicators.declare.breakdown import aggregates_by, code_labels, counts_by, rates_by
from transforms.indicators.declare.declaration import Indicator, count, measured, ratio

_ALL = pl.lit(value=True)
COUNTED: Mapping[str, tuple[str, pl.Expr]] = {
    "S4": ("contacts", _ALL),
    "S5": ("posts", _ALL),
    "S6": ("assignments", pl.col("in_effect")),
    "S7": ("duties", pl.col("counted")),
    "S8": ("items", pl.col("claimed") & ~pl.col("cancelled")),
    "S9": ("registrations", pl.col("counted")),
    "S10": ("orders", pl.col("posted") & ~pl.col("void")),
    "R6": ("leaders", _ALL),
}
"""By built-in sheet the table of its rows, and which of them the built-in indicators count, too."""
_HIT = "hit"
"""The flag of the rows of a ratio's numerator; no table keeps it."""


@remembered
def own_indicators() -> Mapping[str, Indicator]:
    """By code the indicators of the county in use."""
    return {code: own_indicator(each, SHEETS[each.sheet]) for code, each in declared().indicators.items()}


def table_of(sheet: Sheet) -> tuple[str, pl.Expr]:
    """The table of a sheet's rows, and which of them count."""
    return COUNTED.get(sheet.id, (sheet.name, _ALL))


def own_indicator(own: OwnIndicator, sheet: Sheet) -> Indicator:
    """An indicator like the built-in ones, with `trace`, range and light.

    A row of a weekly sheet adds at most one to a count or a share of its own period, so that these have a range.
    """
    of_period = own.window is Window.PERIOD
    adds_one = own.measure in (Way.COUNT, Way.RATIO) and sheet.cadence is Cadence.WEEKLY_ROWS and of_period
    return Indicator(
        id=own.id,
        label=own.label,
        formula=own.formula.replace("{", "{{").replace("}", "}}"),  # no county setting is meant
        window=own.window_words,
        unit="%" if own.measure is Way.RATIO else own.unit,
        sheets=(sheet.id,),
        lit=own.light is not None,
        measure=partial(measured_as, own, sheet),
        cells=tuple(f"{sheet.id}.{name}" for name in own.reads or sheet.key),
        ranged=Ranged(sheet.id) if adds_one and own.on is None else None,
        flow=of_period,
    )


def measured_as(own: OwnIndicator, sheet: Sheet, dataset: Dataset) -> Measured:
    """The figure of a declaration; unknown in an edition that was made before its sheet was declared."""
    table, counts = table_of(sheet)
    rows = dataset.tables().get(table)
    if rows is None or not set(own.reads) <= set(rows.columns):
        return Measured(value=None)
    day = dataset.clock.as_of
    among = rows.filter(counts, _in_window(own, dataset), *(met(each, day) for each in own.among))
    hit = pl.all_horizontal(pl.lit(value=True), *(met(each, day) for each in own.where))
    hits, county = among.filter(hit), dataset.county
    if own.measure is Way.RATIO:
        parts = _parts(own, sheet, county, partial(rates_by, table, among.with_columns(hit.alias(_HIT)), hit=_HIT))
        return ratio(table, hits, among, parts=parts)
    if own.measure is Way.COUNT:
        return count(table, hits, parts=_parts(own, sheet, county, partial(counts_by, table, hits)))
    how, of = How(own.measure.value), str(own.column)
    parts = _parts(own, sheet, county, partial(aggregates_by, table, hits, how=how, of=of))
    return measured(table, hits, how, of, parts=parts)


def met(condition: Condition, day: dt.date) -> pl.Expr:
    """True on the rows that meet a condition, false on all others: what is unknown meets none but `empty`."""
    column, demands = pl.col(condition.column), []
    if condition.empty:
        return column.is_null()
    if condition.values:
        demands.append(column.is_in(list(condition.values)))
    if condition.low is not None:
        demands.append(column >= pl.lit(condition.low))
    if condition.high is not None:
        demands.append(column <= pl.lit(condition.high))
    if condition.past:
        demands.append(column < pl.lit(day))
    return pl.all_horizontal(column.is_not_null(), *demands).fill_null(value=False)


def _in_window(own: OwnIndicator, dataset: Dataset) -> pl.Expr:
    """Whether a row falls into the window: by its day, else by the week it was sent for."""
    clock = dataset.clock
    if own.window is Window.STANDING:
        return pl.lit(value=True)
    first = {
        Window.PERIOD: clock.start,
        Window.YEAR: dt.date(clock.as_of.year, 1, 1),
        Window.DAYS: clock.as_of - dt.timedelta(days=(own.days or 1) - 1),
    }[own.window]
    if own.on is None and own.window is Window.PERIOD:
        return pl.col("period").is_in(list(clock.weeks))
    day = pl.col(own.on or "period_end")
    last = clock.as_of if own.on else None
    within = day >= pl.lit(first)
    return (within & (day <= pl.lit(last)) if last else within).fill_null(value=False)


def _parts(
    own: OwnIndicator, sheet: Sheet, county: County, broken_down: Callable[..., tuple[Part, ...]]
) -> tuple[Part, ...]:
    """The breakdowns by the columns `by`, each under the heading of its column."""
    columns = [(sheet.column[name].heading, str(sheet.column[name].codes), name) for name in own.by]
    each = (
        broken_down(column=name, names=code_labels(codes, county), group=heading) for heading, codes, name in columns
    )
    return tuple(part for parts in each for part in parts)
