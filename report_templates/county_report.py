"""From a dataset and its figures to the report for the leaders of a county, in words ready to print."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from report_templates.masthead import masthead
from report_templates.material import Material
from report_templates.model import Block, Report, Section
from report_templates.sections import items, quality, second_posts, sending, summary
from report_templates.wording import wording
from transforms.dataset import Dataset
from transforms.figures import Figure
from transforms.readers import Reader, Variant, dataset_for, figures_for

SECTIONS: Mapping[str, Callable[[Material], Iterator[Block]]] = {
    "second_posts": second_posts.blocks,
    "items": items.blocks,
    "sending": sending.blocks,
    "quality": quality.blocks,
}
"""What can stand in a report; wording.toml says what does, and in which order."""


def county_report(dataset: Dataset, figures: Mapping[str, Figure], edition: int, rules: str) -> Report:
    """The report of one edition. `figures` are those of `dataset` by code, `rules` is the version of the rules."""
    reader, words = Reader(Variant.COUNTY), wording(dataset.county)
    material = Material(dataset_for(reader, dataset), figures_for(reader, figures), words)
    return Report(
        masthead=masthead(dataset, edition, rules, reader),
        recipient=dataset.county.report.get("recipients", ""),
        title=words.text("report", "title").format(county=dataset.county.name),
        summary=tuple(summary.blocks(material)),
        sections=(*(_section(name, material) for name in words.sections), summary.formulas(material)),
    )


def _section(name: str, material: Material) -> Section:
    return Section(heading=material.words.text(name, "heading"), blocks=tuple(SECTIONS[name](material)))
