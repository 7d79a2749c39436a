"""Red figures to decide on, and the yellow ones that the county names: each with whose it is."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.reports.context import SectionContext
from report_templates.reports.matters.demand import SECTION, Matter, demand
from report_templates.words.figure_view import FigureView
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Sentence
from transforms.editions.demands import wanting
from transforms.indicators.catalogue import INDICATORS

MOST_UNITS = 3
"""So many units are named; more are called by what they have in common."""


def figure_matters(context: SectionContext, section: str = "figure_demands") -> Iterator[Matter]:
    """A row for each figure that something is demanded for; `section` has the demands by indicator."""
    for figure in wanting(context.figures, context.county):
        view = context.views[figure.id]
        demanded = _demanded(context, view, section)
        yield view.label, _standing(context, view), owner(context, figure.id), NONE, demanded


def owner(context: SectionContext, code: str) -> str:
    """The unit the county names for an indicator, else those who send that of its sheets which most units send."""
    county = context.county
    if named := county.demands.owners.get(code):
        return county.unit[named].short
    senders = max((county.expected.get(sheet, ()) for sheet in INDICATORS[code].sheets), key=len, default=())
    if 0 < len(senders) <= MOST_UNITS:
        return "、".join(county.unit[unit].short for unit in senders)
    divisions = bool(senders) and all(county.unit[unit].division for unit in senders)
    return context.words.text(SECTION, "divisions" if divisions else "senders")


def _standing(context: SectionContext, view: FigureView) -> Sentence:
    """66.7%（16/24），亮红灯."""
    basis = "" if view.basis == NONE else view.basis
    return context.words.say(SECTION, "figure", context.views, view=view, basis=basis, light=view.light)


def _demanded(context: SectionContext, view: FigureView, section: str) -> Sentence:
    key = view.figure.id if context.words.has(section, view.figure.id) else "otherwise"
    return demand(context, f"figures/{view.code}", key, section)
