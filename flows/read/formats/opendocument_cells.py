"""One cell of an OpenDocument spreadsheet: its value, and what is remarkable about it (ODF 1.3, part 3, 19.384)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from flows.read.formats.opendocument_styles import Styles
from flows.read.formats.sheet import Draft, moment, number
from flows.receive.guard import damaged
from transforms.recognise.grid import Cell, Place

_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)|Err:[0-9]{3}")
_DURATION = re.compile(r"PT(\d{1,6})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")
_TELLING = frozenset({"value-type", "formula", "number-rows-spanned", "number-columns-spanned"})


@dataclass
class RawCell:
    """A cell as the XML has it; `covered` by a merged range, `failed` where it says that its value is an error."""

    attributes: dict[str, str]
    covered: bool
    failed: bool
    text: list[str] = field(default_factory=list)

    @property
    def repeated(self) -> int:
        """How many cells beside each other it stands for."""
        return count(self.attributes, "number-columns-repeated")

    @property
    def tells(self) -> bool:
        """Whether there is anything in it; what a merged range covers is not shown and does not count."""
        return not self.covered and bool(self.text or self.attributes.keys() & _TELLING)

    def put(self, sheet: Draft, place: Place, styles: Styles, default_style: str) -> None:
        """Write it down at a place. Raises Unreadable."""
        told, text = self.attributes, "".join(self.text)
        sheet.merge(place, count(told, "number-rows-spanned"), count(told, "number-columns-spanned"))
        formula, kind = "formula" in told, told.get("value-type", "")
        if self.failed or (formula and _ERROR.fullmatch(text)):
            sheet.fault(place, text or "#N/A")
        elif formula and not kind and not text:
            sheet.fault(place, None)
        elif (value := _value(kind, told, text)) != "":
            shown = styles.shown(kind, told.get("style-name", default_style))
            sheet.put(place, value, told.get("value", ""), shown)


def _value(kind: str, told: dict[str, str], text: str) -> Cell:
    match kind:
        case "float" | "percentage" | "currency" if "value" in told:
            return number(told["value"])
        case "date" if "date-value" in told:
            return moment(told["date-value"])
        case "boolean":
            return told.get("boolean-value") == "true"
        case "time" if found := _DURATION.fullmatch(told.get("time-value", "")):
            hours, minutes, seconds = map(int, found.groups())
            if hours < 24 and minutes < 60 and seconds < 60:
                return dt.time(hours, minutes, seconds)
            return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return told.get("string-value", text)


def count(attributes: dict[str, str], name: str) -> int:
    """A number of rows, columns or spaces, by default 1. Raises Unreadable for what is none."""
    told = attributes.get(name, "1")
    if not (told.isdecimal() and len(told) < 10):
        raise damaged()
    return max(1, int(told))
