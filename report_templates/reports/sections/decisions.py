"""需要决策或协调的事项: requests for help, hindered and red items, overdue orders, each with whose it is and a demand.

The demand follows how long the matter has been late (domain.md §7.2): to finish it, then to say why and until when,
then to put it to the leaders.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from report_templates.model.cells import cell_of
from report_templates.model.columns import code, name, text
from report_templates.model.report import Block, Table
from report_templates.reports.cadres_on_duty import latest_reports
from report_templates.reports.context import SectionContext
from report_templates.reports.overdue_orders import most_overdue
from report_templates.words.figure_view import FigureView
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Cell, Sentence, plain_number
from transforms.figures import Light
from transforms.indicators.declare.breakdown import town_labels

SECTION = "decisions"
MOST_PLACES = 3
"""So many divisions with most orders overdue are named; the table of overdue orders has all."""
COLUMNS = (
    *(code("序号", 9), name("事项", 27), text("情况"), text("责任单位", 22), text("责任领导", 16), text("要求", 41)),
)
Matter = tuple[Cell, Cell, str, str, Cell]
"""Its name, how it stands, the unit and the leader it belongs to, what is demanded."""


def blocks(context: SectionContext) -> Iterator[Block]:
    """A row per matter: red items, overdue orders, what hinders an item, what a cadre asks help for."""
    matters = (
        *red_items(context, context.dataset.items),
        *_overdue_orders(context),
        *_hindered_items(context),
        *_requests(context),
    )
    rows = tuple((plain_number(place), *matter) for place, matter in enumerate(matters, start=1))
    if rows:
        yield Table(name="decisions", caption=context.words.text(SECTION, "table"), columns=COLUMNS, rows=rows)
    else:
        yield context.paragraph(SECTION, "none")


def red_items(context: SectionContext, items: pl.DataFrame) -> Iterator[Matter]:
    """The red ones of `items`, the longest overdue first; the demand follows how long that is."""
    claimed = items.filter("claimed", ~pl.col("cancelled"))
    red = claimed.filter(pl.col("light") == Light.RED.value)
    for item in red.sort("overdue_days", "item_code", descending=[True, False], nulls_last=True).iter_rows(named=True):
        step = "finish" if (item["overdue_days"] or 0) <= 7 else "explain" if item["overdue_days"] <= 14 else "refer"
        yield _titled(context, item), _standing(item), *_whose(context, item), demand(context, step)


def _standing(item: Mapping[str, Any]) -> Sentence:
    """逾期13天；时限11月10日，进度40.0%；资金未到位: why it is red, how far it is, what the unit says."""
    reason, progress, problem = (
        cell_of("items", item["item_code"], column, item[column], unit)
        for column, unit in (("light_reason", ""), ("progress", "%"), ("problem", ""))
    )
    due = item["due_current"]
    limit = ("；时限", plain_number(f"{due.month}月{due.day}日")) if due else ()
    done = ("，进度" if due else "；进度", progress) if progress != NONE else ()
    return Sentence(runs=(reason, *limit, *done, *(("；", problem) if problem != NONE else ())))


def _hindered_items(context: SectionContext) -> Iterator[Matter]:
    """Items under way, not red, whose unit names a problem."""
    hindered = context.dataset.items.filter("claimed", "open", pl.col("light") != Light.RED.value)
    for item in hindered.drop_nulls("problem").sort("item_code").iter_rows(named=True):
        state = cell_of("items", item["item_code"], "problem", item["problem"])
        yield _titled(context, item), state, *_whose(context, item), demand(context, "solve")


def _overdue_orders(context: SectionContext) -> Iterator[Matter]:
    untaken, unfinished = context.views["D11"], context.views["D12"]
    if untaken.outdated:  # nobody knows what has become of them
        return
    units = {label: unit for unit, label in _seats(context)}
    for place in most_overdue(context)[:MOST_PLACES]:
        facts = {"untaken": untaken.part("乡镇", place), "unfinished": unfinished.part("乡镇", place)}
        state = context.words.say(SECTION, "orders", context.views, **facts)
        yield (
            context.words.text(SECTION, "orders_name"),
            state,
            units.get(place, place),
            NONE,
            orders_demand(context, facts["untaken"]),
        )


def orders_demand(context: SectionContext, untaken: FigureView) -> Cell:
    """Of overdue orders: to take those that nobody took, and to finish all."""
    return demand(context, "orders_demand" if untaken.number else "orders_finish")


def _requests(context: SectionContext) -> Iterator[Matter]:
    """What cadres in a second post ask for in their latest report of the period (需协调事项)."""
    dataset, units = context.dataset, {unit.code: unit.short for unit in context.county.units}
    names = dict(dataset.assignments.select("person_id", "name").iter_rows())
    latest = latest_reports(dataset.duties.drop_nulls("need_help"), dataset.clock.weeks)
    for duty in latest.filter(pl.col("person_id").is_in(list(names))).iter_rows(named=True):
        unit = units.get(duty["unit_code"], duty["unit_code"] or NONE)
        key = duty["duty_id"]
        task = cell_of("duties", key, "task_name", duty["task_name"])
        asked_for = cell_of("duties", key, "need_help", duty["need_help"])
        about = context.words.text(SECTION, "duty") if task == NONE else task
        matter = Sentence(runs=(f"{names[duty['person_id']]}：", about))
        yield matter, asked_for, unit, NONE, demand(context, "help")


def _titled(context: SectionContext, item: Mapping[str, Any]) -> Sentence:
    place = town_labels(context.county).get(item["town"])
    title = cell_of("items", item["item_code"], "title", item["title"])
    return Sentence(runs=(title, f"（{place}）") if place else (title,))


def _whose(context: SectionContext, item: Mapping[str, Any]) -> tuple[str, str]:
    unit = context.county.unit.get(item["lead_unit"] or "")
    return unit.short if unit else item["lead_unit"] or NONE, item["leader"] or NONE


def _seats(context: SectionContext) -> Iterator[tuple[str, str]]:
    labels = town_labels(context.county)
    yield from ((unit.short, labels[unit.division]) for unit in context.county.units if unit.division)


def demand(context: SectionContext, step: str) -> Sentence:
    """What is demanded until when: a week after the day of issue, for orders to finish a second one."""
    issued = context.dataset.clock.knowledge.astimezone(ZoneInfo(context.county.timezone)).date()
    days = dt.timedelta(days=context.county.settings["demand_days"])
    until, later = (plain_number(f"{day.month}月{day.day}日") for day in (issued + days, issued + 2 * days))
    return context.words.say(SECTION, step, context.views, until=until, later=later)
