"""The four principles as scores, by cases reckoned by hand, and what may never count (domain.md §10.2)."""

from __future__ import annotations

import datetime as dt
import itertools

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.catalogue import SHEETS
from tests.support.frames import Row
from tests.support.proposals import person, post, proposed
from transforms.suggest.candidates import PERSON
from transforms.suggest.scores import PRINCIPLES

TOWN = {"place": "421126101"}


def score(name: str, of_person: Row, of_post: Row) -> int:
    return int(proposed([person("p1", **of_person)], [post("ZF-001", **of_post)]).pairs[name].item())


@pytest.mark.parametrize(
    ("of_person", "of_post", "points"),
    [
        ({}, {}, 0),
        ({"domain_exp": ["XCZX", "FX"]}, {}, 60),
        ({"domain_exp": ["FX", "XCZX"]}, {}, 35),
        ({"former_unit": "QC-AAA"}, {"host_unit": "QC-CCC"}, 25),  # the same organ
        ({"former_unit": "QC-BBB"}, {}, 0),
        ({"domain_exp": ["XCZX"], "former_unit": "QC-AAA", "known_towns": ["421126101"]}, TOWN, 100),
    ],
)
def test_continuity(of_person: Row, of_post: Row, points: int) -> None:
    assert score("continuity", of_person, of_post) == points


@pytest.mark.parametrize(
    ("of_person", "points"),
    [
        ({}, 30),
        ({"pref_post_1": "ZF-001"}, 100),
        ({"pref_post_2": "岗位ZF-001"}, 90),  # by its name
        ({"pref_post_3": "ZF-001"}, 80),
        ({"pref_category": ["XCZX"]}, 60),
        ({"pref_category": ["XCZX"], "pref_organ": "ZF", "pref_town": "421126100"}, 80),
        ({"pref_category": ["ANY"]}, 50),
        ({"pref_post_1": "ZF-009"}, 0),
        ({"pref_category": ["FX"], "pref_organ": "ZF"}, 10),
        ({"pref_post_2": "ZF-001", "work_will": "1"}, 81),
        ({"work_will": "1"}, 27),
    ],
)
def test_wish(of_person: Row, points: int) -> None:
    assert score("wish", of_person, {}) == points


@pytest.mark.parametrize(
    ("of_person", "of_post", "points"),
    [
        ({"skill_tags": ["水利"]}, {}, 0),  # a post that asks for nothing prefers nobody
        ({"skill_tags": ["水利"]}, {"need_skills": ["水利", "写作"]}, 25),
        ({"skill_tags": ["水利"]}, {"need_skills": ["水利", "写作", "法律"]}, 17),
        ({"major_class": "09"}, {"need_major": ["09", "08"]}, 20),
        ({"exp_years_max": 4.5}, {}, 9),
        ({"exp_years_max": 30.0}, {}, 20),
        ({"tech_level": "ZG"}, {}, 10),
        ({"tech_level": "FG"}, {}, 7),
    ],
)
def test_fit(of_person: Row, of_post: Row, points: int) -> None:
    assert score("fit", of_person, of_post) == points


@pytest.mark.parametrize(
    ("of_person", "of_post", "points"),
    [
        ({}, {"load": "3"}, 100),
        ({"workload_pref": "HALF"}, {"load": "3"}, 70),
        ({"workload_pref": "ADVISE"}, {"load": "3"}, 40),
        ({"work_capacity": "B"}, {"load": "2"}, 100),
        ({"months_to_retire": 12}, {"load": "3"}, 70),  # one step lower
        ({"months_to_retire": 13}, {"load": "3"}, 100),
        ({"months_to_retire": 3, "workload_pref": "ADVISE"}, {"load": "1"}, 100),  # nothing is lighter than advice
        ({"retire_ym": dt.date(2022, 12, 1)}, {"end": dt.date(2022, 12, 31)}, 80),
        ({}, TOWN, 80),
        ({"known_towns": ["421126101"]}, TOWN, 100),
        ({"pref_town": "421126101"}, TOWN, 100),
    ],
)
def test_age(of_person: Row, of_post: Row, points: int) -> None:
    assert score("age", of_person, of_post) == points


def test_the_total_is_the_weighted_sum() -> None:
    made = proposed([person("p1", domain_exp=["XCZX"])], [post("ZF-001")], continuity=40, wish=30, fit=20, age=10)
    assert made.pairs["total"].item() == 40 * 60 + 30 * 30 + 20 * 0 + 10 * 100


POSTS = [post("ZF-001", load="3"), post("ZF-002", load="1", **TOWN), post("ZF-003", category="FX", organ="RD")]
BEFORE = [
    person("p1", domain_exp=["FX"], work_capacity="B"),
    person("p2", pref_category=["XCZX"]),
    person("p3", former_unit="QC-BBB", skill_tags=["水利"]),
    person("p4", pref_post_1="ZF-002"),
]
NEVER_USED = st.fixed_dictionaries(
    {
        "sex": st.sampled_from(["1", "2", None]),
        "ethnicity": st.sampled_from(["01", "11", None]),
        "native_here": st.sampled_from([True, False, None]),  # bars from leading posts alone, and none is one
        "edu_level": st.sampled_from(["11", "31", None]),
        "degree": st.sampled_from(["2", "4", None]),
        "political_status": st.sampled_from(["01", "13"]),
        "age_years": st.integers(45, 62),
        "age_band": st.sampled_from(["50–52", "59–60"]),
    }
)


@given(st.lists(NEVER_USED, min_size=4, max_size=4))
def test_sex_ethnicity_origin_and_years_of_age_change_no_proposal(attributes: list[Row]) -> None:
    changed = [{**one, **other} for one, other in zip(BEFORE, attributes, strict=True)]
    assert proposed(changed, POSTS).plan == proposed(BEFORE, POSTS).plan


def test_what_never_counts_is_not_read_at_all() -> None:
    """No sheet has a column of family, religion or health; of places of origin it is read whether they are here."""
    of_persons = {column.name for sheet in ("S1", "S2", "S3") for column in SHEETS[sheet].columns}
    unread = {"sex", "ethnicity", "native_place", "growth_place", "name", "birth_ym", "id_no", "political_status"}
    assert unread <= of_persons
    assert not unread & set(PERSON)
    assert not {word for word in ("family", "religion", "health", "spouse") for name in of_persons if word in name}


@given(st.lists(NEVER_USED, min_size=4, max_size=4))
def test_of_origin_only_what_bars_from_a_leading_post_counts(attributes: list[Row]) -> None:
    """Native or not, everybody's scores are the same on every post; only the chief of a town is barred (H5)."""
    chief = post("TOWN-001", post_name="镇长", post_kind="LEADING")
    changed = [{**one, **other} for one, other in zip(BEFORE, attributes, strict=True)]
    before, after = (proposed(people, [*POSTS, chief]).pairs for people in (BEFORE, changed))
    assert before.select(PRINCIPLES).equals(after.select(PRINCIPLES))
    barred = after.filter(pl.col("blocks").list.contains("H5")).select("person_id", "post_code").rows()
    assert barred == [(f"p{n}", "TOWN-001") for n, one in enumerate(attributes, start=1) if one["native_here"]]


def test_the_order_of_the_rows_changes_no_proposal() -> None:
    """In every order of the persons, with the posts turned round."""
    orders = [proposed(people, POSTS[::-1]).plan for people in itertools.permutations(BEFORE)]
    assert orders == [proposed(BEFORE, POSTS).plan] * 24


@pytest.mark.parametrize("load", ["1", "2", "3"])
def test_who_retires_sooner_is_only_spared(load: str) -> None:
    """Nearer to retirement no other score changes, that of age never rises, and an advisory post loses nothing."""
    months = [person(f"p{left}", months_to_retire=left, workload_pref="HALF") for left in range(40)]
    scores = proposed(months, [post("ZF-001", load=load)]).pairs
    assert scores.select("continuity", "wish", "fit").n_unique() == 1
    assert scores["age"].to_list() == sorted(scores["age"])
    assert load != "1" or set(scores["age"]) == {100}
