"""民生实事 to decide on: the red ones, and those whose unit names a problem."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from report_templates.model.cells import cell_of
from report_templates.reports.context import SectionContext
from report_templates.reports.matters.demand import Matter, demand
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Sentence, plain_number
from transforms.editions.demands import item_steps
from transforms.figures import Light
from transforms.indicators.declare.breakdown import town_labels

RED = pl.col("light") == Light.RED.value


def red_items(context: SectionContext, items: pl.DataFrame) -> Iterator[Matter]:
    """The red ones of `items`, the longest overdue first; the demand follows how long that is."""
    for item in item_steps(items).filter(RED).iter_rows(named=True):
        yield _titled(context, item), _standing(item), *_whose(context, item), _demanded(context, item)


def hindered_items(context: SectionContext) -> Iterator[Matter]:
    """Items under way, not red, whose unit names a problem."""
    for item in item_steps(context.dataset.items).filter(~RED).iter_rows(named=True):
        state = cell_of("items", item["item_code"], "problem", item["problem"])
        yield _titled(context, item), state, *_whose(context, item), _demanded(context, item)


def _demanded(context: SectionContext, item: Mapping[str, Any]) -> Sentence:
    return demand(context, f"items/{item['item_code']}", item["step"])


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


def _titled(context: SectionContext, item: Mapping[str, Any]) -> Sentence:
    place = town_labels(context.county).get(item["town"])
    title = cell_of("items", item["item_code"], "title", item["title"])
    return Sentence(runs=(title, f"（{place}）") if place else (title,))


def _whose(context: SectionContext, item: Mapping[str, Any]) -> tuple[str, str]:
    unit = context.county.unit.get(item["lead_unit"] or "")
    return unit.short if unit else item["lead_unit"] or NONE, item["leader"] or NONE
