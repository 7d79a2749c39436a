"""专项工作进展: the indicators of the sheets that a county has declared itself, sheet by sheet (docs/own-sheets.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from expectations.catalogue import SHEETS
from expectations.contract.contract import Sheet
from expectations.own.in_use import declared
from expectations.own.indicator import Way
from report_templates.model.columns import MEASURE, count, name
from report_templates.model.report import Block, Column, Section, Table
from report_templates.reports.context import SectionContext
from report_templates.words.figure_view import FigureView
from report_templates.words.sentence import Cell

SECTION = "own_sheets"
_WHOLE = "合计"
_NAMES, _NUMBERS = 36, 24
"""Millimetres of the column with the names of rows, at least, and of one with numbers."""


def blocks(context: SectionContext) -> Iterator[Block]:
    """A section for each own sheet with indicators: what they say, and a table for each of their breakdowns."""
    views = [view for view in context.views.values() if view.figure.id in declared().indicators]
    for sheet_id, of_sheet in groupby(views, lambda view: declared().indicators[view.figure.id].sheet):
        sheet, figures = SHEETS[sheet_id], [*of_sheet]
        said = context.paragraph(SECTION, figures=figures)
        yield Section(heading=heading(sheet), blocks=(said, *_tables(context, sheet, figures)))


def heading(sheet: Sheet) -> str:
    """What a sheet is about: its title without the word for a table."""
    return sheet.title.removesuffix("台账").removesuffix("表") or sheet.title


def _tables(context: SectionContext, sheet: Sheet, figures: Sequence[FigureView]) -> Iterator[Table]:
    """For each column some figures are broken down by a table of these, or several where they are many."""
    for column in dict.fromkeys(by for view in figures for by in declared().indicators[view.figure.id].by):
        broken = [view for view in figures if column in declared().indicators[view.figure.id].by and view.parts]
        group = sheet.column[column].heading
        for at, together in enumerate(_packed(broken)):
            yield Table(
                name=f"{sheet.name}_{column}{at or ''}",
                caption=context.words.text(SECTION, "table").format(sheet=heading(sheet), column=group),
                columns=(
                    name(group),
                    *(each for view in together for each in _columns(view, alone=len(together) == 1)),
                ),
                rows=tuple(_rows(together, group)),
                summed=True,
            )


def _packed(figures: Sequence[FigureView]) -> Iterator[list[FigureView]]:
    """The figures in parts of which each goes into the width of a page."""
    packed: list[FigureView] = []
    for view in figures:
        if packed and _NAMES + _NUMBERS * sum(len(_columns(each)) for each in (*packed, view)) > MEASURE:
            yield packed
            packed = []
        packed = [*packed, view]
    if packed:
        yield packed


def _columns(view: FigureView, *, alone: bool = False) -> tuple[Column, ...]:
    """The columns of a figure under its name; of a count that stands alone there is room for the shares."""
    if view.unit == "%":
        return count("分子/分母", _NUMBERS, view.label), count("比率", _NUMBERS, view.label)
    counted = count(view.unit or "数值", _NUMBERS, view.label)
    return (counted, count("占比", _NUMBERS, view.label)) if _shared(view, alone=alone) else (counted,)


def _shared(view: FigureView, *, alone: bool) -> bool:
    return alone and declared().indicators[view.figure.id].measure is Way.COUNT


def _rows(figures: Sequence[FigureView], group: str) -> Iterator[tuple[Cell, ...]]:
    """A row for each code that occurs, in the order of its list, and the whole."""
    for label in dict.fromkeys(part.label for view in figures for part in view.group_of(group)):
        parts = [view.part(group, label, absent=None if view.unit == "%" else 0) for view in figures]
        yield (label, *_cells(parts, figures))
    yield (_WHOLE, *_cells(figures, figures))


def _cells(parts: Sequence[FigureView], figures: Sequence[FigureView]) -> Iterator[Cell]:
    for part, view in zip(parts, figures, strict=True):
        if view.unit == "%":
            yield from (part.basis, part.rate)
        else:
            yield part.exact
            yield from (part.share,) if _shared(view, alone=len(figures) == 1) else ()
