"""OpenDocument spreadsheets: .ods, and .fods in one piece (OASIS ODF 1.3, part 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.read.formats.opendocument_cells import OdsCell, repetitions
from flows.read.formats.opendocument_styles import Styles
from flows.read.formats.sheet import Draft
from flows.read.opc_package import Package
from flows.read.xml_events import local, parse, xml_parser
from flows.receive.guard import LIMITS, REFUSED, Limits, damaged
from transforms.recognise.grid import Grid, Place
from transforms.records.notice import Unreadable

_BLANKS = re.compile(r"[ \t\r\n]+")
_NO_CELLS = frozenset(
    {"annotation", "shapes", "forms", "tracked-changes", "dde-links", "frame", "custom-shape", "meta", "scripts"}
)
_MOST_SPACES = 1000


def ods_grids(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """All sheets of an .ods package that the guard has checked. Raises Unreadable."""
    return tuple(sheet.grid() for sheet in _sheets(_parts(data), limits))


def fods_grids(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """All sheets of an OpenDocument spreadsheet in one XML file. Raises Unreadable."""
    return tuple(sheet.grid() for sheet in _sheets([data], limits))


def opendocument_formulas(data: bytes, kind: str) -> list[dict[Place, str]]:
    """Of each sheet of an `ods` or `fods` the formulas as they are written, by their cells."""
    return [sheet.formulas for sheet in _sheets(_parts(data) if kind == "ods" else [data], LIMITS)]


def _parts(data: bytes) -> list[bytes]:
    package = Package(data)
    if b"encryption-data" in package.part("META-INF/manifest.xml"):
        raise Unreadable("format_encrypted", REFUSED["encrypted"])
    return [package.part("styles.xml"), package.part("content.xml")]


def _sheets(parts: list[bytes], limits: Limits) -> list[Draft]:
    document = _Document(limits)
    for xml in filter(None, parts):
        parse(xml_parser(document.start, document.end, document.text), xml)
    if not document.sheets:
        raise damaged()
    return document.sheets


class _Document:
    def __init__(self, limits: Limits) -> None:
        self.sheets: list[Draft] = []
        self._limits = limits
        self._styles = Styles()
        self._row = self._column = 0
        self._row_attributes: dict[str, str] = {}
        self._cells: list[OdsCell] = []
        self._columns: dict[int, str] = {}
        self._cell: OdsCell | None = None
        self._paragraphs = self._skipped = 0
        self._in_paragraph = False
        self._spans: list[bool] = []  # whether the text of each open span is struck through

    def start(self, name: str, prefixed: dict[str, str]) -> None:
        tag = local(name)
        if self._skipped or tag in _NO_CELLS:
            self._skipped += 1
            return
        attributes = {local(key): value for key, value in prefixed.items() if not key.startswith("calcext:")}
        match tag:
            case "table":
                self._begin_sheet(attributes)
            case "table-column":
                self._begin_column(attributes)
            case "table-row":
                self._row_attributes, self._cells = attributes, []
            case "table-cell" | "covered-table-cell":
                # LibreOffice marks error values in its own namespace; the standard has no attribute for it.
                failed = prefixed.get("calcext:value-type") == "error"
                self._cell = OdsCell(attributes, tag.startswith("covered"), failed)
                self._paragraphs = 0
            case "p" if self._cell:
                self._cell.text += ["\n"] * (self._paragraphs > 0)
                self._paragraphs += 1
                self._in_paragraph = True
            case "span" if self._cell:
                self._spans.append(attributes.get("style-name") in self._styles.struck)
            case "s" | "tab" | "line-break" if self._cell:
                spaces = " " * min(repetitions(attributes, "c"), _MOST_SPACES)
                self._cell.text.append({"tab": "\t", "line-break": "\n"}.get(tag, spaces))
            case _ if not self.sheets:
                self._styles.note(tag, attributes)

    def text(self, text: str) -> None:
        if not self.sheets:
            self._styles.text(text)
        if not (self._cell and self._in_paragraph and not self._skipped):
            return
        if any(self._spans):
            self._cell.struck |= not text.isspace()
        else:
            self._cell.text.append(_BLANKS.sub(" ", text))

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        match local(name):
            case "p":
                self._in_paragraph = False
            case "span" if self._spans:
                self._spans.pop()
            case "table-cell" | "covered-table-cell" if self._cell:
                self._cells.append(self._cell)
                self._cell = None
            case "table-row" if self.sheets:
                self._finish_row()
            case tag if not self.sheets:
                self._styles.end(tag)

    def _begin_sheet(self, attributes: dict[str, str]) -> None:
        sheet = Draft(attributes.get("name", f"Sheet{len(self.sheets) + 1}"), self._limits)
        sheet.visible = attributes.get("style-name") not in self._styles.hidden_tables
        self.sheets.append(sheet)
        self._row = self._column = 0
        self._columns = {}

    def _begin_column(self, attributes: dict[str, str]) -> None:
        repeated = repetitions(attributes, "number-columns-repeated")
        if self.sheets and attributes.get("visibility") in ("collapse", "filter"):
            self.sheets[-1].hide("columns", self._column, repeated)
        within = range(self._column, min(self._column + repeated, self._limits.max_columns))
        self._columns.update(dict.fromkeys(within, attributes.get("default-cell-style-name", "")))
        self._column += repeated

    def _finish_row(self) -> None:
        sheet, repeated = self.sheets[-1], repetitions(self._row_attributes, "number-rows-repeated")
        if self._row_attributes.get("visibility") in ("collapse", "filter"):
            sheet.hide("rows", self._row, repeated)
        default = self._row_attributes.get("default-cell-style-name")
        if filled := [*self._filled_cells()]:
            for row in range(self._row, self._row + repeated):
                for column, cell in filled:
                    cell.put(sheet, (row, column), self._styles, default or self._columns.get(column, ""))
        self._row += repeated

    def _filled_cells(self) -> Iterator[tuple[int, OdsCell]]:
        """Column and cell, for the non-empty cells of a row; repetitions are cut at the limits."""
        column = 0
        for cell in self._cells:
            if cell.filled:
                yield from ((column + nth, cell) for nth in range(min(cell.repeated, self._limits.max_columns + 1)))
            column += cell.repeated
