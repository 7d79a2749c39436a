"""Redaction of a report after an erasure: the erased names are removed from its lists, tables and texts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from report_templates.model.report import Listing, Table
from transforms.cells.personal_data.redaction import HIDDEN

R = TypeVar("R")


def nameless(part: R, names: Collection[str]) -> R:
    """A report, or a part of one, with these names redacted.

    A table row with a cell equal to a name and a list line headed by one are dropped; elsewhere the name becomes
    HIDDEN. Lines of namesakes are dropped too, as a report has no person ids to tell them apart.
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
            changed = replace(changed, rows=tuple(row for row in changed.rows if not {*names} & {*row}))
        if isinstance(changed, Listing):
            changed = replace(changed, lines=tuple(line for line in changed.lines if line[0] not in names))
        changed = replace(
            changed, **{field.name: nameless(getattr(changed, field.name), names) for field in fields(changed)}
        )
    redacted: R = changed
    return redacted
