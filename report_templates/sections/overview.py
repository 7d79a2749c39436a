"""一、总体情况: how many there are, and the structure of the whole (domain.md §2, K1)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from report_templates.columns import name, text
from report_templates.figure_words import number
from report_templates.material import Material
from report_templates.model import Block, Table
from transforms.figures import Part
from transforms.numbers import percent

SECTION = "overview"


def blocks(material: Material) -> Iterator[Block]:
    """The total, and a line for each attribute of A2."""
    yield material.paragraph(SECTION)
    if material.figures["A2"].measured.value:
        yield _structure(material)


def _structure(material: Material) -> Table:
    parts = material.figures["A2"].measured.parts
    rows = tuple(
        (
            group,
            "，".join(
                f"{part.label}{number(part.value)}人（{percent(part.value, part.denominator)}）" for part in told
            ),
        )
        for group, told in groupby(parts, lambda part: part.group)
    )
    return Table(
        name="structure",
        caption=material.words.text(SECTION, "table"),
        columns=(name("项目", 26), text("构成")),
        rows=rows,
        note=material.words.text(SECTION, "note"),
    )


def _share(part: Part) -> str:
    return f"{part.label}{number(part.value)}人（{percent(part.value, part.denominator)}）"
