"""Every mention in everything ever received, by its digest: what an answer about two mentions still speaks of."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.editions.find_person import sound
from transforms.identify.mentions import CLUES, KeyedDigest, mentions, telling
from transforms.identify.reconsidered import mention_digests


def mentions_known(rows: Mapping[str, pl.LazyFrame], keyed_digest: KeyedDigest) -> pl.DataFrame:
    """`submission`, `row`, `mention` (its digest) of every person named, in the order of sheets and rows.

    A row stands twice, with its id number and without one whose check digit is wrong, as editions take it.
    """
    parts = [
        mentions(sheet, shown, keyed_digest)
        for sheet in CLUES
        for shown in (telling(sheet, some).collect() for some in (rows[sheet], sound(rows[sheet])))
    ]
    return pl.concat(part.select("submission", "row", mention=mention_digests(part, keyed_digest)) for part in parts)
