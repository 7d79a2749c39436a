"""The cells of one column of a table, before they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from transforms.recognise.grid import Cell


@dataclass(frozen=True)
class ColumnCells:
    """One column in the order of the rows.

    `filled` are the indexes filled from elsewhere, with the rule: from a merged range, a group title, a range of dates.
    `disputed` are those at which a second column of the same meaning has another value.
    """

    cells: list[Cell]
    filled: dict[int, str] = field(default_factory=dict)
    disputed: list[int] = field(default_factory=list)

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
        )
