"""Walks a worksheet's XML cell by cell, whatever its style."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from flows.read.xml_events import local, parse, xml_parser
from flows.receive.guard import damaged
from transforms.recognise.cell_references import cell_place
from transforms.recognise.grid import Place


class RawCell(NamedTuple):
    """A cell as the XML has it: `value` is the stored text or None, `style` an index into the cell styles."""

    place: Place
    type: str
    style: str
    formula: bool
    value: str | None


def walk(xml: bytes, cell: Callable[[RawCell], None], hidden: Callable[[int], None]) -> None:
    """Calls `cell` with every filled cell and `hidden` with every hidden row, in the order of the sheet.

    A row or cell without a reference follows the one before it. Raises Unreadable on broken XML, impossible references
    and document types.
    """
    sheet = _Walk(cell, hidden)
    parse(xml_parser(sheet.start, sheet.end, sheet.text), xml)


class _Walk:
    def __init__(self, cell: Callable[[RawCell], None], hidden: Callable[[int], None]) -> None:
        self._cell, self._hidden = cell, hidden
        self._row = self._column = -1
        self._attributes: dict[str, str] = {}
        self._children: dict[str, str] = {}
        self._within = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match local(name):
            case "row":
                self._row, self._column = _row_number(attributes.get("r"), self._row + 1), -1
                if attributes.get("hidden") in ("1", "true"):
                    self._hidden(self._row)
            case "c":
                self._row, self._column = self._place(attributes.get("r"))
                self._attributes, self._children = attributes, {}
            case "v" | "f" | "is" as child:
                self._within = child
                self._children[child] = ""

    def text(self, text: str) -> None:
        if self._within:
            self._children[self._within] += text

    def end(self, name: str) -> None:
        match local(name):
            case "c":
                self._finish()
            case "v" | "f" | "is":
                self._within = ""

    def _place(self, reference: str | None) -> Place:
        if reference is None:
            return self._row, self._column + 1
        if place := cell_place(reference):
            return place
        raise damaged()

    def _finish(self) -> None:
        if self._children:
            kind, style = self._attributes.get("t", "n"), self._attributes.get("s", "0")
            place, value = (self._row, self._column), self._children.get("v")
            self._cell(RawCell(place, kind, style, "f" in self._children, value))


def _row_number(reference: str | None, following: int) -> int:
    if reference is None:
        return following
    if not reference.isdecimal():
        raise damaged()
    return int(reference) - 1
