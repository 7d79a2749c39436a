"""The reports of an edition for all readers but the county's leaders and the analysts, each from what he may hold."""

from __future__ import annotations

from collections.abc import Mapping

from report_templates.masthead import masthead
from report_templates.material import Material
from report_templates.model import Masthead, Report, Section
from report_templates.sections.summary import formulas
from report_templates.variants.inspection import inspection_sections
from report_templates.variants.public import public_sections
from report_templates.variants.township import township_sections
from report_templates.wording import wording
from transforms.dataset import Dataset
from transforms.figures import Figure
from transforms.indicators.places import own_figures
from transforms.public_counts import public_figures, public_tables
from transforms.readers import Reader, Variant, dataset_for, figures_for, readers

NAMES = {
    Variant.COUNTY: "县领导版",
    Variant.ANALYST: "组织部分析版",
    Variant.INSPECTION: "督查版",
    Variant.TOWNSHIP: "单位版",
    Variant.PUBLIC: "公开版",
}
_RECIPIENTS = {Variant.INSPECTION: "督查室", Variant.PUBLIC: "社会公开"}


def reader_reports(dataset: Dataset, figures: Mapping[str, Figure], edition: int, rules: str) -> dict[str, Report]:
    """The reports by reader (`str(Reader)`). `figures` are those of the whole `dataset`."""
    told = [r for r in readers(dataset) if r.variant not in {Variant.COUNTY, Variant.ANALYST}]
    return {
        str(reader): _report(reader, dataset, figures, masthead(dataset, edition, rules, reader, copy))
        for copy, reader in enumerate(told, start=2)  # the first is the county leaders'
    }


def _report(reader: Reader, dataset: Dataset, figures: Mapping[str, Figure], head: Masthead) -> Report:
    unit = dataset.county.unit[reader.unit].name if reader.unit else ""
    return Report(
        masthead=head,
        variant=NAMES[reader.variant],
        recipient=unit or _RECIPIENTS[reader.variant],
        title=f"{unit or head.county}“五维”工作{'情况' if reader.variant is Variant.PUBLIC else '进展情况'}",
        summary=(),
        sections=_sections(reader, dataset, figures),
    )


def _sections(reader: Reader, dataset: Dataset, figures: Mapping[str, Figure]) -> tuple[Section, ...]:
    held, words = dataset_for(reader, dataset), wording(dataset.county)
    told: Mapping[str, Figure] = figures_for(reader, figures)
    if reader.variant is Variant.INSPECTION:
        sections = inspection_sections(Material(held, told, words))
    elif reader.variant is Variant.PUBLIC:
        told = public_figures(told, int(dataset.county.settings["small_cell"]))
        return public_sections(held, told, public_tables(dataset))
    else:
        division = dataset.county.unit[str(reader.unit)].division
        own = own_figures(reader, dataset)
        divisions = sum(one.reports for one in dataset.county.divisions) if division else 0
        sections, told = township_sections(held, figures_for(reader, own), told, divisions), figures_for(reader, own)
    return (*sections, formulas(Material(held, told, words)))
