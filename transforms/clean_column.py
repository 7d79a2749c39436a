"""One column of a table: cells → typed values, each distinct value read once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import repeat

from expectations.contract import Column, Kind
from expectations.rules import Reaction
from transforms.cells.casters import read_cell
from transforms.cells.context import Context, PercentStyle
from transforms.cells.reading import BLANK, Reading, Value, refused
from transforms.grid import Cell, Grid

SHOWN_BY_FORMAT = {Kind.PERCENT, Kind.DATE, Kind.DUE, Kind.MONTH, Kind.BIRTH}
"""Kinds whose cells mean something else in another number format: 85 %, or a date without its day."""


DITTO = frozenset({"同上", "〃", "″", "-//-", "“", "”", '"', "同前"})
"""Tokens that stand for the cell above (domain.md M26)."""


@dataclass
class CastColumn:
    """Values of one column in row order, its companions, and what was noted on the way (place in the list, Reading)."""

    values: list[Value] = field(default_factory=list)
    texts: list[str | None] = field(default_factory=list)
    precisions: list[str | None] = field(default_factory=list)
    findings: list[tuple[int, Reading]] = field(default_factory=list)


def _percent_style(cells: Sequence[Cell]) -> PercentStyle | None:
    """How a column writes percentages: as fractions, as points, or undecided when only 0 and 1 stand there (M45)."""
    numbers = [cell for cell in cells if isinstance(cell, (int, float)) and not isinstance(cell, bool)]
    if any(number > 1 for number in numbers):
        return "points"
    return "fraction" if any(0 < number < 1 for number in numbers) else None


_FAULTS = {
    "error_cell": "「{heading}」是错误值（如 #N/A、#REF!）。请改正公式，或直接填写内容。",
    "formula_without_value": "「{heading}」是公式但没有计算结果。请打开表格重新计算，或直接填写结果。",
    "double_column_differs": "表中有几列都是「{heading}」，本行各列所填不一致。请只保留一列，填写正确的内容。",
}


def _faults(
    grid: Grid, column: Column, rows: Sequence[int], position: int | None, disputed: Collection[int]
) -> dict[int, Reading]:
    """Cells, by place, that need no reading: an error, a formula without a value, a second column that disagrees."""
    place = {(row, position): n for n, row in enumerate(rows)} if grid.errors or grid.unvalued else {}
    found = {
        "double_column_differs": disputed,
        "error_cell": [place[at] for at in grid.errors if at in place],
        "formula_without_value": [place[at] for at in grid.unvalued if at in place],
    }
    refusals = {rule: refused(rule, message.format(heading=column.heading)) for rule, message in _FAULTS.items()}
    return {n: refusals[rule] for rule, places in found.items() for n in places}


def _formats(grid: Grid, column: Column, rows: Sequence[int], position: int | None) -> Iterable[str | None]:
    """The number format of each cell, where the column's kind depends on it."""
    if position is None or column.kind not in SHOWN_BY_FORMAT or not grid.formats:
        return repeat(None, len(rows))
    return [grid.formats.get((row, position)) for row in rows]


def _settled(reading: Reading, column: Column) -> Reading:
    """The reading with the contract's reaction: a refused cell falls back to the default or costs what is declared."""
    if reading.reaction is not Reaction.CELL:
        return reading
    if column.default is not None:
        return replace(reading, value=column.default, reaction=Reaction.FIXW)
    return replace(reading, reaction=column.on_failure)


def _as_above(cast: CastColumn, column: Column) -> Reading:
    """The value of the row above (domain.md M26), where there is one."""
    if not cast.values or cast.values[-1] is None:
        return refused("ditto_of_nothing", f"「{column.heading}」写的是“同上”，但上一行没有可用的内容。请填写完整。")
    message = f"「{column.heading}」写的是“同上”，已按上一行填写。请核对，下次请填写完整。"
    above = Reading(cast.values[-1], Reaction.FIXW, "ditto", message)
    return replace(above, text=cast.texts[-1], precision=cast.precisions[-1])


def cast_column(
    column: Column,
    cells: Sequence[Cell],
    rows: Sequence[int],
    position: int | None,
    grid: Grid,
    context: Context,
    disputed: Collection[int] = (),
) -> CastColumn:
    """Read the cells of `column` at the grid rows `rows`; blanks become null or the contract's default.

    At the `disputed` places a second column of the same meaning says something else (domain.md M17).
    """
    cast = CastColumn()
    faults = _faults(grid, column, rows, position, disputed)
    if column.kind is Kind.PERCENT:
        context = replace(context, percent_style=_percent_style(cells))
    blank = BLANK if column.default is None or position is None else Reading(column.default, Reaction.FIX, "default")
    known: dict[tuple[type, Cell, str | None], Reading] = {}
    for n, (cell, shown) in enumerate(zip(cells, _formats(grid, column, rows, position), strict=True)):
        if n in faults:
            reading = _settled(faults[n], column)
        elif cell == "":
            reading = blank
        elif cell in DITTO:
            reading = _settled(_as_above(cast, column), column)
        elif (key := (cell.__class__, cell, shown)) in known:
            reading = known[key]
        else:
            told = replace(context, number_format=shown) if shown else context
            reading = known[key] = _settled(read_cell(cell, column, told), column)
        cast.values.append(reading.value)
        cast.texts.append(reading.text)
        cast.precisions.append(reading.precision)
        if reading.reaction is not None:
            cast.findings.append((n, reading))
    return cast
