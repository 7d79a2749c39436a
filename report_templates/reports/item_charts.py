"""The charts of the livelihood items: each of aggregates by division or period (domain.md §11.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import polars as pl

from report_templates.model.report import Chart
from report_templates.reports.context import SectionContext
from report_templates.reports.item_divisions import GROUP, short_names
from report_templates.words.figure_words import MINUS
from report_templates.words.numbers import NONE, percent, tenths
from report_templates.words.period_words import short_name
from report_templates.words.sentence import Number, lines_in_turn
from transforms.indicators.declare.breakdown import town_labels
from transforms.join.lights import schedule_limits, threshold_light

TREND = {"C3": "完成率", "C4": "按时完成率", "C7": "核验率"}
MOST = 12
"""Periods that a chart shows."""
FEWEST = 3
"""Periods below which there is no course of things to show: two points are a change, which the tables have."""
DIVISIONS = 40
"""Divisions that a chart shows: more cannot be read on a page; the accompanying table has all."""
_SECTION = "items"
T = TypeVar("T")


def deviation(context: SectionContext) -> Chart | None:
    """Mean deviation from schedule of the open items of each division; none where nothing is open."""
    limits, codes = schedule_limits(context.county), {v: k for k, v in town_labels(context.county).items()}
    parts = sorted(context.views["C6"].group_of(GROUP), key=lambda part: part.number or 0)
    places = short_names(context.dataset)
    lines = [(places.get(codes.get(part.label, ""), part.label), part) for part in parts[:DIVISIONS]]
    rows = tuple(
        (
            *(place, part.number, threshold_light(part.number, limits).value),
            *(Number(tenths(part.number).replace("-", MINUS), part.code), part.exact_d, limits.green, limits.yellow),
        )
        for place, part in lines
    )
    if not rows:
        return None
    return Chart(
        name="deviation",
        caption=_caption(context, "deviation_chart", len(parts)),
        alternative=lines_in_turn(
            (place, words, "个百分点（", items, "件）") for place, _, _, words, items, *_ in rows
        ),
        fields=("division", "deviation", "light", "words", "items", "yellow", "red"),
        rows=rows,
        unit="个百分点，括号内为未完成件数",
    )


def trend(context: SectionContext) -> Chart | None:
    """The rates of the last periods and of this one; none before there are three."""
    periods = _periods(context, TREND)
    if len(periods) < FEWEST:
        return None
    rows = tuple(
        (short_name(period), TREND[code], value, Number(percent(value, 100), code, period=_past(context, period)))
        for code in TREND
        for period, values in periods.items()
        if (value := values.get(code)) is not None
    )
    return Chart(
        name="trend",
        caption=context.words.text(_SECTION, "trend_chart"),
        alternative=lines_in_turn((week, line, words) for week, line, _, words in rows),
        fields=("week", "line", "value", "words"),
        rows=rows,
        unit="%",
    )


def shown_before(context: SectionContext) -> pl.DataFrame:
    """HISTORY of the earlier periods that `trend` shows; no line where there is no such chart."""
    periods = _periods(context, TREND)
    return context.history.filter(pl.col("period").is_in(list(periods) if len(periods) >= FEWEST else []))


def heat(context: SectionContext) -> Chart | None:
    """The completion rate of each division in each of the last periods; none before there are three."""
    every, shorts = context.views["C8"].group_of(GROUP), short_names(context.dataset)
    parts = _lowest(tuple(every), [part.number for part in every])
    periods = _periods(context, {part.code: "" for part in parts})
    if len(periods) < FEWEST:
        return None
    codes = {label: code for code, label in town_labels(context.county).items()}
    rows = tuple(
        (shorts.get(codes.get(part.label, ""), part.label), short_name(period), value, words)
        for part in parts
        for period, values in periods.items()
        for value in (values.get(part.code),)
        for words in (NONE if value is None else Number(tenths(value), part.code, period=_past(context, period)),)
    )
    return Chart(
        name="heat",
        caption=_caption(context, "heat_chart", len(every)),
        alternative=lines_in_turn((label, week, words) for label, week, _, words in rows),
        fields=("division", "week", "value", "words"),
        rows=rows,
        unit="%",
    )


def _lowest(lines: tuple[T, ...], numbers: Sequence[float | None]) -> tuple[T, ...]:
    """Those of the lowest numbers, in their order, where there are more than a chart shows; unknown is lowest."""
    places = sorted(range(len(lines)), key=lambda at: (numbers[at] is not None, numbers[at] or 0))
    return tuple(lines[at] for at in sorted(places[:DIVISIONS]))


def _caption(context: SectionContext, name: str, divisions: int) -> str:
    few = context.words.text(_SECTION, "lowest").format(number=DIVISIONS) if divisions > DIVISIONS else ""
    return context.words.text(_SECTION, name) + few


def _past(context: SectionContext, period: str) -> str:
    """The period a number is of, where that is not the report's own."""
    return "" if period == context.dataset.clock.period else period


def _periods(context: SectionContext, codes: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """What is known of `codes` in each of the last periods of its kind and in this one, oldest first."""
    known = context.history.filter(pl.col("value").is_not_null(), pl.col("code").is_in(list(codes))).sort(
        "period", maintain_order=True
    )
    periods: dict[str, dict[str, float]] = {}
    for period, code, value in known.select("period", "code", "value").iter_rows():
        periods.setdefault(period, {})[code] = value
    latest = dict(list(periods.items())[-(MOST - 1) :])
    return latest | {context.dataset.clock.period: dict(_now(context, codes))}


def _now(context: SectionContext, codes: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    for view in (*context.views.values(), *context.views["C8"].parts):
        if view.code in codes and view.number is not None:
            yield view.code, view.number
