"""Columns that a county has added to a sheet, in the table of persons, which takes its columns from several sheets."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from expectations.catalogue import BUILT_IN, SHEETS
from expectations.contract.contract import Privacy

OF_PERSONS = ("S1", "S2", "S3")
"""The sheets whose rows come together in the one row of a person."""


def added(sheet: str) -> list[str]:
    """The columns, with their companions, that the county in use has added to a built-in sheet; none of class P0."""
    known = BUILT_IN[sheet].column
    columns = (column for column in SHEETS[sheet].columns if column.name not in known)
    return [name for column in columns if column.privacy is not Privacy.P0 for name in column.schema]


def with_added(cadres: pl.DataFrame, rows: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """FIVE_DIM_SCHEMA with the added columns of the row of each sheet that a person's row was made of."""
    for sheet in OF_PERSONS:
        if names := added(sheet):
            source = [f"src_{sheet}_submission", f"src_{sheet}_row"]
            of_sheet = rows[sheet].select("submission", "row", *names)
            cadres = cadres.join(
                of_sheet, left_on=source, right_on=["submission", "row"], how="left", maintain_order="left"
            )
    return cadres
