"""Text of a cell that is struck through while the rest of it is not (ECMA-376 part 1, 18.4.10).

A clerk strikes the old number and writes the new one behind it; a reader of values gives both as one text.
"""

from __future__ import annotations

import re

from flows.read.xml_events import local, parse, xml_parser
from transforms.recognise.cell_references import cell_place
from transforms.recognise.grid import Place

_MARK = b"strike"
_IN_CELL = re.compile(
    rb'<(?:\w+:)?c(?=\s[^<>]*\sr="([A-Z]+[0-9]+)"|\sr="([A-Z]+[0-9]+)")[^<>]*>\s*(<(?:\w+:)?is[\s>].*?</(?:\w+:)?is\s*>)',
    re.DOTALL,
)


def unstruck(texts: bytes) -> dict[str, str]:
    """Index of a shared text, as cells write it → what is left of it, for those with a part struck through."""
    return {str(n): rest for n, rest in _rests(texts).items()} if _MARK in texts else {}


def unstruck_in_cells(sheet: bytes) -> dict[Place, str]:
    """The same by place, for the texts a worksheet stores in its own cells."""
    if _MARK not in sheet:
        return {}
    rests: dict[Place, str] = {}
    for first, second, text in _IN_CELL.findall(sheet):
        place = cell_place((first or second).decode())
        if place and _MARK in text and (rest := _rests(text).get(0)) is not None:
            rests[place] = rest
    return rests


def _rests(xml: bytes) -> dict[int, str]:
    """Number of a text (si, is) → its runs that are not struck through, where others are."""
    texts = _Texts()
    parse(xml_parser(texts.start, texts.end, texts.text), xml)
    return texts.rests


class _Texts:
    def __init__(self) -> None:
        self.rests: dict[int, str] = {}
        self._number = -1
        self._kept: list[str] = []
        self._within = self._struck = self._any = self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match local(name):
            case "si" | "is":
                self._number, self._kept, self._any = self._number + 1, [], False
            case "r":
                self._struck = False
            case "strike":
                self._struck = attributes.get("val", "1") not in ("0", "false")
            case "rPh":
                self._phonetic = True
            case "t":
                self._within = not self._phonetic

    def text(self, text: str) -> None:
        if self._within:
            self._any |= self._struck and not text.isspace()
            self._kept += [] if self._struck else [text]

    def end(self, name: str) -> None:
        match local(name):
            case "t":
                self._within = False
            case "r":
                self._struck = False
            case "rPh":
                self._phonetic = False
            case "si" | "is" if self._any:
                self.rests[self._number] = "".join(self._kept).strip()
