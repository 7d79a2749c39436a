"""The cells of a column before they are read, and what fills them: merged ranges, group titles, ranges of dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from expectations.contract.contract import Sheet
from expectations.county.codelist import CodeList, code_text
from transforms.cells.dates.written import date_range, written
from transforms.recognise.grid import Cell, Merge
from transforms.recognise.row_kinds import GROUP_TITLE, SUBTOTAL, group_named
from transforms.recognise.tables import Table

_DRESS = re.compile(r"^[\d\s①-⑳.、．)）(（★☆●○◆◇■□▲△*—-]+|\s*[（(][^（()）]*[)）]\s*$|[\s—：:-]+$")


@dataclass(frozen=True)
class ColumnCells:
    """One column in the order of the rows.

    `filled` are the indexes filled from elsewhere, with the rule: from a merged range, a group title, a range of dates.
    `disputed` are those at which a second column of the same meaning has another value, `shared` those whose one
    measure is merged over several rows.
    """

    cells: list[Cell]
    filled: dict[int, str] = field(default_factory=dict)
    disputed: list[int] = field(default_factory=list)
    shared: list[int] = field(default_factory=list)

    @cached_property
    def distinct(self) -> frozenset[Cell]:
        """The distinct values, once the cells are all filled; of 1 and True, which are equal, only one."""
        return frozenset(self.cells)

    def at(self, places: Sequence[int]) -> ColumnCells:
        """The column of some of the rows."""
        new = {old: place for place, old in enumerate(places)}
        return ColumnCells(
            [self.cells[old] for old in places],
            {new[old]: rule for old, rule in self.filled.items() if old in new},
            [new[old] for old in self.disputed if old in new],
            [new[old] for old in self.shared if old in new],
        )


def filled_down(
    table: Table, position: int, stacks: Sequence[tuple[Cell, ...]] | None = None, *, summed: bool = False
) -> ColumnCells:
    """The cells at a position; a value fills its merged range downwards, and only that (domain.md M25).

    A measure that is `summed` is the sum of its merged range and fills nothing. `stacks` are the data rows of the table
    turned into columns, where these are at hand.
    """
    if stacks is None:
        cells = [table.grid.rows[row][position] for row in table.data]
    else:
        cells = [*stacks[position]] if position < len(stacks) else [""] * len(table.data)
    column = ColumnCells(cells)
    down = [merge for merge in table.grid.merges if _spans_rows(merge, position)]
    place = {row: n for n, row in enumerate(table.data)} if down else {}
    for merge in down:
        value = column.cells[place[merge.top]] if merge.top in place else ""
        below = [place[row] for row in range(merge.top + 1, merge.bottom + 1) if row in place and value != ""]
        if summed and below:
            column.shared.extend((place[merge.top], *below))
            continue
        for n in below:
            if column.cells[n] == "":
                column.cells[n] = value
                column.filled[n] = "merged_cells"
    return column


def _spans_rows(merge: Merge, position: int) -> bool:
    return merge.left <= position <= merge.right and merge.bottom > merge.top


def with_titles(table: Table, sheet: Sheet, codes: Mapping[str, CodeList]) -> Table:
    """The table with rows that hold nothing but a group (漕河镇) set aside as its titles (M24)."""
    listed = _groups(table, sheet, codes)
    titles = {row for row in table.data if _is_alone(table.grid.rows[row])} if listed else set()
    named = {row for row in titles if listed and _is_group(_undressed(group_named(table.grid.rows[row])), listed)}
    if not named:
        return table
    data = tuple(row for row in table.data if row not in named)
    return replace(table, data=data, set_aside=table.set_aside | dict.fromkeys(named, GROUP_TITLE))


def _groups(table: Table, sheet: Sheet, codes: Mapping[str, CodeList]) -> CodeList | None:
    """The code list of the column that group titles fill, where the table has one."""
    name = sheet.grouped_by
    return codes.get(sheet.column[name].codes or "") if name and name in table.header.columns else None


def _is_alone(row: Sequence[Cell]) -> bool:
    """Whether a row has one cell only, and that a text."""
    return len(row) - row.count("") <= 1 and any(isinstance(cell, str) and cell for cell in row)


def _undressed(name: str) -> str:
    """A title without marks and digits before it and brackets behind it: 1、漕河镇（共2件，20万元） → 漕河镇."""
    return _DRESS.sub("", name)


def _is_group(name: str, listed: CodeList) -> bool:
    text = code_text(name)
    return text in listed.readings or text in listed.warned


def fill_groups(table: Table, sheet: Sheet, columns: Mapping[str, ColumnCells], codes: Mapping[str, CodeList]) -> None:
    """In place: group titles between the rows fill the blank cells of the column the contract names (M24)."""
    listed = _groups(table, sheet, codes)
    if sheet.grouped_by is None or listed is None:
        return
    column = columns[sheet.grouped_by]
    for n, group in _titles_of_rows(table, listed):
        if column.cells[n] == "":
            column.cells[n] = group
            column.filled[n] = GROUP_TITLE


def _titles_of_rows(table: Table, codes: CodeList) -> Iterator[tuple[int, str]]:
    """Index (in `table.data`) and group of every row below a title that is a code of the list.

    The next title ends a group, whatever it says, and so does what stands alone where the titles stand (其他), or a
    total of rows below them.
    """
    ends = {row: why for row, why in table.set_aside.items() if why in (GROUP_TITLE, SUBTOTAL)}
    if GROUP_TITLE not in ends.values():
        return
    place = {row: n for n, row in enumerate(table.data)}
    group, titled, filled = None, None, False
    for row in sorted({*ends, *place}):
        cells = table.grid.rows[row]
        if ends.get(row) == GROUP_TITLE:
            named = group_named(cells)
            group = next((name for name in (named, _undressed(named)) if _is_group(name, codes)), None)
            titled, filled = _first_filled(cells), False
        elif row in ends:
            group = None if filled else group
        elif _is_alone(cells) and _first_filled(cells) == titled and not _in_merge(table, row):
            group = None
        elif group:
            filled = True
            yield place[row], group


def _first_filled(row: Sequence[Cell]) -> int:
    return next(at for at, cell in enumerate(row) if cell != "")


def _in_merge(table: Table, row: int) -> bool:
    """Whether a row shares a cell with others, so that it holds more than what stands in it."""
    return any(merge.top <= row <= merge.bottom and merge.bottom > merge.top for merge in table.grid.merges)


def split_ranges(sheet: Sheet, columns: Mapping[str, ColumnCells]) -> None:
    """In place: a range of dates in one cell (2021.11—2022.12, 2021年11月至今) is split into two columns (M58).

    Its cell keeps the start, and the end goes into the column that takes it if it is blank. A start without a day is
    the first of its month.
    """
    for column in sheet.columns:
        if column.until is None:
            continue
        starts, ends = columns[column.name], columns[column.until]
        for n, cell in enumerate(starts.cells):
            if isinstance(cell, str) and ends.cells[n] == "" and (span := date_range(cell)):
                starts.cells[n], ends.cells[n] = _first_day(span[0]), span[1]
                starts.filled[n] = ends.filled[n] = "date_range_split"


def _first_day(text: str) -> str:
    day = written(text)
    return f"{day.year}-{day.month:02d}-01" if day and day.year and day.day is None else text
