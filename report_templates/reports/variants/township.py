"""The report of one township or unit: its own figures beside the county's, its people, items, members and papers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from expectations.contract.catalogue import SHEETS
from expectations.contract.rules import Reaction
from report_templates.model.columns import code, count, light, name, text
from report_templates.model.report import Block, Listing, Table
from report_templates.reports.context import SectionContext
from report_templates.reports.variants.tables import day, grouped, item_table, listed, organ_name, sheets_sent
from report_templates.words.figure_view import FigureView
from report_templates.words.figure_words import amount, change_words
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Number, Sentence, Side
from transforms.figures import Figure, Light
from transforms.indicators.declare.breakdown import labels, town_labels

_REFUSED = (Reaction.CELL.value, Reaction.ROW.value, Reaction.FILE.value)
_WHAT = {Reaction.CELL.value: "单元格退回", Reaction.ROW.value: "整行未接收", Reaction.FILE.value: "整表未接收"}


@dataclass(frozen=True, kw_only=True)
class Own(SectionContext):
    """What a unit holds, its own figures, and beside them those of the county.

    divisions: among how many a count of the county is shared for its mean, 0 where it is not.
    """

    whole: Mapping[str, Figure]
    divisions: int


def _compared(material: Own) -> Iterator[Block]:
    words, shared = material.words, "shared" if material.divisions else "not_shared"
    yield Table(
        name="compared",
        caption=words.text("township_compared", "table"),
        columns=(
            *(code("代码", 12), name("指标"), count("本单位", 24), count("分子/分母", 26), count("全县平均", 26)),
            *(count("相差", 30), light()),
        ),
        rows=tuple(
            _beside(one, FigureView.of(material.whole[one.figure.id]), material.divisions) for one in _shown(material)
        ),
        note=_note(material, words.text("township_compared", "note") + words.text("township_compared", shared)),
    )


def _note(material: Own, said: str) -> Sentence:
    """What is said of the means, and by which codes the unit's own numbers are opened: C3-漕河镇."""
    place = next((one.figure.place for one in _shown(material)), "")
    codes = material.words.say("township_compared", "codes", {}, place=place)
    return Sentence(runs=(said, *codes.runs))


def _shown(material: Own) -> list[FigureView]:
    return [one for one in material.told.values() if one.figure.id in material.whole]


def _beside(own: FigureView, county: FigureView, divisions: int) -> tuple[str, ...]:
    mean, unit, side = county.number, own.unit, Side.VALUE
    if unit not in {"%", "个百分点"}:
        mean, side = round(mean / divisions, 1) if divisions and mean is not None else None, Side.MEAN
    apart = change_words(own.number, mean, unit)
    return (
        *(own.figure.id, own.label, own.with_unit, own.basis),
        NONE if mean is None else Number(amount(mean, unit), county.code, side),
        NONE if apart == NONE else Number(apart, own.code, Side.APART),
        own.light,
    )


def _people(material: Own) -> Iterator[Block]:
    people = material.dataset.assignments.filter("in_effect").sort("start", "person_id", nulls_last=True)
    if people.is_empty():
        return
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
    yield material.paragraph("township_people", people=listed(len(rows), "people"))
    yield Table(name="people", caption=material.words.text("township_people", "table"), columns=heads, rows=rows)


def _items(material: Own) -> Iterator[Block]:
    """What still asks for something as a table, what is done as a line for each place."""
    held, words = material.dataset, material.words
    items = held.items.filter("claimed", ~pl.col("cancelled"))
    if items.is_empty():
        return
    settled = items.filter("completed", pl.col("light") == Light.GREEN.value)
    yield material.paragraph("township_items")
    yield item_table(
        words.text("township_items", "table"), items.join(settled, on="item_code", how="anti"), held.county
    )
    yield Listing(
        caption=words.text("township_items", "done"),
        lines=tuple(grouped(settled.select("town", "title"), town_labels(held.county))),
    )


def _members(material: Own) -> Iterator[Block]:
    members = material.dataset.registrations.filter("counted")
    if members.is_empty():
        return
    units = {unit.code: unit.short for unit in material.county.units}
    told = members.with_columns(
        place=pl.col("community_code").replace(material.county.village).fill_null("社区未填"),
        entry=pl.format(
            "{}（{}）", pl.col("name").fill_null("—"), pl.col("unit_code").replace(units).fill_null("单位未填")
        ),
    ).sort("place", "unit_code", "registration_id", nulls_last=True)
    yield material.paragraph("township_members")
    caption = material.words.text("township_members", "table")
    yield Listing(caption=caption, lines=tuple(grouped(told.select("place", "entry"), {})))


def _orders(material: Own) -> Iterator[Block]:
    """The orders of the period and those still open; without what was asked for."""
    held = material.dataset
    fresh = pl.max_horizontal("posted_on", "taken_on", "done_on") >= held.clock.start
    orders = held.orders.filter("posted", fresh | ~pl.col("done")).sort("order_no")
    if held.orders.is_empty():
        return
    kinds, states = labels("order_category"), labels("order_status")
    yield material.paragraph("township_orders", orders=listed(orders.height, "orders"))
    yield Table(
        name="orders",
        caption=material.words.text("township_orders", "table"),
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
    )


def _papers(material: Own) -> Iterator[Block]:
    held, words = material.dataset, material.words
    refused = held.issues.filter(pl.col("reaction").is_in(list(_REFUSED)))
    yield material.paragraph("township_papers", returned=listed(refused.height, "returned"))
    titles = {sheet.id: sheet.title for sheet in SHEETS.values()}
    yield sheets_sent(words.text("township_papers", "sent"), held, titles)
    yield Table(
        name="returned",
        caption=words.text("township_papers", "returned"),
        columns=(
            *(text("文件", 40), text("工作表", 20), code("行", 11), code("格", 13), text("栏目", 22)),
            *(text("问题和改法"), text("处理", 20)),
        ),
        rows=tuple(_returned(refused)),
        note=words.text("township_papers", "note"),
    )


def _returned(refused: pl.DataFrame) -> Iterator[tuple[str, ...]]:
    placed = refused.sort("file", "worksheet", "row", "column", nulls_last=False, maintain_order=True)
    for row in placed.iter_rows(named=True):
        line = NONE if row["row"] is None else str(row["row"])
        place = (row["file"] or NONE, row["worksheet"] or NONE, line, row["cell"] or NONE)
        yield (*place, row["heading"] or NONE, row["message"] or row["rule"], _WHAT[row["reaction"]])


SECTIONS: Mapping[str, Callable[[Own], Iterator[Block]]] = {
    "township_compared": _compared,
    "township_people": _people,
    "township_items": _items,
    "township_members": _members,
    "township_orders": _orders,
    "township_papers": _papers,
}
