"""The boxes WeasyPrint lays a page out in: its lines, the cells of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def lines_of(box: Any) -> Iterator[Any]:
    """The lines of running text and tables; those of the page's margins lie outside its box."""
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "LineBox":
            yield child
        elif type(child).__name__ != "MarginBox":
            yield from lines_of(child)


def text_in(box: Any) -> str:
    return getattr(box, "text", "") or "".join(text_in(child) for child in getattr(box, "children", ()))


def cells_of(box: Any) -> Iterator[Any]:
    """The cells of tables."""
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "TableCellBox":
            yield child
        else:
            yield from cells_of(child)
