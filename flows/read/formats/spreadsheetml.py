"""“XML 表格 2003”: the workbooks in one XML file that Excel 2003 and many exports write, mostly named .xls."""

from __future__ import annotations

import re

from flows.read.formats.encodings import decoded
from flows.read.formats.sheet import Draft, moment, number
from flows.read.number_formats import adds
from flows.read.serial_dates import calendar, moment_of
from flows.read.xml_events import local, parse, xml_parser
from flows.receive.guard import LIMITS, Limits, damaged
from transforms.recognise.grid import Cell, Grid, Place

_DECLARED = re.compile(r"\A\s*<\?xml[^<>]*\?>")
_NUMBERS = ("General Number", "Currency", "Euro Currency", "Fixed", "Scientific", "Yes/No", "True/False", "On/Off")
_NAMED = {"Percent": "0%", "Short Time": "h:mm", **dict.fromkeys(_NUMBERS, "General")}


def spreadsheetml_grids(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """All worksheets. Raises Unreadable."""
    return tuple(sheet.grid() for sheet in _sheets(data, limits))


def spreadsheetml_formulas(data: bytes) -> list[dict[Place, str]]:
    """Of each worksheet the formulas as they are written, by their cells."""
    return [sheet.formulas for sheet in _sheets(data, LIMITS)]


def _sheets(data: bytes, limits: Limits) -> list[Draft]:
    workbook = _Workbook(limits)
    # Many writers declare an encoding that expat does not know, such as GB2312.
    xml = _DECLARED.sub("", decoded(data).lstrip("\ufeff")).encode()
    parse(xml_parser(workbook.start, workbook.end, workbook.text), xml)
    if not workbook.sheets:
        raise damaged()
    return workbook.sheets


class _Workbook:
    def __init__(self, limits: Limits) -> None:
        self.sheets: list[Draft] = []
        self._limits = limits
        self._row = self._column = 0
        self._formats: dict[str, str] = {}
        self._from_1904 = False
        self._style = ""
        self._cell: dict[str, str] | None = None
        self._type: str | None = None
        self._text: list[str] = []
        self._within = self._commented = self._struck = self._left_out = False

    def start(self, name: str, prefixed: dict[str, str]) -> None:
        attributes = {local(key): value for key, value in prefixed.items()}
        match local(name):
            case "Style":
                self._style = attributes.get("ID", "")
            case "NumberFormat":
                code = attributes.get("Format", "")
                self._formats[self._style] = _NAMED.get(code, code)
            case "Date1904":
                self._from_1904 = True
            case "Worksheet":
                self.sheets.append(Draft(attributes.get("Name", f"Sheet{len(self.sheets) + 1}"), self._limits))
                self._row = self._column = 0
            case "Column" if self.sheets:
                self._column = self._hidden("columns", self._column, attributes)
            case "Row" if self.sheets:
                self._row, self._column = self._hidden("rows", self._row, attributes), 0
            case "Cell" if self.sheets:
                self._column = _index(attributes, self._column + 1)
                self._cell, self._type, self._text = attributes, None, []
                self._left_out = False
            case "Comment":
                self._commented = True
            case "S" if self._within:
                self._struck = True
            case "Data" if self._cell is not None and not self._commented:
                self._type, self._within = attributes.get("Type", "String"), True

    def text(self, text: str) -> None:
        if self._within and self._struck:
            self._left_out |= not text.isspace()
        elif self._within:
            self._text.append(text)
        elif self.sheets and text.strip() in ("SheetHidden", "SheetVeryHidden"):
            self.sheets[-1].visible = False  # <x:Visible>, outside any cell

    def end(self, name: str) -> None:
        match local(name):
            case "Data":
                self._within = self._struck = False
            case "S":
                self._struck = False
            case "Comment":
                self._commented = False
            case "Cell" if self._cell is not None:
                self._finish((self._row - 1, self._column - 1), self._cell, "".join(self._text))
                self._column += _index(self._cell, 0, "MergeAcross")
                self._cell = None

    def _hidden(self, what: str, before: int, attributes: dict[str, str]) -> int:
        """Notes the rows or columns of a tag if hidden; returns the number of the last one."""
        first, more = _index(attributes, before + 1), _index(attributes, 0, "Span")
        if attributes.get("Hidden") == "1":
            self.sheets[-1].hide("rows" if what == "rows" else "columns", first - 1, more + 1)
        return first + more

    def _finish(self, place: tuple[int, int], cell: dict[str, str], text: str) -> None:
        sheet = self.sheets[-1]
        across, down = _index(cell, 0, "MergeAcross"), _index(cell, 0, "MergeDown")
        sheet.merge(place, down + 1, across + 1)
        if "Formula" in cell:
            sheet.formulas[place] = cell["Formula"]
        if self._type == "Error" and text:
            sheet.fault(place, text)
        elif "Formula" in cell and self._type is None:
            sheet.fault(place, None)
        elif text:
            code = self._formats.get(cell.get("StyleID", "Default"), "")
            telling = self._type in ("Number", "DateTime") and adds(code, text)
            value = self._value(text, code)
            sheet.put(place, value, text if self._type == "Number" else "", code if telling else "")
        if self._left_out:
            sheet.strike(place, text.strip())

    def _value(self, text: str, code: str) -> Cell:
        """The value of a cell; some programs write a date as the number that its format shows as one."""
        match self._type:
            case "Number":
                return moment_of(number(text), calendar(code), from_1904=self._from_1904)
            case "DateTime":
                return moment(text)
            case "Boolean":
                return text == "1"
        return text


def _index(attributes: dict[str, str], default: int, name: str = "Index") -> int:
    text = attributes.get(name, str(default))
    if not (text.isdecimal() and len(text) < 10):
        raise damaged()
    return int(text)
