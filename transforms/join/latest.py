"""The row of a person that counts where a sheet has several."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

_AT_ONCE = 8
"""Columns of a long sheet collected at a time: both as read and in the order of the key."""


def filled(rows: pl.DataFrame | pl.LazyFrame) -> pl.Expr:
    """How many cells of a row are filled: a refused cell is empty, so that the row with fewest issues has most."""
    return pl.sum_horizontal(pl.col(name).is_not_null() for name in rows.collect_schema())


def last_of_each(rows: pl.LazyFrame, key: str, *by: str | pl.Expr) -> pl.DataFrame:
    """One row per `key`, the last in the order of `by`, sorted by `key`; the columns are read a few at a time."""
    order = {f"by {n}": pl.col(expr) if isinstance(expr, str) else expr for n, expr in enumerate(by)}
    places = rows.select(key, **order).with_row_index("at").collect(engine="streaming")
    last = places.sort(*order).unique(key, keep="last").sort(key)["at"]
    names = rows.collect_schema().names()
    parts = (names[start : start + _AT_ONCE] for start in range(0, len(names), _AT_ONCE))
    return pl.concat([rows.select(part).collect(engine="streaming")[last] for part in parts], how="horizontal")


def latest(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    """One row per `person_id`, the last in the order of `by`, then of period; undecided rows go.

    Of several rows of one period the one with most cells filled counts, then the last (domain.md M28, §9.4): the id of
    a submission says nothing of its age.
    """
    known = rows.filter(pl.col("person_id").is_not_null())
    ordered = known.sort(*by, "period", filled(known), "submission", "row", nulls_last=False)
    return ordered.unique("person_id", keep="last", maintain_order=True)


def latest_reports(duties: pl.DataFrame, weeks: Sequence[str]) -> pl.DataFrame:
    """Of DUTIES those of `weeks`, of each person only those of their last one, by `duty_id`."""
    reports = duties.filter(pl.col("period").is_in(weeks))
    return reports.filter(pl.col("period") == pl.col("period").max().over("person_id")).sort("duty_id")
