"""Every number a report prints, found by walking its model; words that hold a digit nobody vouches for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from report_templates.model.report import (
    Block,
    Chart,
    Content,
    Formulas,
    Listing,
    Paragraph,
    Report,
    Section,
    Table,
)
from report_templates.words.sentence import Cell, Number, Sentence

ENCLOSED = "report-data.xlsx"
"""Numbers that stand in the enclosed workbook alone."""

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Piece:
    """A text that is printed, and where; `quoted` from the data, as a title or the name of a file is."""

    text: str
    where: str
    quoted: bool = False


def pieces(report: Report) -> Iterator[Piece]:
    """All texts of a report's blocks, numbers apart from the words beside them."""
    for block in report.blocks:
        yield from _of(block)


def _of(block: Block) -> Iterator[Piece]:
    if isinstance(block, Section):
        yield Piece(block.heading, "heading")
    elif isinstance(block, Paragraph):
        yield Piece(block.lead, "lead")
        yield from _cell(block.said, "sentence")
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Listing):
        yield Piece(block.caption, "caption")
        yield from (Piece(text, "listing", quoted=True) for name, entries in block.lines for text in (name, *entries))
    elif isinstance(block, Chart):
        yield from _chart(block)
    elif isinstance(block, Formulas):
        yield from _formulas(block)


def _cell(cell: Cell, where: str, *, quoted: bool = False) -> Iterator[Piece]:
    yield from (Piece(run, where, quoted) for run in (cell.runs if isinstance(cell, Sentence) else (cell,)))


def _table(table: Table) -> Iterator[Piece]:
    yield from (Piece(text, table.name) for text in (table.caption, table.unit, *(c.head for c in table.columns)))
    yield from _cell(table.note, table.name)
    for row in table.rows:
        if len(row) == 1:
            yield from _cell(row[0], table.name)
            continue
        for column, cell in zip(table.columns, row, strict=True):
            if column.content in (Content.CODE, Content.FIGURE):
                continue  # codes of sheets, cells and figures; days
            quoted = column.content in (Content.TEXT, Content.NAME)
            yield from _cell(cell, f"{table.name}, {column.head}", quoted=quoted)


def _chart(chart: Chart) -> Iterator[Piece]:
    yield from (Piece(text, chart.name) for text in (chart.caption, chart.unit))
    yield from _cell(chart.alternative, chart.name)
    for row in chart.rows:  # a float says how long a bar is; what is printed beside it is a text
        yield from (Piece(cell, chart.name, quoted=True) for cell in row if isinstance(cell, str))


def _formulas(block: Formulas) -> Iterator[Piece]:
    for formula in block.formulas:
        # a formula and its window are definitions: their thresholds are the county's settings
        for cell in (formula.value, formula.basis, formula.change, formula.cumulative, formula.coverage):
            yield from _cell(cell, f"formulas, {formula.code}")
        for cell in (formula.numerator, formula.denominator):
            yield from _cell(cell, ENCLOSED)
        yield Piece(formula.label, "formulas")


def numbers(report: Report) -> Iterator[tuple[Number, str]]:
    """The numbers, and where each stands."""
    yield from ((piece.text, piece.where) for piece in pieces(report) if isinstance(piece.text, Number))


def unvouched(report: Report, known: str) -> Iterator[str]:
    """Words with a digit that is no `Number`; what is quoted must stand in `known`, all texts of the data."""
    for piece in pieces(report):
        if isinstance(piece.text, Number) or not _DIGIT.search(piece.text):
            continue
        wanted = re.split("[、，；（）…]", piece.text) if piece.quoted else [piece.text]
        if not piece.quoted or any(_DIGIT.search(number) and number not in known for number in wanted):
            yield f"{piece.where}: {piece.text}"
