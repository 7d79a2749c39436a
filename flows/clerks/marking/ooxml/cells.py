"""Colour cells of a worksheet: only their style changes; a missing cell is inserted.

A row or cell without a reference follows the one before it (ECMA-376 part 1, 18.3.1.4 and 18.3.1.73), so there is
never a gap before one that would have to be filled.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter

from flows.clerks.marking.ooxml.markup import Element, NotPatchable, Patch, child, elements, whole
from transforms.recognise.cell_references import cell_place, cell_reference, column_position
from transforms.recognise.grid import Place

_MERGED = re.compile(rb"<(?:\w+:)?mergeCell(?:\s[^>]*?)?\sref\s*=\s*[\"']([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)[\"']")

Coloured = Callable[[int, str], int]
"""The number of a style and a colour → the number of that style with that fill."""


@dataclass
class Row:
    """A row of the worksheet and its cells by column, in their order."""

    element: Element
    cells: dict[int, Element] = field(default_factory=dict)


@dataclass
class Page:
    """The elements of a worksheet that marks change: `rows` with a mark, by number from 0; `starts` of all rows."""

    root: Element
    data: Element
    top: list[Element]
    columns: list[Element]
    rows: dict[int, Row]
    starts: list[tuple[int, int]]


def page(xml: bytes, wanted: Iterable[int]) -> Page:
    """The elements of a worksheet that marks in the wanted rows change. Raises NotPatchable."""
    selector = _ElementSelector(frozenset(wanted))
    nodes = elements(xml, selector.wants)
    data = child(nodes, "sheetData")
    if data is None or nodes[0].local != "worksheet":
        raise NotPatchable("a worksheet has no cells")
    numbers = {start: number for number, start in selector.starts if number in selector.marked}
    rows: dict[int, Row] = {}
    for node in nodes:
        if node.depth == 2 and node.start in numbers:
            row = rows[numbers[node.start]] = Row(node)
        elif node.depth == 3:
            row.cells[_column(node.attributes, next(reversed(row.cells), -1) + 1)] = node
    top = [node for node in nodes if node.depth == 1]
    return Page(nodes[0], data, top, [node for node in nodes if node.local == "col"], rows, selector.starts)


class _ElementSelector:
    """Selects the elements of a worksheet to keep: its children, its columns, the marked rows and their cells."""

    def __init__(self, marked: frozenset[int]) -> None:
        self.starts: list[tuple[int, int]] = []
        self.marked = marked
        self._row = -1

    def wants(self, depth: int, name: str, attributes: Mapping[str, str], at: int) -> bool:
        match depth, name:
            case 2, "row":
                self._row = self._number(attributes.get("r", str(self._row + 2)))
                self.starts.append((self._row, at))
                return self._row in self.marked
            case 3, "c":
                return self._row in self.marked
        return depth <= 1 or (depth == 2 and name == "col")

    def _number(self, written: str) -> int:
        if not written.isdecimal() or int(written) - 1 <= self._row:
            raise NotPatchable("rows are not in order")
        return int(written) - 1


def _column(attributes: Mapping[str, str], following: int) -> int:
    written = attributes.get("r")
    if written is None:
        return following
    if (place := cell_place(written)) and place[1] >= following:
        return place[1]
    raise NotPatchable("cells are not in order")


def anchors(xml: bytes, places: Iterable[Place]) -> dict[Place, Place]:
    """Each place → the cell displayed there: the first one of a merged range."""
    shown = {place: place for place in places}
    rows = sorted(shown)
    for first, top, last, bottom in _MERGED.findall(xml):
        start = (int(top) - 1, column_position(first.decode()))
        end = (int(bottom) - 1, column_position(last.decode()))
        for place in rows[bisect_left(rows, start) : bisect_right(rows, end)]:
            if start[1] <= place[1] <= end[1]:
                shown[place] = start
    return shown


def colour(patch: Patch, sheet: Page, colours: Mapping[Place, str], coloured: Coloured) -> None:
    """Give each cell its colour."""
    by_row: dict[int, dict[int, str]] = {}
    for (number, column), rgb in sorted(colours.items()):
        by_row.setdefault(number, {})[column] = rgb
    new_rows: dict[int, bytes] = {}
    for number, columns in by_row.items():
        row = sheet.rows.get(number)
        existing = row.cells if row else {}
        new = {at: _cell(sheet, row, (number, at), rgb, coloured) for at, rgb in columns.items() if at not in existing}
        for at in columns.keys() & existing.keys():
            style = whole(existing[at].attributes.get("s", "0"))
            patch.change(existing[at], {"s": str(coloured(style, columns[at]))})
        if row:
            _insert(patch, row.element, [(at, cell.start) for at, cell in existing.items()], new)
        else:
            p = sheet.root.prefix
            new_rows[number] = f'<{p}row r="{number + 1}">'.encode() + b"".join(new.values()) + f"</{p}row>".encode()
    _insert(patch, sheet.data, sheet.starts, new_rows)


def _insert(patch: Patch, parent: Element, existing: list[tuple[int, int]], new: Mapping[int, bytes]) -> None:
    """Put new children before the first one with a higher number, the last ones before the parent's end."""
    last = b""
    for number, xml in new.items():
        following = bisect_right(existing, number, key=itemgetter(0))
        if following == len(existing):
            last += xml
        else:
            patch.insert(existing[following][1], xml)
    if last:
        patch.change(parent, inside=last)


def _cell(sheet: Page, row: Row | None, place: Place, rgb: str, coloured: Coloured) -> bytes:
    """An empty cell that looks like its row, or else like its column, but for the colour."""
    column = place[1]
    style = row.element.attributes.get("s") if row else None
    for col in sheet.columns if style is None else ():
        if whole(col.attributes.get("min", "0")) <= column + 1 <= whole(col.attributes.get("max", "0")):
            style = col.attributes.get("style")
    new = coloured(whole(style or "0"), rgb)
    return f'<{sheet.root.prefix}c r="{cell_reference(place)}" s="{new}"/>'.encode()
