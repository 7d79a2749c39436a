"""上期要求落实情况: what the paper before demanded and this one does not, and what has become of it.

The paper of a month, quarter or year tells it of all that the shorter periods' papers demanded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from report_templates.model.cells import cell_of
from report_templates.model.columns import code, name, text
from report_templates.model.report import Block, Table
from report_templates.reports.context import SectionContext
from report_templates.reports.matters.demand import SECTION
from report_templates.reports.matters.requests import asking, posts_by_person
from report_templates.words.sentence import Cell, Number, Side, plain_number
from transforms.clock import is_week
from transforms.indicators.declare.breakdown import town_labels

NAME = "settled"
KINDS = ("items", "orders", "figures", "duties")
"""What matters are about, in the order of the table."""
COLUMNS = (text("类别", 30), name("事项"), code("要求时限", 24), text("落实情况", 36))


def settled_said(context: SectionContext) -> Iterator[Block]:
    """A sentence that counts them by kind and outcome; the annex has them one by one."""
    if shown := _shown(context):
        within = not is_week(context.dataset.clock.period)
        yield context.paragraph(SECTION, "settled_said", within=within, kinds=_counted(context, shown))


def settled_table(context: SectionContext) -> Iterator[Block]:
    """All of them."""
    if rows := tuple(_row(context, row) for row in _shown(context)):
        week = is_week(context.dataset.clock.period)
        caption = context.words.text(SECTION, "settled_table" if week else "settled_table_within")
        yield Table(name=NAME, caption=caption, columns=COLUMNS, rows=rows)


def _shown(context: SectionContext) -> list[dict[str, Any]]:
    gone = context.demands.drop_nulls("outcome").sort("outcome", "matter").to_dicts()
    return [row for kind in KINDS for row in gone if _kind(row)[0] == kind and _concerns(context, *_kind(row))]


def _kind(row: Mapping[str, Any]) -> tuple[str, str]:
    kind, _, key = str(row["matter"]).partition("/")
    return kind, key


def _concerns(context: SectionContext, kind: str, key: str) -> bool:
    """Orders and figures of single units stand in their own papers."""
    return {"orders": key in town_labels(context.county).values(), "figures": key in context.views}.get(kind, True)


def _words(context: SectionContext, row: Mapping[str, Any]) -> tuple[str, str]:
    """The words for the kind and for the outcome."""
    return context.words.text(SECTION, f"of_{_kind(row)[0]}"), context.words.text(SECTION, f"is_{row['outcome']}")


def _counted(context: SectionContext, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By kind how many, and by outcome how many of these; each number counts rows of the table."""
    kinds, outcomes = Counter(_words(context, row)[0] for row in rows), Counter(_words(context, row) for row in rows)
    return [
        {
            "label": kind,
            "number": Number(str(number), f"{NAME}:{kind}", Side.LISTED),
            "outcomes": [
                (Number(str(of), f"{NAME}:{kind}:{become}", Side.LISTED), become)
                for (each, become), of in outcomes.items()
                if each == kind
            ],
        }
        for kind, number in kinds.items()
    ]


def _row(context: SectionContext, row: Mapping[str, Any]) -> tuple[Cell, ...]:
    kind, become = _words(context, row)
    until = row["until"]
    return kind, _called(context, *_kind(row)), plain_number(f"{until.month}月{until.day}日"), become


def _called(context: SectionContext, kind: str, key: str) -> Cell:
    """The item, the division, the figure, or who asked; its key where the dataset has it no more."""
    if kind == "items":
        titles = context.dataset.items.filter(pl.col("item_code") == key)["title"]
        return cell_of("items", key, "title", titles[0]) if titles.len() else plain_number(key)
    if kind == "duties":
        asked = context.dataset.duties.filter(pl.col("duty_id") == key)
        if asked.is_empty():
            return plain_number(key)
        duty = asked.row(0, named=True)
        return asking(context, duty, posts_by_person(context).get(duty["person_id"]))
    return context.views[key].label if kind == "figures" else key
