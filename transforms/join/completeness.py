"""Completeness of a person's record in each of the five dimensions (domain.md §5.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from transforms.join.dimensions.wishes import leaves_it_open

COLUMNS: dict[str, pl.DataType] = {
    **dict.fromkeys(("c_d1", "c_d2", "c_d3", "c_d4", "c_d5", "c_total", "c_min"), pl.Float64()),
    "five_complete": pl.Boolean(),
    "missing_fields": pl.List(pl.String()),
    "stale_fields": pl.List(pl.String()),
}

MANDATORY, RECOMMENDED = 2, 1
"""Weights of the fields."""

COMPLETE_FROM = 0.80
"""Lower bound of each dimension of a fully recorded person (五维齐全)."""


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """The fields of one dimension.

    `age` names the column with the age of its data in days, `setting` the county's number of days they stay fresh;
    `signed`: counts half unless the person has signed. `_is_filled` has the fields with a test of their own.
    """

    mandatory: tuple[str, ...]
    recommended: tuple[str, ...]
    age: str | None = None
    setting: str | None = None
    signed: bool = False


DIMENSIONS = {
    "c_d1": Dimension(
        mandatory=(
            "sex",
            "birth_ym",
            "political_status",
            "post_level",
            "former_unit",
            "exit_date",
            "exit_reason",
            "person_status",
        ),
        recommended=("ethnicity", "party_join_ym", "work_start_ym", "grade", "level_since_ym", "mgmt_tier"),
    ),
    "c_d2": Dimension(
        mandatory=("skill_tags", "domain_exp"),
        recommended=("exp_years", "grassroots_years", "known_towns", "role_tags"),
        age="expertise_age_days",
        setting="expertise_stale_days",
    ),
    "c_d3": Dimension(
        mandatory=("pref_category",),
        recommended=("pref_post_2", "pref_organ", "pref_town"),
        age="pref_age_days",
        setting="wish_stale_days",
        signed=True,
    ),
    "c_d4": Dimension(mandatory=("edu_level", "major"), recommended=("edu_mode", "degree", "tech_title")),
    "c_d5": Dimension(
        mandatory=("work_will", "workload_pref", "work_capacity"),
        recommended=("signed", "declared_on"),
        age="will_age_days",
        setting="wish_stale_days",
        signed=True,
    ),
}


def _is_filled(field: str) -> pl.Expr:
    """Whether a field is present and valid; a refused cell is null."""
    match field:
        case "pref_category":  # or a post, or 服从安排, which is a code of the category
            return pl.col("pref_category").is_not_null() | pl.col("pref_post_1").is_not_null()
        case "signed":
            return pl.col("signed").fill_null(value=False)
        case "exp_years":
            return pl.col("exp_years_max").is_not_null()
        case "declared_on":
            return pl.col("will_declared_on").is_not_null()
        case _:
            return pl.col(field).is_not_null()


def _applies(field: str, dimension: str) -> pl.Expr:
    """Whether a field applies to a person; who leaves the post open needs no further wishes."""
    if dimension == "c_d3":
        applies = pl.col("work_will").ne_missing(pl.lit("0"))
        return applies if field in DIMENSIONS[dimension].mandatory else applies & ~leaves_it_open()
    if field == "party_join_ym":
        return pl.col("political_status").is_in(["01", "02"]).fill_null(value=False)
    return pl.lit(value=True)


def _quality(field: str, name: str, fresh_for: Mapping[str, float]) -> pl.Expr:
    """q of domain.md §5.3: 1, 0.5 (stale or unsigned) or 0; null where the field does not apply."""
    dimension = DIMENSIONS[name]
    full = pl.lit(value=True)
    if dimension.age and dimension.setting:
        full &= (pl.col(dimension.age) <= fresh_for[dimension.setting]).fill_null(value=False)
    if dimension.signed:
        full &= pl.col("signed").fill_null(value=False)
    score = pl.when(full).then(1.0).otherwise(0.5)
    return pl.when(_applies(field, name)).then(pl.when(_is_filled(field)).then(score).otherwise(0.0))


def completeness(persons: pl.DataFrame, fresh_for: Mapping[str, float]) -> pl.DataFrame:
    """`persons` with the columns of COLUMNS added; shares are 0–1, a dimension that does not apply is null.

    persons: the columns that DIMENSIONS name, as the five-dimension dataset calls them. fresh_for: days per setting.
    `c_total` and `c_min` are taken over the dimensions that apply.
    """
    graded = persons.with_columns(_quality(field, name, fresh_for).alias(f"q_{field}") for name, field, _ in _fields())
    scored = graded.with_columns(_score(name).alias(name) for name in DIMENSIONS).with_columns(
        c_total=pl.mean_horizontal(*DIMENSIONS), c_min=pl.min_horizontal(*DIMENSIONS)
    )
    mandatory = (pl.col(f"q_{field}").fill_null(1.0) >= 0.5 for _, field, weight in _fields() if weight == MANDATORY)
    return scored.with_columns(
        five_complete=pl.all_horizontal(pl.col("c_min") >= COMPLETE_FROM, *mandatory).fill_null(value=False),
        missing_fields=_graded(0.0),
        stale_fields=_graded(0.5),
    ).drop(f"q_{field}" for _, field, _ in _fields())


def _fields() -> Iterator[tuple[str, str, int]]:
    """Dimension, field and weight of every field."""
    for name, dimension in DIMENSIONS.items():
        yield from ((name, field, MANDATORY) for field in dimension.mandatory)
        yield from ((name, field, RECOMMENDED) for field in dimension.recommended)


def _score(dimension: str) -> pl.Expr:
    """c_d = Σ w·a·q / Σ w·a, null where nothing applies."""
    weighed = [(pl.col(f"q_{field}"), weight) for name, field, weight in _fields() if name == dimension]
    total = pl.sum_horizontal(quality.is_not_null() * weight for quality, weight in weighed)
    return pl.when(total > 0).then(pl.sum_horizontal(quality * weight for quality, weight in weighed) / total)


def _graded(quality: float) -> pl.Expr:
    """Names of the fields with a quality."""
    names = [pl.when(pl.col(f"q_{field}") == quality).then(pl.lit(field)) for _, field, _ in _fields()]
    return pl.concat_list(names).list.drop_nulls()
