"""Row-by-row metrics of Great Expectations on Polars: one expression teaches the engine a whole metric.

Great Expectations asks seven things of a map metric. All seven follow from the expression that is true on good rows,
and none is computed before the engine has collected the expressions of the entire suite (`batch.Question`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import pandas as pd
import polars as pl
from great_expectations.constants import MAX_RESULT_RECORDS
from great_expectations.core.metric_function_types import MetricFunctionTypes, MetricPartialFunctionTypes
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations import registry
from great_expectations.expectations.metrics.map_metric_provider import MapMetricProvider

from expectations.suites import row_conditions
from expectations.suites.batch import PolarsBatch, Question
from expectations.suites.engine import PolarsExecutionEngine

Domain = Mapping[str, Any]
Good = Callable[..., pl.Expr]

_IGNORED: Mapping[str, Callable[..., pl.Expr]] = {
    "both_values_are_missing": pl.all_horizontal,
    "all_values_are_missing": pl.all_horizontal,
    "either_value_is_missing": pl.any_horizontal,
    "any_value_is_missing": pl.any_horizontal,
}


class Verdict(NamedTuple):
    """The rows that break a rule, and the rows it looks at (None: all)."""

    batch: PolarsBatch
    columns: Sequence[str]
    bad: Question
    looked_at: Question | None

    def rows(self, most: int | None = None) -> pl.Series:
        """Positions of the bad rows, at most the first `most`."""
        found = self.bad.answer.arg_true()
        return found if most is None else found.head(most)


def columns_of(domain: Domain) -> Sequence[str]:
    """The columns a metric's domain names, whichever way it does."""
    named = domain.get("column_list") or [domain.get(key) for key in ("column", "column_A", "column_B")]
    return [name for name in named if name]


def _scope(domain: Domain, provider: type[MapMetricProvider], where: pl.Expr | None) -> pl.Expr | None:
    """The rows a metric looks at: its row condition, without those it ignores for their missing values."""
    parts = [] if where is None else [where]
    columns = [pl.col(name) for name in columns_of(domain)]
    if "column" in domain:
        parts += [columns[0].is_not_null()] if provider.filter_column_isnull else []
    elif ignored := _IGNORED.get(domain.get("ignore_row_if", "")):
        parts.append(~ignored([column.is_null() for column in columns]))
    return pl.all_horizontal(parts) if parts else None


def _condition(
    good: Good,
    across_rows: bool,
    cls: type[MapMetricProvider],
    execution_engine: PolarsExecutionEngine,
    metric_domain_kwargs: Domain,
    metric_value_kwargs: Mapping[str, Any] | None,
    **_: object,
) -> tuple[Verdict, Domain, Domain]:
    batch = execution_engine.batch(metric_domain_kwargs)
    where = row_conditions.expression(metric_domain_kwargs.get("row_condition"))
    scope = _scope(metric_domain_kwargs, cls, where)
    names = columns_of(metric_domain_kwargs)
    columns = [pl.col(name) for name in names]
    if across_rows and where is not None:
        columns.append(where)  # rows outside the condition are another group
    values = {key: value for key, value in (metric_value_kwargs or {}).items() if value is not None}
    bad = ~good(*columns, **values).fill_null(value=False)  # unknown counts as bad, as it does in pandas
    verdict = Verdict(
        batch,
        names,
        bad=batch.ask(bad if scope is None else scope & bad),
        looked_at=None if scope is None else batch.ask(scope),
    )
    return verdict, metric_domain_kwargs, {}


def _verdict(metrics: Mapping[str, Any]) -> Verdict:
    verdict: Verdict = metrics["unexpected_condition"][0]
    return verdict


def _limit(result_format: Mapping[str, Any]) -> int | None:
    return None if result_format["result_format"] == "COMPLETE" else int(result_format["partial_unexpected_count"])


def _sample(metrics: Mapping[str, Any], result_format: Mapping[str, Any]) -> pl.Series:
    limit = _limit(result_format)
    return _verdict(metrics).rows(MAX_RESULT_RECORDS if limit is None else min(limit, MAX_RESULT_RECORDS))


def _unexpected_count(metrics: Mapping[str, Any], **_: object) -> int:
    return int(_verdict(metrics).bad.answer.sum())


def _unexpected_values(
    metrics: Mapping[str, Any], metric_domain_kwargs: Domain, metric_value_kwargs: Mapping[str, Any], **_: object
) -> list[Any]:
    if metric_value_kwargs["result_format"].get("exclude_unexpected_values"):
        return []
    verdict = _verdict(metrics)
    shown = verdict.batch.shown(verdict.columns, _sample(metrics, metric_value_kwargs["result_format"]))
    if "column" in metric_domain_kwargs:
        return shown.to_series().to_list()
    return shown.rows() if "column_A" in metric_domain_kwargs else shown.to_dicts()


def _unexpected_index_list(
    metrics: Mapping[str, Any], metric_value_kwargs: Mapping[str, Any], **_: object
) -> list[int] | list[dict[str, Any]]:
    result_format = metric_value_kwargs["result_format"]
    verdict = _verdict(metrics)
    rows = verdict.rows(_limit(result_format))
    keys: list[str] = result_format.get("unexpected_index_column_names") or []
    if not keys:
        return rows.to_list()
    if result_format.get("exclude_unexpected_values"):
        return [verdict.batch.shown(keys, rows).to_dict(as_series=False)] if len(rows) else []
    return verdict.batch.shown(list(dict.fromkeys([*verdict.columns, *keys])), rows).to_dicts()


def _unexpected_rows(metrics: Mapping[str, Any], metric_value_kwargs: Mapping[str, Any], **_: object) -> pd.DataFrame:
    verdict, rows = _verdict(metrics), _sample(metrics, metric_value_kwargs["result_format"])
    shown = verdict.batch.shown(verdict.batch.frame.columns, rows)
    return pd.DataFrame(shown.to_dict(as_series=False), index=rows.to_list())


def _unexpected_index_query(**_: object) -> None:
    """A query would be a list of row numbers in pandas' words; the index list says the same."""


def _filtered_row_count(metrics: Mapping[str, Any], **_: object) -> int:
    verdict = _verdict(metrics)
    return verdict.batch.frame.height if verdict.looked_at is None else int(verdict.looked_at.answer.sum())


_FORMATTED: Mapping[str, Callable[..., object]] = {
    "unexpected_values": _unexpected_values,
    "unexpected_index_list": _unexpected_index_list,
    "unexpected_index_query": _unexpected_index_query,
    "unexpected_rows": _unexpected_rows,
    "filtered_row_count": _filtered_row_count,
}


def answers(
    metric: str, *, across_rows: bool = False, provider: type[MapMetricProvider] | None = None
) -> Callable[[Good], Good]:
    """Teach the engine a map metric, by default one of Great Expectations' own.

    The decorated function takes the columns of the domain and the values of the metric, and gives an expression that is
    true on good rows; with `across_rows` it compares rows with each other and may be given one more column to group by.
    """
    owner = provider or registry.get_metric_provider(f"{metric}.condition", PandasExecutionEngine())[0]

    def taught(good: Good) -> Good:
        _register(owner, f"{metric}.condition", partial(_condition, good, across_rows))
        _register(owner, f"{metric}.unexpected_count", _unexpected_count)
        for part, answer in _FORMATTED.items():
            _register(owner, f"{metric}.{part}", answer, "result_format")
        return good

    return taught


def _register(owner: Any, name: str, answer: Callable[..., object], *more_values: str) -> None:
    condition = name.endswith(".condition")
    registry.register_metric(
        metric_name=name,
        metric_domain_keys=owner.condition_domain_keys,
        metric_value_keys=(*owner.condition_value_keys, *more_values),
        execution_engine=PolarsExecutionEngine,
        metric_class=owner,
        metric_provider=answer,
        metric_fn_type=MetricPartialFunctionTypes.MAP_CONDITION_FN if condition else MetricFunctionTypes.VALUE,
    )
