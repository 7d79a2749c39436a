"""A worksheet merged of several units, split by its column 填报单位 (domain.md M08)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from expectations.county.codelist import CodeList, code_text
from transforms.clean.column_cells import filled_down
from transforms.recognise.tables import Table


def by_unit(table: Table, units: CodeList) -> Iterator[Table]:
    """The table as it is, or a table for each unit its column 填报单位 names; the first keeps the rows set aside.

    A row that names no known unit belongs to the unit of the title or the file's name.
    """
    at = table.header.sender
    rows = {} if at is None else dict(zip(table.data, filled_down(table, at).cells, strict=True))
    named: dict[str | None, list[int]] = {}
    for row, cell in rows.items():
        text = code_text(str(cell))
        named.setdefault(str(cell) if text in units.readings or text in units.warned else None, []).append(row)
    if set(named) <= {None}:
        yield table
        return
    aside = table.set_aside
    for unit, data in named.items():
        notes = replace(table.notes, unit=unit) if unit else table.notes
        yield replace(table, data=tuple(data), set_aside=aside, notes=notes)
        aside = {}
