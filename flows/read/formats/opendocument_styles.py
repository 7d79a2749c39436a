"""The styles of an OpenDocument spreadsheet: hidden sheets, and formats of dates shown without their day."""

from __future__ import annotations

_PARTS = {"year": "yyyy", "month": "m", "day": "d", "day-of-week": "d", "hours": "h", "minutes": "mm", "seconds": "ss"}


class Styles:
    """The styles that matter, collected tag by tag: `styles.xml` first, then those of the content."""

    def __init__(self) -> None:
        self.hidden_tables: set[str] = set()
        self.struck: set[str] = set()
        self._dates: dict[str, list[str]] = {}
        self._cells: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._style = ""
        self._date: list[str] = []

    def note(self, tag: str, attributes: dict[str, str]) -> None:
        """Process a start tag before the sheets; names are without their prefix."""
        name = attributes.get("name", "")
        if tag == "date-style":
            self._date = self._dates[name] = []
        elif tag.endswith("-style"):
            self._date = []
        elif tag in _PARTS:
            self._date.append(_PARTS[tag])
        elif tag == "style":
            self._style = name
            self._cells[name] = attributes.get("data-style-name", "")
            self._parents[name] = attributes.get("parent-style-name", "")
        elif tag == "table-properties" and attributes.get("display") == "false":
            self.hidden_tables.add(self._style)
        elif tag == "text-properties" and attributes.get("text-line-through-style", "none") != "none":
            self.struck.add(self._style)

    def shown(self, kind: str, style: str) -> str:
        """The number format of a cell of this value type, where it adds to the value; else empty."""
        if kind == "percentage":
            return "0%"
        data_style = self._cells.get(style) or self._cells.get(self._parents.get(style, ""), "")
        parts = self._dates.get(data_style, [])
        return "-".join(parts) if kind == "date" and parts and "d" not in parts else ""
