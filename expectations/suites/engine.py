"""A Polars execution engine for Great Expectations.

It is a pandas engine by descent: Great Expectations looks a metric up along the class hierarchy of the engine, so every
metric that has no Polars version here is computed by the pandas one on a copy of the batch.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl
from great_expectations.core.batch import BatchMarkers
from great_expectations.core.batch_spec import BatchSpec, PandasBatchSpecProtocol, RuntimeDataBatchSpec
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.execution_engine.pandas_batch_data import PandasBatchData

from expectations.suites.batch import PolarsBatch


class PolarsExecutionEngine(PandasExecutionEngine):
    """Judges Polars frames. Metrics are never cached across runs: a batch keeps its id when its rows change."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "caching": False})

    def get_batch_data_and_markers(
        self, batch_spec: BatchSpec | PandasBatchSpecProtocol
    ) -> tuple[PandasBatchData, BatchMarkers]:
        """The frame of a run-time batch as batch data, and the moment it was loaded."""
        if not (isinstance(batch_spec, RuntimeDataBatchSpec) and isinstance(batch_spec.batch_data, pl.DataFrame)):
            return super().get_batch_data_and_markers(batch_spec)
        batch = PolarsBatch(self, batch_spec.batch_data)
        batch_spec.batch_data = "PolarsDataFrame"  # the specification travels with the results, the rows must not
        now = dt.datetime.now(dt.UTC)
        return batch, BatchMarkers({"ge_load_time": now.strftime("%Y%m%dT%H%M%S.%fZ")})

    def batch(self, domain: Mapping[str, Any]) -> PolarsBatch:
        """The batch a metric's domain speaks of."""
        manager = self.batch_manager
        batch_id = domain.get("batch_id") or manager.active_batch_data_id
        batch = manager.batch_data_cache[str(batch_id)]
        if not isinstance(batch, PolarsBatch):
            raise TypeError("the batch holds no Polars frame")
        return batch
