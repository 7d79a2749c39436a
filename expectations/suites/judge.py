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

from expectations.contract.contract import Privacy, Sheet
from expectations.contract.rules import RowCount, Rule
from expectations.evaluate.judgement import NotJudged, failures_at
from expectations.suites.compile import suite
from expectations.suites.datasource import PolarsDatasource

_ROW_NUMBERS_ONLY: Final[Mapping[str, Any]] = {
    "result_format": "COMPLETE",
    "exclude_unexpected_values": True,
    "partial_unexpected_count": 0,
    "return_unexpected_index_query": False,
}


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
    positions = {rule.id: _broken_by(sheet, rule, outcomes[rule.id]) for rule in sheet.all_rules}
    return failures_at(sheet.all_rules, rows.select("submission", "row"), positions)


def withheld(sheet: Sheet) -> frozenset[str]:
    """The columns no result may quote: classes P0 and P1 with their companions (domain.md §11.1)."""
    private = (column for column in sheet.columns if column.privacy in {Privacy.P0, Privacy.P1})
    return frozenset(name for column in private for name in column.schema)


def _broken_by(sheet: Sheet, rule: Rule, outcome: ExpectationValidationResult) -> pl.Series:
    """Positions of the bad rows; one position where it is their number that is wrong."""
    if not outcome.result:
        raise NotJudged(sheet.id, rule.id)
    whole = [] if outcome.success else [0]
    positions = whole if isinstance(rule, RowCount) else outcome.result["unexpected_index_list"]
    return pl.Series(positions, dtype=pl.UInt32)


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
