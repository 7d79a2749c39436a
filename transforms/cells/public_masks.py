"""How a person appears in what is published (domain.md §11.3)."""

from __future__ import annotations

import polars as pl

from transforms.cells.names import display_name

_BAND_YEARS = 5


def masked_name(name: str) -> str:
    """张** of three characters, 张* of two; of 买买提·吐尔逊 the first part. No name is shown whole.

    Not for leaders named in their official duty.
    """
    shown = display_name(name)
    first, dot, _ = shown.partition("·")
    if dot:
        return f"{first}·**"
    return shown[:1] + "*" * max(1, min(2, len(shown) - 1)) if shown else ""


def five_year_band(age: pl.Expr) -> pl.Expr:
    """50–54, 55–59 …; null where the age is."""
    low = age // _BAND_YEARS * _BAND_YEARS
    return pl.format("{}–{}", low, low + _BAND_YEARS - 1)
