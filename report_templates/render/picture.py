"""Page one of a report as a picture, for telephones."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO

from pypdfium2 import PdfDocument

from report_templates.model.report import Report
from report_templates.render.html import html
from report_templates.render.preflight import check_machine

WIDTH = 1080
"""Pixels: as wide as most telephones show a picture without making it smaller."""
_SHOWN = (20, 25, 192, 282)
"""Of the page in millimetres, left, top, right and bottom: wider margins would only make the words smaller."""
_MILLIMETRE = 72 / 25.4


def page_picture(report: Report) -> bytes:
    """A PNG of page one in the form of the leaders' paper, WIDTH wide, the same bytes for the same report.

    It holds what can be seen and no text, no metadata. Raises RenderFailed.
    """
    check_machine()
    from report_templates.render.weasy import printed  # noqa: PLC0415 - WeasyPrint takes half a second to import

    with closing(PdfDocument(printed(html(report, paper=True)))) as document:
        left, top, right, bottom = (_MILLIMETRE * edge for edge in _SHOWN)
        scale = WIDTH / (right - left)
        picture = document[0].render(scale=scale).to_pil()
    begin = round(left * scale)
    picture = picture.crop((begin, round(top * scale), begin + WIDTH, round(bottom * scale)))
    content = BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()
