"""Ages and lengths of service at the end of a period (domain.md §5.4)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from transforms.join.bands import banded

AGE_BANDS = {"<50": 49, "50–52": 52, "53–55": 55, "56–58": 58, "59–60": 60, ">60": None}


def completed_months(since: pl.Expr, until: dt.date) -> pl.Expr:
    """Whole months from `since` to `until`, null when `since` lies after it.

    A month is complete on the day of the same number; a date of month precision is kept as the first, so that its
    month counts as reached.
    """
    months = (until.year - since.dt.year()) * 12 + until.month - since.dt.month()
    months -= (since.dt.day() > until.day).cast(pl.Int32)
    return pl.when(since <= until).then(months).cast(pl.Int64)


def completed_years(since: pl.Expr, until: dt.date) -> pl.Expr:
    """Completed months / 12 with one decimal, for 党龄, 工龄 and 任职年限."""
    return (completed_months(since, until) / 12).round(1, mode="half_away_from_zero")


def age_years(birth: pl.Expr, precision: pl.Expr, until: dt.date) -> pl.Expr:
    """周岁 at `until`: completed years by day, or by month where `precision` is `month`."""
    counted_from = pl.when(precision == "month").then(birth.dt.month_start()).otherwise(birth)
    return completed_months(counted_from, until) // 12


def age_band(age: pl.Expr) -> pl.Expr:
    """The band of AGE_BANDS an age in years falls in."""
    return banded(age, AGE_BANDS)
