"""Stands in for `expectations.suites.judge`; tests/expectations/evaluate/test_judgement.py shows that both agree."""

from __future__ import annotations

import polars as pl

from expectations.contract.contract import Sheet
from expectations.evaluate.judgement import judgement


def validation(_sheet: Sheet, _rows: pl.DataFrame) -> None:
    """No result of Great Expectations."""


def failures(sheet: Sheet, rows: pl.DataFrame, _result: None) -> pl.DataFrame:
    """FAILURES of the rows, without Great Expectations."""
    return judgement(sheet, rows)
