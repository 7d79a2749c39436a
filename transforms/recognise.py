"""Grid → table: which sheet a worksheet is, where its columns stand, which rows are data (design.md §2, recognise)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from transforms.clock import UnknownPeriod, monday_of
from transforms.grid import Grid
from transforms.headings import DEEPEST_HEADER, Header, Index, headers, heading_keys
from transforms.row_kinds import BLANK, FOOT, HEADER, TITLE, ZERO_REPORT, says_no_change, set_aside_reason

_STAMP = r"\s*(?:[（(][^:：）)]*[)）])?[:：\s]+([^\s:：（(]+)"  # 填报单位（盖章）：县财政局（公章）
_UNIT = (
    re.compile(r"(?:填\s*[报表]\s*单\s*位|报送单位|上报单位)" + _STAMP),
    re.compile(r"(?:^|\s)单\s*位(?:名称)?" + _STAMP),
)
_FILLED_ON = re.compile(
    r"(?:填\s*[报表]|报送|上报|制表)\s*(?:日期|时间)\s*[:：\s]\s*(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})"
)
_FILLED_BY = re.compile(r"(?:填\s*[表报]|制\s*表)\s*人\s*[:：]\s*([^\s:：]+)")
_WEEK = re.compile(r"(\d{4})\s*年?\s*(?:度?\s*第\s*(\d{1,2})\s*[周期]|-?\s*[Ww](\d{1,2}))")


@dataclass(frozen=True)
class Notes:
    """What the title and foot lines say about the submission; None where they say nothing."""

    unit: str | None = None
    period: str | None = None
    filled_on: dt.date | None = None
    filled_by: str | None = None


@dataclass(frozen=True)
class Table:
    """A worksheet read as one sheet of the contract.

    `data` are the positions (from 0) of data rows, `set_aside` the reason of every other row of the grid.
    """

    header: Header
    grid: Grid
    data: tuple[int, ...]
    set_aside: dict[int, str]
    notes: Notes
    zero_report: bool


def period_in(text: str) -> str | None:
    """The ISO week a text names (2021年第47周, 2021-W47, 2021W47), or None."""
    if found := _WEEK.search(text):
        period = f"{int(found[1])}-W{int(found[2] or found[3]):02d}"
        try:
            monday_of(period)
        except UnknownPeriod:
            return None
        return period
    return None


def _filled_on(text: str) -> dt.date | None:
    if found := _FILLED_ON.search(text):
        try:
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return None
    return None


def _notes(above: list[str], below: list[str]) -> Notes:
    """What title and foot lines say; a foot line that names a week speaks of anything."""
    text = "\n".join(above + below)
    unit = next((found for form in _UNIT if (found := form.search(text))), None)
    filler = _FILLED_BY.search(text)
    return Notes(
        unit=unit[1] if unit else None,
        period=next((period for line in above if (period := period_in(line))), None),
        filled_on=_filled_on(text),
        filled_by=filler[1] if filler else None,
    )


def _line(grid: Grid, row: int) -> str:
    return "　".join(cell for cell in grid.rows[row] if isinstance(cell, str) and cell)


def _best(candidates: list[Header], title: str, titles: dict[str, str]) -> Header:
    """The header with most columns; among equals the one the title names, then the shallower one.

    Only those that begin where the first one does: further down the header may be repeated among the data (M18).
    """
    first = min(header.top for header in candidates)
    return max(
        (header for header in candidates if header.top < first + DEEPEST_HEADER),
        key=lambda h: (len(h.columns), titles[h.sheet] in title, -len(h.unknown), h.top - h.bottom, -h.top),
    )


def table(grid: Grid, index: Index, titles: dict[str, str]) -> Table | None:
    """The worksheet as a table, or None when no header of any contract is found.

    `index` is `headings.heading_index` of the contracts, `titles` their Chinese titles by sheet id.
    """
    candidates = list(headers(grid, index))
    if not candidates:
        return None
    first = min(header.top for header in candidates)
    title = "".join(_line(grid, row) for row in range(first))
    return _split(grid, _best(candidates, title, titles))


def _split(grid: Grid, header: Header) -> Table:
    heading = {at: _heading_forms(grid, header, name) for name, at in header.columns.items()}
    faulty = {row for row, at in grid.errors.keys() | grid.unvalued if at in heading}
    set_aside = {row: ZERO_REPORT if says_no_change(_line(grid, row)) else TITLE for row in range(header.top)}
    set_aside |= dict.fromkeys(range(header.top, header.bottom + 1), HEADER)
    data = []
    for row in range(header.bottom + 1, len(grid.rows)):
        reason = set_aside_reason(grid.rows[row], heading)
        if reason is None or (reason == BLANK and row in faulty):  # readers give an error cell as an empty one
            data.append(row)
        else:
            set_aside[row] = reason
    above = [_line(grid, row) for row, reason in set_aside.items() if reason in (TITLE, ZERO_REPORT)]
    below = [_line(grid, row) for row, reason in set_aside.items() if reason == FOOT]
    return Table(
        header=_fullest(header, grid, data),
        grid=grid,
        data=tuple(data),
        set_aside=set_aside,
        notes=_notes(above, below),
        zero_report=not data and any(map(says_no_change, above + below)),
    )


def _fullest(header: Header, grid: Grid, data: list[int]) -> Header:
    """The header in which, of several columns with one meaning, the one with most cells filled counts (M17)."""
    columns, rivals = dict(header.columns), dict(header.rivals)
    for name, others in header.rivals.items():
        places = sorted((columns[name], *others))
        filled = {at: sum(at < len(grid.rows[row]) and grid.rows[row][at] != "" for row in data) for at in places}
        columns[name] = max(places, key=filled.__getitem__)
        rivals[name] = tuple(at for at in places if at != columns[name])
    return replace(header, columns=columns, rivals=rivals)


def _heading_forms(grid: Grid, header: Header, name: str) -> frozenset[str]:
    """The look-up forms of a column's heading: as a whole, and of each of its lines."""
    at = header.columns[name]
    lines = [row[at] for row in grid.rows[header.top : header.bottom + 1] if at < len(row)]
    texts = (text for text in (header.texts[name], *lines) if isinstance(text, str) and text)
    return frozenset(form for text in texts for form in heading_keys(text))
