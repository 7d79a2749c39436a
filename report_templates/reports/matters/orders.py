"""超期群众诉求 to decide on: those that are to be finished by one day in one row, so that none is missing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from report_templates.reports.context import SectionContext
from report_templates.reports.matters.demand import SECTION, Matter, demand, said_of
from report_templates.reports.overdue_orders import most_overdue
from report_templates.words.figure_view import FigureView
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Cell, Number, Sentence, Side
from transforms.indicators.declare.breakdown import town_labels

MOST_PLACES = 3
"""So many divisions have a row each, and of more of them so many are named, those with most orders overdue."""
MOST_OTHERS = 3
"""So many more have a row of their own, as they are to finish by another day than most; the annex has all of these."""
UNTAKEN, UNFINISHED = "D11", "D12"


def overdue_orders(context: SectionContext, table: str, most_others: int | None = None) -> Iterator[Matter]:
    """A row for each division where they are few, else one for all that are to finish by the same day.

    `table` has their numbers one by one. Those of another day stand first; of more than `most_others` the annex has the
    days.
    """
    if context.views[UNTAKEN].outdated:  # nobody knows what has become of them
        return
    every = most_overdue(context)
    named = every if len(every) <= MOST_PLACES else _of_other_days(context)[:most_others]
    yield from (_of_place(context, place) for place in named)
    if rest := [place for place in every if place not in named]:
        yield _others(context, rest, table, alone=not named)


def unnamed_orders(context: SectionContext, most_others: int) -> Iterator[Matter]:
    """A row for each division that has none in `overdue_orders`, where they do not all have the same to do."""
    every, others = most_overdue(context), _of_other_days(context)
    if len(every) > MOST_PLACES and len(others) > most_others and not context.views[UNTAKEN].outdated:
        yield from (_of_place(context, place) for place in every if place not in others[:most_others])


def _of_other_days(context: SectionContext) -> list[str]:
    """Those that are to finish by another day than most, or were not urged as often."""
    finish = _finish(context, most_overdue(context))
    usual = Counter(finish.values()).most_common(1)
    return [place for place, of in finish.items() if of != usual[0][0]]


def _finish(context: SectionContext, places: Iterable[str]) -> dict[str, tuple[dt.date, int]]:
    """By place until when it is to finish, and how often it was urged."""
    said = {place: said_of(context, f"orders/{place}") for place in places}
    return {place: (days.later, urged) for place, (days, urged) in said.items()}


def orders_demand(context: SectionContext, place: str, untaken: FigureView) -> Sentence:
    """Of overdue orders: to take those that nobody took, and to finish all."""
    return demand(context, f"orders/{place}", "orders_demand" if untaken.number else "orders_finish")


def _of_place(context: SectionContext, place: str) -> Matter:
    untaken, unfinished = (context.views[of].part("乡镇", place) for of in (UNTAKEN, UNFINISHED))
    state = context.words.say(SECTION, "orders", context.views, untaken=untaken, unfinished=unfinished)
    unit = dict(_seats(context)).get(place, place)
    return _row(context, state, unit, orders_demand(context, place, untaken))


def _others(context: SectionContext, rest: Sequence[str], table: str, *, alone: bool) -> Matter:
    """What the figures leave beside the places that have a row: the numbers of all rows add up to them."""
    untaken, unfinished = (_rest(context.views[of], rest) for of in (UNTAKEN, UNFINISHED))
    units, number = dict(_seats(context)), Number(str(len(rest)), f"{SECTION}:rest", Side.LISTED)
    worst = "、".join(units.get(place, place) for place in rest[:MOST_PLACES])
    facts = {"untaken": untaken, "unfinished": unfinished, "worst": worst, "table": table}
    state = context.words.say(SECTION, "orders_rest", context.views, **facts)
    whose = context.words.say(SECTION, "rest", context.views, places=number, alone=alone)
    first = min(rest, key=lambda place: said_of(context, f"orders/{place}")[0])  # orders to be taken, if there are any
    demanded: Cell = demand(context, f"orders/{first}", "orders_demand" if untaken else "orders_finish")
    if len(set(_finish(context, rest).values())) > 1:
        demanded = context.words.text(SECTION, "rest_demand")
    return _row(context, state, whose, demanded)


def _rest(view: FigureView, rest: Sequence[str]) -> str:
    """How many of a figure lie in the `rest` of the places; empty where none do."""
    number = sum(int(part.number or 0) for part in view.group_of("乡镇") if part.label in rest)
    return Number(str(number), view.code, Side.REST) if number else ""


def _row(context: SectionContext, state: Cell, whose: Cell, demanded: Cell) -> Matter:
    return context.words.text(SECTION, "orders_name"), state, whose, NONE, demanded


def _seats(context: SectionContext) -> Iterator[tuple[str, str]]:
    """The division and the short name of its unit."""
    labels = town_labels(context.county)
    yield from ((labels[unit.division], unit.short) for unit in context.county.units if unit.division)
