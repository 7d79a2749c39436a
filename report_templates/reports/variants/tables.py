"""The tables that reports for several audiences share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from expectations.county.county import County
from report_templates.model.cells import cell_of
from report_templates.model.columns import code, count, light, name, text
from report_templates.model.report import Block, Paragraph, Section, Table
from report_templates.reports.context import SectionContext
from report_templates.reports.sections.formulas import change_marked
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Number, Sentence, Side
from transforms.dataset import Dataset
from transforms.indicators.declare.breakdown import labels, town_labels
from transforms.judge.arrivals import STATUS_WORDS

LIGHT_ORDER = ("红", "黄", "绿", "灰")


def section(heading: str, *blocks: Block | Sentence) -> Section:
    """A section; a sentence is a paragraph, and a table or listing without rows is not printed."""
    printable = (Paragraph(said=block) if isinstance(block, Sentence) else block for block in blocks)
    return Section(heading=heading, blocks=tuple(filter(printed, printable)))


def printed(block: Block) -> bool:
    """Whether a block has content: a table or listing without rows is not printed."""
    return bool(getattr(block, "rows", getattr(block, "lines", True)))


def listed(number: int, name: str) -> Number:
    """How many rows the table `name` of the same report has."""
    return Number(str(number), name, Side.LISTED)


def day(date: Any) -> str:
    """2021-11-23, or the sign for nothing."""
    return date.isoformat() if date else NONE


def figure_table(caption: str, context: SectionContext, codes: Iterable[str]) -> Table:
    """Figures with both sides of their ratios and their light."""
    this, change = (context.words.text("summary", key) for key in ("this", "change"))
    changes = (count(change, 32),) if context.compares else ()
    return Table(
        name="key_figures",
        caption=caption,
        columns=(
            *(code("代码", 12), name("指标"), count(this, 24), count("分子/分母", 28)),
            *(*changes, light()),
        ),
        rows=tuple(
            (
                *(view.figure.id, view.label, view.value, view.basis),
                *((change_marked(view),) if changes else ()),
                view.light,
            )
            for view in context.known(codes)
        ),
    )


def item_table(caption: str, items: pl.DataFrame, county: County, *, leader: bool = True) -> Table:
    """Livelihood items, red ones first and among these the longest overdue; with a column of leaders if `leader`."""
    ordered = items.with_columns(
        rank=pl.col("light").replace_strict(
            dict(zip(LIGHT_ORDER, range(4), strict=True)), default=4, return_dtype=pl.Int8
        )
    ).sort("rank", pl.col("overdue_days").fill_null(0), "item_code", descending=[False, True, False])
    places, words = town_labels(county), labels("item_status")
    who = (name("责任领导", 18),) if leader else ()
    return Table(
        name="items",
        caption=caption,
        columns=(
            *(*who, text("事项名称"), text("地点", 22), code("时限", 20), count("进度", 14), text("状态", 15)),
            *(light(), text("说明", 28)),
        ),
        rows=tuple(
            (
                *((row["leader"] or NONE,) if leader else ()),
                row["title"] or NONE,
                places.get(row["town"], NONE),
                day(row["due_current"]),
                cell_of("items", row["item_code"], "progress", row["progress"], "%"),
                words.get(row["status"], NONE),
                row["light"],
                cell_of("items", row["item_code"], "light_reason", row["light_reason"]),
            )
            for row in ordered.iter_rows(named=True)
        ),
    )


def unit_name(county: County, unit: str | None) -> str:
    """The short name of a unit, or its code where the county does not know it."""
    known = county.unit.get(unit or "")
    return known.short if known else unit or NONE


def organ_name(organ: str | None) -> str:
    """县委, 县人大 …"""
    return labels("organ").get(organ or "", NONE)


def sheets_sent(caption: str, dataset: Dataset, titles: Mapping[str, str]) -> Table:
    """What became of each sheet a unit had to send."""
    return Table(
        name="sent",
        caption=caption,
        columns=(code("代码", 14), name("表名"), text("状态", 22), count("接收行数", 22), text("文件", 60)),
        rows=tuple(
            (
                row["sheet"],
                titles.get(row["sheet"], ""),
                STATUS_WORDS[row["status"]],
                cell_of(
                    "submissions",
                    f"{row['submitter']}:{row['sheet']}:{row['period']}",
                    "rows_accepted",
                    row["rows_accepted"],
                ),
                row["file"] or NONE,
            )
            for row in dataset.submissions.iter_rows(named=True)
        ),
    )
