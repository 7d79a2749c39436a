"""A worksheet merged of several units, split by its column 填报单位 (domain.md M08)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from expectations.county.codelist import CodeList, code_text
from transforms.clean.column_cells import filled_down
from transforms.recognise.notes import Notes
from transforms.recognise.row_words import PLACEHOLDERS
from transforms.recognise.tables import Table

_BLANK = PLACEHOLDERS | {""}


def by_unit(table: Table, units: CodeList) -> Iterator[Table]:
    """The table as it is, or a table for each unit its column 填报单位 names; the first keeps the rows set aside.

    A row that names no known unit belongs to the unit of the title or the file's name; what it names is noted.
    """
    at = table.header.sender
    rows = {} if at is None else dict(zip(table.data, filled_down(table, at).cells, strict=True))
    named: dict[str | None, list[int]] = {}
    unlisted: dict[str, None] = {}
    for row, cell in rows.items():
        text = code_text(str(cell))
        listed = text in units.readings or text in units.warned
        unlisted |= {} if listed or text in _BLANK else {str(cell).strip(): None}
        named.setdefault(str(cell) if listed else None, []).append(row)
    notes = replace(table.notes, other_units=(*table.notes.other_units, *unlisted))
    if set(named) <= {None}:
        yield replace(table, notes=notes)
        return
    aside = table.set_aside
    for unit, data in named.items():
        own = replace(table.notes, unit=unit, other_units=_of_lines(table.notes)) if unit else notes
        yield replace(table, data=tuple(data), set_aside=aside, notes=own)
        aside = {}


def _of_lines(notes: Notes) -> tuple[str, ...]:
    return (*filter(None, [notes.unit]), *notes.other_units)
