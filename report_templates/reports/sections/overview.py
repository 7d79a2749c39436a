"""一、总体情况: how many there are, and the structure of the whole (domain.md §2, K1)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, groupby

from report_templates.model.columns import name, text
from report_templates.model.report import Block, Paragraph, Table
from report_templates.reports.context import SectionContext
from report_templates.words.figure_view import FigureView
from report_templates.words.headline import headline
from report_templates.words.sentence import Sentence

SECTION = "overview"


def blocks(context: SectionContext) -> Iterator[Block]:
    """The total."""
    yield context.paragraph(SECTION)


def annex(context: SectionContext) -> Iterator[Block]:
    """The headline, whose numbers stand in the sections of the paper one by one; a line for each attribute of A2."""
    if not context.is_first:  # then page one has it
        yield Paragraph(said=headline(context.figures, context.words))
    if context.figures["A2"].measured.value:
        yield _structure(context)


def _structure(context: SectionContext) -> Table:
    parts = context.views["A2"].parts
    rows = tuple((group, _shares(tuple(lines))) for group, lines in groupby(parts, lambda part: part.group))
    return Table(
        name="structure",
        caption=context.words.text(SECTION, "table"),
        columns=(name("项目", 26), text("构成")),
        rows=rows,
        note=context.words.text(SECTION, "note"),
    )


def _shares(parts: tuple[FigureView, ...]) -> Sentence:
    """男12人（60.0%），女8人（40.0%）"""
    runs = (("，", part.label, part.exact, "人（", part.share, "）") for part in parts)
    return Sentence(runs=tuple(chain.from_iterable(runs))[1:])
