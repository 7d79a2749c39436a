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
from transforms.join.requests import requests

SHORTEST = 3
"""A name of fewer characters stands in other words, too."""


def requests_for_help(context: SectionContext) -> Iterator[Matter]:
    """A row for each request: of the unit it names, else of the unit where the cadre serves."""
    posts = {row["person_id"]: row for row in _posts(context)}
    for duty in requests(context.dataset).iter_rows(named=True):
        post = posts[duty["person_id"]]
        host = context.county.unit.get(post["host_unit"] or "")
        asked = named_unit(context.county, duty["need_help"]) or host
        demanded = demand(context, f"duties/{duty['first_asked']}", "help")
        yield asking(context, duty), _standing(context, duty), asked.short if asked else NONE, NONE, demanded


def asking(context: SectionContext, duty: Mapping[str, Any]) -> Sentence:
    """钱七（在县乡村振兴局履职）：规划方案."""
    post = next(row for row in _posts(context) if row["person_id"] == duty["person_id"])
    host = context.county.unit.get(post["host_unit"] or "")
    serves = host.short if host else labels("organ").get(post["organ"] or "", "")
    task = _cell(duty, "task_name")
    facts = {"name": post["name"], "serves": serves, "task": "" if task == NONE else task}
    return context.words.say(SECTION, "asking", context.views, **facts)


def named_unit(county: County, words: str) -> Unit | None:
    """The unit a text names, the longest name first."""
    names = {name: unit for unit in county.units for name in (unit.name, unit.short, *unit.aliases)}
    found = (name for name in sorted(names, key=lambda name: (-len(name), name)) if len(name) >= SHORTEST)
    return next((names[name] for name in found if name in words), None)


def _posts(context: SectionContext) -> list[dict[str, Any]]:
    """The posts of cadres, the primary one of each last."""
    return context.dataset.assignments.sort("in_effect", "is_primary", nulls_last=False).to_dicts()


def _standing(context: SectionContext, duty: Mapping[str, Any]) -> Sentence:
    """存在问题：资料收集慢；需协调：请档案馆提供资料."""
    problem, wanted = _cell(duty, "problem"), _cell(duty, "need_help")
    facts = {"problem": "" if problem == NONE else problem, "wanted": wanted}
    return context.words.say(SECTION, "request", context.views, **facts)


def _cell(duty: Mapping[str, Any], column: str) -> Cell:
    return cell_of("duties", duty["duty_id"], column, duty[column])
