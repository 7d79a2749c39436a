"""弹性提前退休: the month a cadre has chosen to retire in, ahead of the statutory one (domain.md §5.4)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from transforms.join.cadres.retirement import RetirementLaw, with_months_left

_MONTH = r"(20\d{2})(?:年(0?[1-9]|1[0-2])|[-./](0[1-9]|1[0-2]|[2-9])|(0[1-9]|1[0-2]))(?:\D|$)"
"""2025年6月, 2025-06, 2025.6, 202506; not 2025.1, which may be October (domain.md §12, M53)."""

EARLY = pl.col("retire_choice") == "FLEX_EARLY"


def chosen_month() -> pl.Expr:
    """The month written beside 弹性提前退休 (`retire_choice_text`), as its first day; null where none is."""
    text = pl.col("retire_choice_text").str.replace_all(r"\s", "")
    year = text.str.extract(_MONTH, 1)
    month = pl.coalesce(text.str.extract(_MONTH, group) for group in (2, 3, 4))
    return pl.when(EARLY).then(pl.date(year.cast(pl.Int32), month.cast(pl.Int32), 1))


def with_choice(persons: pl.DataFrame, law: RetirementLaw, until: dt.date) -> pl.DataFrame:
    """`persons` with their statutory retirement (`retirement`), where they may retire earlier that month instead.

    At most `law.flexible` months earlier and never below the base age; else the statutory month stands, and the choice
    is asked back (`transforms.join.crosschecks.early_retirements`).
    """
    chosen, statutory = pl.col("chosen"), pl.col("retire_ym")
    base_age_reached = pl.col("birth_ym").dt.month_start().dt.offset_by(pl.format("{}y", "retire_base"))
    first = pl.max_horizontal(base_age_reached, statutory.dt.offset_by(f"-{law.flexible}mo"))
    allowed = chosen.is_between(first, statutory).fill_null(value=False)
    early = persons.with_columns(chosen=chosen_month()).with_columns(
        retire_ym=pl.when(allowed).then(chosen).otherwise(statutory)
    )
    return with_months_left(early.drop("chosen"), until)
