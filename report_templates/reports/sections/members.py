"""党员下沉与“接单服务”: the members deployed and the orders they take, as aggregates (domain.md §2, K12)."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.model.columns import count, name
from report_templates.model.report import Block, Chart, Table
from report_templates.reports.context import SectionContext
from report_templates.reports.overdue_orders import divisions_overdue
from report_templates.words.figure_view import FigureView
from report_templates.words.sentence import lines_in_turn

SECTION = "members"


def blocks(context: SectionContext) -> Iterator[Block]:
    """The register, the orders, what was asked for in the period; orders overdue, if any, stand by division."""
    yield from context.joined(SECTION, "register_said", "orders_said")
    yield from context.paragraphs(SECTION, *(() if divisions_overdue(context) else ("overdue_said",)), "asked_said")


def annex(context: SectionContext) -> Iterator[Block]:
    """The way of the orders, and what was asked for in the period by its kind."""
    if any(stage.counted.numerator for stage in _stages(context)):
        yield _funnel(context)
    if context.figures["D10"].measured.value:
        yield _categories(context)


def _stages(context: SectionContext) -> tuple[FigureView, ...]:
    return context.views["D6"].group_of("办理过程")


def _funnel(context: SectionContext) -> Chart:
    stages = _stages(context)
    rows = tuple((stage.label, stage.counted.numerator, stage.exact_n, stage.share) for stage in stages)
    return Chart(
        name="funnel",
        caption=context.words.text(SECTION, "chart"),
        alternative=lines_in_turn((stage.label, stage.exact_n, "件（", stage.share, "）") for stage in stages),
        fields=("stage", "orders", "words", "share"),
        rows=rows,
    )


def _categories(context: SectionContext) -> Table:
    parts = sorted(context.views["D10"].group_of("诉求类别"), key=lambda part: -(part.counted.denominator or 0))
    lines = (*((part.label, part) for part in parts), ("合计", context.views["D5"]))
    rows = ((label, view.exact_d, view.exact_n, view.share) for label, view in lines)
    return Table(
        name="categories",
        caption=context.words.text(SECTION, "table"),
        columns=(name("诉求类别", 46), count("发布", 24), count("接单", 24), count("接单率", 24)),
        rows=tuple(rows),
        unit="件",
        summed=True,
    )
