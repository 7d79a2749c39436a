"""Excel workbooks in XML: .xlsx, .xlsm and their templates (ECMA-376)."""

from __future__ import annotations

from flows.read.formats.dimensions import with_parts, without_broken_extent
from flows.read.formats.native import native_grids
from flows.read.number_formats import telling_styles
from flows.read.opc_package import Package
from flows.read.struck_text import unstruck
from flows.read.xlsx_evidence import scan_evidence
from flows.receive.guard import Limits
from transforms.recognise.grid import Grid


def xlsx_grids(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """All worksheets of a package that the guard has checked. Raises Unreadable."""
    package = Package(data)
    formats = telling_styles(package.styles())
    struck = unstruck(package.shared_texts())
    evidence, mended = {}, {}
    for name, part in package.worksheet_parts():
        xml = package.part(part)
        evidence[name] = scan_evidence(xml, formats, limits, struck)
        if (readable := without_broken_extent(xml)) is not xml:
            mended[part] = readable
    package.check_unseen(limits)
    return native_grids(with_parts(data, mended) if mended else data, lambda _, name: evidence[name])
