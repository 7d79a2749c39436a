"""Further tables of a worksheet, one below the other, each under its own header (domain.md M08, M18)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from transforms.recognise.grid import Grid, Merge
from transforms.recognise.headings import DEEPEST_HEADER, UNREAD, Header, Index, headers
from transforms.recognise.notes import names_unit, period_in

MOST_TABLES = 200
"""Maximum headers below the first; exact repetitions are not counted."""

_FEW = 2
"""Maximum filled cells of a line that may announce a header."""

_LONGEST_LINE = 500

_HIGHEST = 4
"""Maximum lines above a header that may announce it."""

_TITLE = re.compile(r"(?:表|台账|花名册|名单|清单|统计)\s*(?:[（(【].*)?$")

Choose = Callable[[Sequence[Header], str], Header]
"""The best of several candidates for a header, given the text above it."""


def line(grid: Grid, row: int) -> str:
    """The texts of a row, cut: patterns take quadratic time in a text's length."""
    texts = (cell[:_LONGEST_LINE] for cell in grid.rows[row] if isinstance(cell, str) and cell)
    return "　".join(texts)[:_LONGEST_LINE]


def parts_below(grid: Grid, first: Header, index: Index, best: Choose) -> Iterator[tuple[int, Header]]:
    """Every later header with the row its part begins at: the first of the lines that announce it."""
    return islice(_parts_below(grid, first, index, best), MOST_TABLES)


def _parts_below(grid: Grid, first: Header, index: Index, best: Choose) -> Iterator[tuple[int, Header]]:
    merges: defaultdict[int, list[Merge]] = defaultdict(list)
    for merge in grid.merges:
        merges[merge.top].append(merge)
    last, row, few = first, first.bottom + 1, False
    while row < len(grid.rows):
        cells = grid.rows[row]
        if few or (begins := next((cell for cell in cells if cell != ""), "")) in index or begins in UNREAD:
            start = _announced_from(grid, row, last.bottom)
            near = tuple(
                merge for at in range(row - DEEPEST_HEADER, row + DEEPEST_HEADER) for merge in merges.get(at, ())
            )
            if header := _header_at(replace(grid, merges=near), start, row, last, index, best):
                if start < row or (header.sheet, header.columns) != (last.sheet, last.columns):
                    yield start, header  # else its rows are set aside as a repeated header
                last, row, few = header, header.bottom + 1, False
                continue
        few = len(cells) - cells.count("") <= _FEW
        row += 1


def _header_at(grid: Grid, start: int, row: int, last: Header, index: Index, best: Choose) -> Header | None:
    """The header in a row, below the lines from `start` on that announce it; None where there is none."""
    depth = last.bottom - last.top
    if grid.rows[row : row + depth + 1] == grid.rows[last.top : last.bottom + 1]:
        return replace(last, top=row, bottom=row + depth)
    candidates = list(headers(grid, index, (row,)))
    return best(candidates, "".join(line(grid, at) for at in range(start, row))) if candidates else None


def _announced_from(grid: Grid, top: int, floor: int) -> int:
    """The first of the few-worded lines right above a header that is a title or names unit or week; else `top`."""
    start = top
    for row in range(top - 1, max(floor, top - 1 - _HIGHEST), -1):
        filled = [cell for cell in grid.rows[row] if cell != ""]
        if not 0 < len(filled) <= _FEW or not all(isinstance(cell, str) for cell in filled):
            break
        text = line(grid, row)
        if names_unit(text) or period_in(text) or _TITLE.search(text):
            start = row
    return start
