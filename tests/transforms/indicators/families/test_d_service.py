from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.figures import figures
from tests.support.frames import AS_OF, Row, arrival, dataset, member, order
from transforms.figures import Figure, Light, Rows
from transforms.indicators.catalogue import INDICATORS

OPEN = {"status": "TAKEN", "done_on": None}
UNTAKEN = {"status": "SENT", "taken_on": None, "done_on": None}
LATE = {"posted_on": dt.date(2021, 10, 20), "due": dt.date(2021, 11, 20)}
EARLIER = {"posted_on": dt.date(2021, 10, 1), "taken_on": dt.date(2021, 10, 2), "done_on": dt.date(2021, 10, 3)}


def of(*rows: Row, **more: Any) -> dict[str, Figure]:
    return figures(dataset(order_rows=list(rows), **more))


def keys(rows: Rows | None) -> list[str]:
    assert rows is not None
    return rows.keys.to_list()


def took(person: str | None, row: int) -> Row:
    """Who is named in the row-th order of the period's only submission (rows are counted from 2)."""
    return {"submission": "S10-2021-W47", "row": row, "name": person or "某人", "person_id": person}


def test_a_member_reported_by_two_communities_counts_once() -> None:
    register = [
        member("p1", "甲社区"),
        member("p1", "乙社区"),
        member("p2"),
        member("p3", reg_status="OUT"),
        member("p4", registered_on=AS_OF + dt.timedelta(1)),
    ]
    measured = of(register=register)["D1"].measured
    assert (measured.value, measured.extras[0].value) == (2, 3)
    assert len(keys(measured.rows)) == 3


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), max_size=30))
def test_the_register_counts_people(pairs: list[tuple[int, int]]) -> None:
    data = dataset(register=[member(f"p{who}", f"社区{where}") for who, where in pairs])
    measured = INDICATORS["D1"].measure(data)
    assert measured.value == len({who for who, _ in pairs})
    assert measured.extras[0].value == len(set(pairs))


def test_active_members() -> None:
    first = AS_OF - dt.timedelta(27)
    long_ago = {"posted_on": dt.date(2021, 9, 1), "taken_on": first - dt.timedelta(1)}
    rows = [
        order("1", taken_on=first, posted_on=first, **OPEN),
        order("2", **long_ago, **OPEN),
        order("3", **long_ago, status="DONE", done_on=first),
        order("4", status="VOID"),
        order("5", **UNTAKEN),
    ]
    named = [took(f"p{n}", n + 1) for n in range(1, 6)] + [took(None, 2), took("stranger", 2)]
    figure = of(*rows, mentions=named, register=[member(f"p{n}") for n in range(1, 6)])["D2"]
    assert keys(figure.measured.rows) == ["p1@甲社区", "p3@甲社区"]
    assert (figure.measured.value, figure.light) == (40.0, Light.GREEN)


def test_two_orders_whose_projects_have_one_name_are_two_as_the_words_say() -> None:
    named = {"is_project": True, "project_name": "修路灯"}
    projects = of(order("1", **named), order("2", **named))["D3"]
    assert projects.measured.value == 2
    assert projects.formula.endswith("同名项目的两单计两件")


def test_a_project_of_three_members_is_one_project() -> None:
    rows = [
        order("1", is_project=True),
        order("2", is_project=True, **EARLIER),
        order("3", is_project=True, status="VOID"),
        order("4", is_project=True, taken_on=AS_OF + dt.timedelta(1), done_on=None, status="TAKEN"),
        order("5"),
    ]
    named = [took("p1", 2), took("p2", 2), took("p3", 2), took("p1", 3), took("p4", 4)]
    by_code = of(*rows, mentions=named, register=[member(f"p{n}") for n in range(4)])
    assert keys(by_code["D3"].measured.rows) == ["1", "2"]
    assert by_code["D3"].measured.extras[0].value == 4
    assert by_code["D4"].measured.value == 50.0


def test_accepted_orders_of_the_period() -> None:
    rows = [
        order("1"),
        order("2", taken_on=AS_OF),
        order("3", **UNTAKEN),
        order("4", posted_on=dt.date(2021, 11, 21)),
        order("5", posted_on=AS_OF + dt.timedelta(1), **UNTAKEN),
        order("6", status="VOID"),
        order("7", posted_on=None),
    ]
    figure = of(*rows)["D5"]
    assert keys(figure.measured.rows) == ["1", "2"]
    assert keys(figure.measured.population) == ["1", "2", "3"]
    assert (figure.light, figure.measured.extras[0].value) == (Light.GREY, 0.5)  # of two days of seven


def test_finished_orders() -> None:
    rows = [order("1"), order("2", due=dt.date(2021, 11, 22)), order("3", **OPEN), order("4", **UNTAKEN)]
    measured = of(*rows)["D6"].measured
    assert (measured.numerator, measured.denominator) == (2, 3)
    assert (measured.extras[0].numerator, measured.extras[0].denominator) == (1, 2)


def test_what_is_overdue_is_not_on_time_whether_taken_or_not() -> None:
    late = {**LATE, "town": "421126101"}
    rows = [order("1", town="421126100"), order("2", **late, **OPEN), order("3", **late, **UNTAKEN)]
    measured = of(*rows)["D6"].measured
    assert (measured.extras[0].numerator, measured.extras[0].denominator) == (1, 3)
    by_town = [(p.label, p.numerator, p.denominator) for p in measured.parts if p.group == "按时办结"]
    assert by_town == [("甲镇", 1, 1), ("乙镇", 0, 2)]


def test_an_order_without_a_time_limit_is_neither_on_time_nor_late() -> None:
    """Its day of posting was refused and none is written: 1 of 2, not of 3 (domain.md §7.3, 无时限的不计)."""
    late = {"due": dt.date(2021, 11, 22)}
    measured = of(order("1"), order("2", **late), order("3", posted_on=None, due=None, town="421126101"))["D6"].measured
    assert (measured.numerator, measured.denominator) == (3, 3)
    assert (measured.extras[0].numerator, measured.extras[0].denominator) == (1, 2)
    assert "乙镇" not in [part.label for part in measured.parts if part.group == "按时办结"]


def test_overdue_orders_are_those_nobody_took_and_those_nobody_finished() -> None:
    rows = [
        order("1", **LATE, **UNTAKEN, town="421126100"),
        order("2", **LATE, **OPEN, town="421126100"),
        order("3", **LATE | {"due": dt.date(2021, 11, 2)}, **OPEN, town="421126101"),
        order("4", **LATE, **OPEN | {"status": "RETURNED"}),
        order("5", **LATE, **OPEN | {"status": "VOID"}),
        order("6", **LATE, status="DONE", done_on=AS_OF),
        order("7", **LATE | {"due": AS_OF}, **OPEN),
        order("8", **LATE | {"due": None, "posted_on": dt.date(2021, 11, 7)}, **UNTAKEN),
        order("9", **LATE | {"due": None, "posted_on": dt.date(2021, 11, 8)}, **UNTAKEN),
    ]
    by_code = of(*rows)
    never_taken, not_finished = by_code["D11"].measured, by_code["D12"].measured
    assert (keys(never_taken.rows), keys(not_finished.rows)) == (["1", "8"], ["2", "3"])
    assert [extra.value for extra in not_finished.extras] == [21, 12]
    assert [(p.group, p.label, p.value) for p in not_finished.parts] == [
        *(("乡镇", "甲镇", 1), ("乡镇", "乙镇", 1), ("最长超期", "甲镇", 3), ("最长超期", "乙镇", 21)),
    ]


def test_lights_of_overdue_orders() -> None:
    by_code = of(*(order(str(n), **LATE, **UNTAKEN) for n in range(6)), order("7", **LATE, **OPEN))
    assert (by_code["D11"].light, by_code["D12"].light) == (Light.RED, Light.YELLOW)
    assert of(order("1"))["D11"].light is Light.GREEN


def test_satisfaction() -> None:
    ratings = ["3", "3", "2", "1", "0", None]
    measured = of(*(order(str(n), satisfaction=given) for n, given in enumerate(ratings)))["D7"].measured
    assert (measured.numerator, measured.denominator, measured.value) == (2, 4, 50.0)
    assert (measured.extras[0].numerator, measured.extras[0].denominator) == (4, 6)


def test_an_order_not_finished_yet_was_not_rated_yet() -> None:
    later = order("1", satisfaction="3", done_on=AS_OF + dt.timedelta(1))
    assert of(later)["D7"].measured.denominator == 0


def test_communities() -> None:
    rows = [order("1"), order("2", community_code="丙社区", **EARLIER), order("3", community_code=None)]
    figure = of(*rows, register=[member("p1"), member("p2", "乙社区"), member("p3", "丁社区")])["D8"]
    assert (figure.measured.numerator, figure.measured.denominator) == (1, 4)
    assert (figure.measured.value, figure.light) == (25.0, Light.GREY)  # of two days of seven


def test_hours() -> None:
    rows = [
        order("1", hours=2.5),
        order("2", hours=None),
        order("3", hours=4.0, **EARLIER),
        order("4", hours=9.0, **OPEN),
    ]
    measured = of(*rows)["D9"].measured
    assert measured.cumulative is not None
    assert (measured.value, measured.cumulative.value) == (2.5, 6.5)


def test_categories() -> None:
    rows = [
        order("1", category="WX"),
        order("2"),
        order("3", **UNTAKEN),
        order("4", category=None),
        order("5", **EARLIER),
    ]
    measured = of(*rows)["D10"].measured
    categories = [(p.label, p.numerator, p.denominator) for p in measured.parts if p.group == "诉求类别"]
    assert categories == [("环境整治", 1, 2), ("设施维修", 1, 1), ("未填", 1, 1)]
    assert measured.value == 4


def test_missing_orders_are_grey_but_their_history_stays() -> None:
    sent = [arrival("S9"), arrival("S10", "missing")]
    by_code = of(order("1", is_project=True, **EARLIER), register=[member("p1")], sent=sent)
    assert (by_code["D1"].measured.value, by_code["D1"].light) == (1, Light.NONE)
    assert (by_code["D3"].measured.value, by_code["D3"].light, by_code["D3"].missing) == (1, Light.GREY, ("S10",))
    for code in ("D5", "D8", "D9", "D10"):
        assert (by_code[code].measured.value, by_code[code].light) == (None, Light.GREY)


def test_a_zero_report_where_no_snapshot_stands_is_missing() -> None:
    figure = of(sent=[arrival("S9", "zero")])["D1"]
    assert (figure.measured.value, figure.missing, figure.coverage, figure.light) == (None, ("S9",), 0.0, Light.GREY)


@pytest.mark.parametrize("status", ["carried", "late"])
def test_what_is_in_hand_is_not_missing(status: str) -> None:
    figure = of(sent=[arrival("S9", status)])["D1"]
    assert (figure.measured.value, figure.missing, figure.coverage) == (0, (), 1.0)
