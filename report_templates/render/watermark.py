"""The watermark of a page: its recipient, as a picture behind the text (domain.md §11.4)."""

from __future__ import annotations

from urllib.parse import quote
from xml.sax.saxutils import escape

_PAGE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297" width="210mm" height="297mm">
<g font-family="Noto Sans CJK SC" font-size="7" fill="#808080" fill-opacity=".13" text-anchor="middle">{marks}</g>
</svg>"""
_MARK = '<text transform="translate({x} {y}) rotate(-30)">{words}</text>'
_POSITIONS = ((60, 70), (150, 125), (60, 180), (150, 235))
_LONGEST = 30


def watermark(*words: str) -> str:
    """A `data:` address of an A4 page with the words four times across it. It may stand in a style as it is."""
    text = "　".join(word for word in words if word)
    shown = escape("".join(char for char in text if char.isprintable())[:_LONGEST])
    marks = "".join(_MARK.format(x=x, y=y, words=shown) for x, y in _POSITIONS)
    return "data:image/svg+xml," + quote(_PAGE.format(marks=marks))
