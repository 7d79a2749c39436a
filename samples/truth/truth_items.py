"""The true values of C1–C9 (domain.md §7.1, §7.3)."""

from __future__ import annotations

import datetime as dt

from samples.truth.known import Fact, Known, day, number
from samples.truth.sums import Sum, count, ratio, tally


def item_sums(known: Known) -> dict[str, Sum]:
    """C1–C9 by code; C10 is a list of lights and no sum."""
    as_of = known.as_of
    items = [fact for fact in known.facts["S8"] if fact["status"] != "CANCEL" and _not_after(fact, "claimed_on", as_of)]
    leaders = {fact["leader"] for fact in known.facts["R6"] if _not_after(fact, "valid_from", as_of)}
    done = [fact for fact in items if _completed(fact, as_of)]
    late = [fact for fact in items if _overdue(fact, as_of)]
    due = [fact for fact in done if _due(fact)] + late
    running = [fact for fact in items if not _completed(fact, as_of) and fact["status"] != "HOLD"]
    gaps = [gap for fact in running if (gap := _deviation(fact, as_of)) is not None]
    return {
        "C1": ratio(len(leaders & {fact["leader"] for fact in items}), len(leaders)),
        "C2": count(len(items)),
        "C3": ratio(len(done), len(items)),
        "C4": ratio(sum(_on_time(fact) for fact in done), len(due)),
        "C5": count(len(late)),
        "C6": Sum(sum(gaps) / len(gaps) if gaps else None, denominator=len(gaps)),
        "C7": ratio(sum(_passed(fact, as_of) for fact in done), len(done)),
        "C8": count(len(items), tally(items, "strategy") | tally(items, "position")),
        "C9": count(sum(number(fact, "beneficiaries") for fact in done)),
    }


def _not_after(fact: Fact, column: str, as_of: dt.date) -> bool:
    """The date is not later than the day; an unknown date is taken as passed."""
    return (day(fact, column) or as_of) <= as_of


def _completed(fact: Fact, as_of: dt.date) -> bool:
    done = day(fact, "done_on")
    finished = fact["status"] in ("DONE", "VERIFIED") and done is not None and done <= as_of
    return finished and fact["verify_result"] != "BACK"


def _passed(fact: Fact, as_of: dt.date) -> bool:
    return fact["verify_result"] == "PASS" and _not_after(fact, "verified_on", as_of)


def _due(fact: Fact) -> dt.date | None:
    moved = day(fact, "due_current") if fact["extension_ref"] else None
    return moved or day(fact, "due_original")


def _on_time(fact: Fact) -> bool:
    done, due = day(fact, "done_on"), _due(fact)
    return done is not None and due is not None and done <= due


def _overdue(fact: Fact, as_of: dt.date) -> bool:
    due = _due(fact)
    return not _completed(fact, as_of) and fact["status"] != "HOLD" and due is not None and due < as_of


def _deviation(fact: Fact, as_of: dt.date) -> float | None:
    """Progress minus the progress the schedule asks for, in percentage points."""
    start, due = day(fact, "start_plan") or day(fact, "claimed_on"), _due(fact)
    if start is None or due is None or due <= start or fact["progress"] is None:
        return None
    scheduled = min(max((as_of - start) / (due - start), 0), 1)
    return number(fact, "progress") - 100 * scheduled
