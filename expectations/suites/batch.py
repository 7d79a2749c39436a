"""A Polars frame as a batch: the pending checks over its rows, and the columns that are masked in results."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import pandas as pd
import polars as pl
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.execution_engine.pandas_batch_data import PandasBatchData

MASK = "***"


class NotEvaluable(Exception):
    """A rule's expression failed in Polars; only the type of the error is kept, as its message may quote a cell."""


class LazyCheck:
    """A boolean expression over the rows of a batch, evaluated together with all pending ones when a result is read."""

    def __init__(self, batch: PolarsBatch, expression: pl.Expr) -> None:
        self.batch = batch
        self.expression = expression
        self.outcome: pl.Series | NotEvaluable | None = None

    @property
    def result(self) -> pl.Series:
        """One Boolean per row. Raises NotEvaluable."""
        if self.outcome is None:
            self.batch.flush()
        if not isinstance(self.outcome, pl.Series):
            raise self.outcome or NotEvaluable("the check belongs to another batch")
        return self.outcome


class PolarsBatch(PandasBatchData):
    """A Polars frame as Great Expectations' batch data.

    The values of `withheld` columns reach no result: they are shown as ***, and the pandas copy, made only for a metric
    that has no Polars version, lacks the columns, so that such a metric fails on them instead of quoting them.
    """

    withheld: frozenset[str] = frozenset()

    def __init__(self, execution_engine: PandasExecutionEngine, frame: pl.DataFrame) -> None:
        super().__init__(execution_engine, pd.DataFrame())
        self.frame = frame
        self._pending: list[LazyCheck] = []

    @cached_property
    def dataframe(self) -> pd.DataFrame:
        """The pandas copy, without the withheld columns."""
        return pd.DataFrame(self.frame.drop(self.withheld, strict=False).to_dict(as_series=False))

    def shown(self, columns: Sequence[str], rows: pl.Series) -> pl.DataFrame:
        """`columns` of the rows at the positions `rows`, the withheld ones masked."""
        masked = [pl.lit(MASK).alias(name) for name in columns if name in self.withheld]
        return self.frame.select(columns)[rows].with_columns(masked)

    def submit(self, expression: pl.Expr) -> LazyCheck:
        """Note a check for the next query."""
        self._pending.append(check := LazyCheck(self, expression))
        return check

    def flush(self) -> None:
        """Evaluate all pending checks in one query; if that fails, one by one, so that the others succeed."""
        checks, self._pending = self._pending, []
        try:
            results: Sequence[pl.Series | NotEvaluable] = self._results(checks)
        except pl.exceptions.PolarsError:
            results = [self._result_alone(check) for check in checks]
        for check, result in zip(checks, results, strict=True):
            check.outcome = result

    def _results(self, checks: Sequence[LazyCheck]) -> list[pl.Series]:
        expressions = (check.expression.alias(str(number)) for number, check in enumerate(checks))
        return self.frame.lazy().select(expressions).collect().get_columns()

    def _result_alone(self, check: LazyCheck) -> pl.Series | NotEvaluable:
        try:
            return self._results([check])[0]
        except pl.exceptions.PolarsError as error:
            return NotEvaluable(type(error).__name__)
