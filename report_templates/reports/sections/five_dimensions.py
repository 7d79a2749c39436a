"""二、“五维”数据库建设: how well the cadres are known and kept in touch with (domain.md §2, K2 and K3)."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.model.report import Block, Chart
from report_templates.reports.context import SectionContext
from report_templates.words.sentence import lines_in_turn

SECTION = "five_dimensions"


def blocks(context: SectionContext) -> Iterator[Block]:
    """Completeness, contacts, talks and concerns as counts alone."""
    known = [part for part in context.views["A3"].parts if part.number is not None]
    lowest = min(known, key=lambda part: part.number or 0.0, default=None)
    yield context.paragraph(SECTION, "complete_said", lowest=lowest)
    yield context.paragraph(SECTION, "contact_said")


def annex(context: SectionContext) -> Iterator[Block]:
    """How complete each of the five dimensions is."""
    if any(part.number is not None for part in context.views["A3"].parts):
        yield _completeness(context)


def _completeness(context: SectionContext) -> Chart:
    rows = tuple((part.label, part.number, part.rate) for part in context.views["A3"].parts)
    return Chart(
        name="completeness",
        caption=context.words.text(SECTION, "chart"),
        alternative=lines_in_turn((label, words) for label, _, words in rows),
        fields=("dimension", "value", "words"),
        rows=rows,
        unit="%",
    )
