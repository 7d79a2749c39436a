"""One frame under judgement: what is asked of its rows, and what of it may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import pandas as pd
import polars as pl
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.execution_engine.pandas_batch_data import PandasBatchData

MASK = "***"


class NotEvaluable(Exception):
    """Polars could not evaluate a rule's expression. Only the kind of error is told: its words may quote a cell."""


class Question:
    """A boolean expression over the rows of a batch, answered together with all that are open when one is read."""

    def __init__(self, batch: PolarsBatch, expression: pl.Expr) -> None:
        self.batch = batch
        self.expression = expression
        self.outcome: pl.Series | NotEvaluable | None = None

    @property
    def answer(self) -> pl.Series:
        """One Boolean per row. Raises NotEvaluable."""
        if self.outcome is None:
            self.batch.settle()
        if not isinstance(self.outcome, pl.Series):
            raise self.outcome or NotEvaluable("the question belongs to another batch")
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
        self._open: list[Question] = []

    @cached_property
    def dataframe(self) -> pd.DataFrame:
        """The pandas copy, without the withheld columns."""
        return pd.DataFrame(self.frame.drop(self.withheld, strict=False).to_dict(as_series=False))

    def shown(self, columns: Sequence[str], rows: pl.Series) -> pl.DataFrame:
        """`columns` of the rows at the positions `rows`, the withheld ones masked."""
        masked = [pl.lit(MASK).alias(name) for name in columns if name in self.withheld]
        return self.frame.select(columns)[rows].with_columns(masked)

    def ask(self, expression: pl.Expr) -> Question:
        """Put a question without answering it yet."""
        self._open.append(question := Question(self, expression))
        return question

    def settle(self) -> None:
        """Answer all open questions in one query; if that fails, one by one: a bad one must not sink the rest."""
        questions, self._open = self._open, []
        try:
            answers: Sequence[pl.Series | NotEvaluable] = self._answers(questions)
        except pl.exceptions.PolarsError:
            answers = [self._answer_alone(question) for question in questions]
        for question, answer in zip(questions, answers, strict=True):
            question.outcome = answer

    def _answers(self, questions: Sequence[Question]) -> list[pl.Series]:
        asked = (question.expression.alias(str(number)) for number, question in enumerate(questions))
        return self.frame.lazy().select(asked).collect().get_columns()

    def _answer_alone(self, question: Question) -> pl.Series | NotEvaluable:
        try:
            return self._answers([question])[0]
        except pl.exceptions.PolarsError as error:
            return NotEvaluable(type(error).__name__)
