"""The report of the inspection office (督查室): items by leader with their lights, the red list, orders as counts."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from report_templates.columns import count, name, text
from report_templates.figure_words import number
from report_templates.material import Material
from report_templates.model import Section, Table
from report_templates.sections import sending
from report_templates.variants.tables import figure_table, item_table, section
from transforms.figures import Figure, Light
from transforms.numbers import percent

ITEMS = ("C1", "C2", "C3", "C4", "C5", "C6", "C7", "C9", "C10")
SERVICE = ("D1", "D2", "D3", "D5", "D6", "D7", "D8")
_LIGHTS = tuple(light.value for light in Light if light is not Light.NONE)


def inspection_sections(material: Material) -> tuple[Section, ...]:
    """The sections, from what the office may hold and the figures of families C, D and E."""
    held, figures = material.dataset, material.figures
    items = held.items.filter("claimed", ~pl.col("cancelled"))
    red, yellow = (items.filter(pl.col("light") == light.value) for light in (Light.RED, Light.YELLOW))
    return (
        section(
            "主要指标",
            figure_table("民生实事主要指标", figures, ITEMS),
            figure_table("接单服务主要指标", figures, SERVICE),
        ),
        section(
            "督办清单",
            f"亮红灯的事项{red.height}件，按逾期天数排列。" if red.height else "本期没有亮红灯的事项。",
            item_table("督办清单", red, held.county),
        ),
        section("各责任领导认领事项", _by_leader(items)),
        section(
            "亮黄灯的事项",
            f"亮黄灯的事项{yellow.height}件。" if yellow.height else "本期没有亮黄灯的事项。",
            item_table("亮黄灯的事项", yellow, held.county),
        ),
        section("接单服务", _orders(figures)),
        section("各单位数据质量", *sending.blocks(material)),
    )


def _by_leader(items: pl.DataFrame) -> Table:
    counted = items.group_by("leader").agg(
        claimed=pl.len(),
        completed=pl.col("completed").sum(),
        **{light: (pl.col("light") == light).sum() for light in _LIGHTS},
        longest=pl.col("overdue_days").max(),
    )
    ordered = counted.sort(
        Light.RED.value, Light.YELLOW.value, "leader", descending=[True, True, False], nulls_last=True
    )
    return Table(
        name="by_leader",
        caption="各责任领导认领事项",
        unit="件",
        columns=(
            *(name("责任领导", 30), count("认领"), count("完成"), count("完成率")),
            *(*(count(f"{light}灯") for light in _LIGHTS), count("最长逾期（天）", 30)),
        ),
        rows=tuple(
            (
                *(row["leader"] or "未填", number(row["claimed"]), number(row["completed"])),
                percent(row["completed"], row["claimed"]),
                *(number(row[light]) for light in _LIGHTS),
                number(row["longest"]),
            )
            for row in ordered.iter_rows(named=True)
        ),
    )


def _orders(figures: Mapping[str, Figure]) -> Table:
    parts = figures["D10"].measured.parts if "D10" in figures else ()
    return Table(
        name="orders",
        caption="本期订单",
        unit="件",
        columns=(text("分列", 26), name("名称"), count("发布", 26), count("接单", 26), count("接单率", 26)),
        rows=tuple(
            (
                *(part.group, part.label, number(part.denominator), number(part.numerator)),
                percent(part.numerator, part.denominator),
            )
            for part in parts
        ),
    )
