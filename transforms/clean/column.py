"""One column of a table: cells → typed values, each distinct value read once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import cast

from expectations.contract.contract import Column, Kind, Need
from expectations.contract.rules import Reaction
from transforms.cells.casters import read_cell
from transforms.cells.characters import with_unprintable
from transforms.cells.context import BLANK, Context, PercentStyle, Reading, Value, refused
from transforms.cells.quantities.format_units import states_unit
from transforms.cells.quantities.formatted import writes_more
from transforms.cells.quantities.units import MEASURED
from transforms.cells.shown import shown
from transforms.clean.column_cells import ColumnCells
from transforms.recognise.grid import Cell, Grid

_DATES = (Kind.DATE, Kind.DUE, Kind.MONTH, Kind.BIRTH)
SHOWN_BY_FORMAT: Mapping[Kind, Callable[[str], bool]] = {
    Kind.PERCENT: lambda shown: "%" in shown,
    **dict.fromkeys(MEASURED, states_unit),
    **dict.fromkeys(_DATES, lambda shown: "d" not in shown.lower() and not writes_more(shown)),
    Kind.TEXT: lambda _: True,
}
"""Kinds whose value depends on the number format, and which: a percent sign, a unit, a date without its day; a text is
what is shown."""

MOST_KNOWN = 10_000
"""Cached readings per column: names and numbers hardly repeat, and memory must not grow with the files."""

DITTO = frozenset({"同上", "〃", "″", "-//-", "“", "”", '"', "同前"})
"""Tokens that stand for the cell above (domain.md M26)."""

_value, _reaction = attrgetter("value"), attrgetter("reaction")


@dataclass
class CastColumn:
    """Values of one column in row order, its companions, and the findings (index in the list, Reading)."""

    values: list[Value] = field(default_factory=list)
    texts: list[str | None] = field(default_factory=list)
    precisions: list[str | None] = field(default_factory=list)
    findings: list[tuple[int, Reading]] = field(default_factory=list)


def percent_style(cells: Sequence[Cell], formatted: Collection[int]) -> PercentStyle | None:
    """How a column writes percentages: as fractions, as points, or undecided (M45).

    Undecided where only 0 and 1 stand there, and where fractions stand beside points: a 1 may be either. The cells at
    the indexes `formatted` show a percent sign, and are no bare fractions.
    """
    numbers = {n: cell for n, cell in enumerate(cells) if isinstance(cell, int | float) and not isinstance(cell, bool)}
    points = any(number > 1 for number in numbers.values())
    fractions = [n for n, number in numbers.items() if 0 < number < 1]
    if points:
        return "points" if all(n in formatted for n in fractions) else None
    return "fraction" if fractions else None


_FAULTS = {
    "error_cell": "「{heading}」是错误值（如 #N/A、#REF!）。请改正公式，或直接填写内容。",
    "formula_without_value": "「{heading}」是公式但没有计算结果。请打开表格重新计算，或直接填写结果。",
    "double_column_differs": "表中有几列都是「{heading}」，本行各列所填不一致。请只保留一列，填写正确的内容。",
    "merged_measure": "「{heading}」几行合并填了一个数，看不出各行各是多少。请取消合并，逐行填写。",
}


def _faults(
    grid: Grid, column: Column, rows: Sequence[int], position: int | None, raw: ColumnCells
) -> dict[int, Reading]:
    """Cells, by index, refused without reading: an error, a formula without a value, a second column that disagrees.

    Also one number for several rows: it would be counted for each of them (M25).
    """
    place = {(row, position): n for n, row in enumerate(rows)} if grid.errors or grid.unvalued else {}
    faulty = {
        "merged_measure": raw.shared,
        "double_column_differs": raw.disputed,
        "error_cell": [place[at] for at in grid.errors if at in place],
        "formula_without_value": [place[at] for at in grid.unvalued if at in place],
    }
    refusals: dict[int, Reading] = {}
    for rule, places in faulty.items():
        if places:
            refusals |= dict.fromkeys(places, refused(rule, _FAULTS[rule].format(heading=column.heading)))
    return refusals


def _formats(grid: Grid, column: Column, rows: Sequence[int], position: int | None) -> dict[int, str]:
    """The number formats, by index, that change the value: a percent sign, or a date without its day."""
    if position is None or not grid.formats or (shows := SHOWN_BY_FORMAT.get(column.kind)) is None:
        return {}
    formats = ((n, grid.formats.get((row, position))) for n, row in enumerate(rows))
    return {n: shown for n, shown in formats if shown and shows(shown)}


def _settled(reading: Reading, column: Column) -> Reading:
    """The reading with the contract's reaction: a refused cell takes the declared `on_failure`.

    With that of a warning it takes the column's default; else the default is that of a blank cell alone: 已故 is not
    在册, and an answer that is not understood is not a no.
    """
    if reading.reaction is not Reaction.CELL:
        return reading
    if column.default is not None and column.on_failure is Reaction.FIXW:
        return reading._replace(value=column.default, reaction=Reaction.FIXW)
    return reading._replace(reaction=column.on_failure)


_STRUCK_LEFT = "「{heading}」中划掉的文字没有读取，只读了没有划去的部分；请核对，下次请把划掉的内容删去。"
_ALL_STRUCK = "「{heading}」的内容全部划掉了。确实不要的请删去，另有内容的请重新填写。"


def _struck(reading: Reading, column: Column, cell: Cell) -> Reading:
    """The reading of what is left of a cell with text struck through; nothing left is asked back (M30)."""
    if cell == "":
        return _settled(refused("all_struck_through", _ALL_STRUCK.format(heading=column.heading)), column)
    if reading.reaction in {None, Reaction.FIX, Reaction.FIXW}:
        message = reading.message + _STRUCK_LEFT.format(heading=column.heading)
        return reading._replace(reaction=Reaction.FIXW, rule="struck_left_out", message=message)
    return reading


def ditto_refused(column: Column) -> Reading:
    """同上 where the row above has nothing to repeat (domain.md M26)."""
    message = f"「{column.heading}」写的是“同上”，但上一行没有可用的内容。请填写完整。"
    return _settled(refused("ditto_of_nothing", message), column)


def _as_above(above: Reading | None, column: Column) -> Reading:
    """The value of the row above (domain.md M26), where there is one."""
    if above is None or above.value is None:
        return ditto_refused(column)
    message = f"「{column.heading}」写的是“同上”，已按上一行填写。请核对，下次请填写完整。"
    return above._replace(reaction=Reaction.FIXW, rule="ditto", message=message)


def cast_column(
    column: Column, raw: ColumnCells, rows: Sequence[int], position: int | None, grid: Grid, context: Context
) -> CastColumn:
    """Read the cells of `column` at the grid rows `rows`; blanks become null or the contract's default.

    So they do where the sheet lacks the column: what a blank cell stands for does not hang on its heading. A notice
    says so once (`column_notices`), no finding for each row. At the disputed indexes a second column of the same
    meaning has another value (domain.md M17).
    """
    cells = raw.cells
    if position is None and raw.distinct <= {""}:  # a constant stands in no cell
        return _cast(column, [BLANK._replace(value=column.default)] * len(cells))
    formats = _formats(grid, column, rows, position)
    if column.kind is Kind.PERCENT:
        context = replace(context, percent_style=percent_style(cells, formats))
    known = _known(column, context)
    for cell in raw.distinct.difference(known, DITTO):
        _read(cell, column, context, None, known)
    faults = _faults(grid, column, rows, position, raw)
    readings: list[Reading | None] = [*map(known.get, cells)]
    for n in sorted({*formats, *faults, *_unread(raw, readings)}):
        if n in faults:
            readings[n] = _settled(faults[n], column)
        elif cells[n] in DITTO:
            readings[n] = _settled(_as_above(readings[n - 1] if n else None, column), column)
        elif cells[n] != "":
            readings[n] = _read(cells[n], column, context, formats.get(n), known)
    for n in (n for n, row in enumerate(rows) if (row, position) in grid.struck) if grid.struck else ():
        readings[n] = _struck(readings[n] or BLANK, column, cells[n])
    return _cast(column, cast(list[Reading], readings))


_LIKE_BOOLS = frozenset({True, False})


def _unread(raw: ColumnCells, readings: Sequence[Reading | None]) -> Iterator[int]:
    """Indexes whose reading cannot come from the cache by value: dittos, and booleans, which equal 1 and 0."""
    if not DITTO.isdisjoint(raw.distinct):
        yield from (n for n, cell in enumerate(raw.cells) if cell in DITTO)
    if not _LIKE_BOOLS.isdisjoint(raw.distinct) and bool in {*map(type, raw.cells)}:
        yield from (n for n, cell in enumerate(raw.cells) if readings[n] is None or cell.__class__ is bool)


def _known(column: Column, context: Context) -> dict[object, Reading]:
    """The cached readings of the column, from this file and those before it."""
    known = context.known.setdefault((column, context.percent_style, context.stated_unit, context.legend), {})
    if len(known) > MOST_KNOWN:
        known.clear()
    known[""] = _blank(column, context)
    return known


def _blank(column: Column, context: Context) -> Reading:
    """The reading of a cell left empty; whoever owes it an answer hears what was put down for it."""
    if column.default is None:
        return BLANK
    if column.need is not Need.REQUIRED:
        return Reading(column.default, Reaction.FIX, "default")
    message = f"「{column.heading}」没有填写，已按“{shown(column.default, column, context.codes)}”统计。请核对后补填。"
    return Reading(column.default, Reaction.FIXW, "default", message)


def _read(cell: Cell, column: Column, context: Context, shown: str | None, known: dict[object, Reading]) -> Reading:
    """Read a cell, or take the cached reading of an equal one; 1 and True are equal, but not of one class."""
    key = cell if shown is None and cell.__class__ is not bool else (cell.__class__, cell, shown)
    if key not in known:
        cell_context = replace(context, number_format=shown) if shown else context
        known[key] = _settled(with_unprintable(read_cell(cell, column, cell_context), column), column)
    return known[key]


def _cast(column: Column, readings: Sequence[Reading]) -> CastColumn:
    noted = any(map(_reaction, readings))  # most columns have no findings
    return CastColumn(
        values=[*map(_value, readings)],
        texts=[reading.text for reading in readings] if column.keeps_text else [],
        precisions=[reading.precision for reading in readings] if column.kind is Kind.BIRTH else [],
        findings=[(n, reading) for n, reading in enumerate(readings) if reading.reaction is not None] if noted else [],
    )
