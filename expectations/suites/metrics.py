"""Great Expectations' own metrics in Polars, as far as contracts need them. Importing this module registers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import polars as pl
from great_expectations.core.metric_function_types import MetricFunctionTypes
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations import registry
from great_expectations.expectations.metrics.map_metric_provider import ColumnMapMetricProvider

from expectations.suites import row_conditions
from expectations.suites.engine import PolarsExecutionEngine
from expectations.suites.map_metrics import answers


@answers("column_values.nonnull")
def nonnull(value: pl.Expr) -> pl.Expr:
    """The cell is filled in."""
    return value.is_not_null()


@answers("column_values.match_regex")
def match_regex(value: pl.Expr, *, regex: str) -> pl.Expr:
    """The expression is found in the text."""
    return value.cast(pl.String).str.contains(regex)


@answers("column_values.in_set")
def in_set(value: pl.Expr, *, value_set: Sequence[Any]) -> pl.Expr:
    """The value is one of a set."""
    return value.is_in(list(value_set))


@answers("column_values.between")
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


class PlainLengths(ColumnMapMetricProvider):
    """Great Expectations' own provider has pandas compute all lengths beforehand; this one asks for nothing."""

    condition_value_keys = ("min_value", "max_value", "strict_min", "strict_max")


@answers("column_values.value_length.between", provider=PlainLengths)
def length_between(value: pl.Expr, **limits: Any) -> pl.Expr:
    """The number of characters lies between two limits."""
    return between(value.cast(pl.String).str.len_chars(), **limits)


@answers("column_values.unique", across_rows=True)
@answers("compound_columns.unique", across_rows=True)
def unique(*values: pl.Expr) -> pl.Expr:
    """No other row agrees on all values."""
    return ~(values[0] if len(values) == 1 else pl.struct(values)).is_duplicated()


@answers("column_pair_values.a_greater_than_b")
def a_greater_than_b(a: pl.Expr, b: pl.Expr, *, or_equal: bool = False) -> pl.Expr:
    """The first value is the greater one."""
    return a >= b if or_equal else a > b


def _row_count(execution_engine: PolarsExecutionEngine, metric_domain_kwargs: Mapping[str, Any], **_: object) -> int:
    frame = execution_engine.batch(metric_domain_kwargs).frame
    where = row_conditions.expression(metric_domain_kwargs.get("row_condition"))
    return frame.height if where is None else int(frame.select(where.sum()).item())


def _column_types(
    execution_engine: PolarsExecutionEngine, metric_domain_kwargs: Mapping[str, Any], **_: object
) -> list[dict[str, Any]]:
    """Names and pandas types, which is what Great Expectations expects of a pandas engine, without copying the rows."""
    columns = execution_engine.batch(metric_domain_kwargs).frame.columns
    return [{"name": name, "type": dtype} for name, dtype in pd.DataFrame(columns=columns).dtypes.items()]


def _register_table_metric(name: str, answer: Callable[..., object]) -> None:
    owner: Any = registry.get_metric_provider(name, PandasExecutionEngine())[0]
    registry.register_metric(
        metric_name=name,
        metric_domain_keys=owner.domain_keys,
        metric_value_keys=owner.value_keys,
        execution_engine=PolarsExecutionEngine,
        metric_class=owner,
        metric_provider=answer,
        metric_fn_type=MetricFunctionTypes.VALUE,
    )


_register_table_metric("table.row_count", _row_count)
_register_table_metric("table.column_types", _column_types)
