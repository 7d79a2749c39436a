"""（续表） above a table on each page that it goes on to, as official papers have it.

The row with these words belongs to the heads, which WeasyPrint repeats on every page; on the first page of a table they
are taken out after layout, and before drawing. This goes into private parts of WeasyPrint, as `justify.py` does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.document import Document
from weasyprint.formatting_structure import boxes

_WORDS = "td::before"


def mark_continued(document: Document) -> None:
    """Leave the words above the second and later parts of each table only."""
    begun: set[Any] = set()
    for page in document.pages:
        for table in _of_kind(page._page_box, boxes.TableBox):
            if table.element not in begun:
                begun.add(table.element)
                for words in _words(table):
                    words.children = ()


def _words(table: Any) -> Iterator[Any]:
    for cell in _of_kind(table, boxes.TableCellBox):
        yield from (box for box in cell.children if box.element_tag == _WORDS)


def _of_kind(box: Any, kind: type) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if isinstance(child, kind):
            yield child
        else:
            yield from _of_kind(child, kind)
