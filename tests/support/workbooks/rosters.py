"""One small workbook written in every format that holds typed cells, for tests."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from tests.support.workbooks.binary_workbooks import (
    biff,
    biff12,
    biff12_cell,
    biff12_row,
    biff_cell,
    label,
    wide,
    xls,
    xlsb,
)

ID = 421126199001010112.0  # what is left of an id typed as a number
MONTH = "yyyy-mm"
NOVEMBER = 44501  # 1 November 2021


def xlsx_file(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        page, hidden = book.add_worksheet("花名册"), book.add_worksheet("旧表")
        page.merge_range("A1:E1", "花名册")
        for column, text in enumerate(("姓名", "身份证号", "完成率", "出生年月", "到岗年月")):
            page.write(1, column, text)
        page.merge_range("A3:A4", "张三")
        page.write("B3", ID)
        page.write("C3", 0.85, book.add_format({"num_format": "0%"}))
        page.write("D3", 1965.1)
        page.write("E3", NOVEMBER, book.add_format({"num_format": MONTH}))
        page.write_formula("B4", "=1/0", value="#DIV/0!")
        page.write("A5", "李四")
        page.write("D5", True)
        page.set_row(4, None, None, {"hidden": True})
        page.set_column("D:D", None, None, {"hidden": True})
        hidden.write("A1", "旧")
        hidden.hide()


def xls_file(path: Path) -> None:
    headings = b"".join(
        label(1, column, text) for column, text in enumerate(("姓名", "身份证号", "完成率", "出生年月", "到岗年月"))
    )
    records = b"".join(
        [
            biff(0x7D, struct.pack("<6H", 3, 3, 2048, 0, 1, 0)),
            biff(0x208, struct.pack("<6HI", 4, 0, 5, 255, 0, 0, 0x20)),
            label(0, 0, "花名册"),
            headings,
            label(2, 0, "张三"),
            biff_cell(0x203, 2, 1, struct.pack("<d", ID)),
            # 0.85 and 1965.1 as integers of hundredths, side by side in one record
            biff(0xBD, struct.pack("<HHHIHIH", 2, 2, 1, 85 << 2 | 3, 0, 196510 << 2 | 3, 3)),
            biff_cell(0x27E, 2, 4, struct.pack("<I", NOVEMBER << 2 | 2), style=2),
            biff_cell(0x205, 3, 1, b"\x07\x01"),
            label(4, 0, "李四"),
            biff_cell(0x205, 4, 3, b"\x01\x00"),
            biff(0xE5, struct.pack("<9H", 2, 0, 0, 0, 4, 2, 3, 0, 0)),
        ]
    )
    path.write_bytes(xls(("花名册", True, records), ("旧表", False, label(0, 0, "旧")), formats=["0%", MONTH]))


def xlsb_file(path: Path) -> None:
    def text(column: int, value: str) -> bytes:
        return biff12_cell(6, column, wide(value))

    headings = [
        text(column, value) for column, value in enumerate(("姓名", "身份证号", "完成率", "出生年月", "到岗年月"))
    ]
    third = [
        text(0, "张三"),
        biff12_cell(5, 1, struct.pack("<d", ID)),
        biff12_cell(2, 2, struct.pack("<I", 85 << 2 | 3), style=1),
        biff12_cell(5, 3, struct.pack("<d", 1965.1)),
        biff12_cell(5, 4, struct.pack("<d", NOVEMBER), style=2),
    ]
    rows = [
        biff12_row(0, [text(0, "花名册")]),
        biff12_row(1, headings),
        biff12_row(2, third),
        biff12_row(3, [biff12_cell(3, 1, b"\x07")]),
        biff12_row(4, [text(0, "李四"), biff12_cell(4, 3, b"\x01")], hidden=True),
    ]
    columns = biff12(390) + biff12(60, struct.pack("<4IH", 3, 3, 2048, 0, 1)) + biff12(391)
    merges = [biff12(176, struct.pack("<4I", *corners)) for corners in ((0, 0, 0, 4), (2, 3, 0, 0))]
    path.write_bytes(
        xlsb(
            ("花名册", True, b"".join(rows)),
            ("旧表", False, biff12_row(0, [text(0, "旧")])),
            formats=["0%", MONTH],
            before=columns,
            after=biff12(177, struct.pack("<I", 2)) + b"".join(merges) + biff12(178),
        )
    )


ODS = """<office:document-content>
<office:automatic-styles>
 <number:date-style style:name="N1"><number:year/><number:text>-</number:text><number:month/></number:date-style>
 <style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>
 <style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>
</office:automatic-styles>
<office:body><office:spreadsheet>
<table:table table:name="花名册" table:style-name="ta1">
 <table:table-column table:number-columns-repeated="3"/><table:table-column table:visibility="collapse"/>
 <table:table-column table:default-cell-style-name="ce1"/>
 <table:table-row><table:table-cell table:number-columns-spanned="5" office:value-type="string"><text:p>花名册</text:p>
  </table:table-cell><table:covered-table-cell table:number-columns-repeated="4"><text:p>遮住</text:p>
  </table:covered-table-cell></table:table-row>
 <table:table-row><table:table-cell office:value-type="string"><text:p>姓名</text:p></table:table-cell>
  <table:table-cell office:value-type="string"><text:p>身份<text:span>证号</text:span></text:p>
   <office:annotation><text:p>批注</text:p></office:annotation></table:table-cell>
  <table:table-cell office:value-type="string"><text:p>完成率</text:p></table:table-cell>
  <table:table-cell office:value-type="string"><text:p>出生年月</text:p></table:table-cell>
  <table:table-cell office:value-type="string"><text:p>到岗年月</text:p></table:table-cell></table:table-row>
 <table:table-row><table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>张三</text:p>
  </table:table-cell>
  <table:table-cell office:value-type="float" office:value="421126199001010112"><text:p>4.21E+17</text:p>
  </table:table-cell>
  <table:table-cell office:value-type="percentage" office:value="0.85"><text:p>85%</text:p></table:table-cell>
  <table:table-cell office:value-type="float" office:value="1965.1"><text:p>1965.1</text:p></table:table-cell>
  <table:table-cell office:value-type="date" office:date-value="2021-11-01"><text:p>2021-11</text:p>
  </table:table-cell></table:table-row>
 <table:table-row><table:covered-table-cell/><table:table-cell table:formula="of:=1/0" office:value-type="string"
  office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>
 <table:table-row table:visibility="filter"><table:table-cell office:value-type="string"><text:p>李四</text:p>
  </table:table-cell>
  <table:table-cell table:number-columns-repeated="2"/>
  <table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell>
  </table:table-row>
 <table:table-row table:number-rows-repeated="1048571"><table:table-cell table:number-columns-repeated="16384"/>
  </table:table-row>
</table:table>
<table:table table:name="旧表" table:style-name="ta2"><table:table-row>
 <table:table-cell office:value-type="string"><text:p>旧</text:p></table:table-cell></table:table-row></table:table>
</office:spreadsheet></office:body></office:document-content>"""


def ods_file(path: Path, content: str = ODS) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)


def fods_file(path: Path) -> None:
    root = '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">'
    whole = ODS.replace("<office:document-content>", root).replace("document-content>", "document>")
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}', encoding="utf-8")


SPREADSHEETML = """<?xml version="1.0" encoding="GB2312"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="s1"><NumberFormat ss:Format="Percent"/></Style>
<Style ss:ID="s2"><NumberFormat ss:Format="yyyy-mm"/></Style></Styles>
<Worksheet ss:Name="花名册"><Table><Column/><Column ss:Index="4" ss:Hidden="1"/>
<Row><Cell ss:MergeAcross="4"><Data ss:Type="String">花名册</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">姓名</Data></Cell>
<Cell><Data ss:Type="String">身份<B>证号</B></Data><Comment><Data>批注</Data></Comment></Cell>
<Cell><Data ss:Type="String">完成率</Data></Cell><Cell><Data ss:Type="String">出生年月</Data></Cell>
<Cell><Data ss:Type="String">到岗年月</Data></Cell></Row>
<Row><Cell ss:MergeDown="1"><Data ss:Type="String">张三</Data></Cell>
<Cell><Data ss:Type="Number">421126199001010112</Data></Cell><Cell ss:StyleID="s1">
  <Data ss:Type="Number">0.85</Data></Cell>
<Cell><Data ss:Type="Number">1965.1</Data></Cell>
<Cell ss:StyleID="s2"><Data ss:Type="DateTime">2021-11-01T00:00:00.000</Data></Cell></Row>
<Row><Cell ss:Index="2" ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell></Row>
<Row ss:Hidden="1"><Cell><Data ss:Type="String">李四</Data></Cell><Cell ss:Index="4"><Data ss:Type="Boolean">1</Data>
  </Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="旧表"><Table><Row><Cell><Data ss:Type="String">旧</Data></Cell></Row></Table>
<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"""


def spreadsheetml_file(path: Path) -> None:
    path.write_bytes(SPREADSHEETML.encode("gb18030"))


WRITERS: dict[str, Callable[[Path], None]] = {
    "xlsx": xlsx_file,
    "xls": xls_file,
    "xlsb": xlsb_file,
    "ods": ods_file,
    "fods": fods_file,
    "spreadsheetml": spreadsheetml_file,
}
