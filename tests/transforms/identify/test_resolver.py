"""What a mention is worth, what a person keeps of it, and which tier decides."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from transforms.identify.resolver import (
    NAME_ALONE,
    NOBODY,
    NOTHING_SHOWN,
    ONE_ID_TWO_NAMES,
    SEVERAL,
    Mention,
    Person,
    Resolution,
    Resolver,
    disputed_ids,
)

MAY, JUNE = dt.date(1965, 5, 1), dt.date(1965, 6, 1)


def mention(name: str = "王芳", **shown: Any) -> Mention:
    """A mention by short names: birth, unit, id, phone, keeper."""
    fields = {"birth": "birth_month", "id": "id_digest", "phone": "phone_digest"}
    return Mention(name, **{fields.get(key, key): value for key, value in shown.items()})


def learnt(*mentions: Mention, sheet: str = "S9") -> tuple[Resolver, list[Person]]:
    """A resolver that knows one person of each mention."""
    people, persons = Resolver(), [Person() for _ in mentions]
    for person, shown in zip(persons, mentions, strict=True):
        people.learn(person, shown, sheet)
    return people, persons


@pytest.mark.parametrize(
    ("shown", "strength"),
    [
        ({"id": "A"}, 0),
        ({"id": "A", "birth": MAY, "unit": "X", "phone": "1"}, 0),
        ({"birth": MAY, "unit": "X", "phone": "1"}, 1),
        ({"birth": MAY, "phone": "1"}, 2),
        ({"unit": "X", "phone": "1"}, 2),
        ({"phone": "1"}, 2),
        ({"birth": MAY}, 3),
        ({"unit": "X"}, 3),
        ({"keeper": "ZZB"}, 4),
        ({}, 4),
    ],
)
def test_the_strength_of_a_mention_is_that_of_its_best_evidence(shown: dict[str, Any], strength: int) -> None:
    assert mention(**shown).strength == strength
    assert mention(**shown).is_bare is (strength == 4)


@pytest.mark.parametrize(
    ("shown", "content"),
    [
        ({"id": "A", "birth": MAY, "unit": "X", "phone": "1"}, "A"),
        ({"birth": MAY, "unit": "X", "phone": "1", "keeper": "ZZB"}, "王芳\x1f1965-05-01\x1fX\x1f1"),
        ({"unit": "X"}, "王芳\x1f\x1fX\x1f"),
    ],
)
def test_person_ids_are_derived_from_the_id_or_else_from_all_evidence(shown: dict[str, Any], content: str) -> None:
    """Another content would give every person of the county a new person_id."""
    assert mention(**shown).content == content


def test_only_where_nobody_matches_a_new_person_may_be_founded() -> None:
    doubts = (None, NAME_ALONE, NOBODY, SEVERAL, ONE_ID_TWO_NAMES, NOTHING_SHOWN)
    founding = [doubt for doubt in doubts if Resolution(None, None, doubt).may_be_new]
    assert founding == [NAME_ALONE, NOBODY]


def test_an_id_is_disputed_where_two_of_its_names_are_not_akin() -> None:
    shown = [
        mention("王芳", id="A"),
        mention("李强", id="A"),
        mention("王芳", id="B"),
        mention("王小芳", id="B"),
        mention("王芳", id="C"),
        mention("王小芳", id="C"),
        mention("王强", id="C"),  # akin to neither
        mention("王芳"),
        mention("李强"),
    ]
    assert disputed_ids(shown) == {"A", "C"}


def test_a_person_keeps_every_attribute_once_and_the_first_id() -> None:
    people, (person,) = learnt(mention(birth=MAY, unit="X", phone="1", id="A", keeper="ZZB"), sheet="S1")
    again = mention("王小芳", birth=JUNE, unit="Y", phone="2", id="B", keeper="XWB")
    for sheet in ("S9", "S9"):
        people.learn(person, again, sheet)
    assert person.id_digest == "A"
    assert person.names == ("王芳", "王小芳")
    assert person.births == (MAY, JUNE)
    assert person.units == ("X", "Y")
    assert person.phones == ("1", "2")
    assert person.keepers == ("ZZB",)  # only the roster of cadres has a keeper
    assert person.sheets == ("S1", "S9")


def test_a_mention_without_evidence_adds_nothing_but_its_sheet() -> None:
    people, (person,) = learnt(mention())
    assert (person.births, person.units, person.phones, person.keepers) == ((), (), (), ())
    assert (person.id_digest, person.names, person.sheets) == (None, ("王芳",), ("S9",))
    assert people.find(mention(unit="X")) == Resolution(None, None, NAME_ALONE, 1)


def test_the_id_of_a_person_is_not_given_to_another() -> None:
    people, (owner, namesake) = learnt(mention(id="A"), mention(id="A", unit="X"))
    assert (owner.id_digest, namesake.id_digest) == ("A", None)
    assert people.find(mention(id="A")) == Resolution(owner, "T1")


@pytest.mark.parametrize(
    ("shown", "doubt", "candidates"),
    [
        pytest.param({"birth": MAY}, SEVERAL, 2, id="two by birth"),
        pytest.param({"phone": "1"}, SEVERAL, 3, id="three by phone"),
        pytest.param({"birth": MAY, "phone": "1"}, SEVERAL, 3, id="the most of any tier"),
        pytest.param({"phone": "1", "birth": MAY, "unit": "Z"}, SEVERAL, 3, id="three by phone, none by unit"),
        pytest.param({"birth": dt.date(1970, 1, 1)}, NAME_ALONE, 4, id="four of the name"),
        pytest.param({"id": "D", "unit": "Z"}, NAME_ALONE, 3, id="whoever has another id is no candidate"),
        pytest.param({"name": "赵六", "unit": "X"}, NOBODY, 0, id="nobody of the name"),
        pytest.param({"name": "李强", "id": "A"}, ONE_ID_TWO_NAMES, 1, id="the owner of the id"),
    ],
)
def test_an_undecided_mention_says_how_many_match(shown: dict[str, Any], doubt: str, candidates: int) -> None:
    people, _ = learnt(
        mention(birth=MAY, unit="X", phone="1"),
        mention(birth=MAY, unit="Y", phone="1"),
        mention(birth=JUNE, unit="Y", phone="1"),
        mention(birth=JUNE, unit="Y", id="A"),
    )
    assert people.find(mention(**shown)) == Resolution(None, None, doubt, candidates)


def test_a_disputed_id_decides_nothing_whoever_shows_it() -> None:
    people = Resolver(disputed=["A"])
    people.learn(Person(), mention(unit="X"), "S9")
    assert people.find(mention(id="A", unit="X")) == Resolution(None, None, ONE_ID_TWO_NAMES, 0)
    assert people.find(mention(unit="X")).tier == "T4"


def test_the_owner_of_an_id_must_be_on_the_roster_that_is_asked_for() -> None:
    people, (member,) = learnt(mention(id="A", unit="X"))
    assert people.find(mention(id="A", unit="X"), "S9") == Resolution(member, "T1")
    assert people.find(mention(id="A", unit="X"), "S1") == Resolution(None, None, NOBODY, 0)


def test_the_first_tier_that_leaves_one_person_decides() -> None:
    """Born in May in X the first, with the phone 2 the second, in the unit Z the third."""
    people, (born, phone, unit) = learnt(
        mention(birth=MAY, unit="X", phone="1"), mention(unit="Y", phone="2"), mention(unit="Z", phone="1")
    )
    assert people.find(mention(birth=MAY, unit="X", phone="2")) == Resolution(born, "T2")
    assert people.find(mention(birth=JUNE, unit="Z", phone="2")) == Resolution(phone, "T3")
    assert people.find(mention(birth=JUNE, unit="Z", phone="1")) == Resolution(unit, "T4")


@pytest.mark.parametrize(
    ("shown", "tier"),
    [
        pytest.param({"keeper": "ZZB"}, "T4", id="without a unit, by the keeper of the roster"),
        pytest.param({"keeper": "XWB"}, None, id="another keeper"),
        pytest.param({"keeper": "ZZB", "unit": "Z"}, None, id="a unit that is shown counts and not the keeper"),
        pytest.param({"unit": "X"}, "T4", id="by the unit"),
        pytest.param({"unit": "X", "birth": JUNE}, None, id="in the unit, but born in another month"),
        pytest.param({"unit": "Z", "birth": MAY}, None, id="born in the month, but in another unit"),
    ],
)
def test_unit_or_keeper_and_no_other_birth(shown: dict[str, Any], tier: str | None) -> None:
    people, _ = learnt(mention(birth=MAY, unit="X", keeper="ZZB"), sheet="S1")
    assert people.find(mention(**shown)).tier == tier


@pytest.mark.parametrize(
    ("known", "listed", "tier"),
    [
        ({"birth": MAY, "unit": "X"}, "W46", "T4"),  # the former unit is written otherwise
        ({"birth": MAY, "unit": "X"}, "W47", None),  # both rows stand in one snapshot
        ({"birth": JUNE, "unit": "X"}, "W46", None),
        ({"id": "A"}, "W46", "T4"),  # neither birth nor unit of that one is known
        ({"id": "A", "unit": "X"}, "W46", None),
        ({"birth": MAY, "unit": "X", "keeper": "TOWN"}, "W46", None),  # the roster of another unit
    ],
)
def test_a_cadre_listed_before_under_another_unit(known: dict[str, Any], listed: str, tier: str | None) -> None:
    people, (person,) = learnt(mention(**{"keeper": "ZZB", **known}), sheet="S1")
    person.snapshots = frozenset({listed})
    answer = people.listed_before(mention(birth=MAY, unit="Y", keeper="ZZB"), frozenset({"W47", "W48"}))
    assert (answer.person, answer.tier) == ((person, tier) if tier else (None, None))


def test_of_two_cadres_listed_before_none_is_guessed() -> None:
    people, _ = learnt(*(mention(birth=MAY, unit=unit, keeper="ZZB") for unit in "XY"), sheet="S1")
    assert people.listed_before(mention(birth=MAY, unit="Z", keeper="ZZB"), frozenset()) == (None, None, SEVERAL, 2)
