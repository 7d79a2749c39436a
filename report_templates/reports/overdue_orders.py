"""The orders past their time limit (超期订单) of each division, for the county and the inspection."""

from __future__ import annotations

from report_templates.model.columns import count, name
from report_templates.model.report import Table
from report_templates.reports.context import SectionContext

COLUMNS = (
    name("乡镇（园区）", 36),
    *(count("件数", 20, over="无人接单"), count("最长超期（天）", 28, over="无人接单")),
    *(count("件数", 20, over="接单未办结"), count("最长超期（天）", 28, over="接单未办结")),
    count("按时办结率", 24),
)


def overdue_orders(context: SectionContext, caption: str) -> Table:
    """The parts of D11 and D12 and the share finished on time (D6), the longest overdue first; no row if none is."""
    overdue = tuple(context.views[code] for code in ("D11", "D12"))
    longest = {part.label: 0.0 for figure in overdue for part in figure.group_of("乡镇")}
    for part in (part for figure in overdue for part in figure.group_of("最长超期")):
        longest[part.label] = max(longest[part.label], part.number or 0)
    rows = []
    for place in sorted(longest, key=lambda place: -longest[place]):
        cells = ((f.part("乡镇", place).exact, f.part("最长超期", place, absent=None).exact) for f in overdue)
        rows.append(
            (place, *(cell for pair in cells for cell in pair), context.views["D6"].part("按时办结", place).share)
        )
    return Table(name="overdue_orders", caption=caption, columns=COLUMNS, rows=tuple(rows), unit="件")
