"""All rows of a sheet judged by its rules, in one Polars query and without Great Expectations.

A run judges with the suites (`expectations.suites.judge`), which take seconds to load; `wuwei check` has no time for
that. Both use the same `demands` and give the same lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from expectations.contract.contract import Sheet
from expectations.contract.rules import RowCount, Rule
from expectations.evaluate.demands import broken

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
"""A rule broken by a row: the blamed column, the rule's reaction and its because."""


class NotJudged(Exception):
    """A rule could not be evaluated on a sheet's rows: an error of the program or the contract, not of the data."""

    def __init__(self, sheet: str, rule: str) -> None:
        super().__init__(f"rule {rule} of sheet {sheet} could not be evaluated")
        self.sheet = sheet
        self.rule = rule


def judgement(sheet: Sheet, rows: pl.DataFrame) -> pl.DataFrame:
    """FAILURES of the rows (columns: `sheet.schema`), those that `expectations.suites.judge.judge` gives.

    Lines come in the order of the rules, then of the rows. Every row of a group of duplicates is named; a wrong number
    of rows gives one line without submission and row. Raises NotJudged.
    """
    rules = [rule for rule in sheet.all_rules if rows.height or isinstance(rule, RowCount)]  # no rows break no other
    positions, places = _broken_by(sheet, rules, rows), rows.select("submission", "row")
    return failures_at(rules, places, positions)


def failures_at(rules: Sequence[Rule], places: pl.DataFrame, positions: Mapping[str, pl.Series]) -> pl.DataFrame:
    """FAILURES of rules in their order; `positions` by rule id are those of bad rows in `places` (submission, row)."""
    broken_rules = (rule for rule in rules if positions[rule.id].len())
    return pl.concat([FAILURES.to_frame(), *(_lines(rule, places, positions[rule.id]) for rule in broken_rules)])


def _lines(rule: Rule, places: pl.DataFrame, positions: pl.Series) -> pl.DataFrame:
    """FAILURES of one rule; `positions` are those of its bad rows in `places` (submission, row).

    For a wrong number of rows no single row is blamed: one position stands for the whole sheet.
    """
    whole = isinstance(rule, RowCount)
    named = FAILURES.to_frame().select("submission", "row").clear(n=len(positions)) if whole else places[positions]
    return named.with_columns(
        rule=pl.lit(rule.id),
        column=pl.lit(None if whole else rule.blamed, pl.String),
        reaction=pl.lit(rule.reaction.value),
        message=pl.lit(rule.because),
    )


def _broken_by(sheet: Sheet, rules: Sequence[Rule], rows: pl.DataFrame) -> dict[str, pl.Series]:
    """Positions of the bad rows by rule id, of all rules in one query."""
    checks = {rule.id: broken(rule).arg_true().implode().alias(rule.id) for rule in rules}
    try:
        result = rows.lazy().select(checks.values()).collect()
    except pl.exceptions.PolarsError:
        failing = next(rule for rule, positions in checks.items() if not _works(rows, positions))
        raise NotJudged(sheet.id, failing) from None
    return {rule: result[rule].item() for rule in checks}


def _works(rows: pl.DataFrame, positions: pl.Expr) -> bool:
    try:
        rows.lazy().select(positions).collect()
    except pl.exceptions.PolarsError:
        return False
    return True
