"""The lists of a township or unit, as tables: who serves there, its items, members, orders, and what it has sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.rules import Reaction
from report_templates.model.cells import cell_of
from report_templates.model.columns import code, light, name, text
from report_templates.model.report import Block, Table
from report_templates.reports.variants.own import Own
from report_templates.reports.variants.tables import day, item_table, listed, organ_name, sheets_sent
from report_templates.words.numbers import NONE
from transforms.figures import Light
from transforms.indicators.declare.breakdown import labels, town_labels

_WHAT = {Reaction.CELL.value: "单元格退回", Reaction.ROW.value: "整行未接收", Reaction.FILE.value: "整表未接收"}
MEMBERS_ABREAST = 3
"""So many members stand in a row of their table: a township has hundreds."""
_ORDER = (name("接单编号", 29), text("社区"), text("类别", 18), code("发布", 19), code("时限", 19), text("状态", 14))


def people(context: Own) -> Iterator[Block]:
    """The cadres in a second post that the unit hosts."""
    hosted = context.dataset.assignments.filter("in_effect").sort("start", "person_id", nulls_last=True)
    if hosted.is_empty():
        return
    works = context.dataset.county.codes("central_work").labels
    rows = tuple(
        (
            *(row["name"], organ_name(row["organ"]), row["post_name"] or NONE),
            *("、".join(works.get(work, work) for work in row["category"] or ()), row["duty"] or NONE),
            day(row["start"]),
        )
        for row in hosted.iter_rows(named=True)
    )
    heads = (
        *(name("姓名", 20), text("去向", 20), text("岗位", 34)),
        *(text("中心工作", 26), text("分工内容"), code("到岗", 22)),
    )
    yield context.paragraph("township_people", people=listed(len(rows), "people"))
    yield Table(name="people", caption=context.words.text("township_people", "table"), columns=heads, rows=rows)


def items(context: Own) -> Iterator[Block]:
    """Those under way or not yet green, then those that are settled."""
    dataset, words = context.dataset, context.words
    claimed = dataset.items.filter("claimed", ~pl.col("cancelled"))
    if claimed.is_empty():
        return
    settled = claimed.filter("completed", pl.col("light") == Light.GREEN.value)
    under_way = claimed.join(settled, on="item_code", how="anti")
    yield context.paragraph("township_items")
    yield item_table(words.text("township_items", "table"), under_way, dataset.county)
    places = town_labels(dataset.county)
    yield Table(
        name="done",
        caption=words.text("township_items", "done"),
        columns=(text("责任领导", 24), name("事项名称"), text("地点", 40), code("完成", 26)),
        rows=tuple(
            (row["leader"] or NONE, row["title"] or NONE, places.get(row["town"], NONE), day(row["done_on"]))
            for row in settled.sort("done_on", "item_code").iter_rows(named=True)
        ),
    )


def members(context: Own) -> Iterator[Block]:
    """The members several abreast: of a division by community with their units, of another unit by town."""
    words, counted = context.words, context.dataset.registrations.filter("counted")
    if counted.is_empty():
        return
    of, other = ("community", "unit") if context.county.unit[context.unit].division else ("town", "community")
    people_of_places = _registered(context, counted).sort(of, other, "registration_id", nulls_last=True)
    rows = [
        row
        for (place,), part in people_of_places.group_by(of, maintain_order=True)
        for row in ((place,), *_abreast(part.select("name", other).rows()))
    ]
    heads = (name("姓名", 18), text(words.text("township_members", other)))
    yield context.paragraph("township_members")
    yield Table(
        name="members",
        caption=words.text("township_members", "table"),
        columns=heads * MEMBERS_ABREAST,
        rows=tuple(rows),
    )


def _registered(context: Own, counted: pl.DataFrame) -> pl.DataFrame:
    """`registration_id`, `name`, `unit`, `community`, `town` in words."""
    units = {unit.code: unit.short for unit in context.county.units}
    return counted.select(
        "registration_id",
        pl.col("name").fill_null(NONE),
        unit=pl.col("unit_code").replace(units).fill_null("单位未填"),
        community=pl.col("community_code").replace(context.county.village).fill_null("社区未填"),
        town=pl.col("town").replace(town_labels(context.county)).fill_null("乡镇未填"),
    )


def _abreast(people_of_place: list[tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    for begin in range(0, len(people_of_place), MEMBERS_ABREAST):
        row = people_of_place[begin : begin + MEMBERS_ABREAST]
        yield (*chain.from_iterable(row), *("",) * 2 * (MEMBERS_ABREAST - len(row)))


def orders(context: Own) -> Iterator[Block]:
    """The red ones first, then those of the period and those still open within their time, all without content."""
    dataset, words = context.dataset, context.words
    if dataset.orders.is_empty():
        return
    fresh = pl.max_horizontal("posted_on", "taken_on", "done_on") >= dataset.clock.start
    others = dataset.orders.filter("posted", fresh | ~pl.col("done"), ~pl.col("overdue").fill_null(value=False))
    overdue, kinds = context.overdue_orders, dataset.county.codes("order_category").labels
    counted = {"orders": listed(others.height, "orders"), "overdue": listed(overdue.height, "overdue")}
    yield context.paragraph("township_orders", **counted)
    for of, frame in (("overdue", overdue), ("orders", others.sort("due", "order_no", nulls_last=True))):
        yield Table(
            name=of,
            caption=words.text("township_orders", f"{of}_table"),
            columns=(*_ORDER, light(width=11), text("说明", 24)),
            rows=tuple(_orders(frame, kinds)),
        )


def _orders(frame: pl.DataFrame, kinds: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    states = labels("order_status")
    for row in frame.iter_rows(named=True):
        yield (
            *(row["order_no"], row["community_code"] or NONE, kinds.get(row["category"], NONE)),
            *(day(row["posted_on"]), day(row["due"]), states.get(row["status"], NONE)),
            *(row["light"], cell_of("orders", row["order_no"], "light_reason", row["light_reason"])),
        )


def submissions(context: Own) -> Iterator[Block]:
    """What the unit has sent, and each place that went back."""
    words, refused = context.words, context.refused
    yield context.paragraph("township_papers", returned=listed(refused.height, "returned"))
    titles = {sheet.id: sheet.title for sheet in SHEETS.values()}
    yield sheets_sent(words.text("township_papers", "sent"), context.dataset, titles)
    yield Table(
        name="returned",
        caption=words.text("township_papers", "returned"),
        columns=(
            *(text("文件", 30), text("工作表", 20), code("行", 10), code("格", 12), text("栏目", 18)),
            *(text("问题和改法"), text("处理", 14)),
        ),
        rows=tuple(_returned(refused)),
        note=words.text("township_papers", "note"),
    )


def _returned(refused: pl.DataFrame) -> Iterator[tuple[str, ...]]:
    for row in refused.iter_rows(named=True):
        line = NONE if row["row"] is None else str(row["row"])
        place = (row["file"] or NONE, row["worksheet"] or NONE, line, row["cell"] or NONE)
        yield (*place, row["heading"] or NONE, row["message"] or row["rule"], _WHAT[row["reaction"]])
