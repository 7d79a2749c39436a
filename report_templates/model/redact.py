"""A report without somebody who is forgotten: no line of a list is left of that name, in no text does it stand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from report_templates.model.report import Listing, Table
from transforms.cells.personal_data import HIDDEN

R = TypeVar("R")


def nameless(part: R, names: Collection[str]) -> R:
    """A report, or a part of one, without these names.

    A line that begins with or has a cell of the name alone goes; elsewhere other words stand in its place. A namesake's
    line goes with it: the report does not know which of them it names.
    """
    changed: Any = part
    if isinstance(changed, str):
        for name in names:
            if name in changed:  # else a number would lose whose it is
                changed = changed.replace(name, HIDDEN)
    elif isinstance(changed, tuple):
        changed = tuple(nameless(one, names) for one in changed)
    elif is_dataclass(changed) and not isinstance(changed, type):
        if isinstance(changed, Table):
            changed = replace(changed, rows=tuple(row for row in changed.rows if not {*names} & {*row}))
        if isinstance(changed, Listing):
            changed = replace(changed, lines=tuple(line for line in changed.lines if line[0] not in names))
        changed = replace(changed, **{one.name: nameless(getattr(changed, one.name), names) for one in fields(changed)})
    found: R = changed
    return found
