"""乡镇（园区）情况: a line for each division, its livelihood items beside its orders past their time limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_templates.model.columns import count, light, name, text
from report_templates.model.report import Block, Table
from report_templates.reports.context import SectionContext
from report_templates.reports.item_divisions import division_lights, division_rows, short_names
from report_templates.reports.overdue_orders import divisions_overdue, overdue_cells, overdue_sum
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Cell, Sentence
from transforms.figures import Light
from transforms.indicators.declare.breakdown import town_labels

SECTION = "places"
MOST = 20
"""Divisions that the leaders' page lists: with their sum they take a page."""
_WORST_FIRST = ("红", "黄", "灰", "绿", Light.NONE.value)
_ITEMS, _ORDERS, _WHOLE = "民生实事", "超期订单", "合计"
COLUMNS = (
    name("乡镇（园区）", 27),
    *(count("认领", 9, over=_ITEMS), count("完成", 9, over=_ITEMS), count("逾期", 9, over=_ITEMS)),
    count("完成率", 14, over=_ITEMS),
    *(count("无人接单", 11, over=_ORDERS), count("未办结", 13, over=_ORDERS)),
    *(count("最长天数", 11, over=_ORDERS), count("按时办结率", 14, over=_ORDERS)),
    *(light(width=10), text("亮灯原因")),
)
_LIGHT = len(COLUMNS) - 2


def blocks(context: SectionContext) -> Iterator[Block]:
    """The divisions and their sum; of more than `MOST` those with the worst lights, and the annex has every one."""
    rows, words = _rows(context), context.words
    if not rows:
        return
    cut = len(rows) > MOST
    worst = sorted(rows, key=lambda row: _WORST_FIRST.index(str(row[_LIGHT])))[:MOST] if cut else rows
    note = context.paragraph(SECTION, "note").said.runs if context.views["D11"].lacking else ()
    runs = (*note, *((words.text(SECTION, "worst"),) if cut else ()))
    yield _table(context, "divisions", worst, Sentence(runs=runs) if runs else "")


def annex(context: SectionContext) -> Iterator[Block]:
    """Every division, where the leaders' page has not all."""
    if len(rows := _rows(context)) > MOST:
        yield _table(context, "every_division", rows, "")


def _rows(context: SectionContext) -> list[tuple[str, ...]]:
    """Every division with items, with a sheet to send or with orders overdue."""
    items = {label: cells for label, *cells in division_rows(context)} if _known(context, "C2") else {}
    there = {*items, *divisions_overdue(context)} - {_WHOLE}
    official = dict.fromkeys((*town_labels(context.county).values(), *items, *sorted(there)))
    without = {label: [*[NONE] * 6, *lit] for label, lit in division_lights(context).items()}
    known = without | items
    shorts = dict(_short_names(context))
    return [
        _row(shorts.get(place, place), known.get(place), overdue_cells(context, place))
        for place in official
        if place in there
    ]


def _table(context: SectionContext, name: str, rows: list[tuple[str, ...]], note: Cell) -> Table:
    items = list(division_rows(context))[-1][1:] if _known(context, "C2") else None
    return Table(
        name=name,
        caption=context.words.text(SECTION, "table"),
        columns=COLUMNS,
        rows=(*rows, _row(_WHOLE, items, overdue_sum(context))),
        unit="件",
        note=note,
        summed=True,
    )


def _short_names(context: SectionContext) -> Iterator[tuple[str, str]]:
    """Each division by the shorter of its own name and its unit's: it stands on one line."""
    shorts = short_names(context.dataset)
    yield from ((label, min(label, shorts[code], key=len)) for code, label in town_labels(context.county).items())


def _known(context: SectionContext, code: str) -> bool:
    return bool(context.figures[code].measured.value)


def _row(place: str, items: Sequence[str] | None, orders: tuple[str, ...]) -> tuple[str, ...]:
    claimed, done, _, late, _, rate, lamp, reason = items or (*[NONE] * 6, Light.NONE.value, "")
    why = "" if lamp == Light.GREEN.value else reason
    return (place, claimed, done, late, rate, *orders, lamp, why)
