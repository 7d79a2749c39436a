"""二、“五维”数据库建设: how well the cadres are known and kept in touch with (domain.md §2, K2 and K3)."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.model.report import Block, Chart, Section
from report_templates.reports.context import SectionContext
from report_templates.words.sentence import told_in_turn

SECTION = "five_dimensions"


def blocks(material: SectionContext) -> Iterator[Block]:
    """Completeness with its five dimensions; contacts, talks and concerns as counts alone."""
    words, parts = material.words, material.told["A3"].parts
    known = [part for part in parts if part.number is not None]
    lowest = min(known, key=lambda part: part.number or 0.0, default=None)
    said = material.paragraph(SECTION, "complete_said", lowest=lowest)
    chart = [_completeness(material)] if known else []
    yield Section(heading=words.text(SECTION, "complete"), blocks=(said, *chart))
    yield Section(heading=words.text(SECTION, "contact"), blocks=(material.paragraph(SECTION, "contact_said"),))


def _completeness(material: SectionContext) -> Chart:
    rows = tuple((part.label, part.number, part.rate) for part in material.told["A3"].parts)
    return Chart(
        name="completeness",
        caption=material.words.text(SECTION, "chart"),
        told=told_in_turn((label, words) for label, _, words in rows),
        fields=("dimension", "value", "words"),
        rows=rows,
        unit="%",
    )
