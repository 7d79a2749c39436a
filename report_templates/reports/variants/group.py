"""Page one for a work group (工作群): what is red and what is most urgent stand first, so that a message has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from report_templates.model.report import Block, Paragraph
from report_templates.reports.context import SectionContext
from report_templates.reports.matters.demand import demand
from report_templates.reports.matters.figures import figure_matters
from report_templates.reports.sections import summary
from report_templates.words.sentence import Number, Sentence, Side
from transforms.editions.demands import Step, standing
from transforms.figures import Light

SECTION = "group"


def opening(context: SectionContext) -> Iterator[Block]:
    """The red figures, the most urgent demand and where the paper is; then page one but for what needs attention."""
    words = context.words
    red = [view for view in context.views.values() if view.light == Light.RED.value]
    if red:
        reds = Number(str(len(red)), f"formulas:{Light.RED.value}", Side.LISTED)
        lead = words.text(summary.SECTION, "attention_lead")
        yield replace(context.paragraph(SECTION, "red", red=red, reds=reds), lead=lead)
    urgent = _most_urgent(context).runs
    said = Sentence(runs=(*urgent, "。" if urgent else "", words.text(SECTION, "where")))
    yield Paragraph(said=said, lead=words.text(SECTION, "demand_lead"))
    for block in summary.blocks(context):
        if not (isinstance(block, Paragraph) and block.lead == words.text(summary.SECTION, "attention_lead")):
            yield block


def _most_urgent(context: SectionContext) -> Sentence:
    """Of late items, overdue orders and red figures the first there is, by when at the earliest; nobody is named."""
    untaken, unfinished = context.views["D11"], context.views["D12"]
    if context.views["C5"].number:
        return demand(context, _first(context, "items/"), "late_items", SECTION)
    if (untaken.number or unfinished.number) and not untaken.outdated:
        return demand(context, _first(context, "orders/"), "late_orders", SECTION)
    for label, state, owner, _, demanded in figure_matters(context):
        return context.words.say(SECTION, "red_figure", {}, label=label, state=state, owner=owner, demand=demanded)
    return Sentence(runs=())


def _first(context: SectionContext, kind: str) -> str:
    """The matter of a kind that is due first, orders to be taken before others; the kind itself where there is none."""
    due = standing(context.demands).filter(pl.col("matter").str.starts_with(kind))
    return str(due.sort(pl.col("step") != Step.TAKE.value, "until", "matter")["matter"].first() or kind)
