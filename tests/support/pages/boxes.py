"""The boxes WeasyPrint lays a page out in: its lines, the cells of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Ink:
    """Where a text stands on its page, in CSS pixels; lines of digits have no height of their own, so it is that of
    the letters."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, box: Any) -> Ink:
        size, base = box.style["font_size"], box.position_y + box.baseline
        left = box.position_x
        return cls(box.text, left, base - 0.7 * size, left + box.width, base + 0.05 * size)

    def covers(self, other: Ink) -> bool:
        """Whether the two stand over each other, by more than a hair."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > _HAIR and down > _HAIR

    def leaves(self, box: Any) -> bool:
        """Whether it stands out of the border of a cell."""
        x, y = box.border_box_x(), box.border_box_y()
        right, bottom = x + box.border_width(), y + box.border_height()
        beside = self.left < x - _HAIR or self.right > right + _HAIR
        return beside or self.top < y - _HAIR or self.bottom > bottom + _HAIR


_HAIR = 1.0


def inks_of(box: Any) -> Iterator[Ink]:
    """The texts in a box, without blanks and without what is kept for the margins of pages and not seen itself."""
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "TextBox":
            if child.text.strip() and child.style["color"].alpha:
                yield Ink.of(child)
        else:
            yield from inks_of(child)


def faults_of(document: Any) -> list[str]:
    """Texts of its pages that stand over each other, or out of their cells."""
    return [fault for page in document.pages for fault in _faults(page._page_box)]


def _faults(page: Any) -> Iterator[str]:
    inks = sorted(inks_of(page), key=lambda ink: ink.top)
    for place, ink in enumerate(inks):
        for other in inks[place + 1 :]:
            if other.top >= ink.bottom:
                break
            if ink.covers(other):
                yield f"{ink.text} over {other.text}"
    for cell in cells_of(page):
        yield from (f"{ink.text} leaves its cell" for ink in inks_of(cell) if ink.leaves(cell))


def lonely_rows(document: Any) -> list[str]:
    """The parts of tables of which a page has one row only, though the table has more."""
    parts: dict[Any, list[Any]] = {}
    for page in document.pages:
        for table in tables_of(page._page_box):
            rows = [row for group in table.children if not group.is_header for row in group.children]
            parts.setdefault(table.element, []).append(rows)
    alone = [rows for there in parts.values() if len(there) > 1 for rows in there if len(rows) == 1]
    return [text_in(row) for rows in alone for row in rows]


def filled(document: Any) -> list[float]:
    """How far down each page is filled, as a share of its height; what floats to the foot does not count."""
    return [_filled(page._page_box) for page in document.pages]


def _filled(page: Any) -> float:
    in_flow = [child for child in page.children if type(child).__name__ not in {"MarginBox", "FootnoteAreaBox"}]
    bottoms = [bottom for child in in_flow for bottom in _bottoms(child)]
    return (max(bottoms, default=page.content_box_y()) - page.content_box_y()) / page.height


def _bottoms(box: Any) -> Iterator[float]:
    """Where its texts and pictures end."""
    yield from (ink.bottom for ink in inks_of(box))
    yield from (picture.position_y + picture.height for picture in _pictures(box))


def _pictures(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if type(child).__name__.endswith("ReplacedBox"):
            yield child
        else:
            yield from _pictures(child)


def tables_of(box: Any) -> Iterator[Any]:
    """The tables, or the parts of them that stand on a page."""
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "TableBox":
            yield child
        else:
            yield from tables_of(child)


def cells_of(box: Any) -> Iterator[Any]:
    """The cells of tables."""
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "TableCellBox":
            yield child
        else:
            yield from cells_of(child)
