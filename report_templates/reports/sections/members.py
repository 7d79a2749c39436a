"""六、党员下沉与“接单服务”: the members deployed and the orders they take, as aggregates (domain.md §2, K12)."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.model.columns import count, name
from report_templates.model.report import Block, Chart, Section, Table
from report_templates.reports.context import SectionContext
from report_templates.words.figure_view import FigureView
from report_templates.words.sentence import told_in_turn

SECTION = "members"


def blocks(material: SectionContext) -> Iterator[Block]:
    """The register, the way of the orders, what was asked for in the period."""
    words, figures = material.words, material.figures
    yield Section(heading=words.text(SECTION, "register"), blocks=(material.paragraph(SECTION, "register_said"),))
    chart = [_funnel(material)] if any(stage.counted.numerator for stage in _stages(material)) else []
    yield Section(heading=words.text(SECTION, "orders"), blocks=(material.paragraph(SECTION, "orders_said"), *chart))
    asked = [_categories(material)] if figures["D10"].measured.value else []
    said = material.paragraph(SECTION, "asked_said")
    yield Section(heading=words.text(SECTION, "asked"), blocks=(said, *asked))


def _stages(material: SectionContext) -> tuple[FigureView, ...]:
    return material.told["D6"].group_of("办理过程")


def _funnel(material: SectionContext) -> Chart:
    stages = _stages(material)
    rows = tuple((stage.label, stage.counted.numerator, stage.exact_n, stage.share) for stage in stages)
    return Chart(
        name="funnel",
        caption=material.words.text(SECTION, "chart"),
        told=told_in_turn((stage.label, stage.exact_n, "件（", stage.share, "）") for stage in stages),
        fields=("stage", "orders", "words", "share"),
        rows=rows,
    )


def _categories(material: SectionContext) -> Table:
    parts = sorted(material.told["D10"].group_of("诉求类别"), key=lambda part: -(part.counted.denominator or 0))
    lines = (*((part.label, part) for part in parts), ("合计", material.told["D5"]))
    rows = ((label, one.exact_d, one.exact_n, one.share) for label, one in lines)
    return Table(
        name="categories",
        caption=material.words.text(SECTION, "table"),
        columns=(name("诉求类别", 46), count("发布", 24), count("接单", 24), count("接单率", 24)),
        rows=tuple(rows),
        unit="件",
        summed=True,
    )
