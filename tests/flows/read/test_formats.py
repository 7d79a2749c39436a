"""One workbook in every format that holds typed cells: the same values, the same evidence (domain.md §12)."""

from __future__ import annotations

import datetime as dt
import random
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from flows.read.workbook import read_workbook
from flows.read.workers.pool import outcomes
from flows.receive.guard import LIMITS, Limits
from tests.support.workbooks.binary_workbooks import (
    biff,
    biff12,
    biff12_cell,
    biff12_row,
    biff_cell,
    compound,
    label,
    xls,
    xlsb,
)
from tests.support.workbooks.rosters import ID, SPREADSHEETML, WRITERS, ods_file
from transforms.recognise.grid import Grid, Merge
from transforms.records.notice import Unreadable


@pytest.mark.parametrize("kind", WRITERS)
def test_every_format_gives_the_same_values_and_evidence(tmp_path: Path, kind: str) -> None:
    WRITERS[kind](tmp_path / "x.dat")  # the name tells nothing
    workbook = read_workbook(tmp_path / "x.dat")
    assert workbook.format == kind
    roster, old = workbook.grids
    assert (roster.name, roster.visible, old.name, old.visible) == ("花名册", True, "旧表", False)
    assert old.rows == [["旧"]]
    assert roster.rows == [
        ["花名册", "", "", "", ""],
        ["姓名", "身份证号", "完成率", "出生年月", "到岗年月"],
        ["张三", ID, 0.85, 1965.1, dt.date(2021, 11, 1)],
        ["", "", "", "", ""],
        ["李四", "", "", True, ""],
    ]
    assert all(cell.__class__ is not int for row in roster.rows for cell in row)
    assert set(roster.merges) == {Merge(0, 0, 0, 4), Merge(2, 0, 3, 0)}
    assert roster.errors == {(3, 1): "#DIV/0!"}
    assert roster.digits.keys() == {(2, 1)}
    assert {place: code[-1] for place, code in roster.formats.items()} == {(2, 2): "%", (2, 4): "m"}
    assert (roster.hidden_rows, roster.hidden_columns) == ({4}, {3})
    assert roster.unvalued == frozenset()


def grid_of(path: Path, content: bytes, limits: Limits = LIMITS) -> Grid:
    path.write_bytes(content)
    return read_workbook(path, limits).grids[0]


def formula(row: int, result: bytes) -> bytes:
    return biff_cell(0x06, row, 0, result + bytes(8))


TEXT, EMPTY = b"\0\0\0\0\0\0\xff\xff", b"\x03\0\0\0\0\0\xff\xff"


def test_formulas_of_an_xls(tmp_path: Path) -> None:
    string = biff(0x207, struct.pack("<HB", 1, 1) + "是".encode("utf-16-le"))
    records = formula(0, TEXT) + string + formula(1, TEXT) + formula(2, EMPTY) + formula(3, struct.pack("<d", 7))
    records += formula(4, b"\x02\0\x2a\0\0\0\xff\xff") + formula(5, TEXT)
    grid = grid_of(tmp_path / "x.xls", xls(("表", True, records)))
    assert [row[0] for row in grid.rows] == ["是", "", "", 7.0, "", ""]
    assert grid.unvalued == {(1, 0), (5, 0)}
    assert grid.errors == {(4, 0): "#N/A"}


def test_a_sheet_saved_without_calculating_has_no_results(tmp_path: Path) -> None:
    records = biff(0x5E, bytes(2)) + biff_cell(0x203, 0, 1, struct.pack("<d", 1)) + formula(0, struct.pack("<d", 0))
    assert grid_of(tmp_path / "x.xls", xls(("表", True, records))).unvalued == {(0, 0)}


def test_formulas_of_an_ods_and_of_xml(tmp_path: Path) -> None:
    empty_text = '<table:table-cell table:formula="of:=A3" office:value-type="string"/>'
    cells = f'<table:table-cell table:formula="of:=A2"/>{empty_text}'
    content = f"<d><table:table><table:table-row>{cells}</table:table-row></table:table></d>"
    ods_file(tmp_path / "x.ods", content)
    assert read_workbook(tmp_path / "x.ods").grids[0].unvalued == {(0, 0)}
    row = '<Row><Cell ss:Formula="=1"/><Cell ss:Formula="=A1"><Data ss:Type="String"></Data></Cell></Row>'
    head = SPREADSHEETML.partition("<Worksheet")[0]
    xml = f"{head}<Worksheet><Table>{row}</Table></Worksheet></Workbook>"
    assert grid_of(tmp_path / "x.xml", xml.encode("gb18030")).unvalued == {(0, 0)}


def test_repeated_and_broken_cells_of_an_ods(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="1"/>'
    text = "<text:p>一<text:line-break/>二</text:p><text:p>三<text:s text:c='2'/>四</text:p>"
    lines = f"<table:table-cell>{text}</table:table-cell>"
    row = f'<table:table-row table:number-rows-repeated="2">{cell}{lines}</table:table-row>'
    ods_file(tmp_path / "x.ods", f"<d><table:table>{row}</table:table></d>")
    assert read_workbook(tmp_path / "x.ods").grids[0].rows == [[1.0, 1.0, "一\n二\n三  四"]] * 2


HUGE = '<d><table:table><table:table-row table:number-rows-repeated="{}">{}</table:table-row></table:table></d>'


@pytest.mark.parametrize(
    ("rows", "cell", "rule"),
    [
        (999_999_999, '<table:table-cell office:value-type="float" office:value="1"/>', "sheet_too_large"),
        (
            1,
            '<table:table-cell table:number-columns-repeated="99999999" office:value-type="boolean"/>',
            "sheet_too_large",
        ),
        (1, '<table:table-cell office:value-type="float" office:value="机密"/>', "file_damaged"),
        (1, '<table:table-cell office:value-type="float" office:value="nan"/>', "file_damaged"),
        (1, '<table:table-cell office:value-type="date" office:date-value="2021-13-45"/>', "file_damaged"),
        (-1, "<table:table-cell/>", "file_damaged"),
        (1, "<table:table-cell>", "file_damaged"),
    ],
)
def test_hostile_ods(tmp_path: Path, rows: int, cell: str, rule: str) -> None:
    ods_file(tmp_path / "x.ods", HUGE.format(rows, cell))
    with pytest.raises(Unreadable) as caught:
        read_workbook(tmp_path / "x.ods")
    assert caught.value.notice.rule == rule
    assert "机密" not in caught.value.notice.message


def test_an_encrypted_ods(tmp_path: Path) -> None:
    ods_file(tmp_path / "x.ods", "no XML")
    with zipfile.ZipFile(tmp_path / "x.ods", "a") as package:
        package.writestr("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")
    with pytest.raises(Unreadable, match="请取消密码"):
        read_workbook(tmp_path / "x.ods")


def looped(stream: bytes) -> bytes:
    """A compound file whose stream never ends."""
    data = bytearray(compound(stream))
    struct.pack_into("<I", data, 512 + 4 * 4, 3)
    return bytes(data)


WHOLE = xls(("表", True, label(0, 0, "一")))


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (WHOLE[:1600], "file_damaged"),
        (looped(bytes(4096)), "file_damaged"),
        (compound(bytes(4096)), "file_damaged"),
        (compound(biff(0x809, bytes(16))), "file_damaged"),
        (xls(("表", True, biff(0x203, b"\0"))), "file_damaged"),
        (xls(("表", True, b""), more=biff(0x2F, bytes(6))), "format_encrypted"),
        (xlsb(("表", True, biff12_row(4_000_000_000, [biff12_cell(3, 0, b"\x07")]))), "sheet_too_large"),
        (xlsb(("表", True, biff12_row(0, [biff12_cell(3, 4_000_000_000, b"\x07")]))), "sheet_too_large"),
        (xlsb(("表", True, biff12_row(0, [biff12(15, b"\x07")]))), "file_damaged"),
        (xlsb(("表", True, biff12_row(0, [biff12(5, b"\x07")]))), "file_damaged"),
    ],
)
def test_hostile_binary_workbooks(tmp_path: Path, content: bytes, rule: str) -> None:
    with pytest.raises(Unreadable) as caught:
        grid_of(tmp_path / "x.xls", content)
    assert caught.value.notice.rule == rule


@pytest.mark.parametrize("kind", WRITERS)
def test_limits_hold_in_every_format(tmp_path: Path, kind: str) -> None:
    WRITERS[kind](tmp_path / "x")
    read_workbook(tmp_path / "x", Limits(max_rows=5, max_columns=5))
    for tight in (Limits(max_rows=4), Limits(max_columns=4), Limits(max_cells=24)):
        with pytest.raises(Unreadable) as caught:
            read_workbook(tmp_path / "x", tight)
        assert caught.value.notice.rule == "sheet_too_large"


def spoiled(data: bytes, dice: random.Random) -> bytes:
    """Some bytes changed, or cut off; of a package those of one member, so that its checksums are right."""
    if data.startswith(b"PK"):
        memory = BytesIO()
        with zipfile.ZipFile(BytesIO(data)) as whole, zipfile.ZipFile(memory, "w") as package:
            victim = dice.choice(whole.namelist())
            for name in whole.namelist():
                package.writestr(name, spoiled(whole.read(name), dice) if name == victim else whole.read(name))
        return memory.getvalue()
    changed = bytearray(data)
    for _ in range(dice.choice((1, 2, 20))):
        changed[dice.randrange(len(changed))] = dice.choice((0, 255, dice.randrange(256)))
    return bytes(changed[: dice.choice((len(changed), len(changed), dice.randrange(len(changed))))])


def read_sheets(path: Path) -> int:
    """What a worker does here: read, and send little back."""
    return len(read_workbook(path).grids)


@pytest.mark.slow
def test_spoiled_workbooks_are_read_or_refused_with_a_sentence(tmp_path: Path) -> None:
    dice, files = random.Random(2021), []
    for kind, write in WRITERS.items():
        write(tmp_path / kind)
        for n in range(30):
            files.append(tmp_path / f"{kind}-{n}")
            files[-1].write_bytes(spoiled((tmp_path / kind).read_bytes(), dice))
    results = [outcome for _, outcome in outcomes(read_sheets, files, Limits(seconds=20), 2)]
    refused = [outcome for outcome in results if isinstance(outcome, Unreadable)]
    assert {outcome.notice.rule.partition("_")[0] for outcome in refused} <= {"file", "format", "sheet", "text", "xml"}
    assert not {"file_failed", "file_breaks_reader", "file_too_slow"} & {outcome.notice.rule for outcome in refused}
    assert all("请" in outcome.notice.message for outcome in refused)
    assert len(refused) < len(results)
