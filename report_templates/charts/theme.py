"""The common theme of all charts, and the rendering of a chart as inline SVG or PNG.

The page and the charts have the same typefaces, and text stays text. No information is carried by colour
alone: fills differ in lightness too, and every mark has its number, so that a chart can be read from a black-and-white
copy.
"""

from __future__ import annotations

import re
from typing import Any

import altair as alt
import vl_convert
from markupsafe import Markup

from report_templates.fonts import STACKS

WIDTH = 430
"""Of the plot, in pixels of 1/96 inch; with the labels beside it, it fills the measure of the page (156 mm)."""

INK, SOFT, LINE = "#222", "#555", "#bbb"
DONE, RUNNING, LATE, HELD = "#6f9e78", "#dcc478", "#7d1a15", "#f7f7f7"
"""The worst is the darkest; neighbours are distinct in greyscale as well."""

DOTS = 200
"""To the inch, of a PNG: sharp on paper, and a third of the bytes of 300."""

SIZE = 11
"""Of the smallest label, in pixels: 8.25 points."""
_CONFIG: dict[str, Any] = {
    "font": ", ".join(STACKS["sans"]),
    "aria": False,
    "background": None,
    "view": {"stroke": None},
    "axis": {
        **dict.fromkeys(("labelFontSize", "titleFontSize"), SIZE),
        **dict.fromkeys(("labelColor", "domainColor"), INK),
        "titleColor": SOFT,
        "titleFontWeight": "normal",
        "gridColor": "#e4e4e4",
        "ticks": False,
        "labelPadding": 5,
        "labelLimit": 150,
    },
    "legend": {
        "labelFontSize": SIZE,
        "labelColor": INK,
        "labelLimit": 300,
        "orient": "top",
        "title": None,
        "symbolType": "square",
        "symbolStrokeColor": INK,
        "symbolStrokeWidth": 0.5,
        "columnPadding": 16,
    },
    "text": {"fontSize": SIZE, "color": INK},
}


_TAG, _ROLE = re.compile(r"<[^>]+>"), re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')


def svg(chart: alt.TopLevelMixin, title: str) -> Markup:
    """The chart as an `<svg>` for the inside of a page; `title` is its text alternative.

    The same bytes for the same chart. Whatever a label holds is text of the SVG.
    """
    rendered = vl_convert.vegalite_to_svg({**chart.to_dict(), "config": _CONFIG})
    opened = re.match(r'<svg[^>]*? (width="[^"]*" height="[^"]*" viewBox="[^"]*")[^>]*>', rendered)
    if opened is None:
        raise ValueError("vl-convert gave no SVG")
    head = Markup('<svg role="img" {}><title>{}</title>')
    # Vega has escaped what it was given. Its own roles promise a name for every bar and have none.
    drawn = _TAG.sub(lambda tag: _ROLE.sub("", tag[0]), rendered[opened.end() :])
    return head.format(Markup(opened[1]), title) + Markup(drawn)  # noqa: S704


def png(drawing: Markup) -> bytes:
    """The `<svg>` of `svg` as a PNG on white, DOTS to the inch; the same bytes for the same drawing."""
    page = re.sub(r"^<svg[^>]*>", r'\g<0><rect width="100%" height="100%" fill="white"/>', str(drawing))
    named = page.replace("<svg", f"<svg {_NAMESPACES}", 1)
    picture: bytes = vl_convert.svg_to_png(named, scale=DOTS / 96, ppi=96)
    return picture


_NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
