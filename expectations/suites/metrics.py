"""The metrics of `expectations.evaluate.metrics` on the Polars engine. Importing this module registers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from great_expectations.core.metric_function_types import MetricFunctionTypes
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations import registry
from great_expectations.expectations.metrics.map_metric_provider import ColumnMapMetricProvider, MapMetricProvider

from expectations.evaluate.demands import ROW_COUNT
from expectations.evaluate.metrics import METRICS
from expectations.suites import row_conditions
from expectations.suites.engine import PolarsExecutionEngine
from expectations.suites.map_metrics import register_map_metric
from expectations.suites.named_checks import RowsPassCheck


class PlainLengths(ColumnMapMetricProvider):
    """Great Expectations' own provider has pandas compute all lengths beforehand; this one has no dependencies."""

    condition_value_keys = ("min_value", "max_value", "strict_min", "strict_max")


PROVIDERS: Mapping[str, type[MapMetricProvider]] = {
    "column_values.value_length.between": PlainLengths,
    RowsPassCheck.condition_metric_name: RowsPassCheck,
}
"""Metrics that Great Expectations' own provider cannot carry, or that it does not know."""


for _name, _metric in METRICS.items():
    register_map_metric(_name, _metric, PROVIDERS.get(_name))


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


_register_table_metric(ROW_COUNT, _row_count)
_register_table_metric("table.column_types", _column_types)
