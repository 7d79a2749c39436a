"""What a comparison finds, in the shape of what the suites find: one line for a row, or for a submission as a whole."""

from __future__ import annotations

import polars as pl

from expectations.contract.rules import Reaction
from expectations.evaluate.judgement import FAILURES


def as_failures(
    found: pl.DataFrame,
    rule: str,
    message: str | pl.Expr,
    *,
    column: str | None = None,
    reaction: Reaction = Reaction.FIXW,
) -> pl.DataFrame:
    """`found` (`submission`, and `row` where a row is meant) as FAILURES."""
    row = pl.col("row") if "row" in found.columns else pl.lit(None)
    return found.select(
        "submission",
        row=row.cast(pl.Int64),
        rule=pl.lit(rule),
        column=pl.lit(column, pl.String),
        reaction=pl.lit(reaction.value),
        message=pl.lit(message) if isinstance(message, str) else message,
    ).cast(pl.Schema(FAILURES))
