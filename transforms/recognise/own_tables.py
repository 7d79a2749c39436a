"""Offices' own tables, known by the headings their county has named, as tables of the sheets they are read as.

Such a table is recognised as any other, by an index of its own headings, and only then gets the columns of a contract.
So titles, totals, notes and stacked parts are told as everywhere, and every issue points at the office's own cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from expectations.county.own_tables import OwnSheet, OwnTable, Source, Step
from transforms.recognise.grid import Grid
from transforms.recognise.headings import DEEPEST_HEADER, SEARCHED_ROWS, UNREAD, Header, Index, Made, heading_keys
from transforms.recognise.notes import Notes
from transforms.recognise.row_kinds import NOT_OF_SHEET
from transforms.recognise.tables import Table, tables
from transforms.recognise.totals import unlabelled_totals


def own_index(own: OwnTable) -> Index:
    """Look-up form of each of its headings → {its title: the heading}."""
    index: dict[str, Mapping[str, str]] = {}
    for heading in own.headings:
        index.setdefault(heading_keys(heading)[0], {own.title: heading})
    return index


def own_tables(
    grid: Grid, known: Sequence[tuple[OwnTable, Index]], sender: Callable[[Notes], str | None]
) -> list[Table]:
    """The tables of a worksheet as the first own table it fits is read; none where it fits none.

    `sender` tells the unit code by what the lines round a table say: some own tables are those of certain units.
    """
    texts = _texts(grid) if known else frozenset()
    for own, index in known:
        if not _may_be(own, texts):
            continue
        found = tables(grid, index, {own.title: own.title})
        if found and all(fits(table.header, own) and is_used_by(own, sender(table.notes)) for table in found):
            return [as_sheet(table, sheet, own) for table in found for sheet in own.sheets]
    return []


def _texts(grid: Grid) -> frozenset[str]:
    """The texts of the rows that may be a header, as they stand."""
    rows = grid.rows[: SEARCHED_ROWS + DEEPEST_HEADER]
    return frozenset(cell for row in rows for cell in row if isinstance(cell, str))


def _may_be(own: OwnTable, texts: frozenset[str]) -> bool:
    """Fast path: whether half of the headings, or the first lines of them, are among the texts of a worksheet."""
    there = sum(heading in texts or any(heading[:end] in texts for end in _LINES) for heading in own.headings)
    return 2 * there >= len(own.headings)


_LINES = range(2, 9)
"""Lengths of the first line of a heading."""


def fits(header: Header, own: OwnTable) -> bool:
    """Whether all headings that are read are there, each spelled right, and none that the own table does not name."""
    strange = {heading_keys(text)[1] for text in header.unknown} - UNREAD
    return not (strange or header.near) and own.read <= header.columns.keys()


def is_used_by(own: OwnTable, unit: str | None) -> bool:
    """Whether the own table is this unit's, or everybody's."""
    return not own.units or unit in own.units


def as_sheet(table: Table, sheet: OwnSheet, own: OwnTable) -> Table:
    """The own table as a table of one sheet: columns at their own positions, rows that say nothing of it set aside."""
    at = table.header.columns
    header = replace(
        table.header,
        sheet=sheet.id,
        columns={name: at[source.headings[0]] for name, source in sheet.columns.items() if source.headings},
        texts={name: "".join(source.headings) for name, source in sheet.columns.items() if source.headings},
        rivals={
            name: table.header.rivals[source.headings[0]]
            for name, source in sheet.columns.items()
            if source.step is Step.SAME and source.headings[0] in table.header.rivals
        },
        outdated=(),
        unknown=(),
        own=own.title,
        made={name: _made(source, at) for name, source in sheet.columns.items() if source.step is not Step.SAME},
        times=len(own.sheets),
    )
    silent = {row for row in table.data if sheet.rows_with and _is_blank(table.grid, row, at[sheet.rows_with])}
    data = [row for row in table.data if row not in silent]
    aside = dict.fromkeys(silent, NOT_OF_SHEET) | unlabelled_totals(table.grid, header, data)
    kept = tuple(row for row in data if row not in aside)
    return replace(table, header=header, data=kept, set_aside=table.set_aside | aside)


def _made(source: Source, at: Mapping[str, int]) -> Made:
    return Made(source.step, tuple(at[heading] for heading in source.headings), source.headings, source.value)


def _is_blank(grid: Grid, row: int, at: int) -> bool:
    cell = grid.rows[row][at]
    return cell == "" or (isinstance(cell, str) and cell.strip() in _NOTHING)


_NOTHING = frozenset({"", "/", "—", "-", "无"})
