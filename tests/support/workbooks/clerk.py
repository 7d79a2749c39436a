"""A clerk before a spreadsheet program: opens a workbook, sees what is on it, types only where and what it allows.

Works on the XML of the package by itself, so that it shares nothing with the writer of the workbook.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DAY_ZERO = dt.date(1899, 12, 30)
ET.register_namespace("", MAIN)


class NotAllowed(Exception):
    """The program would not take the entry."""


def tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"


def letters(at: int) -> str:
    return (chr(ord("A") + at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


class OpenWorkbook:
    """A workbook whose first worksheet is filled in."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.sheet = self.part("xl/worksheets/sheet1.xml")
        shared = self.part("xl/sharedStrings.xml").findall(tag("si"))
        self.strings = ["".join(text.text or "" for text in string.iter(tag("t"))) for string in shared]
        self.cells = {cell.attrib["r"]: cell for cell in self.sheet.iter(tag("c"))}
        self.names = {
            defined.attrib["name"]: defined.text or ""
            for defined in self.part("xl/workbook.xml").iter(tag("definedName"))
        }
        self.validations = {
            rule.attrib["sqref"].split(":")[0]: rule for rule in self.sheet.iter(tag("dataValidation"))
        }  # ours reach from a cell downwards
        styles = self.part("xl/styles.xml")
        self.styles = list((styles.find(tag("cellXfs")) or ET.Element("none")).iter(tag("xf")))
        self.formats = {
            number_format.attrib["numFmtId"]: number_format.attrib["formatCode"]
            for number_format in styles.iter(tag("numFmt"))
        }

    def part(self, name: str) -> ET.Element:
        return ET.fromstring(self.parts[name])

    def shown(self, place: str, sheet: str = "sheet1") -> str:
        """The text of a cell."""
        cells = self.cells if sheet == "sheet1" else self._cells_of(sheet)
        return self._text(cells[place]) if place in cells else ""

    def _cells_of(self, sheet: str) -> dict[str, ET.Element]:
        return {cell.attrib["r"]: cell for cell in self.part(f"xl/worksheets/{sheet}.xml").iter(tag("c"))}

    def _text(self, cell: ET.Element) -> str:
        value = cell.find(tag("v"))
        if value is None or value.text is None:
            return "".join(text.text or "" for text in cell.iter(tag("t")))
        return self.strings[int(value.text)] if cell.attrib.get("t") == "s" else value.text

    @property
    def header_row(self) -> int:
        """The row, as the clerk counts, in which 序号 stands."""
        return next(
            int(place[1:]) for place, cell in self.cells.items() if place[0] == "A" and self._text(cell) == "序号"
        )

    @property
    def headings(self) -> dict[str, str]:
        """Heading, without what stands below it in brackets → column letters."""
        row = self.header_row
        texts = {letters(at): self.shown(f"{letters(at)}{row}") for at in range(1, 60)}
        return {text.split("\n")[0]: column for column, text in texts.items() if text}

    def label(self, text: str) -> str:
        """The cell to be filled in behind a label above the table."""
        return next(
            f"C{place[1:]}" for place, cell in self.cells.items() if place[0] == "A" and self._text(cell) == text
        )

    def number_format(self, place: str) -> str:
        number = self.styles[int(self.cells[place].attrib.get("s", "0"))].attrib["numFmtId"]
        return {"0": "General", "1": "0", "10": "0.00%", "49": "@"}.get(number) or self.formats[number]

    def locked(self, place: str) -> bool:
        protection = self.styles[int(self.cells[place].attrib.get("s", "0"))].find(tag("protection"))
        return protection is None or protection.attrib.get("locked") != "0"

    def choices(self, validation: ET.Element) -> list[str]:
        """The drop-down's options, typed into it or named."""
        formula = validation.findtext(tag("formula1")) or ""
        if formula.startswith('"'):
            return formula.strip('"').split(",")
        column, first, last = re.fullmatch(r"'?\w+'?!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)", self.names[formula]).groups()  # type: ignore[union-attr]
        hidden = self._cells_of("sheet3")
        return [self._text(hidden[f"{column}{row}"]) for row in range(int(first), int(last) + 1)]

    def validation(self, place: str) -> ET.Element | None:
        """What the program checks in a cell: its own rule, or that of its column."""
        column, row = re.fullmatch(r"([A-Z]+)(\d+)", place).groups()  # type: ignore[union-attr]
        below = f"{column}{self.header_row + 1}" if int(row) > self.header_row else place
        return self.validations.get(below)

    def type(self, place: str, entry: str | float | dt.date) -> None:
        """Type an entry as a person would; raises NotAllowed where the program does not take it."""
        if self.locked(place):
            raise NotAllowed(f"{place} is locked")
        value = (entry - _DAY_ZERO).days if isinstance(entry, dt.date) else entry
        if "%" in self.number_format(place) and isinstance(value, float):
            value = value / 100  # 80 typed into a cell for percentages is 80 %
        rule = self.validation(place)
        if rule is not None and self._refuses(rule, value):
            raise NotAllowed(f"{place} does not take {entry}: {rule.attrib.get('error')}")
        self._write(self.cells[place], value)

    def _refuses(self, rule: ET.Element, value: str | float) -> bool:
        kind = rule.attrib.get("type", "none")
        if kind == "none" or rule.attrib.get("showErrorMessage") != "1" or rule.attrib.get("errorStyle") == "warning":
            return False
        if kind == "list":
            return value not in self.choices(rule)
        if kind == "textLength":
            value = len(str(value))
        if isinstance(value, str) or (kind == "whole" and value != int(value)):
            return True
        first, second = (float(rule.findtext(tag(name)) or "nan") for name in ("formula1", "formula2"))
        match rule.attrib.get("operator", "between"):
            case "between":
                return not first <= value <= second
            case "greaterThanOrEqual":
                return value < first
            case "lessThanOrEqual":
                return value > first
        raise AssertionError(rule.attrib)

    @staticmethod
    def _write(cell: ET.Element, value: str | float) -> None:
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if isinstance(value, str):
            cell.attrib["t"] = "inlineStr"
            ET.SubElement(ET.SubElement(cell, tag("is")), tag("t")).text = value
        else:
            ET.SubElement(cell, tag("v")).text = repr(value)

    def save(self, path: Path) -> Path:
        """Save the workbook under a name."""
        parts = self.parts | {
            "xl/worksheets/sheet1.xml": ET.tostring(self.sheet, encoding="utf-8", xml_declaration=True)
        }
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in parts.items():
                package.writestr(name, content)
        return path
