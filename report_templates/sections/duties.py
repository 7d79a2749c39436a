"""四、履职情况: what those assigned do (domain.md §2, K6, K8 and K10)."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.columns import count, name
from report_templates.figure_words import number
from report_templates.material import Material
from report_templates.model import Block, Section, Table

SECTION = "duties"


def blocks(material: Material) -> Iterator[Block]:
    """Reports and days, tasks and meetings, central work, honours; the figures of B as counts."""
    words = material.words
    yield Section(heading=words.text(SECTION, "reports"), blocks=(material.paragraph(SECTION, "reports_said"),))
    work = material.paragraph(SECTION, "work_said")
    table = [_by_category(material)] if material.figures["B5"].measured.value else []
    yield Section(heading=words.text(SECTION, "work"), blocks=(work, *table))
    yield Section(heading=words.text(SECTION, "honours"), blocks=(material.paragraph(SECTION, "honours_said"),))


def _by_category(material: Material) -> Table:
    parts = material.figures["B5"].measured.parts
    days = {part.code: part.value for part in parts if part.group == "天数"}
    rows = tuple(
        (part.label, number(part.value), number(days.get(part.code))) for part in parts if part.group == "人数"
    )
    return Table(
        name="works",
        caption=material.words.text(SECTION, "table"),
        columns=(name("中心工作", 60), count("人数（名）", 30, "B5-人数"), count("到岗天数（天）", 30, "B5-天数")),
        rows=rows,
        note=material.words.text(SECTION, "note") if _several(material) else "",
    )


def _several(material: Material) -> bool:
    """Whether somebody stands under two categories."""
    measured = material.figures["B5"].measured
    return sum(part.value or 0 for part in measured.parts if part.group == "人数") > (measured.value or 0)
