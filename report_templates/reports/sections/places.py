"""乡镇（园区）情况: a line for each division, its livelihood items beside its orders past their time limit."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.model.columns import count, light, name, text
from report_templates.model.report import Block, Table
from report_templates.reports.context import SectionContext
from report_templates.reports.item_divisions import division_lights, division_rows
from report_templates.reports.overdue_orders import divisions_overdue, overdue_cells, overdue_sum
from report_templates.words.numbers import NONE
from transforms.figures import Light
from transforms.indicators.declare.breakdown import town_labels

SECTION = "places"
_ITEMS, _ORDERS, _WHOLE = "民生实事", "超期订单", "合计"
COLUMNS = (
    name("乡镇（园区）", 27),
    *(count("认领", 9, over=_ITEMS), count("完成", 9, over=_ITEMS), count("逾期", 9, over=_ITEMS)),
    count("完成率", 14, over=_ITEMS),
    *(count("无人接单", 11, over=_ORDERS), count("未办结", 13, over=_ORDERS)),
    *(count("最长天数", 11, over=_ORDERS), count("按时办结率", 14, over=_ORDERS)),
    *(light(width=10), text("亮灯原因")),
)


def blocks(context: SectionContext) -> Iterator[Block]:
    """Every division with items, with a sheet to send or with orders overdue, and the sum of all."""
    items = {label: cells for label, *cells in division_rows(context)} if _known(context, "C2") else {}
    there = {*items, *divisions_overdue(context)} - {_WHOLE}
    official = dict.fromkeys((*town_labels(context.county).values(), *items, *sorted(there)))
    without = {label: [*[NONE] * 6, *lit] for label, lit in division_lights(context).items()}
    known = without | items
    rows = [_row(place, known.get(place), overdue_cells(context, place)) for place in official if place in there]
    if not rows:
        return
    yield Table(
        name="divisions",
        caption=context.words.text(SECTION, "table"),
        columns=COLUMNS,
        rows=(*rows, _row(_WHOLE, items.get(_WHOLE), overdue_sum(context))),
        unit="件",
        note=context.paragraph(SECTION, "note").said if context.views["D11"].lacking else "",
        summed=True,
    )


def _known(context: SectionContext, code: str) -> bool:
    return bool(context.figures[code].measured.value)


def _row(place: str, items: list[str] | None, orders: tuple[str, ...]) -> tuple[str, ...]:
    claimed, done, _, late, _, rate, lamp, reason = items or (*[NONE] * 6, Light.NONE.value, "")
    why = "" if lamp == Light.GREEN.value else reason
    return (place, claimed, done, late, rate, *orders, lamp, why)
