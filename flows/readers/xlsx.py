"""Excel workbooks in XML: .xlsx, .xlsm and their templates (ECMA-376)."""

from __future__ import annotations

from flows.evidence import look
from flows.formats import telling_styles
from flows.guard import Limits
from flows.package import Package
from flows.readers.native import native_grids
from transforms.grid import Grid


def xlsx_grids(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """All worksheets of a package that has passed the guard. Raises Unreadable."""
    package = Package(data)
    formats = telling_styles(package.styles())
    evidence = {name: look(xml, formats, limits) for name, xml in package.worksheets()}
    package.check_unseen(limits)
    return native_grids(data, lambda _, name: evidence[name])
