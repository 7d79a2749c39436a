"""Whose sheets were late, were returned or are missing (domain.md §6), whose rows were not taken, and until when what
went back is wanted."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import polars as pl

from expectations.catalogue import SHEETS
from expectations.county.county import County
from report_templates.reports.context import SectionContext
from report_templates.words.figure_view import FigureView
from report_templates.words.period_words import hour_words
from report_templates.words.sentence import Runs, Sentence, plain_number
from transforms.dataset import Dataset
from transforms.indicators.declare.breakdown import UNKNOWN, unit_labels
from transforms.indicators.declare.coverage import expected
from transforms.indicators.declare.refusals import REFUSED_CELLS, REFUSED_SHEETS, UNKNOWN_UNIT
from transforms.judge.arrivals import ABSENT, LATE, MISSING, RETURNED, STATUS_WORDS, came_late

MOST_NAMED = 3
"""So many units of a sheet, and so many sheets, are named on page one; the table of units has all."""


def sent_for(dataset: Dataset) -> pl.DataFrame:
    """The expected submissions with their `fate`, as E1 counts them: late, returned or missing; null where none is."""
    fates = {RETURNED: pl.col("status") == RETURNED, MISSING: pl.col("status").is_in(ABSENT), LATE: came_late()}
    return dataset.submissions.join(expected(dataset), on=["submitter", "sheet"], how="semi").with_columns(
        fate=pl.coalesce(pl.when(holds).then(pl.lit(fate)) for fate, holds in fates.items())
    )


def in_county_order(units: Iterable[str], county: County) -> list[str]:
    """Each once, in the order of the county file, which is the official one; unknown ones last."""
    places = {unit: place for place, unit in enumerate(county.unit)}
    return sorted(set(units), key=lambda unit: (places.get(unit, len(places)), unit))


def called(submitter: str | None, county: County) -> str:
    """A unit by its short name, an unknown one by its code."""
    return unit_labels(county).get(submitter or "", submitter or UNKNOWN.label)


def whose(context: SectionContext, fate: str) -> Runs:
    """漕河镇《接单台账》，甲局、乙局、丙局等4份《履职周报》: the units that fell short in this way, sheet by sheet.

    Nothing for those who may not see it (domain.md §11.2: a work group reads counts).
    """
    if not named_to(context):
        return ()
    short = sent_for(context.dataset).filter(pl.col("fate") == fate)
    lines: list[Runs] = []
    for sheet in SHEETS.values():
        if units := in_county_order(short.filter(pl.col("sheet") == sheet.id)["submitter"], context.county):
            named = "、".join(called(unit, context.county) for unit in units[:MOST_NAMED])
            counted = context.views["E1"].part(STATUS_WORDS[fate], sheet.title).exact
            lines.append((named, *(("等", counted, "份") if len(units) > MOST_NAMED else ()), f"《{sheet.title}》"))
    return _in_turn(lines)


def whose_rows(context: SectionContext) -> Runs:
    """漕河镇《接单台账》411行，甲局《履职周报》2行: the sheets with rows that were not taken, those with most first."""
    return _counted(context, context.views["E2"].group_of(REFUSED_SHEETS), "行")


def whose_cells(context: SectionContext) -> Runs:
    """狮子镇7处，青石镇6处，督查室2处等: the units with cells to correct, those with most first."""
    return _counted(context, context.views["E3"].group_of(REFUSED_CELLS), "处")


def _counted(context: SectionContext, parts: tuple[FigureView, ...], unit: str) -> Runs:
    """The whole has been said: one alone is only named. Nothing for those who may not see whose it is."""
    most = sorted(parts, key=lambda part: -(part.number or 0)) if named_to(context) else []
    return _in_turn([(_named(part.label), *((part.exact, unit) if len(most) > 1 else ())) for part in most])


def _named(label: str) -> str:
    return UNKNOWN_UNIT if label == UNKNOWN.label else label


def wanted_back(context: SectionContext) -> Sentence:
    """12月1日18时: until when what went back is wanted, as the returned workbooks have it (`County.returns`)."""
    until = context.county.wanted_back(context.dataset.clock.knowledge)
    return Sentence(runs=(plain_number(f"{until.month}月{until.day}日{hour_words(until)}"),))


def named_to(context: SectionContext) -> bool:
    """Whether the audience may see whose it is, and has an annex that tells it unit by unit."""
    return bool(context.dataset.submissions.columns)


def _in_turn(lines: list[Runs]) -> Runs:
    runs = tuple(chain.from_iterable(("，", *line) for line in lines[:MOST_NAMED]))[1:]
    return (*runs, "等") if len(lines) > MOST_NAMED else runs
