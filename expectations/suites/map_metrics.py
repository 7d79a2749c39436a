"""Row-by-row metrics of Great Expectations on Polars: one expression registers all metrics of a map metric.

Great Expectations evaluates seven metrics for a map metric. All seven follow from the expression that is true on good
rows, and none is computed before the expressions of the entire suite are collected (`batch.LazyCheck`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import polars as pl
from great_expectations.core.metric_function_types import MetricFunctionTypes, MetricPartialFunctionTypes
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations import registry
from great_expectations.expectations.metrics.map_metric_provider import MapMetricProvider

from expectations.evaluate.metrics import Metric, bad
from expectations.suites import row_conditions
from expectations.suites.engine import PolarsExecutionEngine
from expectations.suites.failing_rows import ANSWERS, FailingRows, Values

_IGNORED: Mapping[str, Callable[..., pl.Expr]] = {
    "both_values_are_missing": pl.all_horizontal,
    "all_values_are_missing": pl.all_horizontal,
    "either_value_is_missing": pl.any_horizontal,
    "any_value_is_missing": pl.any_horizontal,
}


def columns_of(domain: Values) -> Sequence[str]:
    """The columns a metric's domain names, whichever way it does."""
    named = domain.get("column_list") or [domain.get(key) for key in ("column", "column_A", "column_B")]
    return [name for name in named if name]


def _scope(domain: Values, provider: type[MapMetricProvider], where: pl.Expr | None) -> pl.Expr | None:
    """The rows a metric looks at: its row condition, without those it ignores for their missing values."""
    parts = [] if where is None else [where]
    columns = [pl.col(name) for name in columns_of(domain)]
    if "column" in domain:
        parts += [columns[0].is_not_null()] if provider.filter_column_isnull else []
    elif ignored := _IGNORED.get(domain.get("ignore_row_if", "")):
        parts.append(~ignored([column.is_null() for column in columns]))
    return pl.all_horizontal(parts) if parts else None


def _condition(
    metric: Metric,
    cls: type[MapMetricProvider],
    execution_engine: PolarsExecutionEngine,
    metric_domain_kwargs: Values,
    metric_value_kwargs: Values | None,
    **_: object,
) -> tuple[FailingRows, Values, Values]:
    batch = execution_engine.batch(metric_domain_kwargs)
    where = row_conditions.expression(metric_domain_kwargs.get("row_condition"))
    scope = _scope(metric_domain_kwargs, cls, where)
    names = columns_of(metric_domain_kwargs)
    unexpected = bad(metric, [pl.col(name) for name in names], metric_value_kwargs or {}, where)
    failing = FailingRows(
        batch,
        names,
        bad=batch.submit(unexpected if scope is None else scope & unexpected),
        looked_at=None if scope is None else batch.submit(scope),
    )
    return failing, metric_domain_kwargs, {}


def register_map_metric(name: str, metric: Metric, provider: type[MapMetricProvider] | None = None) -> None:
    """Register a map metric on the Polars engine, by default for Great Expectations' own provider."""
    owner = provider or registry.get_metric_provider(f"{name}.condition", PandasExecutionEngine())[0]
    _register(owner, f"{name}.condition", partial(_condition, metric))
    for part, answer in ANSWERS.items():
        _register(owner, f"{name}.{part}", answer)


def _register(owner: Any, name: str, answer: Callable[..., object]) -> None:
    condition = name.endswith(".condition")
    formatted = not name.endswith((".condition", ".unexpected_count"))
    registry.register_metric(
        metric_name=name,
        metric_domain_keys=owner.condition_domain_keys,
        metric_value_keys=(*owner.condition_value_keys, *(["result_format"] if formatted else [])),
        execution_engine=PolarsExecutionEngine,
        metric_class=owner,
        metric_provider=answer,
        metric_fn_type=MetricPartialFunctionTypes.MAP_CONDITION_FN if condition else MetricFunctionTypes.VALUE,
    )
