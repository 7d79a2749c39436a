"""Web pages that office systems call .xls, and pages saved as a single file (domain.md M05). Every cell is a text."""

from __future__ import annotations

import re
from email import message_from_bytes
from html.parser import HTMLParser

from flows.read.formats.encodings import decoded
from flows.read.formats.sheet import Draft
from flows.receive.guard import Limits
from transforms.recognise.grid import Grid
from transforms.records.notice import Unreadable

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_AROUND_BREAK = re.compile(r" *\n[ \n]*")
_BREAKS = frozenset({"br", "p", "div", "li"})
_BLOCKS = _BREAKS | {"h1", "h2", "h3", "h4", "h5", "h6", "caption", "table", "tr", "body", "html"}
_UNSHOWN = frozenset({"script", "style", "title", "xml"})
_STRUCK = frozenset({"s", "strike", "del"})
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def html_grids(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The one sheet that a spreadsheet program makes of a page. Raises Unreadable, also where there is no table."""
    return (_page(decoded(data), "Sheet1", limits) or _without_table(),)


def mhtml_grids(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """A sheet for every page with a table in a page saved as a single file."""
    parts = (part for part in message_from_bytes(data).walk() if part.get_content_type() == "text/html")
    pages = (part.get_payload(decode=True) for part in parts)
    texts = [decoded(page) for page in pages if isinstance(page, bytes)]
    grids = [_page(text, f"Sheet{number}", limits) for number, text in enumerate(texts, 1)]
    return tuple(grid for grid in grids if grid) or (_without_table(),)


def _page(text: str, name: str, limits: Limits) -> Grid | None:
    page = _Page(name, limits)
    page.feed(text)
    page.close()
    return page.grid() if page.has_table else None


def _without_table() -> Grid:
    raise Unreadable(
        "html_without_table",
        "收到的其实是网页（HTML）文件，其中没有表格。"
        "请用 Excel 或 WPS 打开原表，另存为“Excel 工作簿（.xlsx）”后重新上报。",
    )


class _Page(HTMLParser):
    """All tables of a page below each other, nested ones too, with the lines of text between them as rows."""

    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__()
        self.has_table = False
        self._limits = limits
        self._draft = Draft(name, limits)
        self._row = self._column = self._last = -1
        self._place = (0, 0)
        self._within_cell = False
        self._unshown = self._struck = 0
        self._text: list[str] = []
        self._left_out = False
        self._taken: dict[int, int] = {}  # column → last row that a cell above reaches down to

    def grid(self) -> Grid:
        self._end()
        return self._draft.grid()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in ("td", "th"):
            self._end()
            self._begin_cell(attributes)
        elif tag == "tr":
            self._end()
            self._row, self._column = self._row + 1, -1
            if _HIDDEN.search(attributes.get("style", "")):
                self._draft.hide("rows", self._row, 1)
        elif tag in _UNSHOWN:
            self._unshown += 1
        elif tag in _STRUCK:
            self._struck += 1
        elif self._within_cell and tag in _BREAKS:
            self._text.append("\n")
        elif tag in _BLOCKS:
            self._end()
        self.has_table |= tag == "tr"

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSHOWN:
            self._unshown = max(0, self._unshown - 1)
        elif tag in _STRUCK:
            self._struck = max(0, self._struck - 1)
        elif tag in ("td", "th", "table") or (not self._within_cell and tag in _BLOCKS):
            self._end()
        elif tag in _BREAKS:
            self._text.append("\n")

    def handle_data(self, data: str) -> None:
        if self._struck and self._within_cell:
            self._left_out |= not data.isspace()
        elif not self._unshown:
            self._text.append(_BLANKS.sub(" ", data))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._row = max(self._row, 0)
        self._column += 1
        while self._taken.get(self._column, -1) >= self._row:
            self._column += 1
        rows, columns = _span(attributes.get("rowspan"), self._limits.max_rows), _span(attributes.get("colspan"), 1000)
        self._draft.merge((self._row, self._column), rows, columns)
        self._taken.update(dict.fromkeys(range(self._column, self._column + columns), self._row + rows - 1))
        self._within_cell, self._place, self._last = True, (self._row, self._column), self._column + columns - 1

    def _end(self) -> None:
        """Put the cell, or the line of text outside a table, that is now complete."""
        text = _AROUND_BREAK.sub("\n", "".join(self._text)).strip("\n ").replace("\xa0", " ").strip(" ")
        self._text.clear()
        if self._within_cell:
            self._within_cell, self._column = False, self._last
            if text:
                self._draft.put(self._place, text)
            if self._left_out:
                self._draft.strike(self._place, text)
        elif text:
            self._row, self._column = self._row + 1, -1
            self._draft.put((self._row, 0), text)
        self._left_out, self._struck = False, 0


def _span(text: str | None, most: int) -> int:
    return max(1, min(int(text), most)) if text and text.isdecimal() and len(text) < 10 else 1
