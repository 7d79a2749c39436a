"""报送: who has sent what, and who still has something to do (domain.md §6, indicator E1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from expectations.catalogue import SHEETS
from report_templates.model.columns import code, count, name, text
from report_templates.model.report import Block, Paragraph, Table
from report_templates.reports.context import SectionContext
from report_templates.reports.shortfalls import (
    called,
    in_county_order,
    named_to,
    sent_for,
    wanted_back,
    whose,
    whose_cells,
    whose_rows,
)
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Number, Side
from transforms.indicators.declare.breakdown import UNKNOWN
from transforms.indicators.declare.refusals import REFUSED_CELLS, REFUSED_ROWS, UNKNOWN_UNIT
from transforms.judge.arrivals import CARRIED, LATE, MISSING, RETURNED, STATUS_WORDS, ZERO

SECTION = "sending"
UNITS = "units"
"""The part of an annex that tells it unit by unit."""
_FATES = {status: STATUS_WORDS[status] for status in (LATE, RETURNED, MISSING, ZERO, CARRIED)}
_SHORTFALLS = (LATE, RETURNED, MISSING)
_OWED = (MISSING, RETURNED)
_REFUSED = (("E3", REFUSED_CELLS), ("E2", REFUSED_ROWS))
"""The figures and breakdowns of what each unit has to correct."""


def blocks(context: SectionContext) -> Iterator[Block]:
    """The units that were late, owe a sheet or have something to correct."""
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
    """The sentence of page one: how much of what was due has come in, whose is lacking, how much could be used."""
    extras = context.views["E1"].extras
    short = [(extras[fate], whose(context, fate)) for fate in _SHORTFALLS if extras[fate].number]
    faults = (extras[RETURNED], context.views["E3"].extras["refused"], context.views["E2"].extras["rejected"])
    steps = {"补报": extras[MISSING].number, "改正后重报": any(fault.number for fault in faults)}
    paragraph = context.paragraph(
        *("summary", "sent"),
        short=short,
        faulty=whose_cells(context),
        rejected=whose_rows(context),
        demands="、".join(step for step, wanted in steps.items() if wanted),
        named=named_to(context),
        until=wanted_back(context),
    )
    return replace(paragraph, lead=context.words.text("summary", "sent_lead"))


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
    view, there = context.views["E1"], set(sent_for(context.dataset)["sheet"])
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
            *(name("单位", 34), text("缺报、退回和迟报的表")),
            *(count("逾期（天）", 20), count("退回单元格", 21), count("未接收行", 20)),
        ),
        rows=rows,
    )


def _unit_rows(context: SectionContext) -> Iterator[tuple[str, ...]]:
    """Units with a sheet late, missing or returned, or with cells or rows refused; those that owe most first."""
    short = sent_for(context.dataset).drop_nulls("fate")
    cells, rows = (
        {part.label: int(part.number or 0) for part in context.views[of].group_of(group)} for of, group in _REFUSED
    )
    units = {
        called(unit, context.county): short.filter(pl.col("submitter") == unit)
        for unit in in_county_order(short["submitter"], context.county)
    }
    named = {**dict.fromkeys((*cells, *rows), short.clear()), **units}

    def weight(label: str) -> tuple[int, int]:
        owed = named[label].filter(pl.col("fate").is_in(_OWED))
        return owed.height, cells.get(label, 0) + rows.get(label, 0)

    for label in sorted(named, key=weight, reverse=True):
        yield _unit_row(context, label, named[label])


def _unit_row(context: SectionContext, label: str, short: pl.DataFrame) -> tuple[str, ...]:
    """The sheets are in the order of the catalogue, each once: a month may lack one every week."""
    views = context.views
    fates = ((fate, set(short.filter(pl.col("fate") == fate)["sheet"])) for fate in (*_OWED, LATE))
    lines = (
        STATUS_WORDS[fate] + "".join(f"《{sheet.title}》" for sheet in SHEETS.values() if sheet.id in sheets)
        for fate, sheets in fates
        if sheets
    )
    overdue = short.filter(pl.col("fate").is_in(_OWED))["days_overdue"].drop_nulls()
    return (
        UNKNOWN_UNIT if label == UNKNOWN.label else label,
        "；".join(lines) or NONE,
        NONE if overdue.is_empty() else views["E1"].part("逾期天数", label).exact,
        *(views[of].part(group, label).exact for of, group in _REFUSED),
    )
