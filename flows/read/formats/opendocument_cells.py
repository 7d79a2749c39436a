"""One cell of an OpenDocument spreadsheet: its value and its evidence (ODF 1.3, part 3, 19.384)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from flows.read.formats.opendocument_styles import Styles
from flows.read.formats.sheet import Draft, moment, number
from flows.read.serial_dates import moment_of
from flows.receive.guard import damaged
from transforms.recognise.grid import Cell, Place

_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)|Err:[0-9]{3}")
_DURATION = re.compile(r"PT(\d{1,6})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")
_FILLING = frozenset({"value-type", "formula", "number-rows-spanned", "number-columns-spanned"})


@dataclass
class OdsCell:
    """A cell as the XML has it; `covered` by a merged range, `failed` where its value is marked as an error.

    `text` is without what is struck through; `struck` says that there was such a part.
    """

    attributes: dict[str, str]
    covered: bool
    failed: bool
    text: list[str] = field(default_factory=list)
    struck: bool = False

    @property
    def repeated(self) -> int:
        """Number of adjacent cells it stands for."""
        return repetitions(self.attributes, "number-columns-repeated")

    @property
    def filled(self) -> bool:
        """Whether it is not empty; a cell covered by a merged range is not shown and counts as empty."""
        return not self.covered and bool(self.text or self.struck or self.attributes.keys() & _FILLING)

    def put(self, sheet: Draft, place: Place, styles: Styles, default_style: str) -> None:
        """Put it into the sheet at `place`. Raises Unreadable."""
        attributes, text = self.attributes, "".join(self.text)
        down, across = (repetitions(attributes, f"number-{lines}-spanned") for lines in ("rows", "columns"))
        sheet.merge(place, down, across)
        formula, kind = "formula" in attributes, attributes.get("value-type", "")
        if formula:
            sheet.formulas[place] = attributes["formula"]
        if self.failed or (formula and _ERROR.fullmatch(text)):
            sheet.fault(place, text or "#N/A")
        elif formula and not kind and not text:
            sheet.fault(place, None)
        elif (value := _value(kind, attributes, text)) != "":
            style = attributes.get("style-name", default_style)
            shown = styles.shown(kind, style, attributes.get("value", ""))
            if kind == "float" and isinstance(value, float):
                value = moment_of(value, styles.calendar(style), from_1904=styles.from_1904)
            sheet.put(place, value, attributes.get("value", ""), shown)
        if self.struck and kind in ("string", ""):
            sheet.strike(place, text.strip())


def _value(kind: str, attributes: dict[str, str], text: str) -> Cell:
    match kind:
        case "float" | "percentage" | "currency" if "value" in attributes:
            return number(attributes["value"])
        case "date" if "date-value" in attributes:
            return moment(attributes["date-value"])
        case "boolean":
            return attributes.get("boolean-value") == "true"
        case "time" if match := _DURATION.fullmatch(attributes.get("time-value", "")):
            hours, minutes, seconds = map(int, match.groups())
            if hours < 24 and minutes < 60 and seconds < 60:
                return dt.time(hours, minutes, seconds)
            return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return attributes.get("string-value", text)


def repetitions(attributes: dict[str, str], name: str) -> int:
    """A number of rows, columns or spaces, by default 1. Raises Unreadable for what is no number."""
    text = attributes.get(name, "1")
    if not (text.isdecimal() and len(text) < 10):
        raise damaged()
    return max(1, int(text))
