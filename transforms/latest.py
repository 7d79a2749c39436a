"""The row of a person that counts where a sheet has several."""

from __future__ import annotations

import polars as pl


def latest(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    """One row per `person_id`, the last in the order of `by`, then of period, submission and row; undecided rows go."""
    known = rows.filter(pl.col("person_id").is_not_null())
    ordered = known.sort(*by, "period", "submission", "row", nulls_last=False)
    return ordered.unique("person_id", keep="last", maintain_order=True)
