"""Lines of Chinese filled to both margins, as official papers are set (GB/T 9704).

WeasyPrint justifies by stretching spaces, which Chinese has none of, so a line that the rules of line breaking (避头尾)
cut short ends short. After layout, and before drawing, such a line's remainder is shared out between its Chinese
characters; digits and Latin letters keep their spacing.

This goes into private parts of WeasyPrint (boxes and their Pango layouts), which is why its version is pinned and
`tests/report_templates/render/test_justify.py` measures the lines of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from weasyprint.document import Document
from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

MOST = 0.25
"""Of the font's size: what a character may be given; a line that would need more is left as it is."""

_HAN = re.compile("[—‘-”…\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+")
_NOTHING = 0.05
"""CSS pixels nobody sees."""


class _Spread(Layout):  # type: ignore[misc] # WeasyPrint has no types
    """A line's text with `extra` CSS pixels behind each of its Chinese characters."""

    extra: float

    @classmethod
    def of(cls, layout: Any, extra: float) -> _Spread:
        spread = cls.__new__(cls)
        spread.__dict__.update(layout.__dict__)
        spread.extra = extra
        return spread

    def set_text(self, text: str, justify: bool = False) -> None:
        """As in WeasyPrint, when the line is drawn."""
        super().set_text(text, justify)
        spacing = self.style["letter_spacing"]
        units = int(((0 if spacing == "normal" else spacing) + self.extra) * TO_UNITS)
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for run in _HAN.finditer(self.text):
            spaced = pango.pango_attr_letter_spacing_new(units)
            spaced.start_index = len(self.text[: run.start()].encode())
            spaced.end_index = spaced.start_index + len(run[0].encode())
            pango.pango_attr_list_change(attributes, spaced)
        pango.pango_layout_set_attributes(self.layout, attributes)


def justify(document: Document) -> int:
    """Fill the lines of every page; gives how many were."""
    return sum(_filled(box, line) for page in document.pages for box, line in _lines(page._page_box))


def _lines(box: Any) -> Iterator[tuple[Any, Any]]:
    """Each line with the box it stands in; the last line of a paragraph is none of them."""
    for child in getattr(box, "children", ()):
        if not isinstance(child, boxes.LineBox):
            yield from _lines(child)
        elif child.style["text_align_all"] == "justify" and child.resume_at is not None:
            yield box, child


def _filled(box: Any, line: Any) -> bool:
    texts = [text for text in _texts(line) if text.text]  # a blank at the line's end leaves an empty one
    if not texts or any(" " in text.text.strip() for text in texts):  # with a space in it, WeasyPrint has filled it
        return False
    characters = sum(map(_count, texts))
    # Nothing goes behind the last character; where it is none of ours, half a one stands for the digit before it.
    gaps = characters - (1 if _HAN.match(texts[-1].text[-1]) else 0.5)
    short = box.width - (line.position_x - box.content_box_x()) - line.width
    if characters < 2 or not _NOTHING <= short <= gaps * MOST * line.style["font_size"]:
        return False
    _spread(line, short / gaps, 0)
    return True


def _texts(box: Any) -> list[Any]:
    """The texts of a line in their order; none of a line that holds anything else, such as a picture."""
    if isinstance(box, boxes.TextBox):
        return [box]
    if not isinstance(box, boxes.LineBox | boxes.InlineBox):
        return []
    parts = [_texts(child) for child in box.children if child.is_in_normal_flow()]
    return [text for part in parts for text in part] if all(parts) else []


def _count(text: Any) -> int:
    return sum(len(run[0]) for run in _HAN.finditer(text.text))


def _spread(box: Any, extra: float, moved: float) -> float:
    """Move a box to the right by `moved` and widen what is in it; gives how far the next one has to move."""
    box.position_x += moved
    if isinstance(box, boxes.TextBox):
        wider = extra * _count(box)
        if wider:
            box.pango_layout = _Spread.of(box.pango_layout, extra)
            box.width += wider
        return moved + wider
    start = moved
    for child in box.children:
        if child.is_in_normal_flow():
            moved = _spread(child, extra, moved)
    box.width += moved - start
    return moved
