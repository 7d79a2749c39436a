"""Great Expectations judges all rows of a sheet at once (design.md §2, the step *judge*).

One validation per sheet and period, over the rows of all submissions: a rule costs some milliseconds before it has seen
a row, and would cost them again for every file. Results hold row positions and counts, never a cell's value.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import great_expectations as gx
import polars as pl
from great_expectations.core.batch_definition import BatchDefinition
from great_expectations.core.expectation_validation_result import (
    ExpectationSuiteValidationResult,
    ExpectationValidationResult,
)
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)

from expectations.contract import Privacy, Sheet
from expectations.rules import RowCount, Rule
from expectations.suites.compile import suite
from expectations.suites.datasource import PolarsDatasource

FAILURES: Final = pl.Schema(
    {
        "submission": pl.String(),
        "row": pl.Int64(),
        "rule": pl.String(),
        "column": pl.String(),
        "reaction": pl.String(),
        "message": pl.String(),
    }
)

_ROW_NUMBERS_ONLY: Final[Mapping[str, Any]] = {
    "result_format": "COMPLETE",
    "exclude_unexpected_values": True,
    "partial_unexpected_count": 0,
    "return_unexpected_index_query": False,
}


class NotJudged(Exception):
    """A rule could not be evaluated on a sheet's rows: an error of the program or the contract, not of the data."""

    def __init__(self, sheet: str, rule: str) -> None:
        super().__init__(f"rule {rule} of sheet {sheet} could not be evaluated")
        self.sheet = sheet
        self.rule = rule


def judge(sheet: Sheet, rows: pl.DataFrame) -> pl.DataFrame:
    """One line per broken rule and row: submission, row, rule, column (blamed), reaction, message (the rule's because).

    `rows` has the columns of `sheet.schema`. Lines come in the order of the rules, then of the rows. Every row of a
    group of duplicates is named; a wrong number of rows gives one line without submission and row. Raises NotJudged.
    """
    return failures(sheet, rows, validation(sheet, rows))


def validation(sheet: Sheet, rows: pl.DataFrame) -> ExpectationSuiteValidationResult:
    """Great Expectations' result for the rows (columns: `sheet.schema`). Not to be called from several threads."""
    batch = _data(sheet).get_batch(batch_parameters={"dataframe": rows})
    try:
        return batch.validate(_suite(sheet), result_format=dict(_ROW_NUMBERS_ONLY))
    finally:  # the engine lives as long as the process; the rows must not
        kept = batch.data.execution_engine.batch_manager
        kept.batch_data_cache.clear()
        kept.reset_batch_cache()


def failures(sheet: Sheet, rows: pl.DataFrame, result: ExpectationSuiteValidationResult) -> pl.DataFrame:
    """The lines of `judge` from the result for the same rows. Raises NotJudged."""
    outcomes = {config.meta["id"]: each for each in result.results if (config := each.expectation_config)}
    places = rows.select("submission", "row")
    broken = [_lines(sheet, rule, places, outcomes[rule.id]) for rule in sheet.all_rules]
    return pl.concat([FAILURES.to_frame(), *broken])


def withheld(sheet: Sheet) -> frozenset[str]:
    """The columns no result may quote: classes P0 and P1 with their companions (domain.md §11.1)."""
    private = (column for column in sheet.columns if column.privacy in {Privacy.P0, Privacy.P1})
    return frozenset(name for column in private for name in column.schema)


def _lines(sheet: Sheet, rule: Rule, places: pl.DataFrame, outcome: ExpectationValidationResult) -> pl.DataFrame:
    if not outcome.result:
        raise NotJudged(sheet.id, rule.id)
    if isinstance(rule, RowCount):
        broken = FAILURES.to_frame().select("submission", "row").clear(n=0 if outcome.success else 1)
    else:
        broken = places[pl.Series(outcome.result["unexpected_index_list"], dtype=pl.UInt32)]
    return broken.with_columns(
        rule=pl.lit(rule.id),
        column=pl.lit(None if isinstance(rule, RowCount) else rule.blamed, pl.String),
        reaction=pl.lit(rule.reaction.value),
        message=pl.lit(rule.because),
    )


_suite = cache(suite)


@cache
def _source() -> PolarsDatasource:
    """The process's one ephemeral context, and in it the source of all frames."""
    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False),
    )
    context = gx.get_context(mode="ephemeral", project_config=config)
    source: PolarsDatasource = context.data_sources.add_polars("sheets")
    return source


@cache
def _data(sheet: Sheet) -> BatchDefinition[Any]:
    """The asset of a sheet; numbered, for a changed contract must not meet the asset of the one before."""
    return _source().add_frames(f"{sheet.id} #{len(_source().assets)}", withheld(sheet))
