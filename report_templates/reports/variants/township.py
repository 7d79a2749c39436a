"""The report of one township or unit: its own figures and the county's, its people, items, members and submissions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.rules import Reaction
from report_templates.model.cells import cell_of
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
from transforms.records.issues import places

_WHAT = {Reaction.CELL.value: "单元格退回", Reaction.ROW.value: "整行未接收", Reaction.FILE.value: "整表未接收"}


@dataclass(frozen=True, kw_only=True)
class Own(SectionContext):
    """The data a unit may see, its own figures, and those of the county.

    divisions: among how many a count of the county is shared for its mean, 0 where it is not.
    """

    whole: Mapping[str, Figure]
    divisions: int


def _compared(context: Own) -> Iterator[Block]:
    words, shared = context.words, "shared" if context.divisions else "not_shared"
    yield Table(
        name="compared",
        caption=words.text("township_compared", "table"),
        columns=(
            *(code("代码", 12), name("指标"), count("本单位", 24), count("分子/分母", 26), count("全县平均", 26)),
            *(count("相差", 30), light()),
        ),
        rows=tuple(
            _comparison_row(view, FigureView.of(context.whole[view.figure.id]), context.divisions)
            for view in _shown(context)
        ),
        note=_note(context, words.text("township_compared", "note") + words.text("township_compared", shared)),
    )


def _note(context: Own, means: str) -> Sentence:
    """The note on the means, and the codes of the unit's own numbers: C3-漕河镇."""
    place = next((view.figure.place for view in _shown(context)), "")
    codes = context.words.say("township_compared", "codes", {}, place=place)
    return Sentence(runs=(means, *codes.runs))


def _shown(context: Own) -> list[FigureView]:
    return [view for view in context.views.values() if view.figure.id in context.whole]


def _comparison_row(own: FigureView, county: FigureView, divisions: int) -> tuple[str, ...]:
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


def _people(context: Own) -> Iterator[Block]:
    people = context.dataset.assignments.filter("in_effect").sort("start", "person_id", nulls_last=True)
    if people.is_empty():
        return
    works = context.dataset.county.codes("central_work").labels
    rows = tuple(
        (
            row["name"],
            organ_name(row["organ"]),
            row["post_name"] or NONE,
            "、".join(works.get(work, work) for work in row["category"] or ()),
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
    yield context.paragraph("township_people", people=listed(len(rows), "people"))
    yield Table(name="people", caption=context.words.text("township_people", "table"), columns=heads, rows=rows)


def _items(context: Own) -> Iterator[Block]:
    """Open items as a table, settled ones as a line for each division."""
    dataset, words = context.dataset, context.words
    items = dataset.items.filter("claimed", ~pl.col("cancelled"))
    if items.is_empty():
        return
    settled = items.filter("completed", pl.col("light") == Light.GREEN.value)
    yield context.paragraph("township_items")
    yield item_table(
        words.text("township_items", "table"), items.join(settled, on="item_code", how="anti"), dataset.county
    )
    yield Listing(
        caption=words.text("township_items", "done"),
        lines=tuple(grouped(settled.select("town", "title"), town_labels(dataset.county))),
    )


def _members(context: Own) -> Iterator[Block]:
    members = context.dataset.registrations.filter("counted")
    if members.is_empty():
        return
    units = {unit.code: unit.short for unit in context.county.units}
    entries = members.with_columns(
        place=pl.col("community_code").replace(context.county.village).fill_null("社区未填"),
        entry=pl.format(
            "{}（{}）", pl.col("name").fill_null("—"), pl.col("unit_code").replace(units).fill_null("单位未填")
        ),
    ).sort("place", "unit_code", "registration_id", nulls_last=True)
    yield context.paragraph("township_members")
    caption = context.words.text("township_members", "table")
    yield Listing(caption=caption, lines=tuple(grouped(entries.select("place", "entry"), {})))


def _orders(context: Own) -> Iterator[Block]:
    """The orders of the period and those still open, without their content, the longest overdue first."""
    dataset = context.dataset
    fresh = pl.max_horizontal("posted_on", "taken_on", "done_on") >= dataset.clock.start
    orders = dataset.orders.filter("posted", fresh | ~pl.col("done"))
    orders = orders.sort(pl.col("overdue_days").fill_null(0), "order_no", descending=[True, False])
    if dataset.orders.is_empty():
        return
    kinds, states = dataset.county.codes("order_category").labels, labels("order_status")
    yield context.paragraph("township_orders", orders=listed(orders.height, "orders"))
    yield Table(
        name="orders",
        caption=context.words.text("township_orders", "table"),
        columns=(
            *(name("接单编号", 30), text("社区"), text("类别", 20), code("发布", 20), code("时限", 20)),
            *(text("状态", 15), light(width=10), text("说明", 20)),
        ),
        rows=tuple(
            (
                *(row["order_no"], row["community_code"] or NONE, kinds.get(row["category"], NONE)),
                *(day(row["posted_on"]), day(row["due"]), states.get(row["status"], NONE)),
                *(row["light"], cell_of("orders", row["order_no"], "light_reason", row["light_reason"])),
            )
            for row in orders.iter_rows(named=True)
        ),
    )


def _submissions(context: Own) -> Iterator[Block]:
    dataset, words = context.dataset, context.words
    refused = places(dataset.issues)
    yield context.paragraph("township_papers", returned=listed(refused.height, "returned"))
    titles = {sheet.id: sheet.title for sheet in SHEETS.values()}
    yield sheets_sent(words.text("township_papers", "sent"), dataset, titles)
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
    "township_papers": _submissions,
}
