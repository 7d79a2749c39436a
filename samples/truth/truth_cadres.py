"""The true values of A1–A14, with those of B1–B6 (domain.md §5, §7.3), counted by hand: one loop per indicator."""

from __future__ import annotations

import datetime as dt

from samples.story.setting import days
from samples.story.submission import Value
from samples.truth.known import Fact, Known, day, words
from samples.truth.sums import Sum, count, ratio, tally
from samples.truth.truth_duty import duty_sums

_D1 = (
    ("sex", "birth_ym", "political_status", "post_level", "former_unit", "exit_date", "exit_reason", "person_status"),
    ("ethnicity", "party_join_ym", "work_start_ym", "grade", "level_since_ym", "mgmt_tier"),
)
_D2 = (("skill_tag", "domain_exp"), ("exp_years", "grassroots_years", "known_towns", "role_tags"))
_D3 = (("wish",), ("pref_post_2", "pref_organ", "pref_town"))
_D4 = (("edu_level", "major"), ("edu_mode", "degree", "tech_title"))
_D5 = (("work_will", "workload_pref", "work_capacity"), ("signed", "declared_on"))


def cadre_sums(known: Known) -> dict[str, Sum]:
    """A1–A14 and B1–B6 by code. People are told apart by name: in a story no two cadres share one."""
    posts = {fact["name"]: fact for fact in known.facts["S6"] if _stands(fact, known.as_of)}
    people = [fact for fact in known.facts["S1"] if _in_scope(fact, known, posts)]
    wishes = {fact["name"]: fact for fact in known.facts["S3"]}
    scores = [_scores(fact, known, wishes.get(fact["name"], {})) for fact in people]
    hits = [_hit(posts[name], wishes.get(name, {})) for fact in people if (name := fact["name"]) in posts]
    stated = [hit for hit in hits if hit is not None]
    able = [fact for fact in people if fact["name"] in posts or _assignable(fact, wishes.get(fact["name"], {}))]
    signed = [post for post in posts.values() if (plan := day(post, "plan_date")) and plan <= known.as_of]
    return (
        {
            "A1": count(len(people)),
            "A2": count(len(people), tally(people, "post_level") | tally(people, "sex", "sex:")),
            "A3": _completeness(scores),
            "A4": ratio(sum(complete for _, complete in scores), len(people)),
            "A5": ratio(sum(fact["name"] in posts for fact in people), len(able)),
            "A6": count(len(posts), tally(posts.values(), "organ")),
            "A7": count(sum(post["exec_meeting"] is True for post in posts.values())),
            "A8": ratio(sum(stated), len(stated)),
            "A12": ratio(len(signed), len(posts)),
            "A13": count(sum(0 <= months <= 12 for months in _months_to_retire(people, known.end))),
            "A14": count(sum(months < 0 for months in _months_to_retire(people, known.end))),
        }
        | _contact_sums(known, people)
        | duty_sums(known, posts, people)
    )


def _stands(assignment: Fact, as_of: dt.date) -> bool:
    start, end = day(assignment, "start"), day(assignment, "end")
    return assignment["status"] == "ON" and (start is None or start <= as_of) and (end is None or end >= as_of)


def _in_scope(fact: Fact, known: Known, posts: dict[Value, Fact]) -> bool:
    """Whoever is on the roster has left a leading post and serves, unless a cell says otherwise."""
    left = day(fact, "exit_date")
    if left is not None and left > known.end:
        return False
    return fact["person_status"] in ("ACTIVE", "HOLD", None) or (
        fact["person_status"] == "RETIRED" and fact["name"] in posts
    )


def _assignable(fact: Fact, wish: Fact) -> bool:
    willing = wish.get("work_will") in ("1", "2")
    return willing and wish.get("work_capacity") != "D" and fact["eligible_flag"] is not False


def _hit(post: Fact, wish: Fact) -> bool | None:
    """Whether post or category was wished for; None where nothing was stated."""
    categories = [word for word in words(wish, "pref_category") if word != "ANY"]
    wished = [wish.get(f"pref_post_{rank}") for rank in (1, 2, 3)]
    if not categories and not any(wished):
        return None
    return post["post_code"] in wished or any(word in categories for word in words(post, "category"))


def _contact_sums(known: Known, people: list[Fact]) -> dict[str, Sum]:
    talks = [
        (name, fact, on)
        for fact in known.facts["S4"]
        for name in words(fact, "name")
        if (on := _contact_day(fact, known))
    ]
    recent = {name for name, _, on in talks if on >= known.as_of - days(90)}
    this_year = [fact for _, fact, on in talks if on.year == known.as_of.year]
    raised = [fact["issue_status"] for fact in this_year if fact["issue_status"] in ("OPEN", "RUN", "DONE")]
    return {
        "A9": ratio(sum(fact["name"] in recent for fact in people), len(people)),
        "A10": count(sum(on >= known.start for _, _, on in talks)),
        "A11": ratio(raised.count("DONE"), len(raised)),
    }


def _contact_day(contact: Fact, known: Known) -> dt.date | None:
    on = day(contact, "contact_date")
    return on if on and on <= known.as_of else None


def _months_to_retire(people: list[Fact], end: dt.date) -> list[int]:
    """At county level everybody retires at 60 under the law before 2025; stories play before (domain.md §5.4).

    Whose state is not known is in neither sum.
    """
    births = [born for fact in people if fact["person_status"] and (born := day(fact, "birth_ym"))]
    return [(born.year + 60 - end.year) * 12 + born.month - end.month for born in births]


def _completeness(scores: list[tuple[dict[str, float], bool]]) -> Sum:
    means = {
        part: [score[part] for score, _ in scores if part in score] for part in ("d1", "d2", "d3", "d4", "d5", "total")
    }
    percents = {part: 100 * sum(shares) / len(shares) for part, shares in means.items() if shares}
    return Sum(value=percents.pop("total", None), denominator=len(scores), parts=percents)


def _scores(fact: Fact, known: Known, wish: Fact) -> tuple[dict[str, float], bool]:
    """Share recorded of each dimension that applies and their mean; whether the person is fully recorded (§5.3)."""
    lines = [line for line in known.facts["S2"] if line["name"] == fact["name"]]
    strengths = {column: _first(lines, column) for column in (*_D2[0], *_D2[1], *_D4[0], *_D4[1])}
    declared = day(wish, "declared_on")
    worth = 1.0 if wish.get("signed") is True and declared and known.end - declared <= days(180) else 0.5
    stated = wish | {"wish": wish.get("pref_category") or wish.get("pref_post_1"), "signed": wish.get("signed") or None}
    grades = {
        "d1": _grades(fact, _D1[0], _applicable(fact)),
        "d2": _grades(strengths, *_D2),
        "d4": _grades(strengths, *_D4),
        "d5": _grades(stated, *_D5, worth=worth),
    }
    if wish.get("work_will") != "0":
        open_to_all = "ANY" in words(wish, "pref_category")
        grades["d3"] = _grades(stated, _D3[0], () if open_to_all else _D3[1], worth=worth)
    shares = {name: sum(w * q for w, q in fields) / sum(w for w, _ in fields) for name, fields in grades.items()}
    mandatory = all(quality >= 0.5 for fields in grades.values() for weight, quality in fields if weight == 2)
    complete = mandatory and min(shares.values()) >= 0.8
    return shares | {"total": sum(shares.values()) / len(shares)}, complete


def _applicable(fact: Fact) -> tuple[str, ...]:
    """The recommended fields of D1; the date of joining applies to members only."""
    member = fact["political_status"] in ("01", "02")
    return tuple(field for field in _D1[1] if member or field != "party_join_ym")


def _first(lines: list[Fact], column: str) -> object:
    return next((line[column] for line in lines if line[column] not in (None, ())), None)


def _grades(
    record: Fact | dict[str, object], mandatory: tuple[str, ...], recommended: tuple[str, ...], worth: float = 1.0
) -> list[tuple[int, float]]:
    """(weight, quality) of each field."""
    return [
        (weight, 0.0 if record.get(field) in (None, ()) else worth)
        for weight, fields in ((2, mandatory), (1, recommended))
        for field in fields
    ]
