"""Workbooks for tests: made by xlsxwriter, with single parts of the package replaced by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook_file(path: Path, parts: Mapping[str, bytes] | None = None) -> Path:
    """A workbook of one worksheet `表` whose parts are as given, the others as xlsxwriter makes them."""
    memory = BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as workbook:
        workbook.add_worksheet("表").write("A1", "姓名")
    with zipfile.ZipFile(memory) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        contents = {name: source.read(name) for name in source.namelist()} | dict(parts or {})
        for name, content in contents.items():
            target.writestr(name, content)
    return path


def sheet(rows: str, *, root: str = "worksheet", before: str = "") -> bytes:
    """The XML of a worksheet with these rows; `before` stands ahead of the root."""
    prefix = root.removesuffix("worksheet")
    declared = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}'
        f'<{root} {declared}="{MAIN}"><{prefix}sheetData>{rows}</{prefix}sheetData></{root}>'
    ).encode()


def styles(*formats: int, codes: Mapping[int, str] | None = None) -> bytes:
    """The XML of a styles part whose cell style n has the n-th number format id."""
    custom = "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in (codes or {}).items())
    cells = "".join(f'<xf numFmtId="{number}"><alignment/></xf>' for number in formats)
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{custom}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        f'<cellXfs>{cells}</cellXfs><dxfs><dxf><numFmt numFmtId="0" formatCode="yyyy"/></dxf></dxfs></styleSheet>'
    ).encode()
