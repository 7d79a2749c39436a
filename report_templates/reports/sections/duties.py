"""四、履职情况: what those assigned do (domain.md §2, K6, K8 and K10)."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.model.columns import count, name
from report_templates.model.report import Block, Section, Table
from report_templates.reports.context import SectionContext

SECTION = "duties"


def blocks(material: SectionContext) -> Iterator[Block]:
    """Reports and days, tasks and meetings, central work, honours; the figures of B as counts."""
    words = material.words
    yield Section(heading=words.text(SECTION, "reports"), blocks=(material.paragraph(SECTION, "reports_said"),))
    work = material.paragraph(SECTION, "work_said")
    table = [_by_category(material)] if material.figures["B5"].measured.value else []
    yield Section(heading=words.text(SECTION, "work"), blocks=(work, *table))
    yield Section(heading=words.text(SECTION, "honours"), blocks=(material.paragraph(SECTION, "honours_said"),))


def _by_category(material: SectionContext) -> Table:
    told = material.told["B5"]
    rows = tuple((part.label, part.exact, told.part("天数", part.label).exact) for part in told.group_of("人数"))
    return Table(
        name="works",
        caption=material.words.text(SECTION, "table"),
        columns=(name("中心工作", 60), count("人数（名）", 30), count("到岗天数（天）", 30)),
        rows=rows,
        note=material.words.text(SECTION, "note") if _several(material) else "",
    )


def _several(material: SectionContext) -> bool:
    """Whether somebody stands under two categories."""
    measured = material.figures["B5"].measured
    return sum(part.value or 0 for part in measured.parts if part.group == "人数") > (measured.value or 0)
