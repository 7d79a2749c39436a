"""Numbers that .ods and XML workbooks show as dates, times and percentages, as some programs write them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from flows.read.workbook import read_bytes
from tests.support.messiness.messy import reactions, read, values
from transforms.recognise.grid import Cell, Grid

OPENDOCUMENT = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in zip(
        ("office", "style", "table", "number"), ("office", "style", "table", "datastyle"), strict=True
    )
)
DATA_STYLES = {
    "date": "<number:year/><number:text>-</number:text><number:month/><number:text>-</number:text><number:day/>",
    "date of a month": "<number:year/><number:text>-</number:text><number:month/>",
    "time": "<number:hours/><number:text>:</number:text><number:minutes/>",
    "percentage": '<number:number number:decimal-places="0"/><number:text>%</number:text>',
    "number": '<number:number number:decimal-places="0"/>',
}
SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def fods(style: str, number: str, before: str = "", more: str = "") -> Grid:
    """A flat OpenDocument workbook of one number under a data style; `more` are attributes of that."""
    kind = style.partition(" ")[0]
    content = (
        f'<office:document {OPENDOCUMENT} office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        f'<office:automatic-styles><number:{kind}-style style:name="N1" {more}>{DATA_STYLES[style]}'
        f"</number:{kind}-style>"
        '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/></office:automatic-styles>'
        f'<office:body><office:spreadsheet>{before}<table:table table:name="a"><table:table-row><table:table-cell '
        f'table:style-name="ce1" office:value-type="float" office:value="{number}"/></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document>"
    )
    return read_bytes(content.encode()).grids[0]


def xml_2003(code: str, number: str, before: str = "") -> Grid:
    """An XML workbook of Excel 2003 with one number under a number format."""
    content = (
        f'<?xml version="1.0"?><Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}">{before}<Styles><Style '
        f'ss:ID="s1"><NumberFormat ss:Format="{code}"/></Style></Styles><Worksheet ss:Name="a"><Table><Row><Cell '
        f'ss:StyleID="s1"><Data ss:Type="Number">{number}</Data></Cell></Row></Table></Worksheet></Workbook>'
    )
    return read_bytes(content.encode()).grids[0]


@pytest.mark.parametrize(
    ("style", "number", "more", "cell"),
    [
        ("date", "44522", "", dt.date(2021, 11, 22)),
        ("date", "44522.5", "", dt.datetime.fromisoformat("2021-11-22T12:00")),
        ("date", "-3.5", "", -3.5),  # no date can show it
        ("time", "0.5", "", dt.time(12)),
        ("time", "1.5", 'number:truncate-on-overflow="false"', dt.timedelta(hours=36)),
        ("number", "44522", "", 44522.0),
    ],
)
def test_a_number_of_an_ods_is_the_date_its_style_shows(style: str, number: str, more: str, cell: Cell) -> None:
    assert fods(style, number, more=more).rows == [[cell]]


def test_the_calendar_of_an_ods_is_its_own() -> None:
    null_date = (
        '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    )
    assert fods("date", "43060", null_date).rows == [[dt.date(2021, 11, 22)]]


def test_what_the_style_of_an_ods_adds_to_a_number_is_noted() -> None:
    share, month = fods("percentage", "1"), fods("date of a month", "44501")
    assert (share.rows, share.formats) == ([[1.0]], {(0, 0): "0%"})
    assert (month.rows, month.formats) == ([[dt.date(2021, 11, 1)]], {(0, 0): "yyyy-m"})


@pytest.mark.parametrize(
    ("code", "number", "cell"),
    [
        ("yyyy-mm-dd", "44522", dt.date(2021, 11, 22)),
        ("Short Date", "44522", dt.date(2021, 11, 22)),
        ("General Date", "44522.5", dt.datetime.fromisoformat("2021-11-22T12:00")),
        ("Short Time", "0.5", dt.time(12)),
        ("[h]:mm", "1.5", dt.timedelta(hours=36)),
        ("Scientific", "44522", 44522.0),
        ("Yes/No", "1", 1.0),
        ("Standard", "44522", 44522.0),
        ("Currency", "44522", 44522.0),
        ("[Red]0", "44522", 44522.0),
    ],
)
def test_a_number_of_an_xml_workbook_is_the_date_its_format_shows(code: str, number: str, cell: Cell) -> None:
    assert xml_2003(code, number).rows == [[cell]]


def test_the_calendar_of_an_xml_workbook_is_its_own() -> None:
    settings = '<x:ExcelWorkbook xmlns:x="urn:schemas-microsoft-com:office:excel"><x:Date1904/></x:ExcelWorkbook>'
    assert xml_2003("yyyy-mm-dd", "43060", settings).rows == [[dt.date(2021, 11, 22)]]


def test_such_a_date_needs_no_word_to_the_clerk(tmp_path: Path) -> None:
    texts = (("张三",), ("面谈", "王五"))
    cells = [f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for part in texts for text in part]
    cells.insert(1, '<Cell ss:StyleID="s1"><Data ss:Type="Number">44522</Data></Cell>')
    heads = "".join(
        f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for text in ("姓名", "联系日期", "联系方式", "联系人")
    )
    file = tmp_path / "QC-ZZB_S4_2021-W47_v1.xml"
    file.write_text(
        f'<?xml version="1.0"?><Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}"><Styles><Style ss:ID="s1">'
        f'<NumberFormat ss:Format="yyyy-mm-dd"/></Style></Styles><Worksheet ss:Name="a"><Table><Row>{heads}</Row>'
        f"<Row>{''.join(cells)}</Row></Table></Worksheet></Workbook>",
        encoding="utf-8",
    )
    intake = read(file)
    assert values(intake, "S4.contact_date") == [dt.date(2021, 11, 22)]
    assert "date_serial_number" not in {rule for rule, _ in reactions(intake)}
