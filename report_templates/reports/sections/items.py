"""“六联”责任制与民生实事 (domain.md §2, K11, K13 and K14)."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.model.columns import count, light, name, text
from report_templates.model.report import Block, Table
from report_templates.reports.context import SectionContext
from report_templates.reports.item_charts import TREND, deviation, heat, shown_before, trend
from report_templates.reports.item_divisions import division_rows
from report_templates.reports.partly_sent import partly_sent

SECTION = "items"


def blocks(context: SectionContext) -> Iterator[Block]:
    """Completion, schedule, inspection and use; the red items stand among the matters to decide."""
    claimed = context.figures["C2"].measured.value
    yield from context.joined(SECTION, "said", *(("schedule_said",) if claimed else ()))
    if claimed:
        yield from context.joined(SECTION, "verified_said", "red_said")
        if course := trend(context):
            yield course
        if partly := partly_sent(shown_before(context), context.known(TREND)):
            yield context.paragraph(SECTION, "partly", partly=partly)


def annex(context: SectionContext) -> Iterator[Block]:
    """Of each division the states of its items, its schedule, its last rates; strategies and positions."""
    if context.figures["C2"].measured.value:
        yield from filter(None, (_divisions(context), deviation(context), heat(context), _strategies(context)))


def _divisions(context: SectionContext) -> Table:
    return Table(
        name="division_states",
        caption=context.words.text(SECTION, "table"),
        columns=(
            *(name("乡镇（园区）", 42), count("认领", 10), count("完成", 10), count("推进", 10)),
            *(count("逾期", 10), count("暂缓", 10), count("完成率", 15), light(width=10), text("说明")),
        ),
        rows=tuple(division_rows(context)),
        unit="件",
        summed=True,
    )


def _strategies(context: SectionContext) -> Table:
    """The parts of C8 by the county's strategies (五强五兴) and positions (一城两区)."""
    titles, rows = [context.county.codes(name).title for name in ("strategy", "position")], list[tuple[str, ...]]()
    for group in titles:
        lines = context.views["C8"].group_of(group)
        rows += [(group,)] if lines else []
        rows += [(part.label, part.exact_d, part.exact_n, part.share) for part in lines]
    return Table(
        name="strategies",
        caption=context.words.text(SECTION, "strategy_table").format(groups="、".join(titles)),
        columns=(name("类别", 60), count("认领", 24), count("完成", 24), count("完成率", 24)),
        rows=tuple(rows),
        unit="件",
    )
