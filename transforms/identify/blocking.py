"""Partition mentions into independent blocks: identity is decided among namesakes (domain.md §9.1).

No tier compares beyond mentions of the same name or the same id number. So a million mentions are resolved block by
block, with only one block's persons in memory.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from transforms.identify.edges import NO_EDGES, Edges
from transforms.identify.mentions import MENTION

MOST = 50_000
"""Approximate mentions per block; namesakes are never separated, however many they are."""


def independent_blocks(
    mentions: pl.DataFrame, others: pl.DataFrame, edges: Edges = NO_EDGES
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """`mentions` in blocks, each with those of `others` that may match, all in their order.

    Both have the columns of MENTION. Others of names that no mention has, or is the same as, are in no block.
    """
    both = [frame.select("name_key", "id_digest") for frame in (mentions, others)]
    tied = [_tied(frame, edges) for frame in (mentions, others)] if edges.cluster else []
    first_of = _first_names(pl.concat([*both, *tied]))
    group = pl.col("name_key").replace(first_of)
    parts = 1 + mentions.height // MOST
    bearing = others.filter(group.is_in(mentions.select(group).to_series().unique().implode()))
    for part in range(parts):
        in_block = group.hash() % parts == part
        yield mentions.filter(in_block), bearing.filter(in_block)


def _tied(mentions: pl.DataFrame, edges: Edges) -> pl.DataFrame:
    """The names of decided mentions beside their cluster, which ties names as an id number does."""
    clusters = pl.Series([edges.of(mention) for mention in mentions.select(*MENTION).iter_rows()], dtype=pl.String)
    return mentions.select("name_key", id_digest=clusters).drop_nulls()


def _first_names(mentions: pl.DataFrame) -> dict[str, str]:
    """Name → first of all names connected by shared ids (connected components); most names are alone."""
    shared = mentions.drop_nulls().unique().filter(pl.col("name_key").n_unique().over("id_digest") > 1)
    tied: dict[str, set[str]] = {}
    for names in shared.sort("name_key").group_by("id_digest").agg("name_key")["name_key"]:
        together = set().union(*(tied.get(name, {name}) for name in names))
        tied.update(dict.fromkeys(together, together))
    return {name: min(together) for name, together in tied.items()}
