"""The orders past their time limit (超期订单) of each division, for the county and the inspection."""

from __future__ import annotations

from collections import Counter
from itertools import chain

from report_templates.model.columns import count, name
from report_templates.model.report import Table
from report_templates.reports.context import SectionContext
from report_templates.words.figure_view import FigureView
from report_templates.words.figure_words import NOT_REPORTED
from report_templates.words.numbers import NONE
from transforms.indicators.declare.breakdown import town_labels

COLUMNS = (
    *(name("乡镇（园区）", 46), count("无人接单（件）", 30), count("未办结（件）", 30)),
    *(count("最长超期（天）", 30), count("按时办结率")),
)


def overdue_by_division(context: SectionContext, caption: str) -> Table:
    """The parts of D11 and D12 and the share finished on time (D6), the longest overdue first; no row if none is."""
    rows = tuple((place, *overdue_cells(context, place)) for place in divisions_overdue(context))
    return Table(name="overdue_orders", caption=caption, columns=COLUMNS, rows=rows)


def divisions_overdue(context: SectionContext) -> list[str]:
    """The divisions with orders overdue, the longest first."""
    longest: dict[str, float] = {}
    for figure in _overdue(context):
        longest |= {part.label: longest.get(part.label, 0) for part in figure.group_of("乡镇")}
        for part in figure.group_of("最长超期"):
            longest[part.label] = max(longest.get(part.label, 0), part.number or 0)
    return sorted(longest, key=lambda place: -longest[place])


def most_overdue(context: SectionContext) -> list[str]:
    """The divisions with orders overdue, those with most of them first; of equal ones by name."""
    numbers: Counter[str] = Counter()
    for part in chain.from_iterable(figure.group_of("乡镇") for figure in _overdue(context)):
        numbers[part.label] += int(part.number or 0)
    return sorted(numbers, key=lambda place: (-numbers[place], place))


def overdue_cells(context: SectionContext, place: str) -> tuple[str, ...]:
    """Of a division: nobody took them, taken and not finished, days of the longest, share finished on time."""
    untaken, unfinished = _overdue(context)
    longest = (figure.part("最长超期", place, absent=None) for figure in (untaken, unfinished))
    on_time = context.views["D6"].part("按时办结", place).share
    unsent = place in _unsent(context)
    return (*(_count(figure, place, unsent=unsent) for figure in (untaken, unfinished)), _longest(*longest), on_time)


def overdue_sum(context: SectionContext) -> tuple[str, ...]:
    """The same of the county."""
    untaken, unfinished = _overdue(context)
    longest = (figure.extras["longest"] for figure in (untaken, unfinished) if "longest" in figure.extras)
    on_time = context.views["D6"].extras.get("on_time")
    counts = (NOT_REPORTED if figure.unsent else figure.exact for figure in (untaken, unfinished))
    return (*counts, _longest(*longest), on_time.rate if on_time else NONE)


def _overdue(context: SectionContext) -> tuple[FigureView, FigureView]:
    return context.views["D11"], context.views["D12"]


def _unsent(context: SectionContext) -> set[str]:
    """The divisions whose own unit has not sent its orders."""
    labels, lacking = town_labels(context.county), context.views["D11"].lacking
    return {labels[unit.division] for unit in context.county.units if unit.division and unit.short in lacking}


def _count(figure: FigureView, place: str, *, unsent: bool) -> str:
    """What is known of earlier weeks stands; of what was not sent nobody has 0."""
    counted = figure.part("乡镇", place, absent=None)
    if counted.number is not None:
        return counted.exact
    return NOT_REPORTED if unsent or figure.unsent else figure.part("乡镇", place).exact


def _longest(*days: FigureView) -> str:
    return max(days, key=lambda part: part.number or 0).exact if days else NONE
