"""Faces in parts of which none can bear on another: who somebody is, is decided among namesakes (domain.md §9.1).

No tier looks further than at faces of the same name or the same id number. So a million faces are settled part by
part, and no more persons are held in memory than one part has.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

MOST = 50_000
"""Faces in a part, about; namesakes are never separated, however many they are."""


def independent_blocks(faces: pl.DataFrame, others: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """`faces` in parts, each with those of `others` that may bear on it, all in their order.

    Both have `name_key` and `id_digest`. Others of names that no face bears are in no part.
    """
    first_of = _first_names(pl.concat([faces.select("name_key", "id_digest"), others.select("name_key", "id_digest")]))
    group = pl.col("name_key").replace(first_of)
    parts = 1 + faces.height // MOST
    bearing = others.filter(group.is_in(faces.select(group).to_series().unique().implode()))
    for part in range(parts):
        here = group.hash() % parts == part
        yield faces.filter(here), bearing.filter(here)


def _first_names(faces: pl.DataFrame) -> dict[str, str]:
    """Name → first of all names that ids tie together, directly or by way of further names; most names are alone."""
    shared = faces.drop_nulls().unique().filter(pl.col("name_key").n_unique().over("id_digest") > 1)
    tied: dict[str, set[str]] = {}
    for names in shared.sort("name_key").group_by("id_digest").agg("name_key")["name_key"]:
        together = set().union(*(tied.get(name, {name}) for name in names))
        tied.update(dict.fromkeys(together, together))
    return {name: min(together) for name, together in tied.items()}
