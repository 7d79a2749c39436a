"""Every line of a proposal is explained: other posts, wishes, who and what is left over, other weights and plans."""

from __future__ import annotations

import pytest

from tests.support.frames import Row
from tests.support.proposals import AS_OF, COUNTY_OF_POSTS, person, post, proposed, tables
from transforms.suggest.candidates import OldEdition
from transforms.suggest.decided import became, decided, decided_locks
from transforms.suggest.explained import alternatives, empty_posts, unplaced, wishes
from transforms.suggest.monitoring import monitoring
from transforms.suggest.plans import side_by_side, sums
from transforms.suggest.proposal import LockBlocked, proposal
from transforms.suggest.sensitivity import sensitivity

POSTS = [post("ZF-001"), post("ZF-002", category="FX")]
"""Of equal weights a wish for a post is worth 25 · 100, no wish 25 · 30, another wish nothing."""
BOTH_WISH_THE_FIRST = [
    person("p1", pref_post_1="ZF-001"),
    person("p2", pref_post_1="ZF-001", pref_category=["FX"], domain_exp=["XCZX"]),
]


def test_a_wish_that_is_not_met_has_its_price() -> None:
    """p1 on 001 and p2 on 002: 2500 + 1500; the other way round 0 + 2500 + 1500 for the former domain: 0 dearer."""
    made = proposed(BOTH_WISH_THE_FIRST, POSTS)
    assert made.plan == {"p1": "ZF-001", "p2": "ZF-002"}  # equal totals; the wishes are 160 against 100
    rows = wishes(made).select("person_id", "rank", "wished", "outcome", "post_code", "falls").rows()
    assert rows == [
        ("p1", "1", "ZF-001", "MET", "ZF-001", 0),
        ("p2", "1", "ZF-001", "COSTS", "ZF-001", 0),
        ("p2", "C", "FX", "MET", "ZF-002", 0),
    ]


@pytest.mark.parametrize(
    ("of_person", "outcome"),
    [({"pref_post_2": "写书"}, "NO_POST"), ({"pref_category": ["XCZX"], "refuse_category": ["XCZX"]}, "BARRED")],
)
def test_a_wish_without_a_post_and_one_that_is_barred(of_person: Row, outcome: str) -> None:
    assert wishes(proposed([person("p1", **of_person)], POSTS))["outcome"].to_list() == [outcome]


def test_a_wish_that_locks_stand_against() -> None:
    people = [person("p1", pref_post_1="ZF-002"), person("p2", pref_post_1="ZF-001")]
    assert wishes(proposed(people, POSTS, locks={"p1": "ZF-001"}))["outcome"].to_list() == ["FIXED", "FIXED"]


def test_the_other_posts_are_listed_the_cheapest_first() -> None:
    made = proposed(
        [person("p1", domain_exp=["XCZX", "QACY"])],
        [post("ZF-001"), post("ZF-002", category="FX"), post("ZF-003", category="QACY"), post("ZF-004", capacity=None)],
    )
    rows = alternatives(made).select("nth", "post_code", "falls", "fewer").rows()
    assert rows == [(1, "ZF-003", 25 * (60 - 35), 0), (2, "ZF-002", 25 * 60, 0)]
    assert alternatives(made, most=1).height == 1


def test_who_gets_no_post_is_barred_everywhere_or_squeezed_out() -> None:
    people = [person("p1"), person("p2"), person("p3", work_will="0")]
    made = proposed(people, [post("ZF-001"), post("ZF-002", post_status="CLOSED")])
    rows = {row["person_id"]: row for row in unplaced(made).iter_rows(named=True)}
    assert made.plan == {"p1": "ZF-001"}
    assert rows["p2"]["reason"] == "SQUEEZED_OUT"
    assert (rows["p2"]["rivals"], rows["p2"]["contested"], rows["p2"]["seats"]) == (["p1", "p2"], ["ZF-001"], 1)
    assert (rows["p3"]["reason"], rows["p3"]["barred"]) == ("BARRED", [{"code": "H1", "posts": 2}])


def test_a_post_stays_empty_for_want_of_a_seat_of_a_person_or_at_a_price() -> None:
    posts = [
        *(post("ZF-001", category="FX"), post("ZF-002"), post("ZF-003", load="3")),
        post("ZF-004", post_status="CLOSED"),
    ]
    made = proposed([person("p1", domain_exp=["FX"], work_capacity="B")], posts, quotas={"ZF": 1})
    rows = empty_posts(made).select("post_code", "reason", "quota_full", "person_id", "falls").rows()
    assert rows == [
        ("ZF-002", "AT_A_PRICE", True, "p1", 25 * 60),
        ("ZF-003", "BARRED", True, None, None),
        ("ZF-004", "NO_SEAT", True, None, None),
    ]


def test_the_weights_matter_where_five_more_or_less_move_somebody() -> None:
    """Post 001 has 60 of continuity, 002 has 70 of wish more: 25 · 60 + 25 · 0 against 25 · 0 + 25 · 60."""
    people = [person("p1", domain_exp=["XCZX"], pref_category=["FX"])]
    made = proposed(people, POSTS)
    assert made.plan == {"p1": "ZF-002"}  # as much in total, and the wish decides
    moved = {(row["principle"], row["change"]): row["moved"] for row in sensitivity(made).iter_rows(named=True)}
    assert {case for case, persons in moved.items() if persons} == {("continuity", 5), ("wish", -5)}


def test_a_plan_made_by_hand_has_its_sums_and_what_it_breaks() -> None:
    people = [person("p1", pref_post_1="ZF-001"), person("p2", work_capacity="C"), person("p3")]
    made = proposed(people, [*POSTS, post("RD-001", organ="RD")], quotas={"ZF": 1})
    by_hand = {"p1": "ZF-002", "p2": "ZF-002"}
    broken = sums(made, by_hand)
    assert (broken.placed, broken.wishes, broken.barred) == (2, 0, 1)
    assert broken.unmet == ("p1",)
    assert (broken.overfull, broken.over_quota) == (("ZF-002",), ("ZF",))
    assert sums(made, made.plan).wishes == 1
    rows = side_by_side(made, by_hand).select("person_id", "proposed", "planned", "planned_blocks").rows()
    assert rows == [("p1", "ZF-001", "ZF-002", []), ("p2", None, "ZF-002", ["H2"]), ("p3", "RD-001", None, None)]


def holds(number: str, code: str | None, **cells: object) -> Row:
    return {"person_id": number, "post_code": code, "in_effect": True, "is_primary": True, "organ": "ZF", **cells}


def test_what_was_decided_follows_or_deviates_with_its_reason() -> None:
    people = [person("p1", pref_post_1="ZF-001"), person("p2"), person("p3")]
    assignments = [
        holds("p1", "ZF-002", deviation="尊重本人意愿", decision_ref="纪要1号"),
        holds("p2", "ZF-002"),
        holds("p3", None),
        {**holds("p4", "ZF-001"), "in_effect": False},  # a mere proposal of S6 decides nothing
    ]
    made = proposed(people, POSTS, assignments)
    lines = decided(made, tables([], [], assignments)["assignments"])
    assert lines.select("person_id", "planned", "followed", "deviation").rows() == [
        ("p1", "ZF-002", False, "尊重本人意愿"),
        ("p2", "ZF-002", True, None),
        ("p3", None, None, None),  # S6 does not say which post
    ]


def test_who_keeps_a_post_is_not_barred_from_it() -> None:
    people = [person("p1", pref_post_1="ZF-001"), person("p2", work_will="0")]
    assignments = [holds("p1", "ZF-002"), holds("p2", "ZF-001")]
    made = proposed(people, POSTS, assignments)
    locks = decided_locks(made, tables([], [], assignments)["assignments"])
    assert locks == {"p1": "ZF-002"}
    assert proposed(people, POSTS, assignments, locks=locks).plan == {"p1": "ZF-002"}
    with pytest.raises(LockBlocked, match="p2 cannot be locked to ZF-001: H1"):
        proposed(people, POSTS, assignments, locks={"p2": "ZF-001"})
    with pytest.raises(LockBlocked, match="not among those"):
        proposed(people, POSTS, locks={"p9": "ZF-001"})


def test_what_became_of_those_placed_by_wish_is_hidden_in_small_groups() -> None:
    placed = {"assigned": True, "weekly_report_present": True, "tasks_open": 2, "tasks_done": 1}
    five = [
        *(person(f"p{n}", **placed, pref_hit="1", days_on=float(n)) for n in range(1, 6)),
        person("p6", **placed, pref_hit="-", days_on=5.0),
    ]
    assert became(tables(five, [])["five_dim"], 5).rows() == [(True, 5, 5, 3.0, 10, 5), (False, 1, 1, None, None, None)]


def test_groups_under_five_are_hidden_and_what_would_tell_them() -> None:
    five = [
        *(person(f"p{n}", age_band="53–55", sex="1") for n in range(1, 7)),
        *(person(f"p{n}", age_band="56–58", sex="2") for n in range(7, 12)),
        person("p12", age_band="59–60", sex="2"),
    ]
    made = proposed(five, [post("ZF-001", capacity=7)])
    rows = monitoring(made, tables(five, [])["five_dim"], 5).select("group", "value", "persons", "placed").rows()
    assert rows == [
        ("age_band", "53–55", 6, 6),
        ("age_band", "56–58", None, None),
        ("age_band", "59–60", None, None),
        ("sex", "1", 6, 6),
        ("sex", "2", 6, 1),
    ]


def test_an_edition_that_does_not_know_what_bars_is_refused() -> None:
    old = tables([person("p1")], POSTS)
    old["five_dim"] = old["five_dim"].drop("avoid_units")
    with pytest.raises(OldEdition, match=r"has no avoid_units.*run its period again"):
        proposal(old, COUNTY_OF_POSTS, AS_OF)
