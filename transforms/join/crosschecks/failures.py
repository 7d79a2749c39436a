"""Results of cross-checks in the schema of the suites' failures: one line per row, or per submission as a whole."""

from __future__ import annotations

import polars as pl

from expectations.contract.rules import Reaction
from expectations.evaluate.judgement import FAILURES


def as_failures(
    rows: pl.DataFrame,
    rule: str,
    message: str | pl.Expr,
    *,
    column: str | None = None,
    reaction: Reaction = Reaction.FIXW,
) -> pl.DataFrame:
    """`found` (`submission`, and `row` where a row is meant) as FAILURES."""
    row = pl.col("row") if "row" in rows.columns else pl.lit(None)
    return rows.select(
        "submission",
        row=row.cast(pl.Int64),
        rule=pl.lit(rule),
        column=pl.lit(column, pl.String),
        reaction=pl.lit(reaction.value),
        message=pl.lit(message) if isinstance(message, str) else message,
    ).cast(pl.Schema(FAILURES))
