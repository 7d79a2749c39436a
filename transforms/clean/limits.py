"""Upper limits for one table: it is kept in memory as a whole, and a clerk has to work through its findings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain

from transforms.cells.context import Value
from transforms.clean.column import CastColumn
from transforms.recognise.grid import Cell
from transforms.records.notice import Unreadable

MOST_FINDINGS = 500_000
"""Repairs and refusals of one table; 100,000 ordinary rows of county sheets have about as many."""

MOST_CHARACTERS = 50_000_000
"""Characters read and kept of one table; one merged cell may be the value of all rows."""

_ANEW = "请把需要上报的内容复制到下发的空白模板中，核对各列是否对齐，保存后重新上报。"


class Tally:
    """Counts findings and characters of one table's columns. Raises Unreadable above a limit."""

    def __init__(self) -> None:
        self._findings = self._characters = 0

    def read(self, distinct: Collection[Cell]) -> None:
        """Before a column is read: each distinct cell is read once."""
        self._count(sum(len(cell) for cell in distinct if isinstance(cell, str)))

    def add(self, column: CastColumn, merged: int) -> None:
        """One more column, of which so many cells were filled from merged ranges."""
        self._findings += len(column.findings) + merged
        self._count(_characters(column.values) + _characters(column.texts))
        if self._findings > MOST_FINDINGS:
            raise Unreadable("too_many_findings", f"表中有问题的单元格超过{MOST_FINDINGS}个，无法逐一列出。{_ANEW}")

    def _count(self, characters: int) -> None:
        self._characters += characters
        if self._characters > MOST_CHARACTERS:
            raise Unreadable("too_much_text", f"表中的文字超过{MOST_CHARACTERS}个字，没有读取。{_ANEW}")


def _characters(values: Sequence[Value | None]) -> int:
    """Characters of a column, whose values are all texts, or all lists of texts, where they are not of another kind."""
    first = next(filter(None, values), None)
    if isinstance(first, str):
        return sum(map(len, filter(None, values)))  # type: ignore[arg-type]
    return sum(map(len, chain.from_iterable(filter(None, values)))) if isinstance(first, tuple) else 0  # type: ignore[arg-type]
