"""A table that is made piece by piece and put away on the disk meanwhile, so that it is never held whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

ROWS_IN_MEMORY = 300_000
"""Rows that are held before they are put away: the week of one county hardly ever is."""


class SpillingFrame:
    """Frames of one schema, in the order in which they were added; `folder` must last as long as the whole is used."""

    def __init__(self, folder: Path, schema: Mapping[str, pl.DataType]) -> None:
        """Of no rows yet."""
        self._folder = folder
        self._nothing = pl.DataFrame(schema=schema)
        self._held, self._height = [self._nothing], 0
        self._put_away: list[Path] = []

    def add(self, frame: pl.DataFrame) -> None:
        """Rows after those that are there."""
        self._held.append(frame)
        self._height += frame.height
        if self._height >= ROWS_IN_MEMORY:
            self._put_away.append(self._folder / f"{len(self._put_away):05}.parquet")
            pl.concat(self._held).write_parquet(self._put_away[-1], compression="lz4")
            self._held, self._height = [self._nothing], 0

    def whole(self) -> pl.LazyFrame:
        """All rows, none of them read before they are asked for."""
        return pl.concat([*map(pl.scan_parquet, self._put_away), pl.concat(self._held).lazy()])
