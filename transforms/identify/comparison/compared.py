"""Pairs of mentions with the level of each attribute, and the points of all of them together."""

from __future__ import annotations

import math
from collections.abc import Mapping

import polars as pl

from transforms.identify.comparison.levels import ATTRIBUTES, EQUAL, levels
from transforms.identify.comparison.names import name_level

LEVELS: dict[str, pl.DataType] = {f"{attribute}_level": pl.String() for attribute in ATTRIBUTES}
"""The level of each attribute, null where it is absent on either side."""


def compared(pairs: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """`pairs` with LEVELS and `points`.

    pairs: the columns of MENTION of one mention, and of another with `_right`. known: the persons the other one is
    among, as mentions with `person_id`; they tell how rare a name or a unit is. The chance that two of them are one is
    1 to their number before anything is compared.
    """
    levelled = pairs.with_columns(
        name_level=_name_levels(pairs),
        birth_level=_birth_level(),
        unit_level=_equality("unit", known_only=True),
        id_no_level=_equality("id_digest"),
        phone_level=_equality("phone_digest"),
    )
    people = known["person_id"].n_unique()
    rarity = {"name": _bearers(known, "name_key"), "unit": _bearers(known, "unit")}
    placed = levelled.join(rarity["name"], on="name_key", how="left", maintain_order="left").join(
        rarity["unit"], on="unit", how="left", maintain_order="left"
    )
    prior = -math.ceil(math.log2(max(people, 1)))
    return placed.with_columns(
        points=sum((_points(attribute, people) for attribute in ATTRIBUTES), start=pl.lit(prior, pl.Int64))
    ).drop("name_key_bearers", "unit_bearers")


def told(line: Mapping[str, str | None], *, agreeing: bool) -> str:
    """What of a line's LEVELS agrees, or what does not, in words."""
    named = (levels()[attribute][level] for attribute in ATTRIBUTES if (level := line[f"{attribute}_level"]))
    return "；".join(level.says for level in named if level.agrees == agreeing)


def _name_levels(pairs: pl.DataFrame) -> pl.Series:
    distinct = pairs.select("name_key", "name_key_right").unique()
    named = [name_level(*names) for names in distinct.iter_rows()]
    levelled = distinct.with_columns(name_level=pl.Series(named, dtype=pl.String))
    return pairs.join(levelled, on=["name_key", "name_key_right"], how="left", maintain_order="left")["name_level"]


def _birth_level() -> pl.Expr:
    born, other = pl.col("birth_month"), pl.col("birth_month_right")
    apart = (born.dt.year() - other.dt.year()) * 12 + born.dt.month().cast(pl.Int32) - other.dt.month()
    return (
        pl.when(born.is_null() | other.is_null())
        .then(None)
        .when(apart == 0)
        .then(pl.lit(EQUAL))
        .when(apart.abs() == 1)
        .then(pl.lit("next_month"))
        .when(born.dt.year() == other.dt.year())
        .then(pl.lit("same_year"))
        .when(born.dt.month() == other.dt.month())
        .then(pl.lit("same_month"))
        .otherwise(pl.lit("differs"))
    )


def _equality(column: str, *, known_only: bool = False) -> pl.Expr:
    """Equal or not; a unit that no reference knows (`?` before its text) is not another one."""
    value, other = pl.col(column), pl.col(f"{column}_right")
    unsure = pl.lit(known_only) & (value.str.starts_with("?") | other.str.starts_with("?"))
    differs = pl.when(~unsure).then(pl.lit("differs"))
    return (
        pl.when(value.is_null() | other.is_null())
        .then(None)
        .when(value == other)
        .then(pl.lit(EQUAL))
        .otherwise(differs)
    )


def _bearers(known: pl.DataFrame, column: str) -> pl.DataFrame:
    """`column` and how many persons bear each of its values."""
    return known.drop_nulls(column).group_by(column).agg(pl.col("person_id").n_unique().alias(f"{column}_bearers"))


def _points(attribute: str, people: int) -> pl.Expr:
    """Points of an attribute: those of its level, or the rarity of the value; 0 where it is absent."""
    level, declared = pl.col(f"{attribute}_level"), levels()[attribute]
    given = {name: each.points for name, each in declared.items() if each.points is not None}
    counted = level.replace_strict(given, default=0, return_dtype=pl.Int64).fill_null(0)
    equal = declared[EQUAL]
    if equal.points is not None:
        return counted
    bearers = pl.col({"name": "name_key_bearers", "unit": "unit_bearers"}[attribute])
    rarity = (people / bearers).log(2).floor().cast(pl.Int64).clip(equal.least, equal.most)
    return pl.when(level == EQUAL).then(rarity).otherwise(counted)
