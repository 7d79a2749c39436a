"""The report of one audience as a self-contained HTML page and as a PDF."""

from __future__ import annotations

from report_templates.model.report import Report
from report_templates.render.html import laid
from report_templates.render.preflight import check_machine


def reader_html(report: Report, *, paper: bool = False, files: tuple[str, ...] = ()) -> str:
    """The page. It loads nothing from outside, its one script sorts tables, and its text is only text.

    A `paper` may lie anywhere, so its codes lead to no page beside it. `files` beside the page are linked at its head,
    before its contents.
    """
    return laid("reader.html", report, paper=paper, files=files)


def reader_pdf(report: Report) -> bytes:
    """PDF/A-3a of that page, the same bytes for the same report. Raises RenderFailed."""
    check_machine()
    from report_templates.render.weasy import printed  # noqa: PLC0415 - WeasyPrint takes half a second to import

    return printed(reader_html(report, paper=True))
