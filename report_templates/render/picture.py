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


def page_picture(report: Report) -> bytes:
    """A PNG of page one in the form of the leaders' paper, WIDTH wide, the same bytes for the same report.

    It holds what can be seen and no text, no metadata. Raises RenderFailed.
    """
    check_machine()
    from report_templates.render.weasy import printed  # noqa: PLC0415 - WeasyPrint takes half a second to import

    with closing(PdfDocument(printed(html(report, paper=True)))) as document:
        page = document[0]
        picture = page.render(scale=WIDTH / page.get_width()).to_pil()
    content = BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()
