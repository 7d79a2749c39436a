"""本月走势: how a month, quarter or year went: its course, who moved most, and what was corrected meanwhile.

It is followed by the shorter periods it consists of (`transforms.clock.shorter_periods`), and measured against the
period before, where that has a paper, else against the first of the shorter ones. A week has none of this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from report_templates.model.columns import count, name, text
from report_templates.model.report import Block, Paragraph, Table
from report_templates.reports.context import SectionContext
from report_templates.reports.partly_sent import partly_sent
from report_templates.words.changes import unlike
from report_templates.words.figure_view import FigureView
from report_templates.words.figure_words import MINUS, amount, change_words
from report_templates.words.numbers import NONE
from report_templates.words.period_words import LAST, period_name, short_name, terms_of
from report_templates.words.sentence import Cell, Number, Runs, Sentence, Side, plain_number
from transforms.clock import kind_of, previous_period
from transforms.indicators.catalogue import INDICATORS

SECTION = "course"
FIGURES = ("A5", "A9", "C3", "C4", "C5", "C7", "D1", "D2", "D3", "D5", "D6", "D7", "D11", "D12", "E1")
"""Those whose course is shown."""
MOST_MOVED = 3
"""So many are named on page one."""
LEAST_POINTS = 1.0
"""Percentage points: a smaller change of a rate is no news."""


@dataclass(frozen=True)
class Base:
    """The period that is measured against, how it is called, and the values of then by code."""

    period: str
    called: str
    values: Mapping[str, float]

    def then(self, view: FigureView) -> str:
        """The value of then."""
        return Number(amount(self.values.get(view.code), view.unit), view.code, period=self.period)

    def moved(self, view: FigureView) -> float:
        """By how much it has moved; 0 where one of the two is unknown."""
        before = self.values.get(view.code)
        return 0 if before is None or view.number is None else view.number - before

    def change(self, view: FigureView) -> str:
        """The same in words, with its sign."""
        words = change_words(view.number, self.values.get(view.code), view.unit)
        return words if words == NONE else Number(words, view.code, Side.MOVED, self.period)


def said(context: SectionContext) -> Iterator[Paragraph]:
    """For page one: what has moved most, and in which division."""
    if (base := _base(context)) is None:
        return
    moves = _moves(context, base)
    places = [place for place in _ranked(context, base) if base.moved(place)]
    facts = {"risen": _extreme(base, places[:1], 1), "fallen": _extreme(base, places[-1:], -1)}
    key = "moved" if moves else "still"
    paragraph = context.paragraph(SECTION, key, base=base.called, moves=moves, **facts)
    yield replace(paragraph, lead=context.words.text(SECTION, "moved_lead"))


def blocks(context: SectionContext) -> Iterator[Block]:
    """The course of the figures, the movement of the divisions, and what was corrected."""
    if not context.within.is_empty():
        yield _course(context)
    if (base := _base(context)) and (moved := [place for place in _ranked(context, base) if base.moved(place)]):
        yield _movement(context, base, moved)
    if not context.within.is_empty():
        yield _corrected(context)


def _base(context: SectionContext) -> Base | None:
    period = context.dataset.clock.period
    last = context.history.filter(pl.col("period") == previous_period(period))
    if context.within.is_empty():
        return None
    if not last.is_empty():
        return Base(previous_period(period), LAST[kind_of(period)], _values(last))
    first = context.within["period"].min()
    return Base(str(first), short_name(str(first)), _values(context.within.filter(pl.col("period") == first)))


def _values(lines: pl.DataFrame) -> dict[str, float]:
    return dict(lines.drop_nulls("value").select("code", "value").iter_rows())


def _moves(context: SectionContext, base: Base) -> list[Runs]:
    """完成率由62.1%升至100.0%: the rates that have moved most; what only adds up over the days is not compared."""
    stocks = (view for view in context.known(FIGURES) if not INDICATORS[view.figure.id].flow)
    rates = [view for view in stocks if view.unit == "%" and abs(base.moved(view)) >= LEAST_POINTS]
    most = sorted(rates, key=lambda view: -abs(base.moved(view)))[:MOST_MOVED]
    same = base.period == previous_period(context.dataset.clock.period)
    return [
        (
            *(view.label, "由", base.then(view), "升至" if base.moved(view) > 0 else "降至", view.with_unit),
            *(unlike(view, terms_of(context.dataset.clock.period)) if same else ()),
        )
        for view in most
    ]


def _ranked(context: SectionContext, base: Base) -> list[FigureView]:
    """The completion of the divisions (C8), the largest rise first; those without a value of then are left out."""
    known = [part for part in context.views["C8"].group_of("乡镇") if part.code in base.values]
    return sorted(known, key=lambda part: -base.moved(part))


def _extreme(base: Base, places: list[FigureView], sign: int) -> dict[str, str] | None:
    """The division at one end of the ranking, if it moved that way, and by how much."""
    for place in places:
        if sign * base.moved(place) > 0:
            size = Number(base.change(place).lstrip(f"+{MINUS}"), place.code, Side.MOVED, base.period)
            return {"place": place.label, "points": size}
    return None


def _course(context: SectionContext) -> Table:
    periods = sorted(context.within["period"].unique())
    lines = context.within.drop_nulls("value").select("period", "code", "value").iter_rows()
    past = {(period, code): value for period, code, value in lines}

    def values(view: FigureView) -> Iterator[str]:
        for period in periods:
            value = past.get((period, view.code))
            yield NONE if value is None else Number(amount(value, view.unit), view.code, period=period)

    this, known = context.words.text("summary", "this"), {code for _, code in past}
    followed = [view for view in context.known(FIGURES) if view.code in known]
    return Table(
        name="course",
        caption=context.words.text(SECTION, "table"),
        columns=(name("指标", 42), *(count(short_name(period)) for period in periods), count(this)),
        rows=tuple((view.label, *values(view), view.with_unit) for view in followed),
        note=_note(context, partly_sent(context.within, followed)),
    )


def _note(context: SectionContext, partly: Runs) -> Cell:
    return context.paragraph(SECTION, "partly", partly=partly).said if partly else ""


def _movement(context: SectionContext, base: Base, places: list[FigureView]) -> Table:
    """Those that have moved, the largest rise first."""
    words = context.words
    heads = (base.called, words.text("summary", "this"), words.text(SECTION, "change"))
    return Table(
        name="movement",
        caption=words.text(SECTION, "movement"),
        columns=(name("乡镇（园区）"), *(count(head, 28) for head in heads), count(words.text(SECTION, "rank"), 18)),
        rows=tuple(
            (place.label, base.then(place), place.share, base.change(place), plain_number(rank))
            for rank, place in enumerate(places, start=1)
        ),
        note=words.text(SECTION, "unmoved") if len(places) < len(_ranked(context, base)) else "",
    )


def _corrected(context: SectionContext) -> Block:
    """Whole figures whose value in one of the shorter periods is no longer the one first published."""
    lines = context.within.filter("restated", pl.col("code").is_in(list(context.views))).sort("period")
    rows = tuple(_correction(context, **line) for line in lines.iter_rows(named=True))
    words = context.words
    if not rows:
        return context.paragraph(SECTION, "uncorrected")
    return Table(
        name="corrected",
        caption=words.text(SECTION, "corrected"),
        columns=(
            *(text("报告", 46), name("指标")),
            *(count(words.text(SECTION, "first"), 30), count(words.text(SECTION, "now"), 30)),
        ),
        rows=rows,
    )


def _correction(
    context: SectionContext, period: str, code: str, first: float | None, value: float | None, **_: object
) -> tuple[Cell, ...]:
    view = context.views[code]
    before = Number(amount(first, view.unit), code, Side.FIRST, period)
    now = Number(amount(value, view.unit), code, period=period)
    return Sentence(runs=(plain_number(period_name(period)),)), view.label, before, now
