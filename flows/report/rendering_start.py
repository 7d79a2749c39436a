"""What workers that render pages need, loaded once by the process they are forked from. For the forkserver alone.

WeasyPrint, the templates and the face of the watermark take a worker a second and more. Where a library or a typeface
is missing, the page that needs it says so.
"""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module

_MODULES = (
    "report_templates.docx.paper",
    "report_templates.render.analyst_page",
    "report_templates.render.reader_page",
    "report_templates.render.weasy",
)

with suppress(Exception):
    for name in _MODULES:
        import_module(name)
    # All tables of the face are in memory after a first outline: workers must not read one open file side by side.
    import_module("report_templates.render.outlines").outline("一")
