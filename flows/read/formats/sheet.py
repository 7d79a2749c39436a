"""A sheet as readers build it: rows that start at A1 and are equally long, with their evidence."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from flows.read.xlsx_evidence import Evidence, check_size, is_long
from flows.receive.guard import Limits, damaged
from transforms.recognise.grid import Cell, Grid, Merge, Place


def grid(name: str, rows: list[list[Cell]], evidence: Evidence, *, visible: bool = True) -> Grid:
    """A worksheet whose rows end with the last one that has a value or evidence; merges are cut to them.

    Of a cell with text that is struck through only the rest is kept.
    """
    for (row, column), rest in evidence.struck.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = rest
    fitted = _fitted(rows, evidence.errors.keys() | evidence.unvalued | evidence.struck.keys())
    return Grid(
        name=name,
        rows=fitted,
        visible=visible,
        merges=tuple(_within(fitted, evidence.merges)),
        hidden_rows=frozenset(evidence.hidden_rows),
        hidden_columns=frozenset(evidence.hidden_columns),
        errors=evidence.errors,
        unvalued=frozenset(evidence.unvalued),
        formats=evidence.formats,
        digits=evidence.digits,
        struck=frozenset(evidence.struck),
        widths=tuple(evidence.widths[: len(fitted)]),
    )


def filled(cells: Mapping[Place, Cell]) -> list[list[Cell]]:
    """The rows of these cells, equally long, empty where there is none."""
    height, width = (max((place[axis] + 1 for place in cells), default=0) for axis in (0, 1))
    rows: list[list[Cell]] = [[""] * width for _ in range(height)]
    for (row, column), cell in cells.items():
        rows[row][column] = cell
    return rows


class Draft:
    """A sheet that is written cell by cell and never grows beyond the limits."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.visible = True
        self.evidence = Evidence()
        self.formulas: dict[Place, str] = {}  # as they are written
        self._limits = limits
        self._cells: dict[Place, Cell] = {}
        self._rows = self._columns = 0

    def put(self, place: Place, cell: Cell, raw: str = "", shown: str = "") -> None:
        """Set a cell; for a number with its stored text `raw`, and its format `shown` where that adds to the value.

        Raises Unreadable beyond the limits.
        """
        self._reach(place)
        self._cells[place] = cell
        if is_long(raw):
            self.evidence.digits[place] = raw
        if shown:
            self.evidence.formats[place] = shown

    def strike(self, place: Place, rest: str) -> None:
        """Note a text of which a part is struck through, and what is left of it. Raises like `put`."""
        self._reach(place)
        self.evidence.struck[place] = rest

    def fault(self, place: Place, error: str | None) -> None:
        """Note an error cell such as `#N/A`, or with None a formula without a value. Raises like `put`."""
        self._reach(place)
        if error:
            self.evidence.errors[place] = error
        else:
            self.evidence.unvalued.add(place)

    def merge(self, place: Place, rows: int, columns: int) -> None:
        """Note a merged range of this many rows and columns; it may end beyond the limits."""
        if rows > 1 or columns > 1:
            self.evidence.merges.append(Merge(*place, place[0] + rows - 1, place[1] + columns - 1))

    def hide(self, what: Literal["rows", "columns"], first: int, count: int) -> None:
        """Note hidden rows or columns, as far as a sheet may reach."""
        rows = what == "rows"
        hidden = self.evidence.hidden_rows if rows else self.evidence.hidden_columns
        hidden.update(range(first, min(first + count, self._limits.max_rows if rows else self._limits.max_columns)))

    def grid(self) -> Grid:
        """The finished sheet."""
        return grid(self.name, filled(self._cells), self.evidence, visible=self.visible)

    def _reach(self, place: Place) -> None:
        if place[0] >= self._rows or place[1] >= self._columns:
            self._rows, self._columns = max(self._rows, place[0] + 1), max(self._columns, place[1] + 1)
            check_size(self._limits, self._rows, self._columns)


def number(raw: str) -> float:
    """A stored number. Raises Unreadable for what is none, such as NaN."""
    try:
        value = float(raw)
    except ValueError:
        raise damaged() from None
    if not math.isfinite(value):
        raise damaged()
    return value


def moment(raw: str) -> dt.date | dt.datetime:
    """A stored date in ISO 8601, with or without a time. Raises Unreadable for what is none."""
    try:
        value = dt.datetime.fromisoformat(raw).replace(tzinfo=None)
    except ValueError:
        raise damaged() from None
    return value if value.time() != dt.time() else value.date()


def _fitted(rows: list[list[Cell]], remarkable: Iterable[Place]) -> list[list[Cell]]:
    """Rows without trailing empty ones, but wide and long enough for every place with evidence."""
    height = max((row + 1 for row, _ in remarkable), default=0)
    width = max((column + 1 for _, column in remarkable), default=0)
    while len(rows) > height and not any(cell != "" for cell in rows[-1]):
        rows.pop()
    width = max(width, len(rows[0]) if rows else 0)
    rows.extend([] for _ in range(height - len(rows)))
    for row in rows:
        row.extend([""] * (width - len(row)))
    return rows


def _within(rows: list[list[Cell]], merges: Iterable[Merge]) -> Iterator[Merge]:
    """Merged ranges cut to the grid, so that later steps do not fill a million rows."""
    height, width = len(rows), len(rows[0]) if rows else 0
    for merge in merges:
        if merge.top < height and merge.left < width:
            yield Merge(merge.top, merge.left, min(merge.bottom, height - 1), min(merge.right, width - 1))
