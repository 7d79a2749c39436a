from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.join.ages import AGE_BANDS, age_band, age_years, completed_months, completed_years

END = dt.date(2021, 11, 28)


def one(value: dt.date | int | None, expression: pl.Expr, dtype: pl.DataType | None = None) -> object:
    return pl.DataFrame({"x": [value]}, schema={"x": dtype or pl.Date()}).select(expression).item()


@pytest.mark.parametrize(
    ("birth", "precision", "age"),
    [
        (dt.date(1965, 11, 28), "day", 56),  # the birthday itself
        (dt.date(1965, 11, 29), "day", 55),
        (dt.date(1965, 11, 29), "month", 56),  # the month of birth counts as reached
        (dt.date(1965, 11, 1), "month", 56),
        (dt.date(1965, 12, 1), "month", 55),
        (dt.date(2000, 2, 29), "day", 21),
        (None, "day", None),
    ],
)
def test_age_in_completed_years(birth: dt.date | None, precision: str, age: int | None) -> None:
    assert one(birth, age_years(pl.col("x"), pl.lit(precision), END)) == age


@pytest.mark.parametrize(
    ("since", "months", "years"),
    [
        (dt.date(2021, 10, 28), 1, 0.1),
        (dt.date(2021, 10, 29), 0, 0.0),
        (dt.date(2021, 8, 1), 3, 0.3),  # 0.25 is rounded up
        (dt.date(1991, 7, 1), 364, 30.3),
        (END, 0, 0.0),
        (dt.date(2021, 12, 1), None, None),  # later than the period: unknown, not negative
        (None, None, None),
    ],
)
def test_completed_months_and_years(since: dt.date | None, months: int | None, years: float | None) -> None:
    assert one(since, completed_months(pl.col("x"), END)) == months
    assert one(since, completed_years(pl.col("x"), END)) == years


@pytest.mark.parametrize(
    ("age", "band"),
    [(49, "<50"), (50, "50–52"), (52, "50–52"), (53, "53–55"), (56, "56–58"), (60, "59–60"), (61, ">60"), (None, None)],
)
def test_age_bands(age: int | None, band: str | None) -> None:
    assert one(age, age_band(pl.col("x")), pl.Int64()) == band


@given(st.integers(0, 120))
def test_every_age_has_a_band(age: int) -> None:
    assert one(age, age_band(pl.col("x")), pl.Int64()) in AGE_BANDS


@given(st.dates(dt.date(1930, 1, 1), END), st.integers(0, 400))
def test_nobody_grows_younger(birth: dt.date, days: int) -> None:
    later = END + dt.timedelta(days=days)
    now, then = (one(birth, age_years(pl.col("x"), pl.lit("day"), day)) for day in (END, later))
    assert isinstance(now, int)
    assert isinstance(then, int)
    assert now <= then
