"""需协调事项: what cadres in a second post ask for, where they serve, what hinders them, of whom it is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from expectations.county.county import County, Unit
from report_templates.model.cells import cell_of
from report_templates.reports.context import SectionContext
from report_templates.reports.matters.demand import SECTION, Matter, demand
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Cell, Sentence
from transforms.indicators.declare.breakdown import labels
from transforms.join.cadres.requests import requests

SHORTEST = 3
"""A name of fewer characters stands in other words, too."""


def requests_for_help(context: SectionContext) -> Iterator[Matter]:
    """A row for each request: of the unit it names, else of the unit where the cadre serves."""
    posts = posts_by_person(context)
    for duty in requests(context.dataset).iter_rows(named=True):
        post = posts.get(duty["person_id"])
        asked = named_unit(context.county, duty["need_help"]) or _host(context, post)
        demanded = demand(context, f"duties/{duty['first_asked']}", "help")
        yield asking(context, duty, post), _standing(context, duty), asked.short if asked else NONE, NONE, demanded


def asking(context: SectionContext, duty: Mapping[str, Any], post: Mapping[str, Any] | None) -> Sentence:
    """钱七（在县乡村振兴局履职）：规划方案; of a cadre without a post the task alone."""
    host, task = _host(context, post), _cell(duty, "task_name")
    serves = host.short if host else labels("organ").get((post or {}).get("organ") or "", "")
    facts = {"name": post["name"] if post else "", "serves": serves, "task": "" if task == NONE else task}
    return context.words.say(SECTION, "asking", context.views, **facts)


def named_unit(county: County, words: str) -> Unit | None:
    """The unit a text names first; of names that begin there the longest."""
    names = ((name, unit) for unit in county.units for name in (unit.name, unit.short, *unit.aliases))
    found = [(words.find(name), -len(name), unit) for name, unit in names if len(name) >= SHORTEST and name in words]
    return min(found, key=lambda each: each[:2])[2] if found else None


def posts_by_person(context: SectionContext) -> dict[str, dict[str, Any]]:
    """By person the post, of several the primary one."""
    posts = context.dataset.assignments.sort("in_effect", "is_primary", nulls_last=False)
    return {row["person_id"]: row for row in posts.iter_rows(named=True)}


def _host(context: SectionContext, post: Mapping[str, Any] | None) -> Unit | None:
    return context.county.unit.get(post["host_unit"] or "") if post else None


def _standing(context: SectionContext, duty: Mapping[str, Any]) -> Sentence:
    """存在问题：资料收集慢；需协调：请档案馆提供资料."""
    problem, wanted = _cell(duty, "problem"), _cell(duty, "need_help")
    facts = {"problem": "" if problem == NONE else problem, "wanted": wanted}
    return context.words.say(SECTION, "request", context.views, **facts)


def _cell(duty: Mapping[str, Any], column: str) -> Cell:
    return cell_of("duties", duty["duty_id"], column, duty[column])
