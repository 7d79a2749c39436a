"""The styles of an OpenDocument spreadsheet: hidden sheets, struck text, dates, and formats that add to a value."""

from __future__ import annotations

from flows.read.number_formats import adds
from flows.read.serial_dates import Calendar

_PARTS = {"year": "yyyy", "month": "m", "day": "d", "day-of-week": "d", "hours": "h", "minutes": "mm", "seconds": "ss"}


class Styles:
    """The styles that matter, collected tag by tag: `styles.xml` first, then those of the content."""

    def __init__(self) -> None:
        self.hidden_tables: set[str] = set()
        self.struck: set[str] = set()
        self.from_1904 = False
        self._calendars: dict[str, Calendar] = {}
        self._percentages: set[str] = set()
        self._dates: dict[str, list[str]] = {}
        self._cells: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._style = ""
        self._date: list[str] = []
        self._numbers: dict[str, list[str]] = {}
        self._number: list[str] | None = None

    def note(self, tag: str, attributes: dict[str, str]) -> None:
        """Process a start tag before the sheets; names are without their prefix."""
        name = attributes.get("name", "")
        if tag.endswith("-style"):
            self._begin_format(tag, name, attributes)
        elif tag == "number" and self._number is not None:
            self._number.append(_digits(attributes))
        elif tag in _PARTS:
            self._date.append(_PARTS[tag])
        elif tag == "style":
            self._style = name
            self._cells[name] = attributes.get("data-style-name", "")
            self._parents[name] = attributes.get("parent-style-name", "")
        elif tag == "null-date":
            self.from_1904 = attributes.get("date-value", "").startswith("1904")
        elif tag == "table-properties" and attributes.get("display") == "false":
            self.hidden_tables.add(self._style)
        elif tag == "text-properties" and attributes.get("text-line-through-style", "none") != "none":
            self.struck.add(self._style)

    def _begin_format(self, tag: str, name: str, attributes: dict[str, str]) -> None:
        """Begin a number format: what stands in it is its own, not that of the one before."""
        self._date, self._number = [], None
        if tag == "date-style":
            self._dates[name], self._calendars[name] = self._date, "date"
        elif tag == "time-style":
            self._calendars[name] = "duration" if attributes.get("truncate-on-overflow") == "false" else "date"
        elif tag == "percentage-style":
            self._percentages.add(name)
        elif tag in ("number-style", "currency-style"):
            self._number = self._numbers[name] = []

    def end(self, tag: str) -> None:
        """Process an end tag before the sheets: text behind a number format, as in a page's foot, is none of it."""
        if tag.endswith("-style"):
            self._date, self._number = [], None

    def text(self, text: str) -> None:
        """Process text before the sheets: what a number format writes beside the number."""
        if self._number is not None and text.strip():
            self._number.append(f'"{text.strip()}"')

    def shown(self, kind: str, style: str, raw: str) -> str:
        """The number format of a cell of this value type, where it adds to the value `raw`; else empty."""
        data_style = self._data_style(style)
        if kind == "percentage" or (kind == "float" and data_style in self._percentages):
            return "0%"
        if kind in ("float", "currency") and (code := "".join(self._numbers.get(data_style, ()))):
            return code if adds(code, raw) else ""
        parts = self._dates.get(data_style, [])
        return "-".join(parts) if kind in ("float", "date") and parts and "d" not in parts else ""

    def calendar(self, style: str) -> Calendar | None:
        """Whether a style shows a number as a date, a time or a duration: some programs mark no cell as a date."""
        return self._calendars.get(self._data_style(style))

    def _data_style(self, style: str) -> str:
        return self._cells.get(style) or self._cells.get(self._parents.get(style, ""), "")


def _digits(attributes: dict[str, str]) -> str:
    """The digits of a number style as a format code: decimals, and a comma for each thousand it is divided by."""
    places = min(int(attributes.get("decimal-places", "0")), 15)
    thousands = {"1000": ",", "1000000": ",,"}.get(attributes.get("display-factor", ""), "")
    return f"0.{'0' * places}{thousands}" if places else f"0{thousands}"
