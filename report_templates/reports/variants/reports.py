"""The reports of an edition for all readers but the county's leaders and the analysts, each from what he may hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from report_templates.model.report import Block, Masthead, Report, Section
from report_templates.reports.context import SectionContext
from report_templates.reports.correction_marks import Corrected, marked
from report_templates.reports.masthead import masthead
from report_templates.reports.sections.corrections import reader_notice
from report_templates.reports.sections.summary import formulas
from report_templates.reports.variants import inspection, public, township
from report_templates.reports.variants.tables import printed
from report_templates.words.wording import Wording, wording
from transforms.audience.audiences import Audience, Variant, audiences, dataset_for, figures_for
from transforms.dataset import Dataset
from transforms.figures import Figure
from transforms.indicators.public_counts import public_figures, public_tables

_SECTIONS: Mapping[Variant, Mapping[str, Callable[[Any], Iterator[Block]]]] = {
    Variant.INSPECTION: inspection.SECTIONS,
    Variant.TOWNSHIP: township.SECTIONS,
    Variant.PUBLIC: public.SECTIONS,
}


def reader_reports(
    dataset: Dataset,
    figures: Mapping[str, Figure],
    own: Mapping[str, Mapping[str, Figure]],
    edition: int,
    rules: str,
    corrected: Corrected | None = None,
) -> Iterator[tuple[str, Report]]:
    """The reports, each with its reader (`str(Reader)`), made one by one: there may be thousands.

    `figures` are those of the whole `dataset`, `own` those of each unit (`place_figures`). Where an issued edition is
    `corrected`, each number that the reader's issued report gave otherwise is marked.
    """
    told, words = [r for r in audiences(dataset) if r.variant in _SECTIONS], wording(dataset.county)
    whole = {variant: figures_for(Audience(variant), figures) for variant in _SECTIONS}
    for copy, reader in enumerate(told, start=2):  # the first is the county leaders'
        head = masthead(dataset, edition, rules, reader, copy)
        material = _material(reader, dataset, figures, whole[reader.variant], own)
        report = _report(reader, dataset, material, head)
        yield str(reader), _marked(reader, report, corrected, words)


def _marked(reader: Audience, report: Report, corrected: Corrected | None, words: Wording) -> Report:
    public = reader.variant is Variant.PUBLIC
    found = marked(report, str(reader), corrected, words, told=not public)
    if corrected is None or found == report:
        return report
    notice = reader_notice(corrected, words, "public" if public else "reader")
    return replace(found, summary=(notice, *found.summary))


def _report(reader: Audience, dataset: Dataset, material: SectionContext, head: Masthead) -> Report:
    unit = dataset.county.unit[reader.unit].name if reader.unit else ""
    words, variant = material.words, reader.variant.value
    return Report(
        masthead=head,
        variant=words.text(variant, "name"),
        recipient=unit or words.text(variant, "recipient"),
        title=words.text(variant, "title").format(county=head.county, unit=unit),
        summary=(),
        sections=(*_sections(material, reader.variant), *_formulas(material, reader.variant)),
    )


def _sections(material: SectionContext, variant: Variant) -> Iterator[Section]:
    """The sections of wording.toml in their order; one in which nothing stands is left out."""
    for name in material.words.sections(variant.value):
        blocks = tuple(block for block in _SECTIONS[variant][name](material) if printed(block))
        if blocks:
            yield Section(heading=material.words.text(name, "heading"), blocks=blocks)


def _formulas(material: SectionContext, variant: Variant) -> tuple[Section, ...]:
    """The list of all figures; the public reads those it is told in their table."""
    return () if variant is Variant.PUBLIC else (formulas(material),)


def _material(
    reader: Audience,
    dataset: Dataset,
    figures: Mapping[str, Figure],
    told: Mapping[str, Figure],
    own: Mapping[str, Mapping[str, Figure]],
) -> SectionContext:
    """What a reader's report is made of; of all `figures` of the county he is `told` those."""
    held, words, county = dataset_for(reader, dataset), wording(dataset.county), dataset.county
    if reader.variant is Variant.INSPECTION:
        return SectionContext(held, told, words)
    if reader.variant is Variant.PUBLIC:
        large = public_figures(told, int(county.settings["small_cell"]))
        return public.Public(dataset=held, figures=large, words=words, tables=public_tables(figures, county))
    divisions = sum(one.reports for one in county.divisions) if county.unit[str(reader.unit)].division else 0
    counted = figures_for(reader, own[str(reader.unit)])
    return township.Own(dataset=held, figures=counted, words=words, whole=told, divisions=divisions)
