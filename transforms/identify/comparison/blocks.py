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

_NO_PAIRS = pl.DataFrame(schema={"asking": pl.UInt32, "known": pl.UInt32})


def candidate_pairs(asking: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """`asking`, `known`: the positions of rows of the two frames (MENTION) that share a key, each pair once, sorted."""
    left, right = asking.with_row_index("asking"), known.with_row_index("known")
    has_id = pl.col("id_digest").is_not_null()
    met = (
        _met(left.filter(~has_id), right, _KEYS),
        _met(left.filter(has_id), right.filter(~has_id), _KEYS),
        _met(left, right, _SEALED),
    )
    return pl.concat(met).unique().sort("asking", "known")


def _met(left: pl.DataFrame, right: pl.DataFrame, keys: tuple[tuple[pl.Expr, ...], ...]) -> pl.DataFrame:
    """The pairs of two numbered frames that share one of the keys, which are null where a part of them is."""
    if left.is_empty() or right.is_empty():
        return _NO_PAIRS
    shown = [_with_sound(frame) for frame in (left, right)] if keys is _KEYS else [left, right]
    parts = []
    for key in keys:
        text = pl.concat_str([part.cast(pl.String) for part in key], separator="\x1f").alias("key")
        ours, theirs = (frame.select(pl.first(), text).drop_nulls("key") for frame in shown)
        parts.append(ours.join(theirs, on="key").select("asking", "known"))
    return pl.concat(parts).unique()


def _with_sound(frame: pl.DataFrame) -> pl.DataFrame:
    names = frame["name_key"].unique()
    sounds = pl.Series([sound(name) for name in names], dtype=pl.String)
    return frame.with_columns(sound=pl.col("name_key").replace_strict(names, sounds, return_dtype=pl.String))
