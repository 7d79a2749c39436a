"""The reports of an edition for all audiences but the county's leaders and the analysts, each from what it may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import polars as pl

from report_templates.model.report import Block, Masthead, Report, Section
from report_templates.reports.context import NO_HISTORY, SectionContext
from report_templates.reports.correction_marks import Corrected, marked
from report_templates.reports.county_report import annex
from report_templates.reports.masthead import masthead
from report_templates.reports.sections import formulas
from report_templates.reports.sections.corrections import reader_notice
from report_templates.reports.variants import group, inspection, public, township
from report_templates.reports.variants.own import Own
from report_templates.reports.variants.tables import printed
from report_templates.words.wording import Wording, wording
from transforms.audience.audiences import Audience, audiences, dataset_for, figures_for
from transforms.dataset import Dataset
from transforms.editions.demands import NO_DEMANDS
from transforms.figures import Figure
from transforms.indicators.public_counts import public_figures, public_tables
from transforms.indicators.suppression import CountTable
from transforms.tables.table import Variant

_SECTIONS: Mapping[Variant, Mapping[str, Callable[[Any], Iterator[Block]]]] = {
    Variant.INSPECTION: inspection.SECTIONS,
    Variant.TOWNSHIP: township.SECTIONS,
    Variant.PUBLIC: public.SECTIONS,
    Variant.GROUP: {},  # page one alone
}

_OPENINGS: Mapping[Variant, Callable[[Any], Iterator[Block]]] = {
    Variant.TOWNSHIP: township.opening,
    Variant.PUBLIC: public.opening,
    Variant.GROUP: group.opening,
}


def reader_reports(
    dataset: Dataset,
    figures: Mapping[str, Figure],
    own: Mapping[str, Mapping[str, Figure]],
    edition: int,
    rules: str,
    history: pl.DataFrame = NO_HISTORY,
    corrected: Corrected | None = None,
    given: Mapping[str, Sequence[CountTable]] = MappingProxyType({}),
    demands: pl.DataFrame = NO_DEMANDS,
) -> Iterator[tuple[str, Report]]:
    """The reports, each with its audience (`str(Audience)`), generated one by one: there may be thousands.

    `figures` are those of the whole `dataset`, `own` those of each unit (`place_figures`); `history` is that of
    `county_report`. Where an issued edition is `corrected`, each number that differs in the audience's issued report is
    marked. `given` are, by kind, the tables of small counts that the public has (`transforms.indicators.suppression`);
    `demands` DEMANDS.
    """
    selected = [audience for audience in audiences(dataset) if audience.variant in _SECTIONS]
    words = wording(dataset.county, dataset.clock.period)
    whole = {variant: figures_for(Audience(variant), figures) for variant in _SECTIONS}
    for copy, audience in enumerate(selected, start=2):  # the first is the county leaders'
        head = masthead(dataset, edition, rules, audience, copy)
        context = _section_context(audience, dataset, figures, whole[audience.variant], own, history, given, demands)
        report = _report(audience, dataset, context, head)
        yield str(audience), _marked(audience, report, corrected, words)


def _marked(audience: Audience, report: Report, corrected: Corrected | None, words: Wording) -> Report:
    public = audience.variant is Variant.PUBLIC
    with_marks = marked(report, str(audience), corrected, words, show_issued=not public)
    if corrected is None or with_marks == report:
        return report
    notice = reader_notice(corrected, words, "public" if public else "reader")
    return replace(with_marks, summary=(notice, *with_marks.summary))


def _report(audience: Audience, dataset: Dataset, context: SectionContext, head: Masthead) -> Report:
    unit = dataset.county.unit[audience.unit].name if audience.unit else ""
    words, variant = context.words, audience.variant.value
    return Report(
        masthead=head,
        variant=words.text(variant, "name"),
        recipient=unit or words.text(variant, "recipient"),
        title=words.text(variant, "title").format(county=head.county, unit=unit),
        summary=tuple(_summary(context, audience.variant)),
        sections=(*_sections(context, audience.variant), *_formulas(context, audience.variant)),
        annex=tuple(annex(context, variant)),
        coded=audience.variant not in _UNCODED,
    )


_UNCODED = frozenset({Variant.PUBLIC, Variant.GROUP})
"""Who has no list of formulas to follow a code to; on a telephone the codes of a picture could not be read either."""


def _summary(context: Any, variant: Variant) -> Iterator[Block]:
    """What opens the report."""
    if opening := _OPENINGS.get(variant):
        yield from opening(context)


def _sections(context: SectionContext, variant: Variant) -> Iterator[Section]:
    """The sections of order_of_sections.toml in their order; one in which nothing stands is left out."""
    for name in context.words.sections(variant.value):
        blocks = tuple(block for block in _SECTIONS[variant][name](context) if printed(block))
        if blocks:
            yield Section(heading=context.words.text(name, "heading"), blocks=blocks)


def _formulas(context: SectionContext, variant: Variant) -> tuple[Section, ...]:
    """The list of all figures of a unit; the public has its formulas in its table of figures, others in an annex."""
    return (formulas.section(context),) if variant is Variant.TOWNSHIP else ()


def _section_context(
    audience: Audience,
    dataset: Dataset,
    figures: Mapping[str, Figure],
    visible: Mapping[str, Figure],
    own: Mapping[str, Mapping[str, Figure]],
    history: pl.DataFrame,
    given: Mapping[str, Sequence[CountTable]],
    demands: pl.DataFrame,
) -> SectionContext:
    """The input of an audience's report; `visible` are those of the county's `figures` that it may see."""
    restricted, county = dataset_for(audience, dataset), dataset.county
    words = wording(county, dataset.clock.period)
    if audience.variant is Variant.INSPECTION:
        return SectionContext(restricted, visible, words, demands=demands)
    if audience.variant is Variant.GROUP:
        return SectionContext(restricted, visible, words, history, demands=demands)
    if audience.variant is Variant.PUBLIC:
        tables = public_tables(figures, dataset, given)
        large = public_figures(visible, int(county.settings["small_cell"]))
        return public.Public(dataset=restricted, figures=large, words=words, tables=tables)
    unit = str(audience.unit)
    divisions = sum(division.reports for division in county.divisions) if county.unit[unit].division else 0
    counted = figures_for(audience, own[unit])

    return Own(
        dataset=restricted,
        figures=counted,
        words=words,
        demands=demands,
        unit=unit,
        whole=visible,
        divisions=divisions,
    )
