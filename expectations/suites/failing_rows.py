"""The metrics of Great Expectations about the rows that break a rule, computed from one `FailingRows`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
import polars as pl
from great_expectations.constants import MAX_RESULT_RECORDS

from expectations.suites.batch import LazyCheck, PolarsBatch

Values = Mapping[str, Any]


class FailingRows(NamedTuple):
    """The rows that break a rule, and the rows it is evaluated on (None: all)."""

    batch: PolarsBatch
    columns: Sequence[str]
    bad: LazyCheck
    looked_at: LazyCheck | None

    def rows(self, most: int | None = None) -> pl.Series:
        """Positions of the bad rows, at most the first `most`."""
        positions = self.bad.result.arg_true()
        return positions if most is None else positions.head(most)


def _failing_rows(metrics: Values) -> FailingRows:
    failing: FailingRows = metrics["unexpected_condition"][0]
    return failing


def _limit(result_format: Values) -> int | None:
    return None if result_format["result_format"] == "COMPLETE" else int(result_format["partial_unexpected_count"])


def _sample(metrics: Values, result_format: Values) -> pl.Series:
    limit = _limit(result_format)
    return _failing_rows(metrics).rows(MAX_RESULT_RECORDS if limit is None else min(limit, MAX_RESULT_RECORDS))


def _unexpected_count(metrics: Values, **_: object) -> int:
    return int(_failing_rows(metrics).bad.result.sum())


def _unexpected_values(
    metrics: Values, metric_domain_kwargs: Values, metric_value_kwargs: Values, **_: object
) -> list[Any]:
    if metric_value_kwargs["result_format"].get("exclude_unexpected_values"):
        return []
    failing = _failing_rows(metrics)
    shown = failing.batch.shown(failing.columns, _sample(metrics, metric_value_kwargs["result_format"]))
    if "column" in metric_domain_kwargs:
        return shown.to_series().to_list()
    return shown.rows() if "column_A" in metric_domain_kwargs else shown.to_dicts()


def _unexpected_index_list(
    metrics: Values, metric_value_kwargs: Values, **_: object
) -> list[int] | list[dict[str, Any]]:
    result_format = metric_value_kwargs["result_format"]
    failing = _failing_rows(metrics)
    rows = failing.rows(_limit(result_format))
    keys: list[str] = result_format.get("unexpected_index_column_names") or []
    if not keys:
        return rows.to_list()
    if result_format.get("exclude_unexpected_values"):
        return [failing.batch.shown(keys, rows).to_dict(as_series=False)] if len(rows) else []
    return failing.batch.shown(list(dict.fromkeys([*failing.columns, *keys])), rows).to_dicts()


def _unexpected_rows(metrics: Values, metric_value_kwargs: Values, **_: object) -> pd.DataFrame:
    failing, rows = _failing_rows(metrics), _sample(metrics, metric_value_kwargs["result_format"])
    shown = failing.batch.shown(failing.batch.frame.columns, rows)
    return pd.DataFrame(shown.to_dict(as_series=False), index=rows.to_list())


def _unexpected_index_query(**_: object) -> None:
    """A query would be a list of row numbers in pandas' words; the index list says the same."""


def _filtered_row_count(metrics: Values, **_: object) -> int:
    failing = _failing_rows(metrics)
    return failing.batch.frame.height if failing.looked_at is None else int(failing.looked_at.result.sum())


ANSWERS: Mapping[str, Callable[..., object]] = {
    "unexpected_count": _unexpected_count,
    "unexpected_values": _unexpected_values,
    "unexpected_index_list": _unexpected_index_list,
    "unexpected_index_query": _unexpected_index_query,
    "unexpected_rows": _unexpected_rows,
    "filtered_row_count": _filtered_row_count,
}
"""The last part of a metric's name → its answer."""
