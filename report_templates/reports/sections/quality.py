"""数据质量, in the annex: how much of what was sent could be used, and whether the totals agree."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.rules import Reaction
from report_templates.model.columns import count, name, text
from report_templates.model.report import Block, Table
from report_templates.reports.context import SectionContext
from report_templates.words.figure_view import FigureView
from report_templates.words.figure_words import NOT_REPORTED
from report_templates.words.numbers import NONE
from transforms.indicators.declare.refusals import FAULT, fault_label

SECTION = "quality"
MOST_FREQUENT = 8
REACTIONS = {
    Reaction.FIXW.value: "已采用，请核对",
    Reaction.CELL.value: "退回单元格",
    Reaction.ROW.value: "整行未接收",
}
"""Printed words of a reaction; silent repairs are not listed, refused files are listed with the sheets."""

AGREED = "一致"


def annex(context: SectionContext) -> Iterator[Block]:
    """The ledger in one sentence with the most frequent faults, then declared and computed totals (E5)."""
    yield context.paragraph(SECTION, "rows_said")
    if faults := tuple(_fault_rows(context)):
        yield _faults(context, faults)
    yield context.paragraph(SECTION, "totals_said")
    if parts := context.views["E5"].parts:
        yield _totals(context, parts)


def _faults(context: SectionContext, rows: tuple[tuple[str, ...], ...]) -> Table:
    return Table(
        name="faults",
        caption=context.words.text(SECTION, "faults_table"),
        columns=(text("表", 36), text("栏目", 22), text("问题"), text("处理", 30), count("次数", 12)),
        rows=rows,
    )


def _fault_rows(context: SectionContext) -> Iterator[tuple[str, ...]]:
    """The most frequent issues reported to clerks; the words are the first clause of their message."""
    times = {part.label: part for part in context.views["E3"].group_of("问题")}
    issues = context.dataset.issues.filter(pl.col("reaction").is_in(list(REACTIONS)), pl.col("message").is_not_null())
    faults = (
        issues.with_columns(words=pl.col("message").str.extract(r"^([^；。]+)"))
        .group_by(FAULT)
        .agg(words=pl.col("words").drop_nulls().sort().mode(maintain_order=True).first())
        .sort(FAULT)
    )
    lines = [(times[fault_label(*fault)], words, fault) for *fault, words in faults.iter_rows()]
    for counted, words, (sheet, _, heading, reaction) in sorted(lines, key=lambda line: -(line[0].number or 0))[
        :MOST_FREQUENT
    ]:
        title = SHEETS[sheet].title if sheet in SHEETS else NONE
        yield (title, heading or NONE, words or NONE, REACTIONS[reaction], counted.exact)


def _totals(context: SectionContext, parts: tuple[FigureView, ...]) -> Table:
    return Table(
        name="totals",
        caption=context.words.text(SECTION, "totals_table"),
        columns=(name("项目", 70), count("申报数"), count("核算数"), count("相差")),
        rows=tuple(_total_row(part) for part in parts),
    )


def _total_row(part: FigureView) -> tuple[str, ...]:
    return (
        part.label,
        part.exact_d,
        NOT_REPORTED if part.counted.numerator is None else part.exact_n,
        AGREED if part.number == 0 else part.signed,
    )
