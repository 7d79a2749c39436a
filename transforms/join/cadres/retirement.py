"""Ages, lengths of service and statutory retirement: at which age, and when (domain.md §5.4).

The law is chosen by the end of the period, so that a backfilled report of 2021 shows the months of 2021.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

COLUMNS: dict[str, pl.DataType] = {
    "retire_base": pl.Int64(),
    "delay_months": pl.Int64(),
    "retire_ym": pl.Date(),
    "months_to_retire": pl.Int64(),
    "retire_band": pl.String(),
}

AGE_BANDS = {"<50": 49, "50–52": 52, "53–55": 55, "56–58": 58, "59–60": 60, ">60": None}
RETIRE_BANDS = {"<6": 5, "6–12": 12, "12–24": 24, ">24": None}
_BAND_YEARS = 5

_REFORM = dt.date(2025, 1, 1)
_MAN, _WOMAN = "1", "2"  # GB/T 2261.1
_COUNTY_LEVELS = ("131", "132")  # GB/T 12407
_SENIOR_TITLES = ("ZG", "FG")  # 正高, 副高


def completed_months(since: pl.Expr, until: dt.date) -> pl.Expr:
    """Whole months from `since` to `until`, null when `since` lies after it.

    A month is complete on the day of the same number; a date of month precision is kept as the first, so that its
    month counts as reached.
    """
    months = (until.year - since.dt.year()) * 12 + until.month - since.dt.month()
    months -= (since.dt.day() > until.day).cast(pl.Int32)
    return pl.when(since <= until).then(months).cast(pl.Int64)


def completed_years(since: pl.Expr, until: dt.date) -> pl.Expr:
    """Completed months / 12 with one decimal, for 党龄, 工龄 and 任职年限."""
    return (completed_months(since, until) / 12).round(1, mode="half_away_from_zero")


def age_years(birth: pl.Expr, precision: pl.Expr, until: dt.date) -> pl.Expr:
    """周岁 at `until`: completed years by day, or by month where `precision` is `month`."""
    counted_from = pl.when(precision == "month").then(birth.dt.month_start()).otherwise(birth)
    return completed_months(counted_from, until) // 12


def age_band(age: pl.Expr) -> pl.Expr:
    """The band of AGE_BANDS an age in years falls in."""
    return _banded(age, AGE_BANDS)


def five_year_band(age: pl.Expr) -> pl.Expr:
    """The band an age in years is published in (domain.md §11.3): 50–54, 55–59 …; null where the age is."""
    low = age // _BAND_YEARS * _BAND_YEARS
    return pl.format("{}–{}", low, low + _BAND_YEARS - 1)


def _banded(value: pl.Expr, bands: Mapping[str, int | None]) -> pl.Expr:
    """The first band whose last value is not exceeded; `bands` ascend, and the last one is open (None)."""
    return pl.coalesce(
        pl.when(value.is_not_null() if last is None else value <= last).then(pl.lit(band))
        for band, last in bands.items()
    )


@dataclass(frozen=True)
class Delay:
    """One month later for every `step` months started since the reform, at most `longest` months."""

    step: int
    longest: int


@dataclass(frozen=True)
class RetirementLaw:
    """A retirement law: base age in years per base set, and the delay where the set has one.

    flexible: how many months earlier than that somebody may choose to retire (弹性提前退休), never below the base age.
    """

    version: str
    base_age: Mapping[str, int]
    delay: Mapping[str, Delay]
    flexible: int = 0


_BASE_AGE = {"m60": 60, "f60": 60, "f55": 55, "f50": 50}

BEFORE_REFORM = RetirementLaw("退休年龄-2024及以前", _BASE_AGE, {})
SINCE_REFORM = RetirementLaw(
    "渐进式延迟退休-2025",
    _BASE_AGE,
    # f60 like m60 is inferred, not stated in the decision (domain.md §13.2, question 8).
    {"m60": Delay(4, 36), "f60": Delay(4, 36), "f55": Delay(4, 36), "f50": Delay(2, 60)},
    flexible=36,  # 人社部发〔2024〕94号
)


def law_at(day: dt.date) -> RetirementLaw:
    """The law in force on a day."""
    return SINCE_REFORM if day >= _REFORM else BEFORE_REFORM


def base_set() -> pl.Expr:
    """The base set of a cadre from `sex`, `post_level`, `tech_level` and `retire_choice`; null when sex is unknown.

    Women at 正/副县处级 and with senior titles retire at 60 unless they chose 55 (组通字〔2015〕14号). `f50` is for
    workers, whom a cadre roster does not list.
    """
    stays_to_60 = pl.col("post_level").is_in(_COUNTY_LEVELS) | pl.col("tech_level").is_in(_SENIOR_TITLES)
    chose_55 = (pl.col("retire_choice") == "EARLY_55").fill_null(value=False)
    return (
        pl.when(pl.col("sex") == _MAN)
        .then(pl.lit("m60"))
        .when((pl.col("sex") == _WOMAN) & stays_to_60.fill_null(value=False) & ~chose_55)
        .then(pl.lit("f60"))
        .when(pl.col("sex") == _WOMAN)
        .then(pl.lit("f55"))
    )


def _delay_months(birth: pl.Expr, base_set: pl.Expr, base_age: pl.Expr, law: RetirementLaw) -> pl.Expr:
    months_after_reform = (birth.dt.year() + base_age - _REFORM.year) * 12 + birth.dt.month()
    delayed = pl.lit(0, pl.Int64)
    for name, delay in law.delay.items():
        started_steps = (months_after_reform + delay.step - 1) // delay.step
        delayed = pl.when(base_set == name).then(started_steps.clip(0, delay.longest)).otherwise(delayed)
    return pl.when(base_age.is_not_null() & birth.is_not_null()).then(delayed)


def retirement(persons: pl.DataFrame, law: RetirementLaw, until: dt.date) -> pl.DataFrame:
    """`persons` (birth_ym: Date, base_set: a base set's name) with their statutory retirement at `until`.

    Adds COLUMNS: retire_base in years, retire_ym as the first of the month, months_to_retire negative once passed; all
    null where birth or base set is unknown.
    """
    base_age = pl.col("base_set").replace_strict(dict(law.base_age), default=None, return_dtype=pl.Int64)
    birth = pl.col("birth_ym")
    month_count = (birth.dt.year() + pl.col("retire_base")) * 12 + birth.dt.month() - 1 + pl.col("delay_months")
    statutory = (
        persons.with_columns(retire_base=base_age)
        .with_columns(delay_months=_delay_months(birth, pl.col("base_set"), pl.col("retire_base"), law))
        .with_columns(retire_ym=pl.date(month_count // 12, month_count % 12 + 1, 1))
    )
    return with_months_left(statutory, until)


def with_months_left(persons: pl.DataFrame, until: dt.date) -> pl.DataFrame:
    """`persons` with `months_to_retire` and `retire_band` at `until` by their `retire_ym`."""
    months_left = (pl.col("retire_ym").dt.year() - until.year) * 12 + pl.col("retire_ym").dt.month() - until.month
    return persons.with_columns(months_to_retire=months_left.cast(pl.Int64)).with_columns(
        retire_band=_banded(pl.col("months_to_retire"), RETIRE_BANDS)
    )
