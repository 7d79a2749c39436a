"""D2 特长优势: practical strengths and experience, gathered from the lines of S2 (domain.md §4.3, §5.2)."""

from __future__ import annotations

import polars as pl

COLUMNS: dict[str, pl.DataType] = {
    "skill_tags": pl.List(pl.String()),
    "domain_exp": pl.List(pl.String()),
    "exp_years_max": pl.Float64(),
    "grassroots_years": pl.Float64(),
    "known_towns": pl.List(pl.String()),
    "role_tags": pl.List(pl.String()),
}

MOST_TAGS = 5


def strengths(s2: pl.DataFrame) -> pl.DataFrame:
    """One row per person: person_id, the columns of COLUMNS, `expertise_on` (end of the period the newest line is of).

    s2: identified rows in force, one line per strength. The newest file comes first; lists keep the order of the lines
    without repetitions, a list without entries is null.
    """
    return (
        s2.filter(pl.col("person_id").is_not_null())
        .sort("period_end", "submission", "row", descending=[True, False, False])
        .group_by("person_id", maintain_order=True)
        .agg(
            _each_once("skill_tag").head(MOST_TAGS).alias("skill_tags"),
            _each_once("domain_exp"),
            pl.col("exp_years").max().alias("exp_years_max"),
            pl.col("grassroots_years").max(),
            _each_once("known_towns"),
            _each_once("role_tags"),
            pl.col("period_end").max().alias("expertise_on"),
        )
        .with_columns(pl.when(pl.col(pl.List(pl.String)).list.len() > 0).then(pl.col(pl.List(pl.String))))
    )


def _each_once(column: str) -> pl.Expr:
    """The entries of all lists of a person, each once, in their order."""
    return pl.col(column).explode(empty_as_null=False, keep_nulls=False).unique(maintain_order=True)
