"""`context.data_sources.add_polars(…)`: Polars frames as a data source of Great Expectations."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Literal

import polars as pl
from great_expectations.compatibility.pydantic import Field
from great_expectations.core.batch_definition import BatchDefinition
from great_expectations.datasource.fluent import BatchRequest
from great_expectations.datasource.fluent.interfaces import Batch
from great_expectations.datasource.fluent.pandas_datasource import DataFrameAsset, _PandasDatasource

import expectations.suites.metrics  # noqa: F401 # registers the metrics, without which the engine falls back to pandas
from expectations.suites.batch import PolarsBatch
from expectations.suites.engine import PolarsExecutionEngine


class PolarsFrameAsset(DataFrameAsset):
    """One kind of frame, given as `batch_parameters={"dataframe": frame}`; values of `withheld` columns stay inside."""

    type: Literal["polars_frame"] = "polars_frame"  # type: ignore[assignment] # the type is the asset's name in GX
    withheld: tuple[str, ...] = ()

    def build_batch_request(
        self, options: Any = None, batch_slice: Any = None, partitioner: Any = None
    ) -> BatchRequest[Any]:
        """The request for the whole of one frame. Raises TypeError without a Polars frame."""
        if not isinstance((options or {}).get("dataframe"), pl.DataFrame) or batch_slice or partitioner:
            raise TypeError('batch_parameters must be {"dataframe": a Polars frame} and nothing else')
        return BatchRequest(datasource_name=self.datasource.name, data_asset_name=self.name, options=options)

    def _validate_batch_request(self, batch_request: BatchRequest[Any]) -> None:
        """Nothing to do: `build_batch_request` validates."""

    def get_batch(self, batch_request: BatchRequest[Any]) -> Batch:
        """The batch with its withheld columns set."""
        batch = super().get_batch(batch_request)
        if isinstance(batch.data, PolarsBatch):
            batch.data.withheld = frozenset(self.withheld)
        return batch


class PolarsDatasource(_PandasDatasource):
    """Frames judged by the Polars engine."""

    asset_types: ClassVar[Sequence[builtins.type[PolarsFrameAsset]]] = [PolarsFrameAsset]
    type: Literal["polars"] = "polars"
    assets: list[PolarsFrameAsset] = Field(default_factory=list)

    @property
    def execution_engine_type(self) -> builtins.type[PolarsExecutionEngine]:
        """The engine of all assets."""
        return PolarsExecutionEngine

    def test_connection(self, test_assets: bool = True) -> None:
        """There is nothing to connect to."""

    def add_frames(self, name: str, withheld: Iterable[str] = ()) -> BatchDefinition[Any]:
        """An asset for frames of one kind, and the definition that takes each of them whole."""
        asset: PolarsFrameAsset = self._add_asset(PolarsFrameAsset(name=name, withheld=tuple(sorted(withheld))))
        return asset.add_batch_definition_whole_dataframe("all rows")
