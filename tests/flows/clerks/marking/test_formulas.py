"""Formulas that a rebuilt copy keeps: those of .xls, OpenDocument and XML tables, understood to the last part."""

from __future__ import annotations

import datetime as dt
import struct
from xml.sax.saxutils import quoteattr

import pytest

from expectations.contract.rules import Reaction
from flows.clerks.marking.formulas.functions import FIXED, NAMES, VARYING
from flows.clerks.marking.formulas.kept import kept_formulas
from flows.clerks.marking.formulas.tokens import Formula, UnknownToken, formula_text
from flows.clerks.marking.mark_batch import marked_copy
from flows.clerks.marking.rebuild import rebuilt
from flows.read.workbook import read_bytes
from tests.support.workbooks.binary_workbooks import biff, biff_cell, label, xls
from tests.support.workbooks.marks import LETTER, find, own_grids, sheets
from transforms.recognise.grid import Grid

REF = 0xC000  # both the row and the column of a reference are relative

SKIP = b"\x19\x08\7\0"  # a mark of where calculation goes on


def ref(row: int, column: int, flags: int = REF) -> bytes:
    return struct.pack("<BHH", 0x44, row, column | flags)


def area(top: int, left: int, bottom: int, right: int) -> bytes:
    return struct.pack("<BHHHH", 0x25, top, bottom, left | REF, right | REF)


def call(number: int, count: int) -> bytes:
    return struct.pack("<BBH", 0x42, count, number)


def whole(number: int) -> bytes:
    return struct.pack("<BH", 0x1E, number)


def words(text: str) -> bytes:
    return struct.pack("<BBB", 0x17, len(text), 1) + text.encode("utf-16-le")


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        (ref(1, 0) + ref(1, 1) + b"\x03", "A2+B2"),
        (ref(1, 0, 0) + ref(1, 25, 0x4000) + b"\x05" + ref(0, 26, 0x8000) + b"\x06", "$A$2*Z$2/$AA1"),
        (whole(1) + whole(2) + b"\x03\x15" + whole(3) + b"\x05", "(1+2)*3"),
        (area(1, 1, 3, 1) + call(4, 1), "SUM(B2:B4)"),
        (area(1, 1, 3, 1) + b"\x19\x10\0\0", "SUM(B2:B4)"),  # as Excel writes a sum of one argument
        (area(1, 1, 3, 2) + whole(7) + call(4, 2), "SUM(B2:C4,7)"),
        (
            ref(0, 0) + words("是") + b"\x0b\x19\x02\7\0" + whole(1) + SKIP + whole(0) + SKIP + call(1, 3),
            'IF(A1="是",1,0)',
        ),
        (words('他说"好"') + ref(0, 0) + b"\x08", '"他说""好"""&A1'),
        (struct.pack("<Bd", 0x1F, 0.175) + b"\x13", "-0.175"),
        (whole(5) + b"\x14", "5%"),
        (b"\x41" + struct.pack("<H", 221), "TODAY()"),
        (ref(0, 0) + whole(2) + b"\x41" + struct.pack("<H", 27), "ROUND(A1,2)"),
        (ref(0, 0) + b"\x16" + whole(1) + call(29, 3), "INDEX(A1,,1)"),
        (b"\x1d\1", "TRUE"),
    ],
)
def test_tokens_are_the_formula_that_was_typed(tokens: bytes, text: str) -> None:
    assert formula_text(Formula(tokens, (0, 3), wide=True)) == text


@pytest.mark.parametrize(
    "tokens",
    [
        b"\x23\1\0\0\0",  # a name
        b"\x3a\0\0\0\0\0\xc0",  # a cell of another worksheet
        b"\x20" + bytes(7),  # a list of constants
        call(255, 1),  # a function of the workbook itself
        b"\x41\xff\0",
        b"",
        b"\x03",
        whole(1) + whole(2),
        b"\x44\0",
        b"\x01\0\0\0\0",
    ],
)
def test_a_formula_that_is_not_understood_is_none(tokens: bytes) -> None:
    with pytest.raises(UnknownToken):
        formula_text(Formula(tokens, (0, 0), wide=True))


def test_references_of_before_excel_97_have_their_flags_with_the_row() -> None:
    tokens = struct.pack("<BHB", 0x44, 1 | 0xC000, 0) + struct.pack("<BHHBB", 0x25, 1, 3 | 0x8000, 1, 2)
    assert formula_text(Formula(tokens + call(4, 2), (0, 3), wide=False)) == "SUM(A2,$B$2:$C4)"


def formula(row: int, column: int, value: float, tokens: bytes) -> bytes:
    result = struct.pack("<dHIH", value, 0, 0, len(tokens))
    return biff_cell(0x06, row, column, result + tokens)


def test_a_formula_that_cells_share_is_moved_to_each() -> None:
    near = struct.pack("<BHH", 0x2C, 0xFFFF, 0xFF | REF) + whole(2) + b"\x05"  # one up, one to the left
    shared = biff(0x4BC, struct.pack("<HHBBBBH", 1, 2, 1, 1, 0, 2, len(near)) + near)
    pointer = b"\x01\1\0\1\0"
    records = formula(1, 1, 2, pointer) + shared + formula(2, 1, 4, pointer)
    assert kept_formulas(xls(("表", True, records)), "xls") == [{(1, 1): "A1*2", (2, 1): "A2*2"}]


def test_each_function_has_one_number_and_one_way_of_counting_its_arguments() -> None:
    assert not FIXED.keys() & VARYING.keys()
    assert len(NAMES) == len(FIXED) + len(VARYING)
    assert {"SUM", "IF", "COUNTIF", "SUMIF", "VLOOKUP", "ROUND", "DATEDIF", "TODAY", "YEAR", "LEFT", "RANK"} <= NAMES


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("of:=SUM([.B2:.B4])", "SUM(B2:B4)"),
        ("of:=SUM([.$B$2:.B4];7)", "SUM($B$2:B4,7)"),
        ('of:=IF([.A1]="是;否";1;0)', 'IF(A1="是;否",1,0)'),
        ("oooc:=[.A1]*100%", "A1*100%"),
        ('of:=[.A1]&"[.A1]"', 'A1&"[.A1]"'),
        ("of:=[$表2.A1]+1", None),
        ("of:=[.A1]+税率", None),
        ("of:=COM.MICROSOFT.CONCAT([.A1:.A3])", None),
        ("of:={1;2}", None),
        ("of:=[.A1:.A3]![.A2:.C2]", None),
        ("of:=[.#REF!]", None),
    ],
)
def test_formulas_of_opendocument(written: str, text: str | None) -> None:
    cell = f'<table:table-cell table:formula={quoteattr(written)} office:value-type="float" office:value="1"/>'
    row = f"<table:table-row>{cell}</table:table-row>"
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    sheet = f'<table:table table:name="表">{row}</table:table>'
    data = f"<office:document {spaces}>{sheet}</office:document>".encode()
    assert read_bytes(data).format == "fods"
    assert kept_formulas(data, "fods") == [{(0, 0): text} if text else {}]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("=SUM(R[-2]C:R[-1]C)", "SUM(C2:C3)"),
        ("=RC[-1]*R1C1", "B4*$A$1"),
        ("=ROUND(RC[-2]/R[-3]C2,2)", "ROUND(A4/$B1,2)"),
        ('=IF(RC[-1]="R1C1",1,0)', 'IF(B4="R1C1",1,0)'),
        ("=RC&RC", "C4&C4"),
        ("=R[-4]C", None),  # above the first row
        ("=RC[-3]", None),
        ("=SUM(C[-1])", None),  # a whole column
        ("=旧表!RC", None),
        ("=税率*RC[-1]", None),
        ("=CELL(RC)", None),
    ],
)
def test_formulas_of_xml_tables(written: str, text: str | None) -> None:
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    cell = f'<Cell ss:Index="3" ss:Formula={quoteattr(written)}><Data ss:Type="Number">1</Data></Cell>'
    table = f'<Table><Row ss:Index="4">{cell}</Row></Table>'
    xml = f'<Workbook xmlns="{name}" xmlns:ss="{name}"><Worksheet ss:Name="表">{table}</Worksheet></Workbook>'
    assert kept_formulas(xml.encode(), read_bytes(xml.encode()).format) == [{(3, 2): text} if text else {}]


def test_a_marked_copy_of_an_xls_calculates() -> None:
    numbers = [biff_cell(0x203, row, 1, struct.pack("<d", row)) for row in (1, 2)]
    total = formula(3, 1, 3, area(1, 1, 2, 1) + call(4, 1))
    data = xls(("表", True, label(0, 1, "人数") + b"".join(numbers) + total))
    issue = {"sheet": "S4", "worksheet": "表", "row": 2, "column": None, "heading": None, "cell": "B2", "value": None}
    copy = marked_copy(data, [issue | {"reaction": Reaction.CELL.value, "message": "请核对。"}], LETTER, processes=0)
    page = sheets(copy)["表"]
    assert [each.text for each in find(page.root, "f")] == ["SUM(B2:B3)"]
    assert own_grids(copy)[0].rows == [["", "人数"], ["", 1.0], ["", 2.0], ["", 3.0]]


def test_results_of_formulas_keep_their_types() -> None:
    row = [dt.date(2021, 11, 22), dt.time(12), dt.timedelta(days=1.5), True, "是", 0.1 + 0.2]
    formulas = {(0, at): "A1" for at in range(7)}
    grid = Grid("表", [[*row, ""]], errors={(0, 6): "#DIV/0!"})
    (read,) = read_bytes(rebuilt([grid], {"表": formulas})[0]).grids
    assert (read.rows, read.errors) == ([[*row, ""]], grid.errors)
