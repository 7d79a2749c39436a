"""需要决策或协调的事项: red items and figures, overdue orders, hindered items, requests, each with whose it is.

A demand follows how long the matter has been late (domain.md §7.2): to finish it, then to say why and until when, then
to put it to the leaders. One made before keeps its day and says how often it was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from report_templates.model.columns import code, name, text
from report_templates.model.report import Block, Table
from report_templates.reports.context import SectionContext
from report_templates.reports.matters.demand import SECTION, Matter
from report_templates.reports.matters.figures import figure_matters
from report_templates.reports.matters.items import hindered_items, red_items
from report_templates.reports.matters.orders import overdue_orders
from report_templates.reports.matters.requests import requests_for_help
from report_templates.reports.matters.settled import settled
from report_templates.words.sentence import plain_number

COLUMNS = (
    *(code("序号", 9), name("事项", 32), text("情况"), text("责任单位", 22), text("责任领导", 15), text("要求", 42)),
)


def matter_table(caption: str, matters: Iterable[Matter]) -> Table:
    """The matters in their order, numbered."""
    rows = tuple((plain_number(place), *matter) for place, matter in enumerate(matters, start=1))
    return Table(name="decisions", caption=caption, columns=COLUMNS, rows=rows)


def blocks(context: SectionContext) -> Iterator[Block]:
    """A row per matter: red items, overdue orders, red figures, what hinders an item, what a cadre asks help for; then
    what has become of those of the paper before."""
    matters = (
        *red_items(context, context.dataset.items),
        *overdue_orders(context, context.words.text("places", "table")),
        *figure_matters(context),
        *hindered_items(context),
        *requests_for_help(context),
    )
    if matters:
        yield matter_table(context.words.text(SECTION, "table"), matters)
    else:
        yield context.paragraph(SECTION, "none")
    yield from settled(context)
