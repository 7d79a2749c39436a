"""The .xls and .xlsb of many programs: code pages, texts in pieces, formulas, number formats ([MS-XLS], [MS-XLSB])."""

from __future__ import annotations

import datetime as dt
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.read.formats.biff_texts import shared_texts
from flows.read.serial_dates import calendar, moment_of
from flows.read.workbook import read_bytes
from tests.support.workbooks.binary_workbooks import (
    biff,
    biff12,
    biff12_cell,
    biff12_row,
    biff_cell,
    label,
    old_label,
    wide,
    xls,
    xls5,
    xlsb,
)
from tests.support.workbooks.marks import packed, parts
from transforms.recognise.grid import Cell, Grid
from transforms.records.notice import Unreadable

NAMES = ["姓名", "单位", "镕䶮县委办"]


def grid_of(data: bytes) -> Grid:
    (grid,) = read_bytes(data).grids
    return grid


def code_page(number: int) -> bytes:
    return biff(0x42, struct.pack("<H", number))


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return biff_cell(0x203, row, column, struct.pack("<d", value), style)


@pytest.mark.parametrize("page", [1200, 1252, 936, 65001, 932, 1, 0, 0xFFFF])
def test_the_code_page_means_nothing_since_excel_97(page: int) -> None:
    texts = b"".join(label(0, column, name) for column, name in enumerate(NAMES))
    assert grid_of(xls(("表", True, texts), more=code_page(page))).rows == [NAMES]


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        (936, "gb18030"),  # Chinese Windows, and FoxPro, PowerBuilder, Gnumeric, SheetJS
        (10008, "gb18030"),
        (1252, "gb18030"),  # programs that write the page of the machine they were made on
        (10000, "gb18030"),
        (1200, "gb18030"),
        (437, "gb18030"),
        (None, "gb18030"),
        (950, "big5hkscs"),
        (65001, "utf-8"),
        (None, "utf-8"),
    ],
)
def test_texts_of_before_excel_97(page: int | None, encoding: str) -> None:
    names = ["姓名", "單位", "張三" if encoding == "big5hkscs" else "镕"]
    texts = b"".join(old_label(0, column, name.encode(encoding)) for column, name in enumerate(names))
    grid = grid_of(xls5(texts, page, "花名冊".encode(encoding)))
    assert (grid.name, grid.rows) == ("花名冊", [names])


@pytest.mark.parametrize(
    ("page", "text"), [(1252, "Müller, Café"), (10000, "Müller"), (1251, "Имя"), (1252, "ÄÖ and some Müller")]
)
def test_western_texts_of_before_excel_97_are_not_taken_for_chinese(page: int, text: str) -> None:
    encoding = {10000: "mac-roman"}.get(page, f"cp{page}")
    assert grid_of(xls5(old_label(0, 0, text.encode(encoding)), page)).rows == [[text]]


@pytest.mark.parametrize(
    ("code", "value", "cell"),
    [
        (b"[Red]General", 50.0, 50.0),
        (b"General", 50.0, 50.0),
        (b"0.00_ ;[Red]-0.00 ", 50.5, 50.5),
        (b"[DBNum1]0", 50.0, 50.0),
        (b'0.0"days"', 50.0, 50.0),
        (b"yyyy-mm-dd", 44522.0, dt.date(2021, 11, 22)),
        ("yyyy年m月d日".encode("gb18030"), 44522.0, dt.date(2021, 11, 22)),
        (b'yyyy"\xc4\xea"m"\xd4\xc2"d"\xc8\xd5"', 44522.5, dt.datetime.fromisoformat("2021-11-22T12:00")),
        (b"h:mm", 0.5, dt.time(12)),
        (b"[h]:mm", 1.5, dt.timedelta(hours=36)),
        (b"yyyy-mm-dd", -3.5, -3.5),
        (b"h:mm", -0.5, -0.5),
        (b"[h]:mm", -0.5, -0.5),
        (b"yyyy-mm-dd", 2958465.0, dt.date(9999, 12, 31)),
        (b"yyyy-mm-dd", 2958466.0, 2958466.0),
        (b"yyyy-mm-dd", 2958465.999999999, 2958465.999999999),
        (b"yyyy-mm-dd", 0.99999999999, dt.date(1900, 1, 1)),
        (b"yyyy-mm-dd", 59.0, dt.date(1900, 2, 28)),
        (b"yyyy-mm-dd", 61.0, dt.date(1900, 3, 1)),
    ],
)
def test_a_number_is_shown_by_its_format_in_both_generations(code: bytes, value: float, cell: Cell) -> None:
    old = grid_of(xls5(number(0, 0, value, style=1), 936, formats=[code]))
    new = grid_of(xls(("表", True, number(0, 0, value, style=1)), formats=[code.decode("gb18030")]))
    assert (old.rows, new.rows) == ([[cell]], [[cell]])


@pytest.mark.parametrize(("days", "cell"), [(43060.0, dt.date(2021, 11, 22)), (2958465.0, 2958465.0)])
def test_days_since_1904(days: float, cell: Cell) -> None:
    records = number(0, 0, days, style=1)
    data = xls(("表", True, records), formats=["yyyy-mm-dd"], more=biff(0x22, b"\1\0"))
    assert grid_of(data).rows == [[cell]]


def formula(row: int, result: bytes, kind: int = 0x06, flags: int = 0) -> bytes:
    return biff_cell(kind, row, 0, result + struct.pack("<HIH", flags, 0, 0))


A_TEXT = b"\0\0\0\0\0\0\xff\xff"


@pytest.mark.parametrize("kind", [0x06, 0x206, 0x406])
def test_the_formulas_of_every_generation(kind: int) -> None:
    text = biff(0x207, struct.pack("<HB", 2, 1) + "稳定".encode("utf-16-le"))
    shared = biff(0x4BC, bytes(12))
    records = formula(0, A_TEXT, kind) + shared + text + formula(1, struct.pack("<d", 12.5), kind)
    records += formula(2, b"\1\0\1\0\0\0\xff\xff", kind) + formula(3, b"\2\0\x07\0\0\0\xff\xff", kind)
    grid = grid_of(xls(("表", True, records)))
    assert [row[0] for row in grid.rows] == ["稳定", 12.5, True, ""]
    assert (grid.errors, grid.unvalued) == ({(3, 0): "#DIV/0!"}, frozenset())


@pytest.mark.parametrize("length", [10, 4111, 4112, 5000, 20000])
def test_a_long_text_of_a_formula_goes_on_in_further_records(length: int) -> None:
    text = "".join(chr(0x4E00 + at % 500) for at in range(length))
    first, *others = (text[at : at + 4110] for at in range(0, length, 4110))
    pieces = biff(0x207, struct.pack("<HB", length, 1) + first.encode("utf-16-le"))
    pieces += b"".join(biff(0x3C, b"\1" + other.encode("utf-16-le")) for other in others)
    grid = grid_of(xls(("表", True, formula(0, A_TEXT) + pieces + label(1, 0, "后"))))
    assert grid.rows == [[text], ["后"]]


def test_a_long_text_of_before_excel_97_goes_on_without_a_flag() -> None:
    text = "长期" * 1500
    data = text.encode("gb18030")
    pieces = biff(0x207, struct.pack("<H", len(data)) + data[:2081]) + biff(0x3C, data[2081:4001])
    records = formula(0, A_TEXT) + pieces + biff(0x3C, data[4001:])
    assert grid_of(xls5(records, 936)).rows == [[text]]


@pytest.mark.parametrize(
    ("results", "flags", "unvalued"),
    [
        ([0.0], 2, {0}),
        ([0.0, 0.0], 2, {0, 1}),
        ([4.0, 4.0], 2, {0, 1}),  # some programs write another number than 0
        ([12.0], 2, set()),
        ([0.0, 7.0], 2, set()),  # a program that marks all formulas and calculates them
        ([0.0, 0.0], 0, set()),
        ([0.0], 1, set()),  # TODAY() is to be calculated always, and has a value
    ],
)
def test_results_that_are_left_to_whoever_opens_the_workbook(
    results: list[float], flags: int, unvalued: set[int]
) -> None:
    cells = [formula(row, struct.pack("<d", result), flags=flags) for row, result in enumerate(results)]
    grid = grid_of(xls(("表", True, b"".join(cells))))
    assert grid.unvalued == {(row, 0) for row in unvalued}


@given(st.lists(st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=12)), st.data())
def test_shared_texts_are_read_wherever_a_record_ends(texts: list[str], data: st.DataObject) -> None:
    pieces = [struct.pack("<II", len(texts), len(texts))]
    for text in texts:
        plain = all(ord(character) < 256 for character in text)
        pieces[-1] += struct.pack("<HB", len(text), not plain)
        for at, character in enumerate(text):
            if at and data.draw(st.booleans()):  # a record may end within a text, never within a character
                plain = all(ord(after) < 256 for after in text[at:])
                pieces.append(bytes([not plain]))
            pieces[-1] += character.encode("latin-1" if plain else "utf-16-le")
    assert [*shared_texts(pieces)] == texts


def test_rich_and_phonetic_texts_are_read_as_their_characters() -> None:
    rich = struct.pack("<HBH", 2, 9, 1) + "姓名".encode("utf-16-le") + bytes(4)
    phonetic = struct.pack("<HBI", 2, 5, 6) + "单位".encode("utf-16-le") + bytes(6)
    texts = biff(0xFC, struct.pack("<II", 3, 3) + rich + phonetic + struct.pack("<HB", 1, 0) + b"x")
    cells = b"".join(biff_cell(0xFD, 0, at, struct.pack("<I", at)) for at in range(3))
    assert grid_of(xls(("表", True, cells), more=texts)).rows == [["姓名", "单位", "x"]]


@pytest.mark.parametrize("embedded", ["WordDocument", "EncryptedPackage", "Workbook", "Book"])
def test_a_workbook_that_contains_another_document_is_that_workbook(embedded: str) -> None:
    assert grid_of(xls(("表", True, label(0, 0, "姓名")), embedded=embedded)).rows == [["姓名"]]


@pytest.mark.parametrize("word", ["WordDocument", "EncryptedPackage"])
def test_a_workbook_whose_cell_names_another_format(word: str) -> None:
    assert grid_of(xls(("表", True, label(0, 0, word)))).rows == [[word]]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
@pytest.mark.parametrize("version", [0, 0x500])
def test_a_worksheet_that_a_script_writes_without_workbook_and_container(version: int, encoding: str) -> None:
    cells = old_label(0, 0, "姓名".encode(encoding)) + number(1, 0, 12.0)
    assert grid_of(biff(0x809, struct.pack("<4H", version, 0x10, 0, 0)) + cells + biff(0x0A)).rows == [["姓名"], [12.0]]


def test_the_stream_of_a_workbook_without_its_container() -> None:
    whole = xls(("表", True, label(0, 0, "姓名")))
    assert grid_of(whole[3 * 512 :]).rows == [["姓名"]]


@pytest.mark.parametrize("kind", [1, 2, 6])
def test_sheets_of_macros_charts_and_programs_are_passed_over(kind: int) -> None:
    sheets = ("宏", True, label(0, 0, "x")), ("表", True, label(0, 0, "姓名"))
    assert grid_of(xls(*sheets, kinds=[kind, 0])).rows == [["姓名"]]


def test_cells_without_a_column_follow_each_other() -> None:
    """As SheetJS writes an .xlsb: only the first cell of a row names its column."""

    def short(kind: int, body: bytes) -> bytes:
        return biff12(kind, struct.pack("<I", 0) + body)

    row = [
        biff12_cell(6, 1, wide("姓名")),
        short(17, wide("单位")),
        short(12, b""),
        short(13, struct.pack("<I", 12 << 2 | 2)),
        short(16, struct.pack("<d", 34.5)),
        short(15, b"\1"),
        short(14, b"\x07"),
    ]
    grid = grid_of(xlsb(("表", True, biff12_row(0, row) + biff12_row(1, [biff12_cell(6, 1, wide("张三"))]))))
    assert grid.rows == [["", "姓名", "单位", "", 12.0, 34.5, True, ""], ["", "张三", "", "", "", "", "", ""]]
    assert grid.errors == {(0, 7): "#DIV/0!"}


def test_a_worksheet_of_an_xlsb_that_is_not_there_costs_no_other() -> None:
    row = biff12_row(0, [biff12_cell(6, 0, wide("姓名"))])
    members = parts(xlsb(("表", True, row), ("旧表", True, row)))
    del members["xl/worksheets/sheet1.bin"]
    grids = read_bytes(packed(members)).grids
    assert [(grid.name, grid.rows, grid.lost) for grid in grids] == [("表", [["姓名"]], False), ("旧表", [], True)]
    without_any = {name: part for name, part in members.items() if name != "xl/worksheets/sheet0.bin"}
    for broken in (without_any, members | {"xl/worksheets/sheet0.bin": b""}):
        with pytest.raises(Unreadable):
            read_bytes(packed(broken))


def test_rich_texts_and_whole_dates_of_an_xlsb() -> None:
    row = [biff12_cell(62, 0, b"\1" + wide("姓名") + bytes(8)), biff12_cell(2, 1, struct.pack("<I", 44522 << 2 | 2), 1)]
    assert grid_of(xlsb(("表", True, biff12_row(0, row)), formats=["yyyy-mm-dd"])).rows == [
        ["姓名", dt.date(2021, 11, 22)]
    ]


@given(st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(9999, 12, 31)))  # noqa: DTZ001
def test_a_date_is_the_number_of_days_since_the_last_day_of_1899(moment: dt.datetime) -> None:
    moment = moment.replace(microsecond=0)
    days = (moment - dt.datetime.combine(dt.date(1899, 12, 30), dt.time())) / dt.timedelta(1)
    read = moment_of(days, "date", from_1904=False)
    assert read == (moment if moment.time() != dt.time() else moment.date())


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("", None),
        ("General", None),
        ("GENERAL", None),
        ("[Red]General", None),
        ("[$-804]General", None),
        ("@", None),
        ("0%", None),
        ("#,##0.00_);[Red](#,##0.00)", None),
        ('0.0"亿元"', None),
        ("0\\d", None),
        ("yyyy/m/d", "date"),
        ("[$-804]yyyy年m月d日;@", "date"),
        ("h:mm AM/PM", "date"),
        ("[h]:mm:ss", "duration"),
        ("[mm]:ss", "duration"),
        ("0;yyyy", None),
        ('"年;"yyyy', "date"),
    ],
)
def test_which_formats_show_a_date(code: str, kind: str | None) -> None:
    assert calendar(code) == kind
