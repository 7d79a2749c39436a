"""The true values of B1–B6 (domain.md §7.3): what the weekly reports say, one loop per indicator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from samples.story.setting import sunday
from samples.story.submission import Value
from samples.truth.known import Fact, Known, day, number, words
from samples.truth.sums import Sum, count, ratio


def duty_sums(known: Known, posts: dict[Value, Fact], people: Iterable[Fact]) -> dict[str, Sum]:
    """B1–B6 by code; `posts` are the assignments in effect by name, `people` those in scope."""
    names = {fact["name"] for fact in people}
    left = {fact["name"]: day(fact, "exit_date") for fact in known.facts["S1"]}
    reports = [fact for fact in known.facts["S7"] if fact["name"] in left and _had_left(left[fact["name"]], fact)]
    year = [fact for fact in reports if _week(fact)[:4] == known.period[:4]]
    week = [fact for fact in year if _week(fact) == known.period]
    assigned = names & set(posts)
    busy = {fact["name"] for fact in week if number(fact, "days_on") > 0} & assigned
    done, late = _tasks(year, known.as_of)
    honours = [fact for fact in year if fact["honour"] is not None]
    return {
        "B1": ratio(len({fact["name"] for fact in week} & assigned), len(assigned)),
        "B2": count(sum(number(fact, "days_on") for fact in week)),
        "B3": ratio(done, done + late),
        "B4": count(sum(number(fact, "exec_attended") for fact in week)),
        "B5": count(len(busy), _by_category(busy, posts)),
        "B6": count(len(honours)),
    }


def _had_left(leading_post: dt.date | None, report: Fact) -> bool:
    """Whether a report is on somebody who had left the leading post by the end of its week, as far as is known."""
    return leading_post is None or leading_post <= sunday(_week(report))


def _week(fact: Fact) -> str:
    return str(fact["period"])


def _tasks(reports: list[Fact], as_of: dt.date) -> tuple[int, int]:
    """How many tasks are done, and how many past their day without being done; the last report of a task counts."""
    last: dict[tuple[Value, Value], Fact] = {}
    for fact in sorted(reports, key=_week):
        if fact["task_name"] is not None:
            last[fact["name"], fact["task_name"]] = fact
    done = [fact for fact in last.values() if number(fact, "task_pct") >= 100]
    late = [
        fact
        for fact in last.values()
        if number(fact, "task_pct") < 100 and (due := day(fact, "task_due")) and due < as_of
    ]
    return len(done), len(late)


def _by_category(busy: set[Value], posts: dict[Value, Fact]) -> dict[str, float]:
    counts: dict[str, float] = {}
    for name in busy:
        for category in words(posts[name], "category"):
            counts[category] = counts.get(category, 0) + 1
    return counts
