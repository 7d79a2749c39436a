"""The report of the inspection office (督查室): items by leader with their lights, the red list, orders as
counts, those past their time limit by division."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby

import polars as pl

from report_templates.model.columns import count, name
from report_templates.model.report import Block, Table
from report_templates.reports.context import SectionContext
from report_templates.reports.matters.figures import figure_matters
from report_templates.reports.matters.items import red_items
from report_templates.reports.matters.orders import overdue_orders
from report_templates.reports.overdue_orders import overdue_by_division
from report_templates.reports.sections import sending
from report_templates.reports.sections.decisions import matter_table
from report_templates.reports.variants.tables import figure_table, item_table
from report_templates.words.figure_view import FigureView
from transforms.figures import Light

ITEMS = ("C1", "C2", "C3", "C4", "C5", "C6", "C7", "C9", "C10")
SERVICE = ("D1", "D2", "D3", "D5", "D6", "D7", "D8", "D11", "D12")
_LIGHTS = tuple(f"{light.value}灯" for light in Light if light is not Light.NONE)


def _figures(context: SectionContext) -> Iterator[Block]:
    for key, codes in (("items", ITEMS), ("service", SERVICE)):
        yield figure_table(context.words.text("inspection_figures", key), context, codes)


def _red(context: SectionContext) -> Iterator[Block]:
    """The red items, and what is demanded of whom for all that is red."""
    yield context.paragraph("inspection_red")
    yield _lit(context, "inspection_red", Light.RED)
    words = context.words
    matters = (
        *red_items(context, context.dataset.items),
        *overdue_orders(context, words.text("members", "overdue_table")),
        *figure_matters(context),
    )
    yield matter_table(words.text("inspection_red", "demands"), matters)


def _yellow(context: SectionContext) -> Iterator[Block]:
    yield context.paragraph("inspection_yellow", yellow=context.views["C10"].part("", "黄灯", Light.YELLOW.value))
    yield _lit(context, "inspection_yellow", Light.YELLOW)


def _lit(context: SectionContext, section: str, light: Light) -> Table:
    items = context.dataset.items.filter("claimed", ~pl.col("cancelled"), pl.col("light") == light.value)
    return item_table(context.words.text(section, "table"), items, context.county)


def _by_leader(context: SectionContext) -> Iterator[Block]:
    """The parts of C1; who has most red items first, then most yellow ones."""
    view = context.views["C1"]

    def rank(leader: FigureView) -> tuple[float, ...]:
        return tuple(-(view.part(light, leader.label).number or 0) for light in ("红灯", "黄灯"))

    lights = {leader.label: rank(leader) for leader in view.group_of("认领")}
    yield Table(
        name="by_leader",
        caption=context.words.text("inspection_leaders", "table"),
        unit="件",
        columns=(
            *(name("责任领导", 30), count("认领"), count("完成"), count("完成率")),
            *(*map(count, _LIGHTS), count("最长逾期（天）", 30)),
        ),
        rows=tuple(
            (
                *(leader.label, leader.exact_d, leader.exact_n, leader.share),
                *(view.part(light, leader.label).exact for light in _LIGHTS),
                view.part("最长逾期", leader.label, absent=None).exact,
            )
            for leader in sorted(view.group_of("认领"), key=lambda leader: lights[leader.label])
        ),
    )


def _overdue(context: SectionContext) -> Iterator[Block]:
    table = overdue_by_division(context, context.words.text("members", "overdue_table"))
    yield context.paragraph("members", "overdue_said")
    if table.rows:
        yield table


def _orders(context: SectionContext) -> Iterator[Block]:
    parts = context.views["D10"].parts if "D10" in context.views else ()
    yield Table(
        name="orders",
        caption=context.words.text("inspection_orders", "table"),
        unit="件",
        columns=(name("名称"), count("发布", 26), count("接单", 26), count("接单率", 26)),
        rows=tuple(row for group, of in groupby(parts, lambda part: part.group) for row in _of_group(group, of)),
    )


def _of_group(group: str, parts: Iterable[FigureView]) -> Iterator[tuple[str, ...]]:
    yield (group,)
    yield from ((part.label, part.exact_d, part.exact_n, part.share) for part in parts)


SECTIONS: Mapping[str, Callable[[SectionContext], Iterator[Block]]] = {
    "inspection_figures": _figures,
    "inspection_red": _red,
    "inspection_overdue": _overdue,
    "inspection_leaders": _by_leader,
    "inspection_yellow": _yellow,
    "inspection_orders": _orders,
    "inspection_sending": sending.blocks,
}
