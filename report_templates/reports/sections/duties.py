"""履职情况: what those assigned do (domain.md §2, K6, K8 and K10)."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.model.columns import count, name
from report_templates.model.report import Block, Table
from report_templates.reports.cadres_on_duty import cadres_on_duty
from report_templates.reports.context import SectionContext

SECTION = "duties"


def blocks(context: SectionContext) -> Iterator[Block]:
    """Reports and days, central work, tasks, honours; what each did, by the organ they were assigned to."""
    yield from context.joined(SECTION, "reports_said", "work_said", "honours_said")
    words = context.words
    each = cadres_on_duty(context, words.text(SECTION, "each_table"), words.text(SECTION, "unreported"))
    if each.rows:
        yield each


def annex(context: SectionContext) -> Iterator[Block]:
    """The kinds of central work, as counts."""
    if context.figures["B5"].measured.value:
        yield _by_category(context)


def _by_category(context: SectionContext) -> Table:
    view = context.views["B5"]
    rows = tuple((part.label, part.exact, view.part("天数", part.label).exact) for part in view.group_of("人数"))
    return Table(
        name="works",
        caption=context.words.text(SECTION, "table"),
        columns=(name("中心工作", 60), count("人数（名）", 30), count("到岗天数（天）", 30)),
        rows=rows,
        note=context.words.text(SECTION, "note") if _several(context) else "",
    )


def _several(context: SectionContext) -> bool:
    """Whether somebody stands under two categories."""
    measured = context.figures["B5"].measured
    return sum(part.value or 0 for part in measured.parts if part.group == "人数") > (measured.value or 0)
