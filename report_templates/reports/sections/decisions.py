"""需要决策或协调的事项: red items and figures, overdue orders, hindered items, requests, each with whose it is.

A demand follows how long the matter has been late (domain.md §7.2): to finish it, then to say why and until when, then
to put it to the leaders. One made before keeps its day and says how often it was made. However many there are, the
leaders' table stays short: `MOST` of each kind and a row for the rest, which the annex has one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from report_templates.model.columns import code, name, text
from report_templates.model.report import Block, Table
from report_templates.reports.context import SectionContext
from report_templates.reports.matters.demand import SECTION, Matter
from report_templates.reports.matters.figures import figure_matters
from report_templates.reports.matters.items import hindered_items, red_items
from report_templates.reports.matters.orders import MOST_OTHERS, overdue_orders, unnamed_orders
from report_templates.reports.matters.requests import requests_for_help
from report_templates.reports.matters.rest import listed_row, parted, rest_row, table_name
from report_templates.reports.matters.settled import settled_said, settled_table
from report_templates.words.sentence import plain_number

COLUMNS = (
    *(code("序号", 8), name("事项", 29), text("情况"), text("责任单位", 21), text("责任领导", 15), text("要求", 44)),
)
MOST: Mapping[str, int] = {"items": 5, "figures": 5, "hindered": 2, "duties": 4}
"""So many matters of each kind the leaders read one by one, the most urgent first; the annex has the rest. Orders are
told by division (`matters.orders`)."""


def matter_table(caption: str, matters: Iterable[Matter], name: str = "decisions") -> Table:
    """The matters in their order, numbered."""
    rows = tuple((plain_number(place), *matter) for place, matter in enumerate(matters, start=1))
    return Table(name=name, caption=caption, columns=COLUMNS, rows=rows)


def blocks(context: SectionContext) -> Iterator[Block]:
    """A row per matter: red items, overdue orders, red figures, what hinders an item, what a cadre asks help for; then
    what has become of those of the paper before."""
    orders = overdue_orders(context, context.words.text("places", "table"), MOST_OTHERS)
    by_kind = _one_by_one(context)
    matters = (*_shown(context, "items", by_kind["items"]), *orders)
    for kind in ("figures", "hindered", "duties"):
        matters += _shown(context, kind, by_kind[kind])
    if matters:
        yield matter_table(context.words.text(SECTION, "table"), matters)
    else:
        yield context.paragraph(SECTION, "none")
    yield from settled_said(context)


def annex(context: SectionContext) -> Iterator[Block]:
    """What the leaders' pages tell in one row, and one by one what has become of the matters of the paper before."""
    rests = {kind: parted(matters, MOST[kind])[1] for kind, matters in _one_by_one(context).items()}
    for kind, matters in {**rests, "orders": tuple(unnamed_orders(context, MOST_OTHERS))}.items():
        if matters:
            caption = context.words.text(SECTION, "rest_table").format(kind=context.words.text(SECTION, f"of_{kind}"))
            yield matter_table(caption, matters, table_name(kind))
    yield from settled_table(context)


def _one_by_one(context: SectionContext) -> dict[str, Sequence[Matter]]:
    """By kind all matters but the orders."""
    return {
        "items": tuple(red_items(context, context.dataset.items)),
        "figures": tuple(figure_matters(context)),
        "hindered": tuple(hindered_items(context)),
        "duties": tuple(requests_for_help(context)),
    }


def _shown(context: SectionContext, kind: str, matters: Sequence[Matter]) -> tuple[Matter, ...]:
    shown, rest = parted(matters, MOST[kind])
    told = listed_row if kind == "figures" else rest_row
    return (*shown, *((told(context, kind, rest),) if rest else ()))
