"""Colouring cells of a worksheet: only their style changes; a cell that is not there is put in its place.

A row or cell without a reference follows the one before it (ECMA-376 part 1, 18.3.1.4 and 18.3.1.73), so there is
never a gap in front of one, and nothing needs to go there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter

from flows.clerks.marking.ooxml.markup import Element, NotPatchable, Patch, child, elements, whole
from flows.read.xlsx_cells import column_number
from transforms.recognise.grid import Place, column_letter

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell(?:\s[^>]*?)?\sref\s*=\s*[\"']([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)[\"']")

Coloured = Callable[[int, str], int]
"""The number of a style and a colour → the number of the style that looks so."""


@dataclass
class Row:
    """A row of the worksheet and its cells by column, in their order."""

    element: Element
    cells: dict[int, Element] = field(default_factory=dict)


@dataclass
class Page:
    """A worksheet's parts that marks touch: `rows` are those with a mark, by number from 0, `starts` those of all."""

    root: Element
    data: Element
    top: list[Element]
    columns: list[Element]
    rows: dict[int, Row]
    starts: list[tuple[int, int]]


def page(xml: bytes, wanted: Iterable[int]) -> Page:
    """The worksheet as far as marks in the wanted rows touch it. Raises NotPatchable."""
    reader = _Reader(frozenset(wanted))
    found = elements(xml, reader.wants)
    data = child(found, "sheetData")
    if data is None or found[0].local != "worksheet":
        raise NotPatchable("a worksheet has no cells")
    numbers = {start: number for number, start in reader.starts if number in reader.marked}
    rows: dict[int, Row] = {}
    for one in found:
        if one.depth == 2 and one.start in numbers:
            row = rows[numbers[one.start]] = Row(one)
        elif one.depth == 3:
            row.cells[_column(one.attributes, next(reversed(row.cells), -1) + 1)] = one
    top = [one for one in found if one.depth == 1]
    return Page(found[0], data, top, [one for one in found if one.local == "col"], rows, reader.starts)


class _Reader:
    """Which elements of a worksheet are kept: its children, its columns, the marked rows and their cells."""

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
    if (found := _REFERENCE.fullmatch(written)) and column_number(found[1]) >= following:
        return column_number(found[1])
    raise NotPatchable("cells are not in order")


def anchors(xml: bytes, places: Iterable[Place]) -> dict[Place, Place]:
    """Each place and the cell that shows there: of a merged range its first one."""
    shown = {place: place for place in places}
    rows = sorted(shown)
    for first, top, last, bottom in _MERGED.findall(xml):
        start = (int(top) - 1, column_number(first.decode()))
        end = (int(bottom) - 1, column_number(last.decode()))
        for place in rows[bisect_left(rows, start) : bisect_right(rows, end)]:
            if start[1] <= place[1] <= end[1]:
                shown[place] = start
    return shown


def colour(patch: Patch, found: Page, colours: Mapping[Place, str], coloured: Coloured) -> None:
    """Give each cell its colour."""
    by_row: dict[int, dict[int, str]] = {}
    for (number, column), rgb in sorted(colours.items()):
        by_row.setdefault(number, {})[column] = rgb
    new_rows: dict[int, bytes] = {}
    for number, columns in by_row.items():
        row = found.rows.get(number)
        there = row.cells if row else {}
        new = {at: _cell(found, row, (number, at), rgb, coloured) for at, rgb in columns.items() if at not in there}
        for at in columns.keys() & there.keys():
            style = whole(there[at].attributes.get("s", "0"))
            patch.change(there[at], {"s": str(coloured(style, columns[at]))})
        if row:
            _insert(patch, row.element, [(at, one.start) for at, one in there.items()], new)
        else:
            p = found.root.prefix
            new_rows[number] = f'<{p}row r="{number + 1}">'.encode() + b"".join(new.values()) + f"</{p}row>".encode()
    _insert(patch, found.data, found.starts, new_rows)


def _insert(patch: Patch, parent: Element, there: list[tuple[int, int]], new: Mapping[int, bytes]) -> None:
    """Put new children before the first one with a higher number, the last ones before the parent's end."""
    last = b""
    for number, xml in new.items():
        following = bisect_right(there, number, key=itemgetter(0))
        if following == len(there):
            last += xml
        else:
            patch.insert(there[following][1], xml)
    if last:
        patch.change(parent, inside=last)


def _cell(found: Page, row: Row | None, place: Place, rgb: str, coloured: Coloured) -> bytes:
    """An empty cell that looks like its row, or else like its column, but for the colour."""
    number, column = place
    style = row.element.attributes.get("s") if row else None
    for one in found.columns if style is None else ():
        if whole(one.attributes.get("min", "0")) <= column + 1 <= whole(one.attributes.get("max", "0")):
            style = one.attributes.get("style")
    new = coloured(whole(style or "0"), rgb)
    return f'<{found.root.prefix}c r="{column_letter(column)}{number + 1}" s="{new}"/>'.encode()
