from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.join.cadres.early_retirement import with_choice
from transforms.join.cadres.retirement import (
    AGE_BANDS,
    BEFORE_REFORM,
    RETIRE_BANDS,
    SINCE_REFORM,
    RetirementLaw,
    age_band,
    age_years,
    base_set,
    completed_months,
    completed_years,
    five_year_band,
    law_at,
    retirement,
)

NOVEMBER_2021 = dt.date(2021, 11, 28)


def retires(birth: str | None, base: str | None, law: RetirementLaw = SINCE_REFORM) -> dict[str, Any]:
    born = dt.date.fromisoformat(f"{birth}-01") if birth else None
    person = pl.DataFrame({"birth_ym": [born], "base_set": [base]}, schema={"birth_ym": pl.Date, "base_set": pl.String})
    return retirement(person, law, NOVEMBER_2021).row(0, named=True)


def month(text: str) -> dt.date:
    return dt.date.fromisoformat(f"{text}-01")


# Points of the annex of the decision of 2024-09-13, as quoted in domain.md §5.4.
@pytest.mark.parametrize(
    ("base", "birth", "delay", "retire"),
    [
        ("m60", "1964-12", 0, "2024-12"),
        ("m60", "1965-01", 1, "2025-02"),
        ("m60", "1965-03", 1, "2025-04"),
        ("m60", "1965-05", 2, "2025-07"),
        ("m60", "1976-09", 36, "2039-09"),
        ("m60", "1990-01", 36, "2053-01"),
        ("f55", "1971-04", 4, "2026-08"),
        ("f55", "1981-09", 36, "2039-09"),
        ("f50", "1975-01", 1, "2025-02"),
        ("f50", "1984-11", 60, "2039-11"),
        ("f60", "1965-05", 2, "2025-07"),
    ],
)
def test_points_of_the_annex(base: str, birth: str, delay: int, retire: str) -> None:
    person = retires(birth, base)
    assert (person["delay_months"], person["retire_ym"]) == (delay, month(retire))


def test_the_law_is_chosen_by_the_end_of_the_period() -> None:
    assert law_at(dt.date(2024, 12, 31)) is BEFORE_REFORM
    assert law_at(dt.date(2025, 1, 1)) is SINCE_REFORM
    assert retires("1965-03", "m60", law_at(NOVEMBER_2021))["retire_ym"] == month("2025-03")
    assert retires("1965-03", "m60", law_at(dt.date(2026, 1, 4)))["retire_ym"] == month("2025-04")
    assert BEFORE_REFORM.version != SINCE_REFORM.version


@pytest.mark.parametrize(("base", "age"), [("m60", 60), ("f60", 60), ("f55", 55), ("f50", 50)])
def test_before_the_reform_there_is_no_delay(base: str, age: int) -> None:
    person = retires("1976-09", base, BEFORE_REFORM)
    assert (person["retire_base"], person["delay_months"]) == (age, 0)
    assert person["retire_ym"] == dt.date(1976 + age, 9, 1)


@pytest.mark.parametrize(
    ("birth", "months", "band"),
    [
        ("1961-09", -2, "<6"),
        ("1961-11", 0, "<6"),
        ("1962-04", 5, "<6"),
        ("1962-05", 6, "6–12"),
        ("1962-11", 12, "6–12"),
        ("1962-12", 13, "12–24"),
        ("1963-11", 24, "12–24"),
        ("1963-12", 25, ">24"),
    ],
)
def test_months_to_retire(birth: str, months: int, band: str) -> None:
    person = retires(birth, "m60", BEFORE_REFORM)
    assert (person["months_to_retire"], person["retire_band"]) == (months, band)


@pytest.mark.parametrize(("birth", "base"), [(None, "m60"), ("1965-03", None), ("1965-03", "m61")])
@pytest.mark.parametrize("law", [BEFORE_REFORM, SINCE_REFORM])
def test_what_is_unknown_stays_unknown(birth: str | None, base: str | None, law: RetirementLaw) -> None:
    person = retires(birth, base, law)
    assert {person[name] for name in ("delay_months", "retire_ym", "months_to_retire", "retire_band")} == {None}


@pytest.mark.parametrize(
    ("sex", "post_level", "tech_level", "retire_choice", "expected"),
    [
        ("1", "132", None, None, "m60"),
        ("1", None, None, "EARLY_55", "m60"),  # the choice is for women only
        ("2", "132", None, None, "f60"),
        ("2", "131", None, "DEFAULT", "f60"),
        ("2", "132", None, "EARLY_55", "f55"),
        ("2", "141", "FG", None, "f60"),
        ("2", "141", "ZJ", None, "f55"),
        ("2", None, None, None, "f55"),
        ("9", "132", None, None, None),
        (None, "132", None, None, None),
    ],
)
def test_base_set(
    sex: str | None, post_level: str | None, tech_level: str | None, retire_choice: str | None, expected: str | None
) -> None:
    names = ("sex", "post_level", "tech_level", "retire_choice")
    person = pl.DataFrame([(sex, post_level, tech_level, retire_choice)], dict.fromkeys(names, pl.String), orient="row")
    assert person.select(base_set()).item() == expected


@given(st.dates(dt.date(1930, 1, 1), dt.date(2005, 12, 31)), st.sampled_from(["m60", "f60", "f55", "f50"]))
def test_nobody_retires_earlier_than_before_or_beyond_the_longest_delay(birth: dt.date, base: str) -> None:
    born = f"{birth:%Y-%m}"
    old, new = retires(born, base, BEFORE_REFORM), retires(born, base, SINCE_REFORM)
    assert 0 <= new["delay_months"] <= SINCE_REFORM.delay[base].longest
    assert old["months_to_retire"] == new["months_to_retire"] - new["delay_months"]
    assert new["retire_band"] in RETIRE_BANDS


def computed(value: dt.date | int | None, expression: pl.Expr, dtype: pl.DataType | None = None) -> object:
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
    assert computed(birth, age_years(pl.col("x"), pl.lit(precision), NOVEMBER_2021)) == age


@pytest.mark.parametrize(
    ("since", "months", "years"),
    [
        (dt.date(2021, 10, 28), 1, 0.1),
        (dt.date(2021, 10, 29), 0, 0.0),
        (dt.date(2021, 8, 1), 3, 0.3),  # 0.25 is rounded up
        (dt.date(1991, 7, 1), 364, 30.3),
        (NOVEMBER_2021, 0, 0.0),
        (dt.date(2021, 12, 1), None, None),  # later than the period: unknown, not negative
        (None, None, None),
    ],
)
def test_completed_months_and_years(since: dt.date | None, months: int | None, years: float | None) -> None:
    assert computed(since, completed_months(pl.col("x"), NOVEMBER_2021)) == months
    assert computed(since, completed_years(pl.col("x"), NOVEMBER_2021)) == years


@pytest.mark.parametrize(
    ("age", "band"),
    [(49, "<50"), (50, "50–52"), (52, "50–52"), (53, "53–55"), (56, "56–58"), (60, "59–60"), (61, ">60"), (None, None)],
)
def test_age_bands(age: int | None, band: str | None) -> None:
    assert computed(age, age_band(pl.col("x")), pl.Int64()) == band


@pytest.mark.parametrize(("age", "band"), [(49, "45–49"), (50, "50–54"), (54, "50–54"), (55, "55–59"), (None, None)])
def test_published_ages_stand_in_bands_of_five_years(age: int | None, band: str | None) -> None:
    assert computed(age, five_year_band(pl.col("x")), pl.Int64()) == band


@given(st.integers(0, 120))
def test_every_age_has_a_band(age: int) -> None:
    assert computed(age, age_band(pl.col("x")), pl.Int64()) in AGE_BANDS


@given(st.dates(dt.date(1930, 1, 1), NOVEMBER_2021), st.integers(0, 400))
def test_nobody_grows_younger(birth: dt.date, days: int) -> None:
    later = NOVEMBER_2021 + dt.timedelta(days=days)
    now, then = (computed(birth, age_years(pl.col("x"), pl.lit("day"), day)) for day in (NOVEMBER_2021, later))
    assert isinstance(now, int)
    assert isinstance(then, int)
    assert now <= then


CHOICES = {"retire_choice": pl.String, "retire_choice_text": pl.String}


def chooses(text: str | None, law: RetirementLaw = SINCE_REFORM, choice: str = "FLEX_EARLY") -> dt.date:
    """When a man born in June 1966, whose statutory month is November 2026, retires by a choice so worded."""
    person = pl.DataFrame(
        [(month("1966-06"), "m60", choice, text)], {"birth_ym": pl.Date, "base_set": pl.String, **CHOICES}, orient="row"
    )
    until = dt.date(2025, 11, 30)
    result = with_choice(retirement(person, law, until), law, until).row(0, named=True)
    retires_in: dt.date = result["retire_ym"]
    assert result["months_to_retire"] == (retires_in.year - 2025) * 12 + retires_in.month - 11
    return retires_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("弹性提前退休（2026年8月）", "2026-08"),
        ("弹性提前退休 2026年08月", "2026-08"),
        ("弹性提前退休（2026.8）", "2026-08"),
        ("弹性提前退休2026-07", "2026-07"),
        ("弹性提前退休202609", "2026-09"),
        ("弹性提前退休（2026年6月）", "2026-06"),  # 60 years old, the old age
        ("弹性提前退休（2026年5月）", "2026-11"),  # below it
        ("弹性提前退休（2026年12月）", "2026-11"),  # later than the law has it
        ("弹性提前退休（2026.1）", "2026-11"),  # January or October
        ("弹性提前退休", "2026-11"),
        (None, "2026-11"),
    ],
)
def test_the_month_chosen_counts_where_the_law_allows_it(text: str | None, expected: str) -> None:
    assert chooses(text) == month(expected)


def test_a_month_beside_another_choice_and_before_the_reform_changes_nothing() -> None:
    assert chooses("按法定年龄退休（2026年8月）", choice="DEFAULT") == month("2026-11")
    assert chooses("弹性提前退休（2026年5月）", BEFORE_REFORM) == month("2026-06")


def test_nobody_retires_more_than_three_years_early() -> None:
    """A woman of the set f50, born in November 1984: 55 years by law, so 52 at the earliest."""
    texts = ["弹性提前退休（2036年11月）", "弹性提前退休（2036年10月）"]
    people = pl.DataFrame(
        {"birth_ym": [month("1984-11")] * 2, "base_set": ["f50"] * 2, "retire_choice": ["FLEX_EARLY"] * 2,
         "retire_choice_text": texts}
    )  # fmt: skip
    until = dt.date(2030, 1, 31)
    result = with_choice(retirement(people, SINCE_REFORM, until), SINCE_REFORM, until)
    assert result["retire_ym"].to_list() == [month("2036-11"), month("2039-11")]
