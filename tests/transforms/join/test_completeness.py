from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.county.county import SETTINGS
from transforms.join.completeness import COLUMNS, DIMENSIONS, completeness

DAY = dt.date(2021, 11, 1)
_LISTS = {"exit_reason", "skill_tags", "domain_exp", "known_towns", "role_tags", "pref_category"}
_DATES = {"birth_ym", "exit_date", "party_join_ym", "work_start_ym", "level_since_ym", "will_declared_on"}
_DAYS = {"expertise_age_days", "pref_age_days", "will_age_days"}
_TEXTS = {
    *("sex", "political_status", "post_level", "former_unit", "person_status", "ethnicity", "grade", "mgmt_tier"),
    *("pref_post_1", "pref_post_2", "pref_organ", "pref_town", "edu_level", "major", "edu_mode", "degree"),
    *("tech_title", "work_will", "workload_pref", "work_capacity"),
}
_NUMBERS = {"exp_years_max", "grassroots_years"}
_SCHEMA: dict[str, Any] = {
    **dict.fromkeys(sorted(_TEXTS), pl.String),
    **dict.fromkeys(sorted(_LISTS), pl.List(pl.String)),
    **dict.fromkeys(sorted(_DATES), pl.Date),
    **dict.fromkeys(sorted(_DAYS), pl.Int64),
    **dict.fromkeys(sorted(_NUMBERS), pl.Float64),
    "signed": pl.Boolean,
}
FULL: dict[str, Any] = {
    **dict.fromkeys(_TEXTS, "x"),
    **{name: ["x"] for name in _LISTS},
    **dict.fromkeys(_DATES, DAY),
    **dict.fromkeys(_DAYS, 10),
    **dict.fromkeys(_NUMBERS, 1.0),
    "signed": True,
    "political_status": "01",
    "work_will": "2",
}


def graded(**changes: Any) -> dict[str, Any]:
    return completeness(pl.DataFrame([FULL | changes], schema=_SCHEMA), SETTINGS).row(0, named=True)


def test_a_full_record_is_complete() -> None:
    person = graded()
    assert {person[name] for name in (*DIMENSIONS, "c_total", "c_min")} == {1.0}
    assert person["five_complete"] is True
    assert person["missing_fields"] == person["stale_fields"] == []


@pytest.mark.parametrize(
    ("dimension", "missing", "share"),
    [
        ("c_d1", {"sex": None}, 20 / 22),  # weights of the fields: 8 × 2 + 6 × 1
        ("c_d1", {"ethnicity": None}, 21 / 22),
        ("c_d2", {"skill_tags": None}, 6 / 8),
        ("c_d2", {"exp_years_max": None}, 7 / 8),
        ("c_d3", {"pref_post_2": None}, 4 / 5),
        ("c_d4", {"major": None}, 5 / 7),
        ("c_d5", {"work_capacity": None}, 6 / 8),
        ("c_d5", {"workload_pref": None, "work_capacity": None}, 4 / 8),
    ],
)
def test_weights(dimension: str, missing: dict[str, Any], share: float) -> None:
    person = graded(**missing)
    assert person[dimension] == pytest.approx(share)
    assert person["c_min"] == pytest.approx(share)
    assert person["c_total"] == pytest.approx((4 + share) / 5)


def test_missing_fields_go_by_the_names_of_the_sheets() -> None:
    person = graded(sex=None, exp_years_max=None, will_declared_on=None, pref_category=None, pref_post_1=None)
    assert person["missing_fields"] == ["sex", "exp_years", "pref_category", "declared_on"]


def test_a_missing_mandatory_field_is_not_outweighed_by_the_others() -> None:
    person = graded(sex=None)
    assert person["c_min"] > 0.8
    assert person["five_complete"] is False


def test_five_complete_from_eighty_per_cent() -> None:
    assert graded(pref_post_2=None)["five_complete"] is True  # c_d3 = 0.8
    assert graded(pref_post_2=None, pref_town=None)["five_complete"] is False  # c_d3 = 0.6


@pytest.mark.parametrize(("status", "missing"), [("01", True), ("02", True), ("13", False), (None, False)])
def test_only_party_members_are_asked_when_they_joined(status: str | None, missing: bool) -> None:
    person = graded(political_status=status, party_join_ym=None)
    assert ("party_join_ym" in person["missing_fields"]) is missing


def test_a_post_alone_is_a_wish() -> None:
    assert "pref_category" not in graded(pref_category=None)["missing_fields"]


def test_leaving_it_to_the_organisation_is_a_full_answer() -> None:
    modest = graded(pref_category=["ANY"], pref_post_1=None, pref_post_2=None, pref_organ=None, pref_town=None)
    assert modest["c_d3"] == 1.0
    assert modest["five_complete"] is True
    assert graded(pref_category=["ANY"], signed=False, pref_post_2=None)["c_d3"] == 0.5


def test_who_does_not_want_to_work_is_not_asked_for_a_post() -> None:
    person = graded(work_will="0", pref_category=None, pref_post_1=None, pref_organ=None)
    assert person["c_d3"] is None
    assert person["c_total"] == 1.0  # over the four dimensions that apply
    assert person["five_complete"] is True


def test_unknown_will_still_asks_for_a_post() -> None:
    assert graded(work_will=None, pref_category=None, pref_post_1=None)["c_d3"] == pytest.approx(3 / 5)


@pytest.mark.parametrize(
    ("change", "halved"),
    [
        ({"pref_age_days": 180, "will_age_days": 180}, {}),
        ({"pref_age_days": 181}, {"c_d3": 0.5}),
        ({"will_age_days": 181}, {"c_d5": 0.5}),
        ({"expertise_age_days": 365}, {}),
        ({"expertise_age_days": 366}, {"c_d2": 0.5}),
        ({"expertise_age_days": None}, {"c_d2": 0.5}),
    ],
)
def test_stale_counts_half(change: dict[str, Any], halved: dict[str, float]) -> None:
    person = graded(**change)
    assert {name: person[name] for name in DIMENSIONS if person[name] != 1.0} == halved
    assert person["five_complete"] is (not halved)
    assert bool(person["stale_fields"]) is bool(halved)


def test_unsigned_counts_half_and_the_signature_itself_not() -> None:
    person = graded(signed=False)
    assert person["c_d3"] == 0.5
    assert person["c_d5"] == pytest.approx((3 * 2 * 0.5 + 0 + 0.5) / 8)
    assert person["missing_fields"] == ["signed"]
    assert graded(signed=None) == person | {"signed": None}


def test_a_county_sets_its_own_days() -> None:
    frame = pl.DataFrame([FULL | {"pref_age_days": 100}], schema=_SCHEMA)
    assert completeness(frame, {**SETTINGS, "wish_stale_days": 90})["c_d3"].item() == 0.5


def test_types_hold_when_nobody_is_there() -> None:
    none = completeness(pl.DataFrame(schema=_SCHEMA), SETTINGS)
    assert {name: none.schema[name] for name in COLUMNS} == COLUMNS
    assert none.columns[: len(_SCHEMA)] == list(_SCHEMA)


@given(st.sets(st.sampled_from(sorted(FULL))), st.sampled_from(sorted(FULL)))
def test_filling_a_field_in_never_lowers_a_dimension(blank: set[str], filled: str) -> None:
    """But for those fields that decide what is asked at all."""
    less = graded(**dict.fromkeys(blank | {filled}))
    more = graded(**dict.fromkeys(blank - {filled}))
    if filled not in {"political_status", "work_will"}:
        assert all(more[name] >= less[name] for name in DIMENSIONS)
    assert all(0 <= more[name] <= 1 for name in (*DIMENSIONS, "c_total", "c_min"))
