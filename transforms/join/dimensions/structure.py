"""D1 总量结构: who is in scope, and the attributes from which the structure is counted (domain.md §5.1, §5.2)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from expectations.county.county import County
from transforms.join.cadres.retirement import age_band, age_years, completed_months, completed_years
from transforms.join.latest import latest

COLUMNS: dict[str, pl.DataType] = {
    "sex": pl.String(),
    "ethnicity": pl.String(),
    "political_status": pl.String(),
    "post_level": pl.String(),
    "grade": pl.String(),
    "mgmt_tier": pl.String(),
    "former_unit": pl.String(),
    "former_post": pl.String(),
    "exit_date": pl.Date(),
    "exit_reason": pl.List(pl.String()),
    "person_status": pl.String(),
    "age_years": pl.Int64(),
    "age_band": pl.String(),
    "party_years": pl.Float64(),
    "work_years": pl.Float64(),
    "years_in_level": pl.Float64(),
    "months_since_exit": pl.Int64(),
}

_SHORTEST_NAME = 2  # 某县 keeps its 县
POOL, VOLUNTARY = "POOL", "VOLUNTARY"


def structure(
    s1: pl.DataFrame, s2: pl.DataFrame, careers: pl.DataFrame, assigned: pl.Series, until: dt.date
) -> pl.DataFrame:
    """One row per person in scope at `until`: the columns of S1 and those of COLUMNS, and `scope`.

    s1, s2: identified rows in force; a birth date that S1 lacks is taken from S2 (domain.md §9.4). careers: CAREERS, by
    which somebody whose `exit_date` or `person_status` is unknown counts as an earlier roster knew them, else as one
    who has left and serves: they are on the roster. assigned: the person_ids with an assignment in effect, by whom
    retired persons stay in scope as VOLUNTARY.
    """
    earlier = careers.select("person_id", "left_as", known_exit="exit_date")
    status, unknown = pl.col("person_status"), pl.col("person_status").is_null()
    retired = (status == "RETIRED") | (unknown & (pl.col("left_as") == "RETIRED"))
    kept = (
        pl.when(status.is_in(["ACTIVE", "HOLD"]) | (unknown & pl.col("left_as").is_null()))
        .then(pl.lit(POOL))
        .when(retired & pl.col("person_id").is_in(assigned.to_list()))
        .then(pl.lit(VOLUNTARY))
    )
    left = pl.coalesce("exit_date", "known_exit").fill_null(until) <= until
    in_scope = (
        latest(s1)
        .join(earlier, on="person_id", how="left", maintain_order="left")
        .with_columns(scope=kept)
        .filter(left, pl.col("scope").is_not_null())
        .drop("left_as", "known_exit")
    )
    return (
        _born(in_scope, s2)
        .with_columns(
            age_years=age_years(pl.col("birth_ym"), pl.col("birth_ym_precision"), until),
            party_years=completed_years(pl.col("party_join_ym"), until),
            work_years=completed_years(pl.col("work_start_ym"), until),
            years_in_level=completed_years(pl.col("level_since_ym"), until),
            months_since_exit=completed_months(pl.col("exit_date"), until),
        )
        .with_columns(age_band=age_band(pl.col("age_years")))
    )


def native_here(county: County) -> pl.Expr:
    """Whether `native_place` or `growth_place` names the county (湖北蕲春); the places stay in S1 (§10.2, H5)."""
    stem = county.name[:-1] if len(county.name) > _SHORTEST_NAME else county.name
    named = [pl.col(column).str.contains(stem, literal=True) for column in ("native_place", "growth_place")]
    return pl.any_horizontal(named).fill_null(value=False)


def _born(persons: pl.DataFrame, s2: pl.DataFrame) -> pl.DataFrame:
    """The birth date with its precision, from S2 where S1 has none."""
    second = latest(s2.filter(pl.col("birth_ym").is_not_null())).select("person_id", "birth_ym", "birth_ym_precision")
    missing = pl.col("birth_ym").is_null()
    return (
        persons.join(second, on="person_id", how="left", suffix="_s2", maintain_order="left")
        .with_columns(
            birth_ym_precision=pl.when(missing).then("birth_ym_precision_s2").otherwise("birth_ym_precision"),
            birth_ym=pl.coalesce("birth_ym", "birth_ym_s2"),
        )
        .drop("birth_ym_s2", "birth_ym_precision_s2")
    )
