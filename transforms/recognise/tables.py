"""Grid → tables: sheet of a worksheet, positions of its columns, data rows (design.md §2, recognise)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from transforms.recognise.grid import Grid
from transforms.recognise.headings import Header, Index, headers, heading_keys
from transforms.recognise.notes import Notes, notes_in
from transforms.recognise.other_tables import rows_of_other_tables
from transforms.recognise.row_kinds import (
    BLANK,
    EXAMPLE,
    FOOT,
    HEADER,
    REPEATED_HEADER,
    TITLE,
    ZERO_REPORT,
    leading_reason,
    says_no_change,
    set_aside_reason,
)
from transforms.recognise.row_words import is_closing
from transforms.recognise.stacked_tables import line, parts_below
from transforms.recognise.totals import unlabelled_totals


@dataclass(frozen=True)
class Table:
    """A worksheet, or a stretch of its rows, read as one sheet of the contract.

    `data` are the positions (from 0) of data rows, `set_aside` the reason of every other row of the stretch; `examples`
    are data rows that are marked as an example.
    """

    header: Header
    grid: Grid
    data: tuple[int, ...]
    set_aside: dict[int, str]
    notes: Notes
    zero_report: bool
    examples: tuple[int, ...] = ()

    @property
    def rows(self) -> Sequence[int]:
        """The positions of all its rows; the rest belong to other tables of the worksheet."""
        return sorted((*self.data, *self.set_aside))


def tables(grid: Grid, index: Index, titles: Mapping[str, str]) -> tuple[Table, ...]:
    """The tables of a worksheet from top to bottom; none when no header of any contract is found.

    `index` is `headings.heading_index` of the contracts, `titles` their Chinese titles by sheet id. A header that is
    repeated among the data begins no new table (domain.md M18), unless a line above it names another unit (M08). A
    table without unit or period takes those of the one above it.
    """
    candidates = list(headers(grid, index))
    if not candidates:
        return ()
    top = min(header.top for header in candidates)
    first = _best(candidates, "".join(line(grid, row) for row in range(top)), titles)
    starts = [(0, first), *parts_below(grid, first, index, lambda options, title: _best(options, title, titles))]
    ends = [*(start for start, _ in starts[1:]), len(grid.rows)]
    parts = [_split(grid, header, range(start, end)) for (start, header), end in zip(starts, ends, strict=True)]
    return tuple(_continued(parts)) if len(parts) > 1 else (parts[0],)


def _best(candidates: Sequence[Header], title: str, titles: Mapping[str, str]) -> Header:
    """The header with most columns; among equals the one the title names, then the shallower one."""
    return max(
        candidates,
        key=lambda h: (len(h.columns), titles[h.sheet] in title, -len(h.unknown), h.top - h.bottom, -h.top),
    )


def _split(grid: Grid, header: Header, rows: range) -> Table:
    """The table of a header in a stretch of rows."""
    heading = {at: _heading_forms(grid, header, name) for name, at in header.columns.items()}
    faulty = {row for row, at in grid.errors.keys() | grid.unvalued | grid.struck if at in heading}
    above_header = range(rows.start, header.top)
    set_aside = {row: ZERO_REPORT if says_no_change(line(grid, row)) else TITLE for row in above_header}
    set_aside |= dict.fromkeys(range(header.top, header.bottom + 1), HEADER)
    data: list[int] = []
    examples: list[int] = []
    for row in range(header.bottom + 1, rows.stop):
        reason = set_aside_reason(grid.rows[row], heading)
        if not data or set_aside.get(row - 1) == REPEATED_HEADER:
            reason = reason or leading_reason(grid.rows[row])
        elif reason == EXAMPLE:  # an example stands above the data
            reason = None
            examples.append(row)
        if reason is None and set_aside.get(row - 1) == FOOT and is_closing(grid.rows[row]):  # 2. … of a 填表说明
            reason = FOOT
        if reason is None or (reason == BLANK and row in faulty):  # an error, or all struck through
            data.append(row)
        else:
            set_aside[row] = reason
    while data and is_closing(grid.rows[data[-1]]):
        set_aside[data.pop()] = FOOT
    if others := rows_of_other_tables(grid, header, data, set_aside):
        set_aside |= others
        data = [row for row in data if row not in others]
    if totals := unlabelled_totals(grid, header, data):
        set_aside |= totals
        data = [row for row in data if row not in totals]
    above = [line(grid, row) for row, reason in set_aside.items() if reason in (TITLE, ZERO_REPORT)]
    below = [line(grid, row) for row, reason in set_aside.items() if reason == FOOT]
    return Table(
        header=_fullest(header, grid, data),
        grid=grid,
        data=tuple(data),
        set_aside=set_aside,
        notes=notes_in(above, below),
        zero_report=not data and any(map(says_no_change, above + below)),
        examples=tuple(examples),
    )


def _continued(parts: Sequence[Table]) -> Iterator[Table]:
    """The parts of a worksheet as tables: one that only continues the one before becomes part of it."""
    last = parts[0]
    for part in parts[1:]:
        if _goes_on(last, part):
            headed = {row: REPEATED_HEADER if why == HEADER else why for row, why in part.set_aside.items()}
            data = (*last.data, *part.data)
            last = replace(
                last,
                data=data,
                set_aside=last.set_aside | headed,
                zero_report=not data and last.zero_report,
                examples=(*last.examples, *part.examples),
            )
        else:
            yield last
            known = replace(
                part.notes,
                unit=part.notes.unit or last.notes.unit,
                period=part.notes.period or last.notes.period,
                measures=part.notes.measures or last.notes.measures,
            )
            last = replace(part, notes=known)
    yield last


def _goes_on(table: Table, part: Table) -> bool:
    same = (part.header.sheet, part.header.columns) == (table.header.sheet, table.header.columns)
    agrees = part.notes.unit in {None, table.notes.unit} and part.notes.period in {None, table.notes.period}
    return same and agrees


def _fullest(header: Header, grid: Grid, data: list[int]) -> Header:
    """The header in which, of several columns with one meaning, the one with most cells filled counts (M17).

    Beside a column that is shown a hidden one is an old one.
    """
    columns, rivals, outdated = dict(header.columns), dict(header.rivals), []
    for name, others in header.rivals.items():
        every = sorted((columns[name], *others))
        places = [at for at in every if at not in grid.hidden_columns] or every
        outdated += [name] * (len(places) < len(every))
        filled = {at: sum(at < len(grid.rows[row]) and grid.rows[row][at] != "" for row in data) for at in places}
        columns[name] = max(places, key=filled.__getitem__)
        rivals[name] = tuple(at for at in places if at != columns[name])
    kept = {name: others for name, others in rivals.items() if others}
    return replace(header, columns=columns, rivals=kept, outdated=tuple(outdated))


def _heading_forms(grid: Grid, header: Header, name: str) -> frozenset[str]:
    """The look-up forms of a column's heading: as a whole, and of each of its lines."""
    at = header.columns[name]
    lines = [row[at] for row in grid.rows[header.top : header.bottom + 1] if at < len(row)]
    texts = (text for text in (header.texts[name], *lines) if isinstance(text, str) and text)
    return frozenset(form for text in texts for form in heading_keys(text))
