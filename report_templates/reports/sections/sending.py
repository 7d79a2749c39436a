"""报送: who has sent what, and who still has something to do (domain.md §6, indicator E1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from expectations.catalogue import SHEETS
from report_templates.model.columns import code, count, name, text
from report_templates.model.report import Block, Paragraph, Table
from report_templates.reports.context import SectionContext
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Number, Side
from transforms.dataset import Dataset
from transforms.indicators.declare.breakdown import UNKNOWN
from transforms.indicators.declare.coverage import expected
from transforms.indicators.declare.refusals import refused_by_unit
from transforms.judge.arrivals import ABSENT, CARRIED, LATE, MISSING, RETURNED, STATUS_WORDS, ZERO

SECTION = "sending"
_FATES = {status: STATUS_WORDS[status] for status in (LATE, RETURNED, MISSING, ZERO, CARRIED)}
_SHORTFALLS = (LATE, RETURNED, MISSING)
_UNKNOWN_UNIT = "无法识别的单位"


def blocks(context: SectionContext) -> Iterator[Block]:
    """The units that owe a sheet or have cells to correct."""
    units = tuple(_unit_rows(context))
    marked = any(row[-2:] != ("0", "0") for row in units)
    owing = Number(str(len(units)), "units", Side.LISTED)
    yield context.paragraph(SECTION, "units_said", owing=owing, marked=marked)
    if units:
        yield _units(context, units)


def annex(context: SectionContext) -> Iterator[Block]:
    """What became of each sheet."""
    if rows := tuple(_sheet_rows(context)):
        yield _sheets(context, rows)


def sent_paragraph(context: SectionContext) -> Paragraph:
    """The sentence of page one: how much of what was due has come in, and how much of it could be used."""
    extras = context.views["E1"].extras
    paragraph = context.paragraph(
        "summary", "sent", short=[extras[name] for name in _SHORTFALLS if extras[name].number]
    )
    return replace(paragraph, lead=context.words.text("summary", "sent_lead"))


def _due(dataset: Dataset) -> pl.DataFrame:
    """The expected submissions, and whether they are missing or were returned, as E1 counts them."""
    return dataset.submissions.join(expected(dataset), on=["submitter", "sheet"], how="semi").with_columns(
        returned=pl.col("status") == RETURNED, missing=pl.col("status").is_in(ABSENT)
    )


def _sheets(context: SectionContext, rows: tuple[tuple[str, ...], ...]) -> Table:
    return Table(
        name="sheets",
        caption=context.words.text(SECTION, "sheets_table"),
        columns=(
            *(
                code("代码", 11),
                name("表名", 55),
                count("应报"),
                count("按时"),
            ),
            *map(count, _FATES.values()),
        ),
        rows=rows,
        unit="份",
        note=context.words.text(SECTION, "sheets_note"),
        summed=True,
    )


def _sheet_rows(context: SectionContext) -> Iterator[tuple[str, ...]]:
    """One row per expected sheet, in the order of the catalogue, and the sum: E1 and its parts."""
    view, there = context.views["E1"], set(_due(context.dataset)["sheet"])
    for sheet in SHEETS.values():
        if sheet.id in there:
            due = view.part("", sheet.title, sheet.id)
            fates = (view.part(group, sheet.title).exact for group in _FATES.values())
            yield (sheet.id, sheet.title, due.exact_d, due.exact_n, *fates)
    if there:
        yield ("", "合计", view.exact_d, view.exact_n, *(view.extras[fate].exact for fate in _FATES))


def _units(context: SectionContext, rows: tuple[tuple[str, ...], ...]) -> Table:
    return Table(
        name="units",
        caption=context.words.text(SECTION, "units_table"),
        columns=(
            *(name("单位", 36), text("缺报的表", 27), text("退回的表", 27)),
            *(count("逾期（天）", 21), count("退回单元格"), count("未接收行")),
        ),
        rows=rows,
    )


def _unit_rows(context: SectionContext) -> Iterator[tuple[str, ...]]:
    """Units with a sheet missing or returned, or with cells or rows refused; those that owe most first."""
    dataset = context.dataset
    owed = _owed(dataset).join(
        refused_by_unit(dataset.issues), on="submitter", how="full", coalesce=True, nulls_equal=True
    )
    ordered = owed.with_columns(pl.col("missing", "returned").fill_null([]), pl.col("cells", "rows").fill_null(0)).sort(
        pl.col("missing").list.len() + pl.col("returned").list.len(),
        pl.col("cells") + pl.col("rows"),
        "submitter",
        descending=[True, True, False],
    )
    for row in ordered.iter_rows(named=True):
        yield _unit_row(context, row)


def _owed(dataset: Dataset) -> pl.DataFrame:
    """Of units that owe a sheet `submitter`, `missing`, `returned` (sheet ids in their order, each once) and
    `days_overdue`."""
    order = pl.col("sheet").replace_strict(list(SHEETS), list(range(len(SHEETS))), return_dtype=pl.Int64)
    return (
        _due(dataset)
        .filter(pl.col("missing") | pl.col("returned"))
        .sort(order)
        .group_by("submitter")
        .agg(
            missing=pl.col("sheet").filter("missing").unique(maintain_order=True),  # a month may lack one every week
            returned=pl.col("sheet").filter("returned").unique(maintain_order=True),
            days_overdue=pl.col("days_overdue").max(),
        )
    )


def _unit_row(context: SectionContext, row: Mapping[str, Any]) -> tuple[str, ...]:
    unit = context.county.unit.get(row["submitter"])
    called = unit.short if unit else row["submitter"]
    label, views = called or UNKNOWN.label, context.views
    return (
        called or _UNKNOWN_UNIT,
        "、".join(row["missing"]) or NONE,
        "、".join(row["returned"]) or NONE,
        views["E1"].part("逾期天数", label).exact if row["days_overdue"] is not None else NONE,
        views["E3"].part("退回单元格", label).exact,
        views["E2"].part("未接收行", label).exact,
    )
