"""“二次分工”: who is assigned, plans and wishes (domain.md §2, K4–K7); the people stand under duties."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.model.report import Block
from report_templates.reports.context import SectionContext

SECTION = "second_posts"


def blocks(context: SectionContext) -> Iterator[Block]:
    """How many are assigned; plans and wishes, where anybody is."""
    plans = ("plans_said",) if context.figures["A6"].measured.value else ()
    yield from context.joined(SECTION, "said", *plans)
