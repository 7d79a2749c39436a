"""Who is proposed for an order that waits: by community, skill and load, spread over the town, and no ranking."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.county.codelist import codelist
from expectations.county.county import Dispatch
from tests.support.frames import AS_OF, Row, dataset, member, order, sheet_rows
from transforms.suggest.dispatch.proposed import (
    EACH_LATELY,
    EACH_ORDER,
    MOST_LATELY,
    OTHER_COMMUNITY,
    OTHER_SKILL,
    proposed,
    skills_for,
)
from transforms.suggest.dispatch.waiting import members, waiting

TOWN, OTHER_TOWN = "421126100", "421126101"
UNTAKEN: Row = {"status": "POSTED", "taken_on": None, "done_on": None, "town": TOWN}
OVERDUE: Row = {"status": "TAKEN", "posted_on": dt.date(2021, 10, 1), "done_on": None, "town": TOWN}


def asked(number: str, community: str = "甲社区", **cells: Any) -> Row:
    """A member on the register of the town, in the order of the numbers."""
    return member(number, community, **{"name": f"张{number}", "town": TOWN, **cells})


def plan(
    orders: list[Row], register: list[Row], taken: dict[str, str] | None = None, dispatch: Dispatch | None = None
) -> dict[str, list[str]]:
    """By order the members proposed; `taken`: order → the member who took it."""
    rows = sheet_rows("S10", orders)
    lineage = dict(rows.select("order_no", "row").iter_rows())
    mentions = [
        {"submission": rows["submission"][0], "row": lineage[number], "name": f"张{person}", "person_id": person}
        for number, person in (taken or {}).items()
    ]
    week = dataset(order_rows=orders, register=register, mentions=mentions)
    who = members(week.registrations, week.orders, week.order_members, AS_OF)
    pairs = proposed(waiting(week.orders), who, week.order_members, dispatch or Dispatch(), AS_OF)
    return dict(pairs.group_by("order_no").agg("person_id").iter_rows())


def test_orders_nobody_took_or_finished_in_time_wait() -> None:
    late = dt.date(2021, 10, 1)
    week = dataset(
        order_rows=[
            order("untaken", **UNTAKEN),
            order("overdue", **OVERDUE),
            order("in time", **{**UNTAKEN, "status": "TAKEN", "taken_on": AS_OF}),
            order("done", town=TOWN),
            order("void", **{**UNTAKEN, "status": "VOID"}),
            order("returned", **{**UNTAKEN, "status": "RETURNED", "posted_on": late}),
            order("tomorrow", **{**UNTAKEN, "posted_on": AS_OF + dt.timedelta(days=1)}),
        ]
    )
    assert waiting(week.orders)["order_no"].to_list() == ["overdue", "untaken"]  # the older first


def test_the_own_community_comes_before_the_rest_of_the_town() -> None:
    """30 against 0, in a town of two; nobody of another town is asked at all."""
    register = [asked("1", "乙社区"), asked("2"), asked("3", town=OTHER_TOWN)]
    assert plan([order("A", **UNTAKEN)], register, dispatch=Dispatch(members=1)) == {"A": ["2"]}
    assert plan([order("A", **UNTAKEN)], register) == {"A": ["1", "2"]}


def test_a_skill_that_helps_counts_more_than_the_community() -> None:
    register = [asked("1", service_skill=["写作"]), asked("2", "乙社区", service_skill=["法律"])]
    mediation = order("A", **{**UNTAKEN, "category": "TJ"})
    anything = order("A", **{**UNTAKEN, "category": "QT"})
    assert plan([mediation], register, dispatch=Dispatch(members=1)) == {"A": ["2"]}
    assert plan([anything], register, dispatch=Dispatch(members=1)) == {"A": ["1"]}


def test_who_has_the_order_or_too_many_is_not_proposed() -> None:
    """1 has the overdue order itself; 2 has three others, 3 is about to leave, 4 has left."""
    register = [
        asked("1"),
        asked("2"),
        asked("3", left_on=dt.date(2021, 12, 31)),
        asked("4", reg_status="OUT", left_on=dt.date(2021, 11, 1)),
        asked("5"),
    ]
    running = {**OVERDUE, "posted_on": AS_OF, "taken_on": AS_OF}
    orders = [order("A", **OVERDUE), *(order(f"B{n}", **running) for n in range(3))]
    assert plan(orders, register, {"A": "1", "B0": "2", "B1": "2", "B2": "2"}) == {"A": ["5"]}


def test_one_member_and_one_order_are_enough() -> None:
    assert plan([order("A", **UNTAKEN)], [asked("1")], dispatch=Dispatch(members=1, most=1)) == {"A": ["1"]}


def test_orders_are_spread_and_stop_at_the_most() -> None:
    """Seven orders for two members who may have three each: six get one, and each member three."""
    orders = [order(f"{n}", **UNTAKEN) for n in range(7)]
    pairs = plan(orders, [asked("1"), asked("2")], dispatch=Dispatch(members=1))
    assert Counter(person for people in pairs.values() for person in people) == {"1": 3, "2": 3}


def test_an_order_taken_within_the_quarter_speaks_against_asking_again() -> None:
    finished = order("before", town=TOWN, posted_on=dt.date(2021, 9, 30), taken_on=dt.date(2021, 9, 30))
    register = [asked("1"), asked("2")]
    for _ in range(2):
        pairs = plan([order("A", **UNTAKEN), finished], register, {"before": "1"}, Dispatch(members=1))
        assert pairs == {"A": ["2"]}
        register.reverse()


def test_members_of_an_order_stand_in_the_order_of_the_register_not_of_merit() -> None:
    """2 is nearest and skilled, 3 only near, 1 neither."""
    register = [asked("1", "乙社区"), asked("2", service_skill=["城建规划"]), asked("3")]
    assert plan([order("A", **{**UNTAKEN, "category": "WX"})], register) == {"A": ["1", "2", "3"]}


@pytest.mark.parametrize(
    "other",
    [{"sex": "2"}, {"birth_ym": dt.date(1950, 1, 1)}, {"political_status": "02"}, {"branch": "离退休党支部"}],
)
def test_nothing_else_of_a_member_is_looked_at(other: Row) -> None:
    register = [asked("1"), asked("2"), asked("3")]
    changed = [{**row, **other} if row["person_id"] == "2" else row for row in register]
    orders = [order(f"{n}", **UNTAKEN) for n in range(2)]
    assert plan(orders, changed, dispatch=Dispatch(members=1)) == plan(orders, register, dispatch=Dispatch(members=1))


def test_every_skill_that_helps_is_one_of_the_list() -> None:
    assert skills_for().keys() <= codelist("order_category").labels.keys()
    assert frozenset().union(*skills_for().values()) <= codelist("skill").labels.keys()


PLACES, KINDS, SKILLS = ("甲社区", "乙社区"), ("TJ", "QT"), ("法律", "写作")
Pair = tuple[str, str]


@given(
    orders=st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(KINDS)), min_size=1, max_size=4),
    people=st.lists(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(SKILLS), st.integers(0, 3), st.integers(0, 6)),
        min_size=1,
        max_size=4,
    ),
)
def test_one_member_for_each_order_is_the_best_there_is(orders: list[Pair], people: list[Any]) -> None:
    """Against every plan there is: as many orders as can be, then what speaks against it least."""
    posted = pl.DataFrame(
        [{"order_no": f"{n}", "town": TOWN, "community_code": p, "category": k} for n, (p, k) in enumerate(orders)]
    )
    who = pl.DataFrame(
        [
            {"person_id": f"{n}", "town": TOWN, "communities": [p], "skills": [s], "in_hand": h, "lately": r}
            for n, (p, s, h, r) in enumerate(people)
        ]
    )
    nobody = pl.DataFrame(schema={"order_no": pl.String, "person_id": pl.String})
    pairs = proposed(posted, who, nobody, Dispatch(members=1), AS_OF)
    chosen: list[int | None] = [None] * len(orders)
    for number, person in pairs.iter_rows():
        chosen[int(number)] = int(person)

    def worth(choice: tuple[int | None, ...]) -> tuple[int, int]:
        against, load = 0, [hand for _, _, hand, _ in people]
        for (place, kind), taker in zip(orders, choice, strict=True):
            if taker is None:
                continue
            own, skill, _, lately = people[taker]
            against += OTHER_COMMUNITY * (own != place) + OTHER_SKILL * (kind == "TJ" and skill != "法律")
            against += EACH_LATELY * min(lately, MOST_LATELY) + EACH_ORDER * load[taker]
            load[taker] += 1
        overfull = any(taken > 3 and taken > hand for taken, (_, _, hand, _) in zip(load, people, strict=True))
        return (-1 if overfull else sum(taker is not None for taker in choice)), -against

    assert worth(tuple(chosen)) == max(map(worth, product([None, *range(len(people))], repeat=len(orders))))
