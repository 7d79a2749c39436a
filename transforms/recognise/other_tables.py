"""A table of another kind below the rows of a sheet, such as a summary by community (domain.md §12, M22)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import cast

from transforms.recognise.grid import Cell, Grid
from transforms.recognise.headings import Header, is_heading
from transforms.recognise.row_kinds import DERIVED, OTHER_TABLE, SUBTOTAL
from transforms.recognise.row_words import is_number

_TEXTS = frozenset({str})
_FEWEST = 2
_LONGEST = 15
"""Characters of a heading of a summary."""

_COUNTED = re.compile(r".*(?:数量?|[人件次户]|率|占比|比[例重]|[合小总]计|名[称次]|序号|排[名序]|指标|项目|得分|金额)")


def rows_of_other_tables(grid: Grid, header: Header, data: Sequence[int], aside: Mapping[int, str]) -> dict[int, str]:
    """Rows that belong to a table with headings of its own, from its title on, with the reason OTHER_TABLE.

    It ends with the first row that is filled outside its columns: there the sheet's own rows go on. `aside` are the
    rows set aside so far; totals of the other table are its own.
    """
    own = [*data, *(row for row, reason in aside.items() if reason in (SUBTOTAL, DERIVED) and row > header.bottom)]
    rows, others = sorted(own), dict[int, str]()
    span = range(0)
    for n, row in enumerate(rows):
        if span and not all(at in span for at in _filled(grid.rows[row])):
            span = range(0)
        if not span and _has_labels(grid.rows[row]):
            places = _filled(grid.rows[row])
            if _begins(grid, header, row, places, rows[n + 1 : n + 2]):
                span = range(places[0], places[-1] + 1)
                others |= dict.fromkeys(_titles(grid, row, data), OTHER_TABLE)
        if span:
            others[row] = OTHER_TABLE
    return others


def _has_labels(row: Sequence[Cell]) -> bool:
    """Whether all cells are short texts; most rows have a number or a day, or a text as long as no heading is."""
    if not _TEXTS.issuperset(map(type, row)):
        return False
    return max(map(len, map(str.strip, cast(Sequence[str], row))), default=0) <= _LONGEST


def _begins(grid: Grid, header: Header, row: int, places: Sequence[int], after: Sequence[int]) -> bool:
    """Whether a row of labels is one of headings, not all the sheet's; some of them where a line or gap is above it."""
    words = [str(grid.rows[row][at]).strip() for at in places]
    if len(words) < _FEWEST:
        return False
    known = [*map(is_heading, words)]
    if not any(known):
        return False
    if all(own or _COUNTED.fullmatch(word) for own, word in zip(known, words, strict=True)):
        return True
    sparse = len(places) * 2 <= len(header.columns)
    alone = row > header.bottom + 1 and len(_filled(grid.rows[row - 1])) <= 1
    return sparse and alone and any(_counts(grid.rows[below], places) for below in after)


def _counts(row: Sequence[Cell], places: Sequence[int]) -> bool:
    """Whether a row fills these columns and no others, all behind the first with numbers."""
    return _filled(row) == [*places] and all(
        is_number(cell.strip()) if isinstance(cell := row[at], str) else isinstance(cell, int | float)
        for at in places[1:]
    )


def _titles(grid: Grid, row: int, data: Sequence[int]) -> list[int]:
    """The lines with one text right above a row that would else be data."""
    known, titles = frozenset(data), list[int]()
    while (row := row - 1) in known and len(_filled(grid.rows[row])) == 1:
        titles.append(row)
    return titles


def _filled(row: Sequence[Cell]) -> list[int]:
    return [at for at, cell in enumerate(row) if cell != "" and not (cell.__class__ is str and str(cell).isspace())]
