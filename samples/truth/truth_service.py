"""The true values of D1–D12 (domain.md §7.3)."""

from __future__ import annotations

from samples.story.setting import days
from samples.truth.known import Fact, Known, day, number
from samples.truth.sums import Sum, count, ratio, tally


def service_sums(known: Known) -> dict[str, Sum]:
    """D1–D12 by code."""
    as_of = known.as_of
    registrations = [fact for fact in known.facts["S9"] if fact["reg_status"] == "IN"]
    members = {_who(fact) for fact in registrations}
    orders = [fact for fact in known.facts["S10"] if fact["status"] != "VOID"]
    taken = [fact for fact in orders if _by(fact, "taken_on", known)]
    done = [fact for fact in taken if fact["status"] in ("DONE", "RATED") and _by(fact, "done_on", known)]
    fresh = [fact for fact in orders if (on := day(fact, "posted_on")) and known.start <= on <= as_of]
    busy = {_who(fact) for fact in taken for column in ("taken_on", "done_on") if _recent(fact, column, known)}
    projects = [fact for fact in taken if fact["is_project"] is True]
    rated = [fact["satisfaction"] for fact in done if fact["satisfaction"] in ("1", "2", "3")]
    served = {fact["community_code"] for fact in fresh}
    communities = {fact["community_code"] for fact in registrations + orders}
    late = [fact for fact in orders if _overdue(fact, known) and fact not in done]
    return {
        "D1": count(len(members)),
        "D2": ratio(len(busy & members), len(members)),
        "D3": count(len(projects)),
        "D4": ratio(len(projects), len(members)),
        "D5": ratio(sum(_by(fact, "taken_on", known) for fact in fresh), len(fresh)),
        "D6": ratio(len(done), len(taken)),
        "D7": ratio(rated.count("3"), len(rated)),
        "D8": ratio(len(served), len(communities)),
        "D9": count(sum(number(fact, "hours") for fact in done if (day(fact, "done_on") or as_of) >= known.start)),
        "D10": count(len(fresh), tally(fresh, "category")),
        "D11": count(sum(not _by(fact, "taken_on", known) for fact in late)),
        "D12": count(sum(_by(fact, "taken_on", known) for fact in late)),
    }


def unknown_takers(known: Known) -> int:
    """Orders whose member was never on a register: who took them is unknown."""
    return sum(bool(fact["member_name"]) and fact["person"] not in known.registered for fact in known.facts["S10"])


def _who(fact: Fact) -> object:
    """Who is meant: what the story knows, or for a row a test has added the name, month of birth and unit."""
    return fact["person"] or (fact.get("name") or fact.get("member_name"), fact.get("birth_ym"), fact.get("unit_code"))


def _by(fact: Fact, column: str, known: Known) -> bool:
    on = day(fact, column)
    return on is not None and on <= known.as_of


def _overdue(fact: Fact, known: Known) -> bool:
    """Posted, not returned, and past its time limit: the day it names, else fifteen days after posting."""
    posted = day(fact, "posted_on")
    due = day(fact, "due") or (posted and posted + days(15))
    return bool(posted and posted <= known.as_of and due and due < known.as_of and fact["status"] != "RETURNED")


def _recent(fact: Fact, column: str, known: Known) -> bool:
    """Within the last 28 days, today among them."""
    on = day(fact, column)
    return on is not None and known.as_of - days(28) < on <= known.as_of
