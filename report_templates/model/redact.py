"""Redaction of a report after an erasure: the erased names are removed from its lists, tables and texts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from report_templates.model.report import Listing, Table
from report_templates.words.sentence import Cell
from transforms.cells.personal_data.redaction import HIDDEN

R = TypeVar("R")


def nameless(part: R, names: Collection[str]) -> R:
    """A report, or a part of one, with these names redacted.

    A table row with a cell equal to a name and a list line headed by one are dropped, of a row with several persons
    abreast their cells alone; elsewhere the name becomes HIDDEN. Lines of namesakes are dropped too, as a report has no
    person ids to tell them apart.
    """
    changed: Any = part
    if isinstance(changed, str):
        for name in names:
            if name in changed:  # else a Number would lose its code
                changed = changed.replace(name, HIDDEN)
    elif isinstance(changed, tuple):
        changed = tuple(nameless(item, names) for item in changed)
    elif is_dataclass(changed) and not isinstance(changed, type):
        if isinstance(changed, Table):
            changed = replace(changed, rows=tuple(_without(changed, names)))
        if isinstance(changed, Listing):
            changed = replace(changed, lines=tuple(line for line in changed.lines if line[0] not in names))
        changed = replace(
            changed, **{field.name: nameless(getattr(changed, field.name), names) for field in fields(changed)}
        )
    redacted: R = changed
    return redacted


def _without(table: Table, names: Collection[str]) -> Iterator[tuple[Cell, ...]]:
    """The rows without those persons: where heads repeat, several stand abreast, each in as many cells."""
    heads = {column.head for column in table.columns}
    width = len(table.columns) if len(table.columns) % len(heads) else len(heads)
    for row in table.rows:
        people = [row[start : start + width] for start in range(0, len(row), width)]
        left = [("",) * len(cells) if {*names} & {*cells} else cells for cells in people]
        if any(cell for cells in left for cell in cells):
            yield tuple(cell for cells in left for cell in cells)
