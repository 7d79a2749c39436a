"""Excel workbooks in XML: .xlsx, .xlsm and their templates (ECMA-376)."""

from __future__ import annotations

from collections.abc import Sequence

from flows.read.formats.native import native_grids
from flows.read.number_formats import telling_styles
from flows.read.opc_package import ListedSheet, Package
from flows.read.plain_package import parts_plain, plain_form, worksheet_plain
from flows.read.struck_text import unstruck
from flows.read.xlsx_evidence import Evidence, scan_evidence
from flows.receive.guard import Limits, damaged
from transforms.recognise.grid import Grid

_LISTED = ("worksheet", "")
"""The kinds of sheets that should hold a table; the second is that of a sheet to which no part belongs."""
_KNOWN = ("worksheet", "chartsheet", "dialogsheet")
"""The kinds of sheets that the native reader tells apart; others, as those of macros, it takes for damage."""


def plain_copy(data: bytes) -> bytes:
    """The workbook in the form that every program knows; a lost worksheet is an empty one. Raises Unreadable."""
    package = Package(data)
    return plain_form(package, [sheet for sheet in package.sheets() if sheet.kind in _LISTED])


def xlsx_grids(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """All worksheets of a package that the guard has checked; lost ones without rows. Raises Unreadable."""
    package = Package(data)
    package.check_unseen(limits)
    listed = package.sheets()
    sheets = [sheet for sheet in listed if _is_there(package, sheet)]
    lost = [sheet for sheet in listed if sheet.kind in _LISTED and sheet not in sheets]
    if lost and not sheets:
        raise damaged()
    usual = not lost and all(sheet.kind in _KNOWN for sheet in listed) and parts_plain(package, sheets)
    evidence = _evidence(package, sheets, limits) if usual else None
    if evidence is None:
        data = plain_form(package, sheets)
        evidence = _evidence(plain := Package(data), plain.sheets(), limits, checked=True) or {}
    known = evidence
    return (*native_grids(data, lambda _, name: known[name]), *(Grid(sheet.name, [], lost=True) for sheet in lost))


def _is_there(package: Package, sheet: ListedSheet) -> bool:
    return sheet.kind == "worksheet" and package.has(sheet.part)


def _evidence(
    package: Package, sheets: Sequence[ListedSheet], limits: Limits, *, checked: bool = False
) -> dict[str, Evidence] | None:
    """The evidence of each worksheet by its name; None where one is written unusually, unless that is `checked`."""
    formats, struck = telling_styles(package.styles()), unstruck(package.shared_texts())
    evidence = {}
    for sheet in sheets:
        xml = package.part(sheet.part)
        if not checked and not worksheet_plain(xml):
            return None
        evidence[sheet.name] = scan_evidence(xml, formats, limits, struck)
    return evidence
