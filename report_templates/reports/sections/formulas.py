"""全部指标和口径: the definition of each figure, the link target of its code."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.model.report import Block, Formula, Formulas, Section
from report_templates.reports.context import SectionContext
from report_templates.words.figure_view import FigureView
from report_templates.words.figure_words import UNCHANGED
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Cell, Sentence

SECTION = "formulas"


def annex(context: SectionContext) -> Iterator[Block]:
    """Every figure the audience may see."""
    yield Formulas(formulas=tuple(map(_formula, context.views.values())))


def section(context: SectionContext) -> Section:
    """The same at the end of a paper that has no annex."""
    heading = context.words.text(SECTION, "appended")
    return Section(heading=heading, blocks=tuple(annex(context)), numbered=False)


def with_range(view: FigureView) -> Cell:
    """The value, and below it the range it would have with every submission."""
    return Sentence(runs=(view.value, "\n", *view.range)) if view.range else view.value


def change_marked(view: FigureView) -> Cell:
    """`with_alike`, marked where the value of the period before was corrected since it was published."""
    change = with_alike(view)
    if not view.restated:
        return change
    return Sentence(runs=(*(change.runs if isinstance(change, Sentence) else (change,)), "\n上期更正"))


def with_alike(view: FigureView) -> Cell:
    """The change, and below it that among the units that count in both periods, where some count in one alone."""
    alike = view.alike_change
    if view.unlike is None or (alike == NONE and view.change in (NONE, UNCHANGED)):
        return view.change
    return Sentence(runs=(view.change, *(("\n口径不一致",) if alike == NONE else ("\n同口径", alike))))


def _formula(view: FigureView) -> Formula:
    return Formula(
        code=view.figure.id,
        label=view.label,
        value=with_range(view),
        numerator=view.exact_n,
        denominator=view.exact_d,
        basis=view.basis,
        change=change_marked(view),
        cumulative=view.cumulative.with_unit if view.cumulative else NONE,
        light=view.light,
        coverage=view.coverage,
        formula=view.figure.formula,
        window=view.figure.window,
    )
