"""The number formats worth noting: a unit, a divisor, two decimals of a year with a month (domain.md §12, M46, M53)."""

from __future__ import annotations

import datetime as dt
import struct
from io import BytesIO

import pytest
import xlsxwriter

from flows.read.number_formats import adds
from flows.read.workbook import read_bytes
from tests.support.workbooks.binary_workbooks import biff12_cell, biff12_row, biff_cell, xls, xls5, xlsb
from transforms.cells.quantities.format_units import FormatUnit, format_unit

OPENDOCUMENT = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "style", "text", "table", "datastyle")
).replace("xmlns:datastyle", "xmlns:number")
SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


@pytest.mark.parametrize(
    ("code", "number", "noted"),
    [
        ('0.0"亿元"', "1.2", True),
        ("0,", "1200", True),
        ("0.00", "1965.1", True),
        ("0.00_ ", "1965.1", True),
        ("0.00", "12.5", True),  # shown as 12.50, and an item 1.1 as 1.10
        ("0.00", "1.1000000000000001", True),  # how Excel stores 1.1
        ("0.00", "12.25", False),
        ("0.00", "12", False),
        ("0.000", "1.25", True),
        ("0.0", "1965.1", False),  # it shows 1965.1 for January and October
        ("General", "1965.1", False),
        ("#,##0.00", "1965.1", False),
        ('yyyy"年"m"月"d"日"', "44515", False),
        ('yyyy"年"m"月"', "44515", True),
    ],
)
def test_which_formats_are_noted(code: str, number: str, noted: bool) -> None:
    assert adds(code, number) is noted


def test_an_xlsx_notes_the_units_its_numbers_are_shown_with() -> None:
    memory = BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for at, (number, code) in enumerate([(1.2, '0.0"亿元"'), (1965.1, "0.00"), (12.5, "0.00"), (3, "General")]):
            page.write(0, at, number, book.add_format({"num_format": code}))
    (grid,) = read_bytes(memory.getvalue()).grids
    assert grid.formats == {(0, 0): '0.0"亿元"', (0, 1): "0.00", (0, 2): "0.00"}


CODES = ['0.0"亿元"', "0.00", "0.00", '#,##0,"千元"', "0.0"]
NUMBERS = [1.2, 1965.1, 12.5, 1200.0, 1965.1]
XLS_CELLS = b"".join(biff_cell(0x203, 0, at, struct.pack("<d", number), at + 1) for at, number in enumerate(NUMBERS))
XLSB_CELLS = [biff12_cell(5, at, struct.pack("<d", number), at + 1) for at, number in enumerate(NUMBERS)]


@pytest.mark.parametrize(
    "data",
    [
        xls(("表", True, XLS_CELLS), formats=CODES),
        *(
            xls5(XLS_CELLS, page, formats=[code.encode(encoding) for code in CODES])
            for page, encoding in ((936, "gb18030"), (None, "gb18030"), (1252, "gb18030"), (65001, "utf-8"))
        ),
        xlsb(("表", True, biff12_row(0, XLSB_CELLS)), formats=CODES),
    ],
    ids=["xls", "xls of before 1997", "without a code page", "with another code page", "in UTF-8", "xlsb"],
)
def test_the_binary_formats_note_them_too(data: bytes) -> None:
    (grid,) = read_bytes(data).grids
    assert grid.rows == [NUMBERS]
    assert grid.formats == {(0, 0): '0.0"亿元"', (0, 1): "0.00", (0, 2): "0.00", (0, 3): '#,##0,"千元"'}


def test_a_unit_in_a_traditional_workbook_of_before_1997() -> None:
    (grid,) = read_bytes(xls5(XLS_CELLS, 950, formats=['0"億元"'.encode("big5")])).grids
    assert grid.formats == {(0, 0): '0"億元"'}


@pytest.mark.parametrize(
    "content",
    [
        f'<?xml version="1.0"?><Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}"><Styles><Style ss:ID="s1">'
        '<NumberFormat ss:Format="0,&quot;千元&quot;"/></Style></Styles><Worksheet ss:Name="a"><Table><Row>'
        '<Cell ss:StyleID="s1"><Data ss:Type="Number">1200</Data></Cell></Row></Table></Worksheet></Workbook>',
        f'<?xml version="1.0"?><office:document {OPENDOCUMENT} office:mimetype="application/vnd.oasis.opendocument.'
        'spreadsheet"><office:automatic-styles><number:number-style style:name="N1"><number:number '
        'number:decimal-places="0" number:display-factor="1000"/><number:text>千元</number:text></number:number-style>'
        '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/></office:automatic-styles>'
        '<office:body><office:spreadsheet><table:table table:name="a"><table:table-row><table:table-cell '
        'table:style-name="ce1" office:value-type="float" office:value="1200"><text:p>1千元</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document>",
    ],
    ids=["spreadsheetml", "fods"],
)
def test_other_formats_note_them_too(content: str) -> None:
    (grid,) = read_bytes(content.encode()).grids
    assert grid.rows == [[1200.0]]
    assert format_unit(grid.formats[0, 0]) == FormatUnit(1000, "千元")


def test_the_words_of_the_next_format_and_of_the_foot_of_a_page_are_no_unit() -> None:
    """LibreOffice and Gnumeric write the number format `0.0` before that of a date, and a foot before the sheets."""
    content = (
        f'<?xml version="1.0"?><office:document {OPENDOCUMENT} office:mimetype="application/vnd.oasis.opendocument.'
        'spreadsheet"><office:automatic-styles>'
        '<number:number-style style:name="N1"><number:number number:decimal-places="1"/></number:number-style>'
        '<number:date-style style:name="N2"><number:year/><number:text>年</number:text><number:month/>'
        "<number:text>月</number:text></number:date-style>"
        '<number:number-style style:name="N3"><number:number number:decimal-places="0"/></number:number-style>'
        '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
        '<style:style style:name="ce2" style:family="table-cell" style:data-style-name="N2"/>'
        '<style:style style:name="ce3" style:family="table-cell" style:data-style-name="N3"/></office:automatic-styles>'
        "<office:master-styles><style:footer><text:p>金额单位：万元</text:p></style:footer></office:master-styles>"
        '<office:body><office:spreadsheet><table:table table:name="a"><table:table-row>'
        '<table:table-cell table:style-name="ce1" office:value-type="float" office:value="2.5"/>'
        '<table:table-cell table:style-name="ce2" office:value-type="date" office:date-value="2021-11-01"/>'
        '<table:table-cell table:style-name="ce3" office:value-type="float" office:value="12"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document>"
    )
    (grid,) = read_bytes(content.encode()).grids
    assert grid.rows == [[2.5, dt.date(2021, 11, 1), 12.0]]
    assert grid.formats == {(0, 1): "yyyy-m"}
