"""Confirmed warnings: they are not reported again until their content changes."""

from __future__ import annotations

import polars as pl

from expectations.contract.rules import Reaction
from transforms.judge.issue_ids import NUMBERED

CONFIRMATIONS: dict[str, pl.DataType] = {
    "issue": pl.String(),
    "period": pl.String(),
    "by": pl.String(),
    "because": pl.String(),
    "at": pl.Datetime("us", "UTC"),
}
"""Which issue was confirmed, from which period on, by whom, why and when."""

CONFIRMED: dict[str, pl.DataType] = {
    **NUMBERED,
    "confirmed_by": pl.String(),
    "confirmed_because": pl.String(),
    "confirmed_at": pl.Datetime("us", "UTC"),
}
"""Confirmed issues, with by whom, why and when."""


def split_confirmed(issues: pl.DataFrame, confirmations: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """NUMBERED issues still open, and the CONFIRMED ones. Only a warning (FIXW) can be confirmed."""
    answers = confirmations.unique("issue", keep="last").select(
        "issue", confirmed_by="by", confirmed_because="because", confirmed_at="at"
    )
    joined = issues.join(answers, on="issue", how="left", maintain_order="left")
    settled = (pl.col("reaction") == Reaction.FIXW) & pl.col("confirmed_by").is_not_null()
    return joined.filter(~settled).select(NUMBERED.keys()), joined.filter(settled).select(CONFIRMED.keys())
