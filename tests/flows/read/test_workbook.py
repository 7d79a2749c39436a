from __future__ import annotations

import datetime as dt
import time
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from flows.read.number_formats import adds, dated, telling_styles
from flows.read.opc_package import Package
from flows.read.workbook import read_workbook
from flows.read.workers.pool import outcomes
from flows.read.xlsx_evidence import scan_evidence
from flows.receive.guard import LIMITS, Limits
from tests.support.workbooks.odd import odd_workbooks
from tests.support.workbooks.packages import SHEET, sheet, styles, workbook_file
from transforms.recognise.grid import Grid, Merge, Workbook
from transforms.records.notice import Unreadable


def grid_of(tmp_path: Path, rows: str, **parts: bytes) -> Grid:
    """The one grid of a workbook whose sheet XML holds these rows."""
    return read_workbook(workbook_file(tmp_path / "x.xlsx", {SHEET: sheet(rows), **parts})).grids[0]


def test_values_keep_their_types_and_true_coordinates(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet("花名册")
        page.write("C3", "甲")
        page.write("D3", 12)
        page.write("E3", True)
        page.write_datetime("F3", dt.date(2021, 11, 15), workbook.add_format({"num_format": "yyyy-mm-dd"}))
        page.write("D4", 1965.1)
        page.write_formula("E4", "=1+1", value=2)
        page.write_blank("H9", None, workbook.add_format({"bold": True}))
    (grid,) = read_workbook(path).grids
    assert grid.name == "花名册"
    assert grid.rows == [
        [""] * 6,
        [""] * 6,
        ["", "", "甲", 12.0, True, dt.date(2021, 11, 15)],
        ["", "", "", 1965.1, 2.0, ""],
    ]
    assert grid.formats == {}


def test_sheets_come_in_order_with_their_visibility_and_without_charts(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("填表说明").write("A1", "说明")
        bars = workbook.add_chart({"type": "bar"})
        bars.add_series({"values": "=填表说明!$A$1:$A$1"})
        workbook.add_chartsheet("图").set_chart(bars)
        workbook.add_worksheet("隐藏").hide()
        workbook.add_worksheet("深藏").very_hidden()
    assert [(grid.name, grid.visible) for grid in read_workbook(path).grids] == [
        ("填表说明", True),
        ("隐藏", False),
        ("深藏", False),
    ]


def test_merges_are_cut_to_the_grid(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet()
        page.merge_range("A1:C1", "标题")
        page.merge_range("A2:A2000", "单位")
        page.merge_range("F5:G6", "")
        page.write("B4", "末行")
    (grid,) = read_workbook(path).grids
    assert (len(grid.rows), len(grid.rows[0])) == (4, 2)
    assert set(grid.merges) == {Merge(0, 0, 0, 1), Merge(1, 0, 3, 0)}


def test_hidden_rows(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}" spans="1:1" hidden="{n % 2}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 5))
    assert grid_of(tmp_path, rows).hidden_rows == {0, 2}


def test_error_cells_look_blank_but_are_known(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" s="0" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="C1" t="str"><f>"#REF!"</f><v>#REF!</v></c></row>'
    )
    grid = grid_of(tmp_path, rows)
    assert grid.rows == [["", "", "#REF!"]]
    assert grid.errors == {(0, 0): "#N/A", (0, 1): "#DIV/0!"}


def test_formulas_without_a_stored_value_are_known_and_inside_the_grid(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f>B1</f><v>7</v></c><c r="B1" t="str"><f>""</f><v></v></c></row>'
        '<row r="2"><c r="A2"><f>B2</f></c><c r="B2"><f>B3</f><v></v></c><c r="C2"><f t="shared" si="0"/><v/></c></row>'
        '<row r="4"><c r="E4"><f>IF(A1&gt;1,2,3)</f>\n</c></row>'
    )
    grid = grid_of(tmp_path, rows)
    assert grid.unvalued == {(1, 0), (1, 1), (1, 2), (3, 4)}
    assert grid.rows == [[7.0, "", "", "", ""], [""] * 5, [""] * 5, [""] * 5]


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("4.2112619900101102E+17", True),  # an id of 18 digits, damaged by Excel
        ("421126199001010000", True),
        ("4.211261990010E+17", True),  # few digits left, but still a number of 18
        ("421126900101001", True),  # an id of 15 digits, exact
        ("4.21126199001011e+17", True),
        ("1E15", True),
        ("13800000000", False),
        ("0.85", False),
        ("0.000000000000001", False),
        ("1.5E-10", False),
        ("0.30000000000000004", True),
    ],
)
def test_long_numbers_keep_their_digits(tmp_path: Path, raw: str, kept: bool) -> None:
    grid = grid_of(tmp_path, f'<row r="1"><c r="A1"><v>{raw}</v></c><c r="B1" t="str"><v>{raw}</v></c></row>')
    assert grid.digits == ({(0, 0): raw} if kept else {})


def test_formats_that_tell_more_than_the_value(tmp_path: Path) -> None:
    ids = [0, 9, 14, 57, 31, 170, 171]
    codes = {170: "yyyy&quot;年&quot;m&quot;月&quot;", 171: "0.00"}
    cells = "".join(f'<c r="{"ABCDEFG"[style]}1" s="{style}"><v>44515</v></c>' for style in range(7))
    text = '<c r="H1" s="2" t="str"><v>2021</v></c><c r="I1" s="2"/>'
    grid = grid_of(tmp_path, f'<row r="1" s="2">{cells}{text}</row>', **{"xl/styles.xml": styles(*ids, codes=codes)})
    assert grid.formats == {
        (0, 1): "0%",
        (0, 3): 'yyyy"年"m"月"',
        (0, 5): 'yyyy"年"m"月"',
    }


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("yyyy-mm-dd", True),
        ("[h]:mm", True),
        ("0.0%", True),
        ('[$-804]yyyy"年"m"月";@', True),
        ("General", False),
        ('0.00"days"', False),
        ("[Red]#,##0", False),
        (r"0\d", False),
        ("_d0", False),
        ("@", False),
        ("0.00E+00", False),
    ],
)
def test_which_formats_show_a_date(code: str, is_date: bool) -> None:
    assert dated(code) is is_date


@pytest.mark.parametrize(
    "broken",
    [
        {SHEET: b"<worksheet><sheetData><row></sheetData>"},
        {SHEET: sheet('<row r="1"><c r="A0"><v>1</v></c></row>')},
        {SHEET: sheet('<row r="1"><c r="1A"><v>1</v></c></row>')},
        {SHEET: sheet('<row r="x"><c><v>1</v></c></row>')},
        {SHEET: sheet('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')},
        {SHEET: sheet('<row r="1"><c r="A1" t="机密"><v>1</v></c></row>')},
        {SHEET: b""},
        {"xl/workbook.xml": b"<workbook>"},
        {"xl/_rels/workbook.xml.rels": b"<Relationships/>"},
        {"xl/styles.xml": b'<s><cellXfs><xf numFmtId="x"/></cellXfs></s>'},
    ],
)
def test_a_broken_part_is_refused_without_quoting_it(tmp_path: Path, broken: dict[str, bytes]) -> None:
    with pytest.raises(Unreadable) as caught:
        read_workbook(workbook_file(tmp_path / "x.xlsx", broken))
    assert caught.value.notice.rule == "file_damaged"
    assert "机密" not in caught.value.notice.message
    assert caught.value.__cause__ is None or "机密" not in str(caught.value.__cause__)


CELLS = (
    '<row r="1" hidden="1"><c r="A1" s="1"><v>44515</v></c><c r="B1" t="e"><v>#N/A</v></c></row>'
    '<row r="3"><c r="A3"><f>B3&lt;"&gt;"</f></c><c r="C3" s="2"><v>421126199001010000</v></c></row>'
)
LOOSE = {
    "prefix": sheet(CELLS.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:"), root="x:worksheet"),
    "comment": sheet(f'<!-- <c r="A9" t="e"><v>#REF!</v></c> -->{CELLS}'),
    "character data": sheet(
        CELLS + '<row r="4"><c r="A4" t="str"><v><![CDATA[<c r="A9" t="e"><v>1</v></c>]]></v></c></row>'
    ),
    "single quotes": sheet(CELLS.replace('"', "'")),
    "style first": sheet(CELLS.replace('r="A1" s="1"', 's="1" r="A1"')),
    "lower case": sheet(CELLS.replace('"A', '"a').replace('"C', '"c')),
    "no references": sheet(
        '<row r="1" hidden="1"><c s="1"><v>44515</v></c><c t="e"><v>#N/A</v></c></row><row/>'
        '<row><c><f>1</f></c><c/><c s="2"><v>421126199001010000</v></c></row>'
    ),
    "line breaks": sheet(CELLS.replace("><", ">\n<").replace(" s=", "\n\ts=")),
    "wide characters": sheet(CELLS).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
}


@pytest.mark.parametrize("kind", LOOSE)
def test_evidence_does_not_depend_on_the_style_of_the_xml(kind: str) -> None:
    evidence = scan_evidence(LOOSE[kind], {"1": "yyyy", "2": "0%"}, LIMITS)
    assert evidence.hidden_rows == {0}
    assert evidence.errors == {(0, 1): "#N/A"}
    assert evidence.unvalued == {(2, 0)}
    assert evidence.formats == {(0, 0): "yyyy", (2, 2): "0%"}
    assert evidence.digits == {(2, 2): "421126199001010000"}


def slow_look(xml: bytes, formats: dict[str, str]) -> tuple[object, ...]:
    """The same evidence by the plainest means: a tree of the whole sheet."""
    hidden, errors, unvalued, shown, digits = set(), {}, set(), {}, {}
    above = -1
    for row in ET.fromstring(xml).iterfind("{*}sheetData/{*}row"):
        above = int(row.get("r", above + 2)) - 1
        if row.get("hidden") in ("1", "true"):
            hidden.add(above)
        before = -1
        for cell in row.iterfind("{*}c"):
            reference = cell.get("r", "").upper()
            letters = reference.rstrip("0123456789")
            at = before + 1
            if letters:
                at = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(letters))) - 1
            before, place, kind = at, (above, at), cell.get("t", "n")
            value, formula = cell.find("{*}v"), cell.find("{*}f")
            text = (value.text or "") if value is not None else ""
            if formula is not None and not text and not (kind == "str" and value is not None):
                unvalued.add(place)
            if kind == "e" and text:
                errors[place] = text
            if kind in ("n", "d") and text and adds(code := formats.get(cell.get("s", "0"), ""), text):
                shown[place] = code
            if kind == "n" and text:
                number = Decimal(text)
                if len(number.as_tuple().digits) >= 15 or abs(number) >= 10**14:
                    digits[place] = text
    return hidden, errors, unvalued, shown, digits


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The odd workbooks and a made set of our own: never empty."""
    folder = tmp_path_factory.mktemp("strange")
    own = [workbook_file(folder / f"{at}.xlsx", {SHEET: xml}) for at, xml in enumerate(LOOSE.values())]
    many = "".join(
        f'<row r="{n}" hidden="{n % 3 // 2}">'
        f'<c r="A{n}" s="{n % 5}"><v>{44000 + n if n % 3 else f"19{n % 100:02}.1"}</v></c>'
        f'<c r="AB{n}" t="e"><f>A{n}</f><v>#REF!</v></c><c r="XA{n}" s="1"/>'
        f'<c r="XB{n}"><f>A{n}*2</f>{f"<v>{n}e14</v>" if n % 2 else ""}</c>'
        f'<c r="XC{n}" t="str"><f>A{n}</f>{("", "<v/>", "<v></v>")[n % 3]}</c></row>'
        for n in range(1, 300)
    )
    look_alike = {SHEET: sheet(many), "xl/styles.xml": styles(0, 9, 14, 1, 2)}
    return [*own, workbook_file(folder / "many.xlsx", look_alike), *odd_workbooks()]


def sheets_of(path: Path) -> Iterator[tuple[bytes, dict[str, str]]]:
    """The XML of all worksheets of a file that is a sound package, with its styles of interest."""
    if zipfile.is_zipfile(path):
        package = Package(path.read_bytes())
        formats = dict(telling_styles(package.styles()))
        yield from ((package.part(sheet.part), formats) for sheet in package.sheets() if sheet.kind == "worksheet")


def test_the_cheap_look_sees_what_a_slow_one_sees(strange: list[Path]) -> None:
    compared = 0
    for path in strange:
        try:
            sheets = list(sheets_of(path))
        except Unreadable:
            continue
        for xml, formats in sheets:
            try:
                evidence = scan_evidence(xml, formats, LIMITS)
            except Unreadable:
                continue
            compared += 1
            quick = (evidence.hidden_rows, evidence.errors, evidence.unvalued, evidence.formats, evidence.digits)
            assert quick == slow_look(xml, formats), path.name
    assert compared >= 9  # so many of those made here are within the limits, without any public odd workbook


def read_summary(path: Path) -> int:
    """What a worker does here: read, and send little back."""
    workbook = read_workbook(path)
    assert isinstance(workbook, Workbook)
    return sum(len(grid.rows) for grid in workbook.grids)


@pytest.mark.slow
def test_strange_files_read_or_are_refused_in_time(strange: list[Path]) -> None:
    started = time.monotonic()
    for at, outcome in outcomes(read_summary, strange, Limits(seconds=20), 2):
        if isinstance(outcome, Unreadable):
            assert outcome.notice.rule.startswith(("format_", "file_damaged", "xml_", "sheet_", "package_", "text_")), (
                strange[at].name
            )
            assert "请" in outcome.notice.message
    assert time.monotonic() - started < 60


values = st.one_of(st.text("甲乙丙 12", min_size=1), st.integers(0, 9999).map(float), st.booleans(), st.just(""))


@given(rows=st.lists(st.lists(values, min_size=1, max_size=5), min_size=1, max_size=5))
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str | float | bool]]
) -> None:
    path = tmp_path_factory.mktemp("law") / "x.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet()
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell != "":
                    page.write(row, column, cell)
    (grid,) = read_workbook(path).grids
    written = {(r, c): cell for r, cells in enumerate(rows) for c, cell in enumerate(cells) if cell != ""}
    read = {(r, c): cell for r, cells in enumerate(grid.rows) for c, cell in enumerate(cells) if cell != ""}
    assert read == written
    assert len({len(cells) for cells in grid.rows}) <= 1
    assert not grid.rows or any(cell != "" for cell in grid.rows[-1])
