"""超期群众诉求 to decide on: the divisions with most of them by name, all others together, so that none is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from report_templates.reports.context import SectionContext
from report_templates.reports.matters.demand import SECTION, Matter, demand, said_of
from report_templates.reports.overdue_orders import most_overdue
from report_templates.words.figure_view import FigureView
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Cell, Number, Sentence, Side
from transforms.indicators.declare.breakdown import town_labels

MOST_PLACES = 3
"""So many divisions with most orders overdue are named, and so that with most of those nobody took."""
UNTAKEN, UNFINISHED = "D11", "D12"


def overdue_orders(context: SectionContext, table: str) -> Iterator[Matter]:
    """A row for each division named, and one for all others, who have the same to do by the same day; `table` has them
    one by one."""
    views = (context.views[UNTAKEN], context.views[UNFINISHED])
    if views[0].outdated:  # nobody knows what has become of them
        return
    units = {label: unit for unit, label in _seats(context)}
    named = named_places(context)
    for place in named:
        untaken, unfinished = (view.part("乡镇", place) for view in views)
        state = context.words.say(SECTION, "orders", context.views, untaken=untaken, unfinished=unfinished)
        yield _row(context, state, units.get(place, place), orders_demand(context, place, untaken))
    rest = [place for place in most_overdue(context) if place not in named]
    if rest:
        yield _others(context, views, rest, table)


def named_places(context: SectionContext) -> list[str]:
    """Those with most orders overdue, the one with most that nobody took, those that are to finish by another day."""
    untaken = [part for part in context.views[UNTAKEN].group_of("乡镇") if part.number]
    worst = [part.label for part in sorted(untaken, key=lambda part: (-(part.number or 0), part.label))[:1]]
    every = most_overdue(context)
    named = dict.fromkeys([*every[:MOST_PLACES], *worst])
    said = {place: said_of(context, f"orders/{place}") for place in every if place not in named}
    finish = {place: (days.later, urged) for place, (days, urged) in said.items()}
    usual = Counter(finish.values()).most_common(1)
    return [*named, *(place for place, of in finish.items() if of != usual[0][0])]


def orders_demand(context: SectionContext, place: str, untaken: FigureView) -> Sentence:
    """Of overdue orders: to take those that nobody took, and to finish all."""
    return demand(context, f"orders/{place}", "orders_demand" if untaken.number else "orders_finish")


def _others(context: SectionContext, views: Sequence[FigureView], rest: Sequence[str], table: str) -> Matter:
    """What the figures leave beside the places named: the numbers of all rows add up to them."""
    untaken, unfinished = (_rest(view, rest) for view in views)
    facts = {"untaken": untaken, "unfinished": unfinished, "table": table}
    state = context.words.say(SECTION, "orders_rest", context.views, **facts)
    places = Number(str(len(rest)), f"{SECTION}:rest", Side.LISTED)
    first = min(rest, key=lambda place: said_of(context, f"orders/{place}")[0])  # orders to be taken, if there are any
    demanded = demand(context, f"orders/{first}", "orders_demand" if untaken else "orders_finish")
    return _row(context, state, context.words.say(SECTION, "rest", context.views, places=places), demanded)


def _rest(view: FigureView, rest: Sequence[str]) -> str:
    """How many of a figure lie in the `rest` of the places; empty where none do."""
    number = sum(int(part.number or 0) for part in view.group_of("乡镇") if part.label in rest)
    return Number(str(number), view.code, Side.REST) if number else ""


def _row(context: SectionContext, state: Cell, whose: Cell, demanded: Sentence) -> Matter:
    return context.words.text(SECTION, "orders_name"), state, whose, NONE, demanded


def _seats(context: SectionContext) -> Iterator[tuple[str, str]]:
    labels = town_labels(context.county)
    yield from ((unit.short, labels[unit.division]) for unit in context.county.units if unit.division)
