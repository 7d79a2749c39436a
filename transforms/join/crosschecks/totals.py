"""Control totals (R8) that are compared with nothing, because the same total is declared for a later day (E5)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from transforms.join.crosschecks.failures import as_failures


def older_totals(rows: pl.DataFrame, on: dt.date) -> pl.DataFrame:
    """FAILURES of rows of R8 in force beside which a row of the same total is of a later day, up to the day `on`."""
    declared = rows.drop_nulls(["total", "declared", "as_of"]).filter(pl.col("as_of") <= on)
    return as_failures(
        declared.filter(pl.col("as_of") < pl.col("as_of").max().over("total")),
        "older_total",
        "同一项目另有「截止日期」更晚的申报数，控制数核对以更晚的为准，本行没有核对。"
        "一个项目请只报一个截止日期；更晚的一行有误的，请改正后重新报送。",
        column="as_of",
    )
