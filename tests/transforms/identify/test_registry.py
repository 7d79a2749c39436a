"""Whom the registry knows, by which number, and in which order."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import polars as pl

from tests.support.frames import sheet_rows
from transforms.identify.mentions import DIGEST_LENGTH
from transforms.identify.registry import (
    ANSWER,
    REGISTRY,
    also_seen,
    answer_frame,
    mentions_of,
    numbers_shown,
    people_of,
    persons,
    registry,
)
from transforms.identify.resolver import NAME_ALONE, NOBODY, NOTHING_SHOWN, SEVERAL, Mention, Person, Resolution

MAY, JUNE, JULY = dt.date(1965, 5, 1), dt.date(1965, 6, 1), dt.date(1965, 7, 1)
LAST_WEEK = "2021-W46"


def keyed_digest(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode()).hexdigest()


def number(content: str) -> str:
    return keyed_digest("person", content)[:16]


def id_digest(text: str) -> str:
    return keyed_digest("id", text)[:DIGEST_LENGTH]


def members(*shown: dict[str, Any], period: str = "2021-W47") -> pl.DataFrame:
    return sheet_rows("S9", shown, period)


def cadres(*shown: dict[str, Any], period: str = "2021-W47") -> pl.DataFrame:
    return sheet_rows("S1", shown, period)


def test_a_person_id_is_derived_from_the_first_mention_and_the_id_where_it_shows_one() -> None:
    with_id = {"name": "王芳", "id_no": "A", "birth_ym": MAY, "unit_code": "X"}
    without = {"name": "李强", "birth_ym": MAY, "unit_code": "X"}
    again = {"name": "李强", "birth_ym": MAY, "unit_code": "X", "id_no": "B"}
    known = registry({"S9": members(with_id, without, again)}, keyed_digest)
    assert known.select("row", "person_id", "tier").rows() == [
        (2, number(id_digest("A")), "NEW"),
        (3, number("李强\x1f1965-05-01\x1fX\x1f"), "T2"),
        (4, number("李强\x1f1965-05-01\x1fX\x1f"), "NEW"),
    ]


def test_a_mention_that_comes_again_is_listed_where_it_was_first_seen() -> None:
    row = {"name": "王芳", "birth_ym": MAY, "unit_code": "X"}
    weeks = pl.concat([members(row, row), members(row, period=LAST_WEEK)])
    known = registry({"S9": weeks}, keyed_digest)
    assert known.select("sheet", "period", "submission", "row", "name", "tier").rows() == [
        ("S9", LAST_WEEK, f"S9-{LAST_WEEK}", 2, "王芳", "NEW")
    ]


def test_mentions_stand_in_the_order_of_period_submission_and_row() -> None:
    later = members({"name": "乙二", "unit_code": "X", "row": 3}, {"name": "甲一", "unit_code": "X", "row": 2})
    earlier = members({"name": "丙三", "unit_code": "X"}, period=LAST_WEEK)
    cadre = cadres({"name": "丁四", "former_unit": "X"})
    known = registry({"S9": pl.concat([later, earlier]), "S1": cadre}, keyed_digest)
    assert known["name"].to_list() == ["丙三", "丁四", "甲一", "乙二"]


def test_evidence_is_answered_and_stands_in_the_registry_without_founding_anybody() -> None:
    roster = cadres({"name": "王芳", "id_no": "A", "former_unit": "X", "birth_ym": MAY})
    evidence = sheet_rows(
        "S2", [{"name": "王芳", "id_no": "A", "unit_code": "Y"}, {"name": "王芳", "unit_code": "Z"}, {"name": "李强"}]
    )
    known = registry({"S1": roster}, keyed_digest, {"S2": evidence})
    assert known.select("sheet", "row", "name", "unit", "person_id", "tier", "doubt", "candidates").rows() == [
        ("S1", 2, "王芳", "X", number(id_digest("A")), "NEW", None, 0),
        ("S2", 2, "王芳", "Y", number(id_digest("A")), "T1", None, 0),
        ("S2", 3, "王芳", "Z", None, None, NAME_ALONE, 1),
    ]


def test_evidence_about_cadres_finds_no_member() -> None:
    """S2 speaks of the cadres of S1 only."""
    roster = members({"name": "王芳", "id_no": "A", "unit_code": "X"})
    evidence = sheet_rows("S2", [{"name": "王芳", "id_no": "A", "unit_code": "X"}])
    known = registry({"S9": roster}, keyed_digest, {"S2": evidence})
    assert known.filter(sheet="S2").select("person_id", "doubt").rows() == [(None, NOBODY)]


def test_the_strongest_mention_founds_the_person_and_the_first_gives_the_number() -> None:
    """Only the last row ties the first two: without it they would be nobody's."""
    unit, phone = {"unit_code": "X"}, {"phone": "1"}
    rows = members({"name": "王芳", **unit}, {"name": "王芳", **phone}, {"name": "王芳", "id_no": "A", **unit, **phone})
    known = registry({"S9": rows}, keyed_digest)
    assert known["tier"].to_list() == ["T4", "T3", "NEW"]
    assert set(known["person_id"]) == {number("王芳\x1f\x1fX\x1f")}


def test_undecided_mentions_have_a_doubt_and_no_number() -> None:
    twins = [{"name": "王芳", "birth_ym": MAY, "unit_code": "X", "id_no": text} for text in "AB"]
    known = registry({"S9": members(*twins, {"name": "王芳", "unit_code": "X"}, {"name": "李强"})}, keyed_digest)
    assert known.filter(pl.col("person_id").is_null()).select("name", "tier", "doubt", "candidates").rows() == [
        ("王芳", None, SEVERAL, 2),
        ("李强", None, NOTHING_SHOWN, 0),
    ]


def test_persons_gathers_everything_a_person_showed() -> None:
    first = {"name": "張芳", "id_no": "A", "unit_code": "Y", "birth_ym": MAY, "phone": "2"}
    then = {"name": "张芳", "id_no": "A", "unit_code": "X", "birth_ym": MAY, "phone": "1"}
    other = {"name": "张小芳", "id_no": "A"}
    known = registry({"S9": members(first, then, other)}, keyed_digest)
    assert (
        persons(known).to_dicts()
        == [
            {
                "person_id": number(id_digest("A")),
                "name": "張芳",  # as it was first shown
                "name_keys": ["张小芳", "张芳"],
                "birth_month": MAY,
                "units": ["X", "Y"],
                "id_digest": id_digest("A"),
                "phone_digests": sorted(keyed_digest("phone", text)[:DIGEST_LENGTH] for text in "12"),
                "sheets": ["S9"],
            }
        ]
    )


def test_the_birth_of_a_person_is_that_of_the_roster_then_the_resume_then_the_wishes_then_the_register() -> None:
    known = registry(
        {"S1": cadres({"name": "王芳", "id_no": "A"}), "S9": members({"name": "王芳", "id_no": "A", "birth_ym": JUNE})},
        keyed_digest,
        {
            "S2": sheet_rows("S2", [{"name": "王芳", "id_no": "A", "birth_ym": MAY}]),
            "S3": sheet_rows("S3", [{"name": "王芳", "id_no": "A", "birth_ym": JULY}]),
        },
    )
    assert persons(known)["birth_month"].to_list() == [MAY]
    assert persons(known.filter(pl.col("sheet") != "S2"))["birth_month"].to_list() == [JULY]
    assert persons(known.filter(pl.col("sheet") == "S9"))["birth_month"].to_list() == [JUNE]


def test_persons_leaves_out_who_is_undecided_and_counts_the_rest_by_number() -> None:
    rows = members({"name": "王芳", "unit_code": "X"}, {"name": "李强", "unit_code": "X"}, {"name": "赵六"})
    known = persons(registry({"S9": rows}, keyed_digest))
    numbers = [number("王芳\x1f\x1fX\x1f"), number("李强\x1f\x1fX\x1f")]
    assert known["person_id"].to_list() == sorted(numbers)


def test_a_registry_gives_its_persons_back_with_their_attributes() -> None:
    rosters = {
        "S1": cadres(
            {"name": "王芳", "id_no": "A", "former_unit": "X"}, {"name": "李强", "id_no": "B"}, {"name": "赵六"}
        ),
        "S9": members({"name": "王芳", "id_no": "A", "unit_code": "Y"}),
    }
    people, numbers = people_of(registry(rosters, keyed_digest))
    assert sorted((person.names, person.sheets, person_id) for person, person_id in numbers.items()) == [
        (("李强",), ("S1",), number(id_digest("B"))),
        (("王芳",), ("S1", "S9"), number(id_digest("A"))),
    ]
    owner = people.find(Mention("王芳", id_digest=id_digest("A")), "S1").person
    assert owner is not None
    assert owner.units == ("X", "Y")
    assert owner.keepers == ("QC-AAA",)


def test_an_id_that_two_names_dispute_on_a_roster_decides_nothing_later() -> None:
    rows = members({"name": "王芳", "id_no": "A"}, {"name": "李强", "id_no": "A"}, {"name": "王芳", "unit_code": "X"})
    people, numbers = people_of(registry({"S9": rows}, keyed_digest))
    assert len(numbers) == 1
    assert people.find(Mention("王芳", unit="X", id_digest=id_digest("A"))).person is None
    assert people.find(Mention("王芳", unit="X")).tier == "T4"


def test_more_units_of_a_person_are_seen_under_each_name() -> None:
    rows = members({"name": "王芳", "id_no": "A", "birth_ym": MAY}, {"name": "王小芳", "id_no": "A"}, {"name": "李强"})
    known = registry({"S9": rows}, keyed_digest)
    owner = number(id_digest("A"))
    shown = [(owner, "HOST"), (owner, "HOST"), (owner, None), (None, "X"), ("of nobody", "X")]
    places = pl.DataFrame(shown, schema=["person_id", "unit"], orient="row")
    seen = also_seen(known, "S6", places)
    assert dict(seen.schema) == REGISTRY
    assert seen[: known.height].equals(known)
    assert seen[known.height :].select("sheet", "name", "name_key", "unit", "person_id", "id_digest").rows() == [
        ("S6", "王芳", "王芳", "HOST", owner, None),
        ("S6", "王小芳", "王小芳", "HOST", owner, None),
    ]


def test_more_units_stand_in_their_order_under_names_in_theirs() -> None:
    names = ["王小芳", "王芳", "王大芳", "王老芳", "王阿芳"]
    known = registry({"S9": members(*({"name": name, "id_no": "A"} for name in names))}, keyed_digest)
    places = pl.DataFrame({"person_id": [number(id_digest("A"))] * 4, "unit": [*"DACB"]})
    seen = also_seen(known, "S6", places).filter(sheet="S6")
    assert seen.select("name", "unit").rows() == [(name, unit) for name in names for unit in "ABCD"]


def test_the_numbers_rows_would_give_are_those_the_registry_gives() -> None:
    rows = members({"name": "王芳", "id_no": "A"}, {"name": "王小芳", "id_no": "A"}, {"name": "李强", "unit_code": "X"})
    expected = {number(id_digest("A")), number("李强\x1f\x1fX\x1f")}
    assert numbers_shown({"S1": cadres(), "S9": rows}, keyed_digest) == expected
    assert set(registry({"S9": rows}, keyed_digest)["person_id"]) == expected


def test_mentions_of_a_frame_are_read_by_name_and_not_by_place() -> None:
    frame = pl.DataFrame(
        {
            "keeper": ["ZZB"], "phone_digest": ["1"], "id_digest": ["A"], "unit": ["X"], "birth_month": [MAY],
            "row": [2], "name_key": ["王芳"],
        }
    )  # fmt: skip
    assert [*mentions_of(frame)] == [Mention("王芳", MAY, "X", "A", "1", "ZZB")]


def test_answers_become_a_frame() -> None:
    person = Person()
    answers = [Resolution(person, "T1"), Resolution(None, None, SEVERAL, 2)]
    frame = answer_frame(answers, {person: "0123"})
    assert dict(frame.schema) == ANSWER
    assert frame.rows() == [("0123", "T1", None, 0), (None, None, SEVERAL, 2)]
    assert dict(answer_frame([], {}).schema) == ANSWER
