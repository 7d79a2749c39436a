"""A report as an official PDF."""

from __future__ import annotations

import datetime as dt

from report_templates.model.report import Report
from report_templates.render.data_workbook import NAME, data_workbook
from report_templates.render.html import html
from report_templates.render.preflight import check_machine


def pdf(report: Report) -> bytes:
    """PDF/A-3a of the page that `html` gives, by its print styles, with the figures as a workbook inside.

    The bytes depend on the report and the machine's fonts alone. Raises RenderFailed where a font, a glyph or a library
    is missing, or where anything on the page would be printed wrongly.
    """
    check_machine()
    from report_templates.render.weasy import Enclosed, printed  # noqa: PLC0415 - WeasyPrint takes half a second to import

    moment = dt.datetime.fromisoformat(report.masthead.created)
    return printed(html(report, paper=True), Enclosed(NAME, "报告数据", data_workbook(report, moment), moment))
