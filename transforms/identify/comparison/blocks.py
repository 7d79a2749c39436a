"""Blocking: the pairs of mentions worth a comparison. Each level of a name above the last shares one of these keys."""

from __future__ import annotations

import polars as pl

from transforms.identify.comparison.names import sound

_NAME = pl.col("name_key")
_KEYS: tuple[tuple[pl.Expr, ...], ...] = (
    (_NAME,),
    (pl.col("sound"),),
    (_NAME.str.split("").list.sort().list.join(""),),
    (_NAME.str.head(1), pl.col("birth_month")),
    (_NAME.str.slice(1), pl.col("birth_month")),
    (_NAME.str.head(1), pl.col("unit")),
    (_NAME.str.slice(1), pl.col("unit")),
    (pl.col("phone_digest"),),
)
_SEALED: tuple[tuple[pl.Expr, ...], ...] = ((_NAME, pl.col("birth_month")), (pl.col("id_digest"),))
"""Two ids are two people, or a number that was corrected: with these keys alone they are compared."""


def candidate_pairs(asking: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """`asking`, `known`: the positions of rows of the two frames (MENTION) that share a key, each pair once, sorted."""
    left, right = _keyed(asking, "asking"), _keyed(known, "known")
    without, bare = (frame.filter(pl.col("id_digest").is_null()) for frame in (left, right))
    with_id = left.filter(pl.col("id_digest").is_not_null())
    open_keys, sealed = range(len(_KEYS)), range(len(_KEYS), len(_KEYS) + len(_SEALED))
    met = [_met(without, right, at) for at in open_keys] + [_met(with_id, bare, at) for at in open_keys]
    return pl.concat([*met, *(_met(left, right, at) for at in sealed)]).unique().sort("asking", "known")


def _met(left: pl.DataFrame, right: pl.DataFrame, at: int) -> pl.DataFrame:
    key = f"key{at}"
    return left.drop_nulls(key).join(right.drop_nulls(key), on=key).select("asking", "known")


def _keyed(frame: pl.DataFrame, place: str) -> pl.DataFrame:
    """The position of each row and its keys as text; null where it lacks a part of the key."""
    names = frame["name_key"].unique()
    sounds = pl.DataFrame({"name_key": names, "sound": [sound(name) for name in names]}, schema_overrides=_TEXT)
    keys = [
        pl.concat_str([part.cast(pl.String) for part in parts], separator="\x1f").alias(f"key{number}")
        for number, parts in enumerate((*_KEYS, *_SEALED))
    ]
    numbered = frame.with_row_index(place).join(sounds, on="name_key", how="left", maintain_order="left")
    return numbered.select(place, "id_digest", *keys)


_TEXT = {"name_key": pl.String, "sound": pl.String}
