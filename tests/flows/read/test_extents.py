"""A worksheet whose declared extent names no cells is read all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.read.workbook import read_workbook
from tests.support.workbooks.packages import SHEET, sheet, workbook_file

ROW = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'


@pytest.mark.parametrize(
    "extent",
    [
        *('ref="A0:B1"', 'ref=""', 'ref="A:B"', 'ref="1:2"', 'ref="A1:"', 'ref="#REF!"', 'ref="$A$1:$B$1"', ""),
        *('ref="A1:B1"', 'ref="A1"', 'ref="A1:XFD1048576"'),
    ],
)
def test_whatever_extent_a_worksheet_declares_its_cells_are_read(tmp_path: Path, extent: str) -> None:
    xml = sheet(ROW).replace(b"<sheetData>", f"<dimension {extent}/><sheetData>".encode())
    assert read_workbook(workbook_file(tmp_path / "x.xlsx", {SHEET: xml})).grids[0].rows == [[1.0, 2.0]]
