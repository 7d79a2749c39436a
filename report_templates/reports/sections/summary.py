"""本期要情: page one, which can be read alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from report_templates.model.columns import count, figure, light, name
from report_templates.model.report import Block, Column, Paragraph, Table
from report_templates.reports.brief import brief
from report_templates.reports.context import SectionContext
from report_templates.reports.sections import course
from report_templates.reports.sections.formulas import with_alike, with_range
from report_templates.reports.sections.sending import sent_paragraph
from report_templates.words.figure_view import FigureView
from report_templates.words.figure_words import NOT_REPORTED
from report_templates.words.sentence import Cell, Number, Sentence, Side, plain_number
from transforms.figures import Light
from transforms.indicators.catalogue import INDICATORS

SECTION = "summary"
KEY_FIGURES: Mapping[str, tuple[str, ...]] = {
    "退出领导岗位干部": ("A1", "A4", "A5", "A6", "A9"),
    "民生实事": ("C1", "C2", "C3", "C4", "C5", "C7"),
    "党员下沉": ("D1", "D3", "D11", "D12"),
    "报送": ("E1", "E2"),
}
"""The indicators of table 1 by family, the same every week; whatever else is red is named above it and stands with its
owner among the matters to decide, and the annex has all."""
MOST_GREY = 5
"""So many figures without a light are named for each reason."""


def blocks(context: SectionContext) -> Iterator[Block]:
    """What has changed, what needs attention, what has been sent, and the main figures."""
    points = brief(context)
    yield from _brief(context, points)
    yield from course.said(context)
    yield from _attention(context, {code for point in points for code in point.codes})
    yield sent_paragraph(context)
    yield _main_figures(context)


def _brief(context: SectionContext, points: tuple[Sentence, ...]) -> Iterator[Block]:
    """What of a period that is not over is compared, then the points, numbered where there are several."""
    clock, said = context.dataset.clock, list(points)
    if len(points) > 1:
        said = [Sentence(runs=(plain_number(place), ".", *point.runs)) for place, point in enumerate(points, start=1)]
    if clock.is_part and not context.is_first:
        day, days = f"{clock.as_of.month}月{clock.as_of.day}日", (clock.as_of - clock.start).days + 1
        said.insert(0, context.paragraph("brief", "part", day=plain_number(day), days=plain_number(days)).said)
    for place, sentence in enumerate(said):
        yield Paragraph(said=sentence, lead=context.words.text("brief", "lead") if place == 0 else "")


def _attention(context: SectionContext, said: Set[str]) -> Iterator[Paragraph]:
    """The red figures by name and number, but for the numbers of those `said` before, and the grey ones by the reason
    why they have no other light."""
    red, grey = ([view for view in context.views.values() if view.light == light] for light in (Light.RED, Light.GREY))
    reds, reasons = Number(str(len(red)), f"formulas:{Light.RED.value}", Side.LISTED), _by_reason(context, grey)
    paragraph = context.paragraph(SECTION, "attention", red=red, reds=reds, grey=reasons, said=said)
    if paragraph.said.runs:
        yield replace(paragraph, lead=context.words.text(SECTION, "attention_lead"))


def _by_reason(context: SectionContext, grey: list[FigureView]) -> list[tuple[str, str]]:
    """Reasons, each with the labels of the first of its figures."""
    labels: dict[str, list[str]] = defaultdict(list)
    for view in grey:
        labels[_why_grey(context, view)].append(view.label)
    return [
        (reason, "、".join(names[:MOST_GREY]) + ("等" if len(names) > MOST_GREY else ""))
        for reason, names in labels.items()
    ]


def _why_grey(context: SectionContext, view: FigureView) -> str:
    if view.figure.missing:
        return NOT_REPORTED
    if view.number is None:
        return view.absence
    part = context.dataset.clock.is_part and INDICATORS[view.figure.id].flow
    return context.words.text(SECTION, "part_of_period" if part else "too_little")


def _main_figures(context: SectionContext) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for family in KEY_FIGURES:
        of_family = [_row(view, compared=context.compares) for view in _of_family(context, family)]
        rows += [(family,), *of_family] if of_family else []
    return Table(
        name="figures",
        caption=context.words.text(SECTION, "table"),
        columns=tuple(_columns(context)),
        rows=tuple(rows),
        note=_note(context),
    )


def _of_family(context: SectionContext, family: str) -> list[FigureView]:
    """Its main figures, in the order of the indicators."""
    return context.known(KEY_FIGURES[family])


def _columns(context: SectionContext) -> Iterator[Column]:
    this, last, change = (context.words.text(SECTION, key) for key in ("this", "last", "change"))
    compared = (count(last, 20), count(change, 24)) if context.compares else ()
    yield from (figure("代码", 10), name("指标", 37 if compared else 0), count(this, 21), count("分子/分母", 20))
    yield from (*compared, light(width=10), count("覆盖率", 0 if compared else 24))


def _row(view: FigureView, *, compared: bool) -> tuple[Cell, ...]:
    return (
        *(view.figure.id, view.label, with_range(view), view.basis),
        *((with_first(view), with_alike(view)) if compared else ()),
        *(view.light, view.coverage),
    )


def with_first(view: FigureView) -> Cell:
    """The value of the period before, marked where it was corrected since."""
    if not view.restated:
        return view.previous
    return Sentence(runs=(view.previous, "\n上期更正\n原报", view.first_previous))


def _note(context: SectionContext) -> str:
    views, words = context.views.values(), context.words
    shown = [view for family in KEY_FIGURES for view in _of_family(context, family)]
    said = {
        "first": all(view.figure.previous is None for view in views),
        "legend": True,
        "ranged": any(view.range for view in shown),
        "alike": context.compares and any(view.unlike for view in shown),
    }
    keys = (key for key, holds in said.items() if holds)
    return "".join(words.text(SECTION, key) for key in keys)
