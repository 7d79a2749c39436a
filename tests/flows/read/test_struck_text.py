"""Text struck through beside text that is not: only the rest is kept, whatever the format (domain.md §12, M30)."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from flows.read.struck_text import unstruck, unstruck_in_cells
from flows.read.workbook import read_bytes, read_workbook
from tests.support.workbooks.packages import SHEET, sheet, workbook_file

STRUCK = "<r><rPr><strike/></rPr><t>{}</t></r>"
PLAIN = '<r><rPr><strike val="0"/></rPr><t>{}</t></r>'
SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
OPENDOCUMENT = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "style", "text", "table")
)


def test_of_an_xlsx_cell_the_rest_is_kept_and_the_others_stay() -> None:
    memory = BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        page = book.add_worksheet()
        struck, red = book.add_format({"font_strikeout": True}), book.add_format({"font_color": "red"})
        page.write_rich_string("A1", struck, "1200", red, "1500")
        page.write_rich_string("B1", red, "修", book.add_format({"bold": True}), "桥")
        page.write("C1", "1200", struck)  # the whole cell: a matter of its style, which is not read
    (grid,) = read_bytes(memory.getvalue()).grids
    assert (grid.rows, grid.struck) == ([["1500", "修桥", "1200"]], {(0, 0)})


@pytest.mark.parametrize(
    ("runs", "rest"),
    [
        (STRUCK.format("1200") + PLAIN.format("1500"), {"0": "1500"}),
        (PLAIN.format("1500 ") + STRUCK.format("1200"), {"0": "1500"}),
        (STRUCK.format("1200") + STRUCK.format("1500"), {"0": ""}),
        (STRUCK.format(" ") + PLAIN.format("1500"), {}),  # a struck blank shows nothing
        (PLAIN.format("1500"), {}),
        (PLAIN.format("修桥") + "<rPh><t>xiu</t></rPh>", {}),
    ],
)
def test_the_rest_of_a_shared_text(runs: str, rest: dict[str, str]) -> None:
    assert unstruck(f"<sst><si>{runs}</si><si><t>x</t></si></sst>".encode()) == rest


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_texts_within_the_cells_of_a_sheet_are_read_too(tmp_path: Path, prefix: str) -> None:
    runs = (
        (STRUCK.format("1200") + PLAIN.format("1500")).replace("<", f"<{prefix}").replace(f"<{prefix}/", f"</{prefix}")
    )
    cells = ('<c r="A1" t="inlineStr"><is><t>a</t></is></c>', f'<c r="B1" t="inlineStr"><is>{STRUCK}{PLAIN}</is></c>')
    row = f'<row r="1">{"".join(cells)}</row>'
    path = workbook_file(tmp_path / "x.xlsx", {SHEET: sheet(row.format("1200", "1500"))})
    (grid,) = read_workbook(path).grids
    assert (grid.rows, grid.struck) == ([["a", "1500"]], {(0, 1)})
    cell = f'<{prefix}c t="inlineStr" r="B7"><{prefix}is>{runs}</{prefix}is></{prefix}c>'
    assert unstruck_in_cells(cell.encode()) == {(6, 1): "1500"}


@pytest.mark.parametrize("how", ["utf-16", "section"])
def test_it_is_left_out_however_the_workbook_is_written(tmp_path: Path, how: str) -> None:
    cell = f'<c r="A1" t="inlineStr"><is>{STRUCK}{PLAIN}</is></c>'.format("1200", "1500")
    xml = sheet(f'<row r="1">{cell}<c r="B1"><v>7</v></c></row>')
    if how == "utf-16":
        xml = xml.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    else:
        xml = xml.replace(b"<v>7</v>", b"<v><![CDATA[7]]></v>")
    (grid,) = read_workbook(workbook_file(tmp_path / "x.xlsx", {SHEET: xml})).grids
    assert (grid.rows, grid.struck) == ([["1500", 7.0]], {(0, 0)})


@pytest.mark.parametrize(
    "content",
    [
        "<html><table><tr><td><s>1200</s>1500</td><td>修桥</td></tr></table></html>",
        "<html><table><tr><td><del>1200</del> 1500<td>修桥</table></html>",
        f'<?xml version="1.0"?><Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}"><Worksheet ss:Name="a">'
        "<Table><Row>"
        '<Cell><Data ss:Type="String"><S>1200</S><Font>1500</Font></Data></Cell>'
        '<Cell><Data ss:Type="String">修桥</Data></Cell></Row></Table></Worksheet></Workbook>',
        f'<?xml version="1.0"?><office:document {OPENDOCUMENT} office:mimetype="application/vnd.oasis.opendocument.'
        'spreadsheet"><office:automatic-styles><style:style style:name="T1"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style></office:automatic-styles><office:body>'
        '<office:spreadsheet><table:table table:name="a"><table:table-row><table:table-cell office:value-type="string">'
        '<text:p><text:span text:style-name="T1">1200</text:span>1500</text:p></table:table-cell><table:table-cell>'
        "<text:p><text:span>修桥</text:span></text:p></table:table-cell></table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document>",
    ],
    ids=["html", "html without end tags", "spreadsheetml", "fods"],
)
def test_other_formats_keep_the_rest_as_well(content: str) -> None:
    (grid,) = read_bytes(content.encode()).grids
    assert (grid.rows, grid.struck) == ([["1500", "修桥"]], {(0, 0)})
