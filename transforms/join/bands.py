"""Bands: a number put into one of a few named ranges."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl


def banded(value: pl.Expr, bands: Mapping[str, int | None]) -> pl.Expr:
    """The first band whose last value is not exceeded; `bands` ascend, and the last one is open (None)."""
    return pl.coalesce(
        pl.when(value.is_not_null() if last is None else value <= last).then(pl.lit(band))
        for band, last in bands.items()
    )
