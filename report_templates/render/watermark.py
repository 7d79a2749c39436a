"""The watermark of a page: its reader and its number, drawn below the text (domain.md §11.4).

It is made of outlines, so that whoever selects, searches or copies the text of a page finds the text alone.
"""

from __future__ import annotations

from urllib.parse import quote

from report_templates.render.outlines import EM, outline

_PAGE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297" width="210mm" height="297mm">
<defs><g id="mark" transform="scale({scale})">{lines}</g></defs>
<g fill="#808080" fill-opacity=".13">{marks}</g>
</svg>"""
_MARK = '<use href="#mark" transform="translate(105 {y}) rotate(-30)"/>'
_LINE = '<path transform="translate({x} {y})" d="{path}"/>'
_HEIGHTS = (65, 150, 235)
_SIZE, _WIDEST, _LEADING = 7.0, 200.0, 1.5
"""Millimetres of a character, and of the longest line of a mark, which then lies within the page; from line to line in
characters."""
_LONGEST = 60


def watermark(*lines: str) -> str:
    """A `data:` address of an A4 page with these lines three times across it, whole; empty where there are none.

    It may stand in a style as it is.
    """
    shown = [line for line in map(_shown, lines) if line]
    if not shown:
        return ""
    outlines = [outline(line) for line in shown]
    longest = max(width for _, width in outlines)
    scale = min(_SIZE, _WIDEST * EM / longest) / EM
    paths = (
        _LINE.format(x=round(-width / 2), y=round(EM * _LEADING * (place - (len(outlines) - 1) / 2)), path=path)
        for place, (path, width) in enumerate(outlines)
    )
    marks = "".join(_MARK.format(y=y) for y in _HEIGHTS)
    return "data:image/svg+xml," + quote(_PAGE.format(scale=f"{scale:.5f}", lines="".join(paths), marks=marks))


def _shown(line: str) -> str:
    printable = "".join(char for char in line if char.isprintable() or char == "\u3000").strip()
    return printable if len(printable) <= _LONGEST else f"{printable[:_LONGEST]}…"
