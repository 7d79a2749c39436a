"""The report of one township or unit: its own figures beside the county's, its people, items, members and papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from expectations.catalogue import SHEETS
from expectations.rules import Reaction
from report_templates.columns import code, count, light, name, text
from report_templates.figure_words import amount, number
from report_templates.model import Listing, Section, Table
from report_templates.variants.tables import basis, day, grouped, item_table, organ_name, section, sheets_sent
from transforms.dataset import Dataset
from transforms.figures import Figure, Light
from transforms.indicators.breakdown import labels, town_labels
from transforms.numbers import NONE, change

_REFUSED = (Reaction.CELL.value, Reaction.ROW.value, Reaction.FILE.value)
_WHAT = {Reaction.CELL.value: "单元格退回", Reaction.ROW.value: "整行未接收", Reaction.FILE.value: "整表未接收"}


def township_sections(
    held: Dataset, own: Mapping[str, Figure], county: Mapping[str, Figure], divisions: int
) -> tuple[Section, ...]:
    """The sections of a unit's report.

    held: what the unit may hold. own, county: figures counted from its rows and from all. divisions: among how many a
    count of the county is shared for its mean, 0 where it is not.
    """
    return tuple(
        one
        for one in (
            section("主要指标与全县对比", _compared(own, county, divisions)),
            _people(held),
            _items(held),
            _members(held),
            _orders(held),
            _papers(held),
        )
        if one
    )


def _compared(own: Mapping[str, Figure], county: Mapping[str, Figure], divisions: int) -> Table:
    shared = f"件数、人数的全县平均为全县合计除以{divisions}个乡镇（园区）" if divisions else "件数、人数不作平均"
    return Table(
        name="compared",
        caption="主要指标与全县对比",
        columns=(
            *(code("代码", 12), name("指标"), count("本单位", 24), count("分子/分母", 26), count("全县平均", 26)),
            *(count("相差", 30), light()),
        ),
        rows=tuple(_beside(own[one], county[one], divisions) for one in own),
        note=f"比率的全县平均为全县的比率；{shared}。灰灯表示数据未报送、不足或无法判定。",
    )


def _beside(own: Figure, county: Figure, divisions: int) -> tuple[str, ...]:
    mean, here = county.measured.value, own.measured.value
    if own.unit not in {"%", "个百分点"} and mean is not None:
        mean = round(mean / divisions, 1) if divisions else None
    here_words = amount(here, own.unit)
    return (
        *(own.id, own.label, here_words, basis(own), amount(mean, own.unit)),
        change(here, mean, own.unit).replace("-", "−"),
        own.light.value,
    )


def _people(held: Dataset) -> Section | None:
    people = held.assignments.filter("in_effect").sort("start", "person_id", nulls_last=True)
    if people.is_empty():
        return None
    works = labels("central_work")
    rows = tuple(
        (
            row["name"],
            organ_name(row["organ"]),
            row["post_name"] or NONE,
            "、".join(works.get(one, one) for one in row["category"] or ()),
            row["duty"] or NONE,
            day(row["start"]),
        )
        for row in people.iter_rows(named=True)
    )
    heads = (
        name("姓名", 20),
        text("去向", 20),
        text("岗位", 34),
        text("中心工作", 26),
        text("分工内容"),
        code("到岗", 22),
    )
    return section(
        "在本单位履职的干部",
        f"在本单位履职的退出领导岗位干部{len(rows)}名。",
        Table(name="people", caption="在本单位履职的干部", columns=heads, rows=rows),
    )


def _items(held: Dataset) -> Section | None:
    """What still asks for something as a table, what is done as a line for each place."""
    items = held.items.filter("claimed", ~pl.col("cancelled"))
    if items.is_empty():
        return None
    late, settled = items.filter("overdue").height, items.filter("completed", pl.col("light") == Light.GREEN.value)
    told = f"本单位或所在地的民生实事{items.height}件，已完成{items.filter('completed').height}件，"
    return section(
        "民生实事",
        f"{told}{f'逾期{late}件' if late else '无逾期'}。",
        item_table("推进中和需关注的民生实事", items.join(settled, on="item_code", how="anti"), held.county),
        Listing(
            caption="已完成的民生实事", lines=tuple(grouped(settled.select("town", "title"), town_labels(held.county)))
        ),
    )


def _members(held: Dataset) -> Section | None:
    members = held.registrations.filter("counted")
    if members.is_empty():
        return None
    units = {unit.code: unit.short for unit in held.county.units}
    told = members.with_columns(
        place=pl.col("community_code").replace(held.county.village).fill_null("社区未填"),
        entry=pl.format(
            "{}（{}）", pl.col("name").fill_null("—"), pl.col("unit_code").replace(units).fill_null("单位未填")
        ),
    ).sort("place", "unit_code", "registration_id", nulls_last=True)
    return section(
        "下沉党员",
        f"在册下沉党员{members.height}人次。",
        Listing(caption="各社区在册下沉党员", lines=tuple(grouped(told.select("place", "entry"), {}))),
    )


def _orders(held: Dataset) -> Section | None:
    """The orders of the period and those still open; without what was asked for."""
    fresh = pl.max_horizontal("posted_on", "taken_on", "done_on") >= held.clock.start
    orders = held.orders.filter("posted", fresh | ~pl.col("done")).sort("order_no")
    if held.orders.is_empty():
        return None
    kinds, states = labels("order_category"), labels("order_status")
    return section(
        "接单服务",
        f"本期有进展或尚未办结的订单{orders.height}件，诉求内容不在此列出。",
        Table(
            name="orders",
            caption="本期有进展或尚未办结的订单",
            columns=(
                *(name("接单编号", 34), text("社区"), text("类别", 24), code("发布", 22), code("办结", 22)),
                *(text("状态", 18), light()),
            ),
            rows=tuple(
                (
                    *(row["order_no"], row["community_code"] or NONE, kinds.get(row["category"], NONE)),
                    *(day(row["posted_on"]), day(row["done_on"]), states.get(row["status"], NONE), row["light"]),
                )
                for row in orders.iter_rows(named=True)
            ),
        ),
    )


def _papers(held: Dataset) -> Section:
    refused = held.issues.filter(pl.col("reaction").is_in(list(_REFUSED)))
    titles = {sheet.id: sheet.title for sheet in SHEETS.values()}
    told = f"退回或未接收{refused.height}处，请按退回的工作簿改正后重新报送。" if refused.height else "没有退回的内容。"
    return section(
        "报送与退回",
        told,
        sheets_sent(held, titles),
        Table(
            name="returned",
            caption="退回清单",
            columns=(
                *(text("文件", 40), text("工作表", 20), count("行", 11), code("格", 13), text("栏目", 22)),
                *(text("问题和改法"), text("处理", 20)),
            ),
            rows=tuple(_returned(refused)),
            note="清单只列位置和规则，不列所填内容。",
        ),
    )


def _returned(refused: pl.DataFrame) -> Iterator[tuple[str, ...]]:
    placed = refused.sort("file", "worksheet", "row", "column", nulls_last=False, maintain_order=True)
    for row in placed.iter_rows(named=True):
        place = (row["file"] or NONE, row["worksheet"] or NONE, number(row["row"]), row["cell"] or NONE)
        yield (*place, row["heading"] or NONE, row["message"] or row["rule"], _WHAT[row["reaction"]])
