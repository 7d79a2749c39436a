"""A table built in chunks that are spilled to disk, so that it is never whole in memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from flows.store.atomic_files import named

ROWS_IN_MEMORY = 300_000
"""Rows in memory before they are spilled to disk; a week of one county seldom has as many."""


class SpillingFrame:
    """Frames of one schema, in the order they were added; `folder` must exist as long as `whole()` is used."""

    def __init__(self, folder: Path, schema: Mapping[str, pl.DataType]) -> None:
        """With no rows yet."""
        self._folder = folder
        self._empty = pl.DataFrame(schema=schema)
        self._in_memory, self._height = [self._empty], 0
        self._spilled: list[Path] = []

    def add(self, frame: pl.DataFrame) -> None:
        """Append rows."""
        self._in_memory.append(frame)
        self._height += frame.height
        if self._height >= ROWS_IN_MEMORY:
            self._spilled.append(self._folder / f"{len(self._spilled):05}.parquet")
            with named(self._spilled[-1]):
                pl.concat(self._in_memory).write_parquet(self._spilled[-1], compression="lz4")
            self._in_memory, self._height = [self._empty], 0

    def whole(self) -> pl.LazyFrame:
        """All rows, scanned lazily."""
        return pl.concat([*map(pl.scan_parquet, self._spilled), pl.concat(self._in_memory).lazy()])
