"""三、“二次分工”: who is assigned where, by whom they are hosted (domain.md §2, K4–K7)."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.columns import count, name
from report_templates.figure_words import number
from report_templates.material import Material
from report_templates.model import Block, Table
from transforms.numbers import percent

SECTION = "second_posts"


def blocks(material: Material) -> Iterator[Block]:
    """The sentence, and the organs with their sum."""
    yield material.paragraph(SECTION)
    if material.figures["A6"].measured.value:
        yield _organs(material)


def _organs(material: Material) -> Table:
    measured = material.figures["A6"].measured
    lines = [(part.label, part.value) for part in measured.parts]
    rows = [
        (label, number(people), percent(people, measured.value)) for label, people in (*lines, ("合计", measured.value))
    ]
    return Table(
        name="organs",
        caption=material.words.text(SECTION, "table"),
        columns=(name("去向", 36), count("人数（名）", 27, "A6"), count("占比", 27)),
        rows=tuple(rows),
        summed=True,
    )
