"""Metrics over rows as Polars expressions, under the names Great Expectations gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import polars as pl

from expectations.evaluate.checks import CHECKS


def _nonnull(value: pl.Expr) -> pl.Expr:
    """The cell is filled in."""
    return value.is_not_null()


def _match_regex(value: pl.Expr, *, regex: str) -> pl.Expr:
    """The expression is found in the text."""
    return value.cast(pl.String).str.contains(regex)


def _in_set(value: pl.Expr, *, value_set: Sequence[Any]) -> pl.Expr:
    """The value is one of a set."""
    return value.is_in(list(value_set))


def between(
    value: pl.Expr,
    *,
    min_value: Any = None,
    max_value: Any = None,
    strict_min: bool = False,
    strict_max: bool = False,
) -> pl.Expr:
    """The value lies between two limits, either of them open when absent."""
    limits = []
    if min_value is not None:
        limits.append(value > min_value if strict_min else value >= min_value)
    if max_value is not None:
        limits.append(value < max_value if strict_max else value <= max_value)
    return pl.all_horizontal(limits)


def _length_between(value: pl.Expr, **limits: Any) -> pl.Expr:
    """The number of characters lies between two limits."""
    return between(value.cast(pl.String).str.len_chars(), **limits)


def _unique(*values: pl.Expr) -> pl.Expr:
    """No other row agrees on all values."""
    return ~(values[0] if len(values) == 1 else pl.struct(values)).is_duplicated()


def _a_greater_than_b(a: pl.Expr, b: pl.Expr, *, or_equal: bool = False) -> pl.Expr:
    """The first value is the greater one."""
    return a >= b if or_equal else a > b


def _pass_check(*columns: pl.Expr, check: str, parameters: Mapping[str, int]) -> pl.Expr:
    """The check is true or undecided on the row."""
    return CHECKS[check](*columns, **parameters).fill_null(value=True)


class Metric(NamedTuple):
    """An expression that is true on good rows.

    With `across_rows` it compares rows with each other and may be given one more column to group by.
    """

    good: Callable[..., pl.Expr]
    across_rows: bool = False


METRICS: Final[Mapping[str, Metric]] = {
    "column_values.nonnull": Metric(_nonnull),
    "column_values.match_regex": Metric(_match_regex),
    "column_values.in_set": Metric(_in_set),
    "column_values.between": Metric(between),
    "column_values.value_length.between": Metric(_length_between),
    "column_values.unique": Metric(_unique, across_rows=True),
    "compound_columns.unique": Metric(_unique, across_rows=True),
    "column_pair_values.a_greater_than_b": Metric(_a_greater_than_b),
    "rows.pass_check": Metric(_pass_check),
}


def bad(metric: Metric, columns: Sequence[pl.Expr], values: Mapping[str, Any], where: pl.Expr | None) -> pl.Expr:
    """True on bad rows, whether they are looked at or not; rows outside `where` are not compared with those inside."""
    given = {name: value for name, value in values.items() if value is not None}
    compared = [*columns, where] if metric.across_rows and where is not None else columns
    return ~metric.good(*compared, **given).fill_null(value=False)  # unknown counts as bad, as it does in pandas
