"""差额清单: behind each rate below 100 %, by name all that it lacks, and why or since when.

Those who sent no report stand in the table of cadres on duty; who may not be named to leaders (wishes, talks: class P1)
is opened on the analysts' page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import polars as pl

from report_templates.model.cells import cell_of
from report_templates.model.columns import code, name, text
from report_templates.model.report import Block, Table
from report_templates.reports.context import SectionContext
from report_templates.words.figure_view import FigureView
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Cell, Sentence, plain_number
from transforms.figures import Light
from transforms.indicators.declare.breakdown import town_labels
from transforms.indicators.families.c_item_claims import claimed_items, leaders_without_items

SECTION = "gaps"
MOST_NAMES = 4
"""So many are named of each on the leaders' pages; the annex has all."""
COLUMNS = (
    *(name("事项", 62), text("乡镇（园区）"), text("责任领导", 24)),
    *(code("时限", 19), code("进度或完成", 21)),
)
Entry = tuple[Cell, str, str, Cell, Cell]
"""Item, division, leader, time limit, and how far it is or when it was done."""


def blocks(context: SectionContext) -> Iterator[Block]:
    """Below each rate that lacks somebody or something that can be named here, who and what that is; red items stand
    among the matters to decide."""
    claimed = claimed_items(context.dataset)
    return _listed(context, claimed.filter(pl.col("light") != Light.RED.value), MOST_NAMES)


def annex(context: SectionContext) -> Iterator[Block]:
    """The same without an end, where the leaders' pages do not have all."""
    claimed = claimed_items(context.dataset)
    shown, every = (sum(map(_length, _listed(context, *of))) for of in ((claimed, MOST_NAMES), (claimed, None)))
    if shown < every or not claimed.filter(pl.col("light") == Light.RED.value).is_empty():
        yield from _listed(context, claimed, None)


def _length(table: Table) -> int:
    return len(table.rows)


def _listed(context: SectionContext, items: pl.DataFrame, most: int | None) -> Iterator[Table]:
    every, rows = claimed_items(context.dataset), list[tuple[Cell, ...]]()
    for code_, gap in GAPS.items():
        view = context.views[code_]
        entries = list(gap(context, items))[:most] if view.number is not None else []
        all_of_them = len(entries) == len(list(gap(context, every)))
        rows += [(_named(view, None if all_of_them else len(entries)),), *entries] if entries else []
    if rows:
        yield Table(name="gaps", caption=context.words.text(SECTION, "table"), columns=COLUMNS, rows=tuple(rows))


def _named(view: FigureView, shown: int | None) -> Sentence:
    """核验率89.7%（78/87，列出4件，其余见附件）."""
    first = ("，列出", plain_number(shown), "件，其余见附件") if shown else ()
    return Sentence(runs=(view.label, view.value, "（", view.basis, *first, "）"))


def _no_item(context: SectionContext, _: pl.DataFrame) -> Iterator[Entry]:
    """Leaders in post who have claimed none."""
    for leader in leaders_without_items(context.dataset).sort("leader")["leader"]:
        yield (context.words.text(SECTION, "unclaimed"), NONE, leader, NONE, NONE)


def _open(context: SectionContext, claimed: pl.DataFrame) -> Iterator[Entry]:
    """Items that are not done, the first due first."""
    items = claimed.filter(~pl.col("completed"))
    for item in items.sort("due_current", "item_code", nulls_last=True).iter_rows(named=True):
        yield _entry(context, item, cell_of("items", item["item_code"], "progress", item["progress"], "%"))


def _late(context: SectionContext, claimed: pl.DataFrame) -> Iterator[Entry]:
    """Items past their time limit, those not done yet first, then the last done."""
    items = claimed.filter(pl.col("late_completed") | pl.col("overdue"), ~pl.col("no_due"))
    for item in items.sort("done_on", "item_code", descending=[True, False], nulls_last=False).iter_rows(named=True):
        progress = cell_of("items", item["item_code"], "progress", item["progress"], "%")
        yield _entry(context, item, _day(item["done_on"]) if item["completed"] else progress)


def _unverified(context: SectionContext, claimed: pl.DataFrame) -> Iterator[Entry]:
    """Items done and not passed by the inspection, the longest done first."""
    items = claimed.filter("completed", ~pl.col("verified"))
    for item in items.sort("done_on", "item_code", nulls_last=True).iter_rows(named=True):
        yield _entry(context, item, _day(item["done_on"]))


GAPS: Mapping[str, Callable[[SectionContext, pl.DataFrame], Iterator[Entry]]] = {
    "C1": _no_item,
    "C3": _open,
    "C4": _late,
    "C7": _unverified,
}


def _entry(context: SectionContext, item: Mapping[str, Any], state: Cell) -> Entry:
    title = cell_of("items", item["item_code"], "title", item["title"])
    place = town_labels(context.county).get(item["town"], NONE)
    return (title, place, item["leader"] or NONE, _day(item["due_current"]), state)


def _day(day: dt.date | None) -> Cell:
    return plain_number(f"{day.month}月{day.day}日") if day else NONE
