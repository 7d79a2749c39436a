"""One column of a table: cells → typed values, each distinct value read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from expectations.contract import Column, Kind
from expectations.rules import Reaction
from transforms.cells.casters import read_cell
from transforms.cells.context import Context
from transforms.cells.reading import BLANK, Reading, Value, refused
from transforms.grid import Cell, Grid


@dataclass
class CastColumn:
    """Values of one column in row order, its companions, and what was noted on the way (place in the list, Reading)."""

    values: list[Value] = field(default_factory=list)
    texts: list[str | None] = field(default_factory=list)
    precisions: list[str | None] = field(default_factory=list)
    findings: list[tuple[int, Reading]] = field(default_factory=list)


def _percent_style(cells: Sequence[Cell]) -> str | None:
    """How a column writes percentages: as fractions, as points, or undecided when only 0 and 1 stand there (M45)."""
    numbers = [cell for cell in cells if isinstance(cell, (int, float)) and not isinstance(cell, bool)]
    if any(number > 1 for number in numbers):
        return "points"
    return "fraction" if any(0 < number < 1 for number in numbers) else None


_FAULTS = {
    "error_cell": "「{heading}」是错误值（如 #N/A、#REF!）。请改正公式，或直接填写内容。",
    "formula_without_value": "「{heading}」是公式但没有计算结果。请打开表格重新计算，或直接填写结果。",
}


def _evidence(grid: Grid, column: Column, rows: Sequence[int], position: int | None) -> dict[int, Reading | str]:
    """What the reader saw behind single cells, by place: an error, a formula without a value, or a number format."""
    formats = grid.formats if column.kind is Kind.PERCENT else {}
    if not (grid.errors or grid.unvalued or formats):
        return {}
    place = {(row, position): n for n, row in enumerate(rows)}
    seen: dict[int, Reading | str] = {place[at]: text for at, text in formats.items() if at in place}
    for rule, faulty in (("error_cell", grid.errors), ("formula_without_value", grid.unvalued)):
        reading = refused(rule, _FAULTS[rule].format(heading=column.heading))
        seen |= {place[at]: reading for at in faulty if at in place}
    return seen


def _settled(reading: Reading, column: Column) -> Reading:
    """The reading with the contract's reaction: a refused cell falls back to the default or costs what is declared."""
    if reading.reaction is not Reaction.CELL:
        return reading
    if column.default is not None:
        return replace(reading, value=column.default, reaction=Reaction.FIXW)
    return replace(reading, reaction=column.on_failure)


def cast_column(
    column: Column, cells: Sequence[Cell], rows: Sequence[int], position: int | None, grid: Grid, context: Context
) -> CastColumn:
    """Read the cells of `column` at the grid rows `rows`; blanks become null or the contract's default."""
    cast = CastColumn()
    evidence = _evidence(grid, column, rows, position)
    if column.kind is Kind.PERCENT:
        context = replace(context, percent_style=_percent_style(cells))
    blank = BLANK if column.default is None else Reading(column.default, Reaction.FIX, "default")
    known: dict[tuple[type, Cell], Reading] = {}
    for n, cell in enumerate(cells):
        if n in evidence:
            reading = _settled(_with_evidence(evidence[n], cell, column, context), column)
        elif cell == "":
            reading = blank if position is not None else BLANK
        elif (key := (cell.__class__, cell)) in known:
            reading = known[key]
        else:
            reading = known[key] = _settled(read_cell(cell, column, context), column)
        cast.values.append(reading.value)
        cast.texts.append(reading.text)
        cast.precisions.append(reading.precision)
        if reading.reaction is not None:
            cast.findings.append((n, reading))
    return cast


def _with_evidence(seen: Reading | str, cell: Cell, column: Column, context: Context) -> Reading:
    if isinstance(seen, Reading):
        return seen
    return read_cell(cell, column, replace(context, number_format=seen)) if cell != "" else BLANK
