"""From a dataset and its figures to the report for the leaders of a county, in words ready to print."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from report_templates.masthead import masthead
from report_templates.material import NO_HISTORY, Material
from report_templates.model import Block, Report, Section
from report_templates.sections import (
    corrections,
    duties,
    five_dimensions,
    items,
    members,
    overview,
    quality,
    second_posts,
    sending,
    summary,
)
from report_templates.wording import wording
from transforms.dataset import Dataset
from transforms.figures import Figure
from transforms.readers import Reader, Variant, dataset_for, figures_for

SECTIONS: Mapping[str, Callable[[Material], Iterator[Block]]] = {
    module.SECTION: module.blocks
    for module in (overview, five_dimensions, second_posts, duties, items, members, sending, quality)
}
"""What can stand in a report; wording.toml says what does, in which order, and what stands under one heading."""


@dataclass(frozen=True)
class Corrected:
    """What the report corrects (`transforms.corrections.CORRECTIONS`), and who had received that."""

    corrections: pl.DataFrame
    recipients: tuple[str, ...]


def county_report(
    dataset: Dataset,
    figures: Mapping[str, Figure],
    edition: int,
    rules: str,
    history: pl.DataFrame = NO_HISTORY,
    corrected: Corrected | None = None,
) -> Report:
    """The report of one edition.

    `figures` are those of `dataset` by code, `rules` is the version of the rules; `history` has `period`, `code` and
    `value` of the figures and their parts in the published editions of earlier periods.
    With something `corrected` it begins with an explanation of that (更正说明).
    """
    reader, words = Reader(Variant.COUNTY), wording(dataset.county)
    material = Material(
        dataset_for(reader, dataset),
        figures_for(reader, figures),
        words,
        history,
    )
    explained = corrections.section(corrected.corrections, corrected.recipients, words) if corrected else None
    return Report(
        masthead=masthead(dataset, edition, rules, reader),
        recipient=dataset.county.report.get("recipients", ""),
        title=words.text("report", "title").format(county=dataset.county.name),
        variant=words.text("report", "name"),
        summary=tuple(summary.blocks(material)),
        sections=(*([explained] if explained else ()), *sections(material), summary.formulas(material)),
    )


def sections(material: Material) -> Iterator[Section]:
    """The sections of wording.toml; `parts` of one stand under its heading one after the other."""
    for name in material.words.sections():
        parts = material.words.parts(name)
        blocks = tuple(block for part in parts for block in SECTIONS[part](material))
        yield Section(heading=material.words.text(name, "heading"), blocks=blocks)
