"""五、“六联”责任制与民生实事 (domain.md §2, K11, K13 and K14)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import polars as pl

from report_templates.model.cells import cell_of
from report_templates.model.columns import code, count, light, name, text
from report_templates.model.report import Block, Section, Table
from report_templates.reports.context import SectionContext
from report_templates.reports.item_charts import completion, deviation, heat, trend
from report_templates.reports.item_divisions import division_rows, short_names
from report_templates.words.numbers import NONE
from report_templates.words.sentence import plain_number
from transforms.figures import Light

SECTION = "items"


def blocks(context: SectionContext) -> Iterator[Block]:
    """Completion by division, schedule and trend, inspection and use, and the red list by overdue days."""
    words, known = context.words, bool(context.figures["C2"].measured.value)
    divisions = filter(None, (_divisions(context), completion(context))) if known else ()
    yield Section(heading=words.text(SECTION, "done"), blocks=(context.paragraph(SECTION), *divisions))
    if not known:
        return
    charts = filter(None, (deviation(context), trend(context), heat(context)))
    yield Section(
        heading=words.text(SECTION, "schedule"), blocks=(context.paragraph(SECTION, "schedule_said"), *charts)
    )
    verified = context.paragraph(SECTION, "verified_said")
    yield Section(heading=words.text(SECTION, "verified"), blocks=(verified, _strategies(context)))
    red = _red(context)
    listed = [_red_list(context, red)] if red.height else []
    yield Section(heading=words.text(SECTION, "red"), blocks=(context.paragraph(SECTION, "red_said"), *listed))


def _divisions(context: SectionContext) -> Table:
    return Table(
        name="divisions",
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
    """五强五兴 and 一城两区: the parts of C8."""
    rows: list[tuple[str, ...]] = []
    for group in ("五强五兴", "一城两区"):
        lines = context.views["C8"].group_of(group)
        rows += [(group,)] if lines else []
        rows += [(part.label, part.exact_d, part.exact_n, part.share) for part in lines]
    return Table(
        name="strategies",
        caption=context.words.text(SECTION, "strategy_table"),
        columns=(name("类别", 60), count("认领", 24), count("完成", 24), count("完成率", 24)),
        rows=tuple(rows),
        unit="件",
    )


def _red(context: SectionContext) -> pl.DataFrame:
    """The red items, the longest overdue first, then the furthest behind schedule: the rows of C10."""
    red = context.dataset.items.filter("claimed", ~pl.col("cancelled"), pl.col("light") == Light.RED.value)
    return red.sort("overdue_days", "deviation", "item_code", descending=[True, False, False], nulls_last=True)


def _red_list(context: SectionContext, red: pl.DataFrame) -> Table:
    county, places, rows = context.county, short_names(context.dataset), []
    for place, row in enumerate(red.iter_rows(named=True), start=1):
        unit, due = county.unit.get(row["lead_unit"] or ""), row["due_current"]
        of_row = partial(cell_of, "items", row["item_code"])
        cells = (
            *(plain_number(place), row["title"], places.get(row["town"]), unit.short if unit else row["lead_unit"]),
            *(row["leader"], due and f"{due.month}月{due.day}日", of_row("progress", row["progress"], "%")),
            of_row("light_reason", row["light_reason"]),
        )
        rows.append(tuple(cell or NONE for cell in cells))
    return Table(
        name="redlist",
        caption=context.words.text(SECTION, "red_table"),
        columns=(
            *(code("序号", 9), text("事项"), text("所在乡镇", 19), text("责任单位", 25), name("责任领导", 16)),
            *(code("完成时限", 18), count("进度", 13), text("督办原因", 25)),
        ),
        rows=tuple(rows),
    )
