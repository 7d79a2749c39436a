from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.figures import figures
from tests.support.frames import AS_OF, Row, arrival, dataset
from transforms.dataset import Dataset
from transforms.figures import Figure, Light, Rows
from transforms.indicators.catalogue import INDICATORS

ORGANS = ["CW"] * 3 + ["RD"] * 4 + ["ZF"] * 9 + ["ZX"] * 3


def person(number: int, **cells: Any) -> Row:
    """A willing cadre without an assignment."""
    return {
        "person_id": f"p{number}",
        "post_level": "132",
        "person_status": "ACTIVE",
        "work_will": "2",
        "work_capacity": "A",
        "assigned": False,
        "pref_hit": "N",
        "five_complete": True,
        "c_total": 1.0,
        **cells,
    }


def assignment(number: int, organ: str = "ZF", **cells: Any) -> Row:
    return {
        "assignment_id": f"a{number}",
        "person_id": f"p{number}",
        "organ": organ,
        "exec_meeting": False,
        "in_effect": True,
        "is_primary": True,
        **cells,
    }


def contact(number: int, day: dt.date, **cells: Any) -> Row:
    return {"contact_id": f"c{number}-{day}", "person_id": f"p{number}", "contact_date": day, **cells}


def measured(code: str, data: Dataset) -> Figure:
    return figures(data)[code]


def keys(rows: Rows | None) -> list[str]:
    assert rows is not None
    return rows.keys.to_list()


def acceptance(**more: Any) -> Dataset:
    """The 24 of domain.md §8: 19 assigned, one 131 not yet, four unwilling."""
    people = [person(n, assigned=True) for n in range(19)]
    people += [person(19, post_level="131")] + [person(n, work_will="0") for n in range(20, 24)]
    posts = [assignment(n, organ, exec_meeting=n < 4) for n, organ in enumerate(ORGANS)]
    return dataset(five_dim=people, assignments=posts, **more)


def test_the_nineteen_of_the_acceptance_case() -> None:
    by_code = figures(acceptance())
    assert by_code["A1"].measured.value == 24
    assigned = by_code["A5"]
    assert (assigned.measured.numerator, assigned.measured.denominator) == (19, 20)
    assert (assigned.measured.value, assigned.light) == (95.0, Light.GREEN)
    organs = by_code["A6"]
    assert [(part.code, part.label, part.value) for part in organs.measured.parts] == [
        ("CW", "县委", 3),
        ("RD", "县人大", 4),
        ("ZF", "县政府", 9),
        ("ZX", "县政协", 3),
    ]
    assert (organs.measured.value, organs.light) == (19, Light.GREEN)
    assert by_code["A7"].measured.value == 4


def test_an_organ_count_that_does_not_add_up_is_red() -> None:
    data = dataset(five_dim=[person(1, assigned=True), person(2, assigned=True)], assignments=[assignment(1)])
    assert measured("A6", data).light is Light.RED


@given(st.lists(st.sampled_from(["CW", "RD", "ZF", "ZX", "TOWN", "PROJ"]), max_size=30))
def test_the_organs_add_up_to_all_assigned(organs: list[str]) -> None:
    people = [person(n, assigned=True) for n in range(len(organs))]
    data = dataset(five_dim=people, assignments=[assignment(n, organ) for n, organ in enumerate(organs)])
    by_organ = INDICATORS["A6"].measure(data)
    assert sum(part.value or 0 for part in by_organ.parts) == INDICATORS["A5"].measure(data).numerator
    assert by_organ.light is (Light.GREEN if organs else Light.GREY)  # of nobody nothing agrees


def test_only_assignments_in_effect_count_and_each_person_once() -> None:
    posts = [
        assignment(1),
        assignment(1, "PROJ", assignment_id="a1b", is_primary=False),
        assignment(2, in_effect=False, is_primary=False),
    ]
    result = measured("A6", dataset(assignments=posts)).measured
    assert [(part.code, part.value) for part in result.parts] == [("ZF", 1)]
    assert keys(result.rows) == ["a1"]


def test_who_can_be_assigned() -> None:
    people = [
        person(1),
        person(2, work_will="1"),
        person(3, work_will="0"),
        person(4, work_will=None),
        person(5, work_capacity="D"),
        person(6, work_capacity=None),
        person(7, eligible_flag=False),
        person(8, eligible_flag=True),
        person(9, work_will="0", assigned=True),  # assigned all the same
    ]
    result = measured("A5", dataset(five_dim=people)).measured
    assert keys(result.population) == ["p1", "p2", "p6", "p8", "p9"]
    assert keys(result.rows) == ["p9"]
    assert [(part.code, part.value) for part in result.extras] == [("unasked", 1)]


def test_without_any_wish_known_the_rate_is_unknown_but_the_count_is_not() -> None:
    people = [person(1, work_will=None, assigned=True), person(2, work_will=None)]
    sent = [arrival(sheet) for sheet in ("S1", "S6")]
    figure = measured("A5", dataset(five_dim=people, sent=sent))
    assert (figure.measured.value, figure.measured.numerator, figure.light) == (None, 1, Light.GREY)
    assert figure.missing == ("S3",)


def test_two_flags_of_one_person_are_one_seat_at_the_meeting() -> None:
    posts = [
        assignment(1, exec_meeting=True),
        assignment(1, "PROJ", assignment_id="a1b", exec_meeting=True, is_primary=False),
        assignment(2, "CW", exec_meeting=True),
        assignment(3, exec_meeting=True, in_effect=False, is_primary=False),
    ]
    result = measured("A7", dataset(assignments=posts)).measured
    assert (result.value, keys(result.rows)) == (2, ["a1", "a2"])


def test_structure() -> None:
    people = [
        person(1, sex="1", age_band="56–58", age_years=57, exit_reason=["TERM", "HEALTH"], mgmt_tier="CITY"),
        person(2, sex="2", age_band="<50", age_years=48, exit_reason=["TERM"]),
        person(3, sex="1", age_band="56–58", age_years=56, exit_reason=None, post_level="131"),
    ]
    parts = measured("A2", dataset(five_dim=people)).measured.parts
    assert [(part.group, part.label, part.value) for part in parts] == [
        ("职务层次", "县处级正职", 1),
        ("职务层次", "县处级副职", 2),
        ("年龄段", "<50岁", 1),
        ("年龄段", "56–58岁", 2),
        ("性别", "男", 2),
        ("性别", "女", 1),
        ("退出原因", "换届", 2),
        ("退出原因", "健康状况", 1),
        ("退出原因", "未填", 1),
        ("管理层级", "市管", 1),
        ("管理层级", "未填", 2),
    ]


def test_completeness() -> None:
    people = [person(1, c_total=1.0, c_d2=0.5), person(2, c_total=0.8, c_d2=0.7, five_complete=False)]
    by_code = figures(dataset(five_dim=people))
    assert by_code["A3"].measured.value == pytest.approx(90.0)
    assert by_code["A3"].light is Light.YELLOW
    assert {p.label: p.value for p in by_code["A3"].measured.parts}["特长优势"] == pytest.approx(60.0)
    assert (by_code["A4"].measured.value, by_code["A4"].light) == (50.0, Light.RED)


def test_wishes() -> None:
    hits = ["1", "2", "3", "C", "-", "N", None]
    people = [person(n, assigned=True, pref_hit=hit) for n, hit in enumerate(hits)]
    result = measured("A8", dataset(five_dim=[*people, person(9, pref_hit="1")])).measured
    assert (result.numerator, result.denominator, result.value) == (4, 5, 80.0)


def test_contacts_of_ninety_days() -> None:
    days = [AS_OF, AS_OF - dt.timedelta(90), AS_OF - dt.timedelta(91), AS_OF + dt.timedelta(1)]
    data = dataset(five_dim=[person(n) for n in range(4)], contacts=[contact(n, day) for n, day in enumerate(days)])
    result = measured("A9", data).measured
    assert keys(result.rows) == ["p0", "p1"]
    assert result.value == 50.0


def test_one_symposium_is_nineteen_talks() -> None:
    monday = dt.date(2021, 11, 22)
    talks = [contact(n, monday) for n in range(19)]
    talks += [contact(0, AS_OF), contact(1, dt.date(2021, 11, 21)), contact(2, dt.date(2020, 12, 31))]
    result = measured("A10", dataset(contacts=talks)).measured
    assert result.value == 20
    assert [(part.label, part.value) for part in result.extras] == [("本期谈话人数", 19)]
    assert result.cumulative is not None
    assert (result.cumulative.label, result.cumulative.value) == ("本年累计人次", 21)


def test_concerns() -> None:
    day, past = dt.date(2021, 3, 1), dt.date(2021, 4, 1)
    cells: list[dict[str, Any]] = [
        {"issue_status": "DONE", "issue_due": past},
        {"issue_status": "RUN", "issue_due": past},
        {"issue_status": "OPEN", "issue_due": AS_OF},
        {"issue_status": "NONE"},
        {"issue_status": None},
    ]
    result = measured("A11", dataset(contacts=[contact(n, day, **c) for n, c in enumerate(cells)])).measured
    assert (result.numerator, result.denominator) == (1, 3)
    assert [part.value for part in result.extras] == [1]


def test_plans() -> None:
    posts = [assignment(1, plan_date=AS_OF), assignment(2, plan_date=AS_OF + dt.timedelta(1)), assignment(3)]
    signed = measured("A12", dataset(five_dim=[person(n) for n in (1, 2, 3)], assignments=posts)).measured
    assert (signed.numerator, signed.denominator) == (1, 3)


def test_who_was_placed_as_proposed_and_why_others_were_not() -> None:
    """By hand without a reason says nothing of a proposal; a reason counts even where the source says 系统."""
    stated = [
        ("SYSTEM", None),
        ("MANUAL", "尊重本人意愿"),
        ("SYSTEM", "尊重本人意愿"),
        ("MANUAL", "工作需要"),
        ("MANUAL", None),
    ]
    posts = [assignment(n, source=source, deviation=why) for n, (source, why) in enumerate(stated, start=1)]
    people = [person(n) for n in range(1, 6)]
    result = measured("A16", dataset(five_dim=people, assignments=posts)).measured
    assert (result.numerator, result.denominator) == (1, 4)
    assert {part.label: part.value for part in result.parts} == {"尊重本人意愿": 2, "工作需要": 1}
    assert [part.value for part in result.extras] == [3]
    assert measured("A16", dataset(five_dim=people, assignments=posts[4:])).measured.value is None


def test_who_retires_within_a_year_and_who_should_have() -> None:
    months = {1: 12, 2: 13, 3: None, 4: 0, 5: -1, 6: -30}
    people = [person(n, months_to_retire=left, person_status="ACTIVE") for n, left in months.items()]
    people.append(person(7, months_to_retire=-3, person_status="RETIRED"))  # a volunteer
    by_code = figures(dataset(five_dim=people))
    assert keys(by_code["A13"].measured.rows) == ["p1", "p4"]
    assert keys(by_code["A14"].measured.rows) == ["p5", "p6"]
    assert (by_code["A13"].light, by_code["A14"].light) == (Light.NONE, Light.RED)


@pytest.mark.parametrize(("left", "light"), [(0, Light.GREEN), (None, Light.GREY)])
def test_nobody_past_the_month_is_green_only_where_months_are_known(left: int | None, light: Light) -> None:
    assert measured("A14", dataset(five_dim=[person(1, months_to_retire=left)])).light is light
