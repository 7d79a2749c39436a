"""From a dataset and its figures to the report for the leaders of a county, in words ready to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

import polars as pl

from report_templates.model.report import Block, Report, Section
from report_templates.reports.context import NO_HISTORY, SectionContext
from report_templates.reports.correction_marks import Corrected, marked
from report_templates.reports.masthead import masthead
from report_templates.reports.sections import (
    corrections,
    course,
    decisions,
    duties,
    five_dimensions,
    formulas,
    gaps,
    items,
    members,
    overview,
    own_sheets,
    places,
    quality,
    second_posts,
    sending,
    summary,
)
from report_templates.words.wording import Wording, wording
from transforms.audience.audiences import Audience, dataset_for, figures_for
from transforms.dataset import Dataset
from transforms.editions.demands import NO_DEMANDS
from transforms.figures import Figure
from transforms.tables.table import Variant

Blocks = Callable[[SectionContext], Iterator[Block]]
SECTIONS: Mapping[str, Blocks] = {
    module.SECTION: module.blocks
    for module in (
        decisions,
        course,
        overview,
        five_dimensions,
        second_posts,
        duties,
        items,
        gaps,
        members,
        places,
        own_sheets,
        sending,
    )
}
"""What can stand in a report; order_of_sections.toml says what does, in which order, what under one heading."""
ANNEX: Mapping[str, Blocks] = {
    module.SECTION: module.annex
    for module in (
        decisions,
        overview,
        five_dimensions,
        duties,
        items,
        gaps,
        members,
        places,
        sending,
        quality,
        formulas,
    )
} | {sending.UNITS: sending.blocks}
"""What can stand in its annex."""


def county_report(
    dataset: Dataset,
    figures: Mapping[str, Figure],
    edition: int,
    rules: str,
    history: pl.DataFrame = NO_HISTORY,
    corrected: Corrected | None = None,
    within: pl.DataFrame = NO_HISTORY,
    demands: pl.DataFrame = NO_DEMANDS,
) -> Report:
    """The report of one edition.

    `figures` are those of `dataset` by code, `rules` is the version of the rules; `history` has `period`, `code` and
    `value` of the figures and their parts in the published editions of earlier periods, `within` those of the shorter
    periods that a month, quarter or year consists of; `demands` are DEMANDS.
    With something `corrected` it begins with an explanation of that (更正说明), and marks each number concerned.
    """
    audience, words = Audience(Variant.COUNTY), wording(dataset.county, dataset.clock.period)
    context = SectionContext(
        dataset_for(audience, dataset),
        figures_for(audience, figures),
        words,
        history,
        within,
        demands,
    )
    report = Report(
        masthead=masthead(dataset, edition, rules, audience),
        recipient=dataset.county.report.get("recipients", ""),
        title=words.text("report", "title").format(county=dataset.county.name),
        variant=words.text("report", "name"),
        summary=tuple(summary.blocks(context)),
        sections=tuple(sections(context)),
        annex=tuple(annex(context)),
    )
    return explained(marked(report, str(audience), corrected, words), corrected, words)


def explained(report: Report, corrected: Corrected | None, words: Wording) -> Report:
    """The report with 更正说明 before all else, if it corrects anything."""
    if corrected is None:
        return report
    notice, table = corrections.notice(corrected, words), corrections.sections(corrected, words)
    return replace(
        report,
        summary=(*notice, *report.summary),
        sections=(*table, *report.sections),
        annex=(*report.annex, *corrections.annex(corrected, words)),
    )


def sections(context: SectionContext) -> Iterator[Section]:
    """The sections of order_of_sections.toml; `parts` of one stand under its heading one after the other."""
    return _headed(context, context.words.sections(), SECTIONS)


def annex(context: SectionContext, variant: str = "report") -> Iterator[Section]:
    """The sections of an audience's annex; one in which nothing stands is left out."""
    return _headed(context, context.words.annex(variant), ANNEX)


def _headed(context: SectionContext, names: Iterable[str], known: Mapping[str, Blocks]) -> Iterator[Section]:
    for name in names:
        parts = [part for part in context.words.parts(name) if part in known]
        if blocks := tuple(block for part in parts for block in known[part](context)):
            yield Section(heading=context.words.text(name, "heading"), blocks=blocks)
