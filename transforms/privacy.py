"""Which columns may leave the restricted zone (domain.md §11.1)."""

from __future__ import annotations

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract import Privacy


def vault_columns(sheet: str) -> list[str]:
    """The columns of class P0 of a sheet, with their companions."""
    return [name for column in SHEETS[sheet].columns if column.privacy is Privacy.P0 for name in column.schema]


def shareable(sheet: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of a sheet without anything of class P0."""
    return rows.drop(vault_columns(sheet), strict=False)
