"""Page one for a work group (工作群): what is red and what is most urgent stand first, so that a message has them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from report_templates.model.report import Block, Paragraph
from report_templates.reports.context import SectionContext
from report_templates.reports.matters.figures import figure_matters
from report_templates.reports.sections import summary
from report_templates.words.sentence import Number, Sentence, Side, plain_number
from transforms.editions.demands import first_days
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
    said = Sentence(runs=(*_most_urgent(context).runs, words.text(SECTION, "where")))
    yield Paragraph(said=said, lead=words.text(SECTION, "demand_lead"))
    for block in summary.blocks(context):
        if not (isinstance(block, Paragraph) and block.lead == words.text(summary.SECTION, "attention_lead")):
            yield block


def _most_urgent(context: SectionContext) -> Sentence:
    """Of late items, overdue orders and red figures the first there is, by when at the earliest; nobody is named."""
    untaken, unfinished = context.views["D11"], context.views["D12"]
    if context.views["C5"].number:
        return context.words.say(SECTION, "late_items", context.views, **_days(context, "items/"))
    if (untaken.number or unfinished.number) and not untaken.outdated:
        return context.words.say(SECTION, "late_orders", context.views, **_days(context, "orders/"))
    for label, state, owner, _, demanded in figure_matters(context):
        return context.words.say(SECTION, "red_figure", {}, label=label, state=state, owner=owner, demand=demanded)
    return Sentence(runs=())


def _days(context: SectionContext, kind: str) -> dict[str, str]:
    """The first days that are named for matters of a kind."""
    named = [context.demanded[matter] for matter in context.demanded if matter.startswith(kind)]
    fresh = first_days(context.dataset.clock, context.county)._asdict()
    days: dict[str, dt.date] = {day: min((row[day] for row in named), default=fresh[day]) for day in fresh}
    return {name: plain_number(f"{day.month}月{day.day}日") for name, day in days.items()}
