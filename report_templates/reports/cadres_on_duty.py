"""What each cadre in a second post did in the period, what hinders them and what help they ask for (S7)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from report_templates.model.cells import cell_of
from report_templates.model.columns import count, light, name, text
from report_templates.model.report import Table
from report_templates.reports.context import SectionContext
from report_templates.reports.primary_posts import primary_posts
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Cell, Sentence
from transforms.figures import Light
from transforms.indicators.declare.breakdown import labels
from transforms.join.latest import latest_reports

COLUMNS = (
    *(name("姓名", 13), text("原任职务", 16), text("现岗位和分工", 34), count("到岗天数", 9), count("完成/事项", 10)),
    *(text("重点任务和进度", 31), text("问题和协调事项"), light(width=9)),
)
_UNKNOWN_ORGAN = "去向未填"
_WORST_FIRST = (Light.RED, Light.YELLOW, Light.GREY, Light.GREEN)


def cadres_on_duty(context: SectionContext, caption: str, unreported: str) -> Table:
    """A row for each below the organ; who sent no report is grey, and `unreported` says so."""
    reports, rows = _reports_by_person(context), list[tuple[Cell, ...]]()
    people = primary_posts(context.dataset).iter_rows(named=True)
    for organ, members in groupby(people, lambda person: labels("organ").get(person["organ"])):
        rows += [(_organ(context, organ),)]
        rows += [_row(person, reports.get(person["person_id"], []), unreported) for person in members]
    return Table(name="on_duty", caption=caption, columns=COLUMNS, rows=tuple(rows))


def _organ(context: SectionContext, organ: str | None) -> Cell:
    """县政府（9名）: the part of A6."""
    if organ is None:
        return _UNKNOWN_ORGAN
    return Sentence(runs=(organ, "（", context.views["A6"].part("", organ).exact, "名）"))


def _reports_by_person(context: SectionContext) -> dict[str, list[dict[str, Any]]]:
    """By person the reports of the last week of the period they sent any for, one for each unit."""
    latest = latest_reports(context.dataset.duties, context.dataset.clock.weeks)
    return {person: part.to_dicts() for (person,), part in latest.group_by("person_id", maintain_order=True)}


def _row(person: Mapping[str, Any], reports: list[dict[str, Any]], unreported: str) -> tuple[Cell, ...]:
    held = "：".join(filter(None, (person["post_name"], person["duty"])))
    post = (person["name"] or NONE, person["former_post"] or NONE, held or NONE)
    if not reports:
        return (*post, NONE, NONE, unreported, NONE, Light.GREY.value)
    days, done, tasks = (
        cell_of("five_dim", person["person_id"], column, person[column])
        for column in ("days_on", "tasks_done", "tasks_open")
    )
    lights = {report["light"] for report in reports}
    return (
        *(*post, days, Sentence(runs=(done, "/", tasks)), _tasks(reports)),
        _hindrances(reports),
        next(light.value for light in _WORST_FIRST if light.value in lights),
    )


def _hindrances(reports: list[dict[str, Any]]) -> Cell:
    """问题：资料收集慢；需协调：请档案馆提供资料."""
    runs: list[str] = []
    for column, lead in (("problem", "问题："), ("need_help", "需协调：")):
        texts = {report[column]: report["duty_id"] for report in reversed(reports) if report[column]}
        cells = [cell_of("duties", key, column, words) for words, key in reversed(texts.items())]
        if cells:
            runs += ("；" if runs else "", lead, *(run for cell in cells for run in (cell, "；")))[:-1]
    return Sentence(runs=tuple(filter(None, runs))) if runs else NONE


def _tasks(reports: list[dict[str, Any]]) -> Cell:
    """红色基地规划方案60.0%（逾期3天）: the reason of the light where it is not green."""
    runs: list[str] = []
    for report in reports:
        if report["task_name"]:
            progress = cell_of("duties", report["duty_id"], "task_pct", report["task_pct"], "%")
            reason = cell_of("duties", report["duty_id"], "light_reason", report["light_reason"])
            task = cell_of("duties", report["duty_id"], "task_name", report["task_name"])
            named = ("；" if runs else "", task, progress if progress != NONE else "")
            runs += (*named, *(() if report["light"] == Light.GREEN.value else ("（", reason, "）")))
    return Sentence(runs=tuple(filter(None, runs))) if runs else NONE
