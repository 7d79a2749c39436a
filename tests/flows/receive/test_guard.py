from __future__ import annotations

import random
import struct
import warnings
import zipfile
from pathlib import Path

import pytest

from flows.read.workbook import READERS, read_workbook
from flows.receive.guard import LIMITS, REFUSED, Limits, admitted, contents
from tests.support.workbooks.packages import SHEET, sheet, workbook_file
from transforms.records.notice import Notice, Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def refusal(path: Path, limits: Limits = LIMITS) -> Notice:
    """Why the guard, or the reader behind it, sends a file back."""
    with pytest.raises(Unreadable) as caught:
        read_workbook(path, limits)
    return caught.value.notice


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def zipped(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        for name in names:
            package.writestr(name, "<a/>")
    return path


def test_a_workbook_passes_whatever_it_is_called(tmp_path: Path) -> None:
    assert admitted(contents(workbook_file(tmp_path / "报表.xls"), LIMITS), LIMITS) == "xlsx"


@pytest.mark.parametrize(
    ("content", "rule", "word"),
    [
        (b"", "format_empty", "空的"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "format_encrypted", "请取消密码"),
        (OLE + "Workbook".encode("utf-16-le"), "file_damaged", "损坏"),
        (b"\x09\x04\x06\0\0\0\x10\0", "format_biff", "旧版"),
        (b"\x09\0\x04\0\2\0\x10\0", "format_biff", "旧版"),
        (b"\x09\x08\x08\0\0\0\x10\0", "file_damaged", "损坏"),
        (OLE + "WordDocument".encode("utf-16-le"), "format_document", "Word"),
        (OLE, "format_ole", "没有工作表"),
        (b"{\\rtf1\\ansi\\deff0 {\\trowd A\\cell\\row}}", "format_document", "Word"),
        (b'ID;PWXL;N;E\r\nC;Y1;X1;K"A"\r\nE\r\n', "format_exchange", ".slk"),
        (b"ID;PSheetJS;N;E\nP;PGeneral\nC;Y1;X1;K1\nE\n", "format_exchange", ".slk"),
        (b'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,2\r\n', "format_exchange", ".dif"),
        (b"%PDF-1.7\n", "format_pdf", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "format_image", "图片"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "format_image", "图片"),
        (b"\0\0\0\x18ftypheic", "format_image", "图片"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "format_image", "图片"),
        (b"BM\x36\x10\0\0\0\0\0\0\x36\0\0\0", "format_image", "图片"),
        (b"GIF89a\x40\x01\xf0\0\xf7\0\0", "format_image", "图片"),
        (b"Rar!\x1a\x07\x01\0", "format_archive", "压缩包"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "format_archive", "压缩包"),
        (b"\x1f\x8b\x08\0", "format_archive", ".zip"),
        ("<!DOCTYPE html>".encode("utf-16"), "html_without_table", "网页"),
        (b'<?xml version="1.0"?><Workbook>', "format_xml", "XML"),
        (b'<?xml version="1.0"?><office:document><office:meta><meta:generator>', "format_xml", "XML"),
        (bytes(range(256)), "format_unknown", "无法识别"),
        (b"PK\x03\x04 cut off", "file_damaged", "损坏"),
    ],
)
def test_what_is_no_workbook_is_named_and_told_what_to_do(tmp_path: Path, content: bytes, rule: str, word: str) -> None:
    error = refusal(written(tmp_path / "x.xlsx", content))
    assert error.rule == rule
    assert word in error.message
    assert "请" in error.message
    assert error.message.endswith("。")


@pytest.mark.parametrize(
    ("member", "rule"),
    [
        ("word/document.xml", "format_document"),
        ("ppt/presentation.xml", "format_document"),
        ("encrypted-package", "format_encrypted"),
        ("一月/报表.xlsx", "format_zip"),
    ],
)
def test_other_packages_are_told_apart_by_their_members(tmp_path: Path, member: str, rule: str) -> None:
    assert refusal(zipped(tmp_path / "x.xlsx", member)).rule == rule


def test_every_format_is_either_read_or_refused() -> None:
    assert not READERS.keys() & REFUSED.keys()


def test_a_file_over_the_size_limit_is_not_even_opened(tmp_path: Path) -> None:
    assert refusal(written(tmp_path / "x.xlsx", bytes(1001)), Limits(max_bytes=1000)).rule == "file_too_large"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_a_truncated_workbook(tmp_path: Path, share: float) -> None:
    whole = workbook_file(tmp_path / "x.xlsx").read_bytes()
    assert refusal(written(tmp_path / "x.xlsx", whole[: int(len(whole) * share)])).rule == "file_damaged"


def test_a_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    bomb = workbook_file(tmp_path / "x.xlsx", {"xl/sharedStrings.xml": bytes(20 << 20)})
    assert bomb.stat().st_size < 100_000
    assert refusal(bomb).rule == "package_too_large"
    assert refusal(bomb, Limits(max_ratio=5_000, max_unpacked_bytes=10 << 20)).rule == "package_too_large"


def test_too_many_members(tmp_path: Path) -> None:
    many = workbook_file(tmp_path / "x.xlsx", {f"xl/media/{n}.png": b"" for n in range(50)})
    assert refusal(many, Limits(max_members=50)).rule == "package_too_large"


def understated(path: Path, member: str) -> Path:
    """The same package, but its directory says that the member unpacks to ten bytes."""
    data = bytearray(path.read_bytes())
    at = data.rindex(member.encode()) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, at + 24, 10)
    return written(path, bytes(data))


@pytest.mark.parametrize("member", [SHEET, "xl/sharedStrings.xml"])
def test_a_member_that_is_longer_than_declared(tmp_path: Path, member: str) -> None:
    noise = random.Random(1).randbytes(8 << 10).hex().encode()  # too random to pack well, so it must be proven
    liar = workbook_file(tmp_path / "x.xlsx", {member: sheet("") + b"<!--" + noise + b"-->"})
    assert refusal(understated(liar, member), Limits(max_unpacked_bytes=1 << 20)).rule == "file_damaged"


@pytest.mark.parametrize("twin", [SHEET, SHEET.upper(), SHEET.replace("/", "\\")])
def test_members_that_readers_take_for_the_same(tmp_path: Path, twin: str) -> None:
    path = workbook_file(tmp_path / "x.xlsx")
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(path, "a") as package:  # Python warns of the twin
        package.writestr(twin, sheet(""))
    assert refusal(path).rule == "file_damaged"


def test_an_encrypted_member(tmp_path: Path) -> None:
    path = workbook_file(tmp_path / "x.xlsx")
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(written(path, bytes(data))).rule == "format_encrypted"


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("part", "xml"),
    [
        (SHEET, sheet('<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>', before=DOCTYPE)),
        ("xl/styles.xml", f"{DOCTYPE}<styleSheet>&b;</styleSheet>".encode()),
        ("xl/workbook.xml", f"{DOCTYPE}<workbook/>".encode()),
    ],
)
def test_a_document_type_is_refused(tmp_path: Path, part: str, xml: bytes) -> None:
    assert refusal(workbook_file(tmp_path / "x.xlsx", {part: xml})).rule == "xml_doctype"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>',
        '<row r="1"><c r="XFD1048576"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="4294967295"><c><v>1</v></c></row>',
        '<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>',
        '<row r="1"><c s="0" r="ZZZ999999"><v>1</v></c></row>',
        '<row r="1"><c r="AAAAAA1"><v>1</v></c></row>',
    ],
)
def test_a_stray_cell_far_out(tmp_path: Path, rows: str) -> None:
    assert refusal(workbook_file(tmp_path / "x.xlsx", {SHEET: sheet(rows)})).rule == "sheet_too_large"


def test_limits_below_the_usual_ones_hold_too(tmp_path: Path) -> None:
    path = workbook_file(tmp_path / "x.xlsx", {SHEET: sheet('<row r="20"><c r="J20"><v>1</v></c></row>')})
    assert read_workbook(path, Limits(max_rows=20, max_columns=10, max_cells=200)).grids[0].rows[19][9] == 1
    for tight in (Limits(max_rows=19), Limits(max_columns=9), Limits(max_cells=199)):
        assert refusal(path, tight).rule == "sheet_too_large"


def test_formatted_but_empty_cells_far_out_do_no_harm(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row><row r="1048576"><c r="A1048576" s="0"></c></row>'
    assert read_workbook(workbook_file(tmp_path / "x.xlsx", {SHEET: sheet(rows)})).grids[0].rows == [[1.0]]
