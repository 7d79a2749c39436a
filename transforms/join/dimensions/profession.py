"""D4 个人专业: formal education and professional titles (domain.md §4.3, §5.2)."""

from __future__ import annotations

import polars as pl

from expectations.county.codelist import codelist

COLUMNS: dict[str, pl.DataType] = {
    "edu_level": pl.String(),
    "edu_mode": pl.String(),
    "degree": pl.String(),
    "major": pl.String(),
    "major_class": pl.String(),
    "tech_title": pl.String(),
    "tech_level": pl.String(),
    "licence": pl.String(),
}

_TAKEN = ("edu_level", "edu_mode", "degree", "major", "tech_title", "licence")


def profession(s2: pl.DataFrame) -> pl.DataFrame:
    """One row per person: person_id and the columns of COLUMNS, each from the newest line of S2 that fills it in.

    `major_class` (学科门类) and `tech_level` (职称层级) follow from the texts of `major` and `tech_title`.
    """
    newest = (
        s2.filter(pl.col("person_id").is_not_null())
        .sort("period_end", "submission", "row", descending=[True, False, False])
        .group_by("person_id", maintain_order=True)
        .agg(pl.col(_TAKEN).drop_nulls().first())
    )
    return newest.with_columns(
        major_class=_read_as("major_class", newest["major"]), tech_level=_read_as("title_level", newest["tech_title"])
    )


def _read_as(name: str, texts: pl.Series) -> pl.Series:
    """Texts as codes of a list; null where the list does not have them."""
    codes = {text: codelist(name).read(text)[0] for text in texts.drop_nulls().unique()}
    return texts.replace_strict(codes, default=None, return_dtype=pl.String)
