"""A report as an official PDF."""

from __future__ import annotations

import datetime as dt

from report_templates.data_workbook import NAME, data_workbook
from report_templates.html import html
from report_templates.machine import check_machine
from report_templates.model import Report


def pdf(report: Report) -> bytes:
    """PDF/A-3a of the page that `html` gives, by its print styles, with the figures as a workbook inside.

    The bytes depend on the report and the machine's fonts alone. Raises RenderFailed where a font, a glyph or a library
    is missing, or where anything on the page would be printed wrongly.
    """
    check_machine()
    from report_templates.paper import Enclosed, printed  # noqa: PLC0415 - WeasyPrint takes half a second to import

    moment = dt.datetime.fromisoformat(report.masthead.created)
    return printed(html(report), Enclosed(NAME, "报告数据", data_workbook(report, moment), moment))
