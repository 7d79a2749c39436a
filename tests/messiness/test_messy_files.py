"""Files as they come in, on real workbooks (domain.md §12, M01–M11)."""

from __future__ import annotations

import datetime as dt
import os
import struct
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import polars as pl
import pytest
import xlsxwriter

from tests.support.messiness.messiness import case
from tests.support.messiness.messy import book, compared_week, judged, page, reactions, read, received, sent, values
from tests.support.workbooks.binary_workbooks import (
    biff,
    biff12,
    biff12_cell,
    biff12_row,
    label,
    old_label,
    wide,
    xls,
    xls5,
    xlsb,
)
from tests.support.workbooks.tables import MONDAY, W46, W47

pytestmark = pytest.mark.usefixtures("plainly")

ONE, TWO = {"name": "陈一"}, {"name": "陈二"}
TOTALS = {"total": "二次分工人数", "declared": 19.0, "as_of": "2021-11-23"}


@case("M01", FIX="same_file_twice")
def test_the_same_file_twice_counts_once(tmp_path: Path) -> None:
    first = book(tmp_path / "inbox" / W47 / "QC-ZZB_S4_2021-W47_v1.xlsx", page("S4", ONE))
    first.with_name("副本.xlsx").write_bytes(first.read_bytes())
    intake = received(tmp_path)
    assert values(intake, "S4.name") == [["陈一"]]
    assert ("same_file_twice", "FIX") in reactions(intake)


@case("M01", FILE="bytes_of_other_unit")
@pytest.mark.parametrize("unit", ["", "督查室"])
def test_a_copy_under_another_units_name_does_not_replace_the_file(tmp_path: Path, unit: str) -> None:
    first = book(tmp_path / "inbox" / W47 / "QC-DCS_S8_2021-W47_v1.xlsx", page("S8", {"beneficiaries": 9.0}, unit=unit))
    first.with_name("QC-CDZ_S8_2021-W47_v2.xlsx").write_bytes(first.read_bytes())  # no S8 is awaited of it
    verdict = judged(received(tmp_path))
    assert values(verdict, "S8.beneficiaries") == [9]
    assert ("bytes_of_other_unit", "FILE") in reactions(verdict)


@case("M01", FILE="bytes_of_other_unit")
@pytest.mark.parametrize(("unit", "accepted"), [("", 0), ("漕河镇", 1)])
def test_of_a_copy_under_the_name_of_two_units_that_send_it_the_table_says_whose_it_is(
    tmp_path: Path, unit: str, accepted: int
) -> None:
    first = book(tmp_path / "inbox" / W47 / "QC-CHZ_S10_2021-W47_v1.xlsx", page("S10", {"hours": 2.0}, unit=unit))
    stray = first.with_name("QC-QZZ_S10_2021-W47_v1.xlsx")
    stray.write_bytes(first.read_bytes())
    for file, moment in ((first, MONDAY), (stray, MONDAY + dt.timedelta(hours=1))):
        os.utime(file, (moment.timestamp(),) * 2)
    verdict = judged(received(tmp_path))
    assert len(values(verdict, "S10.hours")) == accepted
    refused = verdict.issues.filter(pl.col("rule") == "bytes_of_other_unit")["file"].to_list()
    assert len(refused) == 2 - accepted


@case("M03", FILE="same_version_twice")
def test_two_files_of_one_version_are_both_refused_until_one_is_a_higher_one(tmp_path: Path) -> None:
    folder = tmp_path / "inbox" / W47
    book(folder / "QC-ZZB_S4_2021-W47_v1.xlsx", page("S4", ONE))
    book(folder / "QC-ZZB_S4_2021-W47_v1 (1).xlsx", page("S4", TWO))
    verdict = judged(received(tmp_path))
    assert (values(verdict, "S4.name"), reactions(verdict)) == ([], {("same_version_twice", "FILE")})
    book(folder / "QC-ZZB_S4_2021-W47_v2.xlsx", page("S4", TWO))
    assert values(judged(received(tmp_path)), "S4.name") == [["陈二"]]


@case("M04", FILE="format_encrypted")
def test_a_password_is_told_by_the_first_bytes(tmp_path: Path) -> None:
    locked = tmp_path / "QC-ZZB_S4_2021-W47_v1.xlsx"
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le"))
    assert reactions(read(locked)) == {("format_encrypted", "FILE")}


@case("M08", FIXW="several_units")
def test_worksheets_of_several_units_are_told_apart(tmp_path: Path) -> None:
    intake = sent(tmp_path, page("S4", ONE, unit="县委组织部"), page("S4", TWO, unit="漕河镇"))
    assert intake.submissions.select("submitter", "sheet").rows() == [("QC-ZZB", "S4"), ("QC-CHZ", "S4")]
    assert intake.rows["S4"].collect().select("submitter", pl.col("name").list.first()).rows() == [
        ("QC-ZZB", "陈一"),
        ("QC-CHZ", "陈二"),
    ]
    assert reactions(intake) == {("several_units", "FIXW")}


@case("M08", FIXW="several_units")
@pytest.mark.parametrize("between", [[], [[""]], [["填表人：经办员　审核人：负责人"], [""]]])
def test_blocks_of_several_units_below_each_other_are_told_apart(tmp_path: Path, between: list[list[Any]]) -> None:
    intake = sent(tmp_path, [*page("S4", ONE, unit="县委组织部"), *between, *page("S4", TWO, unit="漕河镇")])
    assert intake.rows["S4"].collect().select("submitter", pl.col("name").list.first(), "row").rows() == [
        ("QC-ZZB", "陈一", 4),
        ("QC-CHZ", "陈二", 8 + len(between)),
    ]
    assert reactions(intake) == {("several_units", "FIXW")}


@case("M08", FIXW="several_units")
def test_a_column_of_units_splits_the_rows(tmp_path: Path) -> None:
    rows = page("S4", ONE, TWO, {"name": "陈三"})
    for row, cell in zip(rows[2:], ("填报单位", "县委组织部", "漕河镇", "漕河镇"), strict=True):
        row.append(cell)
    intake = sent(tmp_path, rows)
    assert intake.rows["S4"].collect().select("submitter", "row").rows() == [
        ("QC-ZZB", 4),
        ("QC-CHZ", 5),
        ("QC-CHZ", 6),
    ]
    assert reactions(intake) == {("several_units", "FIXW")}


@case("M08")
def test_different_sheets_below_each_other_are_submissions_of_one_unit(tmp_path: Path) -> None:
    intake = sent(tmp_path, [*page("S4", ONE), [""], *[row for n, row in enumerate(page("R8", TOTALS)) if n != 1]])
    assert intake.submissions.select("sheet", "submitter", "rows_read").rows() == [
        ("S4", "QC-ZZB", 5),
        ("R8", "QC-ZZB", 3),
    ]
    assert (values(intake, "R8.declared"), intake.rows["S4"].collect().height) == ([19], 1)


@case("M08")
def test_tables_side_by_side_are_refused_with_advice(tmp_path: Path) -> None:
    rows = [left + right for left, right in zip(page("S4", ONE)[2:], page("S4", TWO)[2:], strict=True)]
    intake = sent(tmp_path, [*page("S4")[:2], *rows])
    assert reactions(intake) == {("tables_side_by_side", "FILE")}


@case("M09", FIXW="file_misnamed sheet_misnamed")
@pytest.mark.parametrize(
    ("name", "rule"), [("谈话2019年新模板.xlsx", "file_misnamed"), ("QC-ZZB_S8_2021-W47_v1.xlsx", "sheet_misnamed")]
)
def test_the_headings_decide_whatever_the_file_is_called(tmp_path: Path, name: str, rule: str) -> None:
    intake = sent(tmp_path, page("S4", ONE), file=name)
    assert (intake.submissions["sheet"].to_list(), reactions(intake)) == (["S4"], {(rule, "FIXW")})


@case("M09")
@pytest.mark.parametrize("folder", ["漕河镇", "QC-CHZ"])
def test_a_folder_names_the_unit_when_nothing_better_does(tmp_path: Path, folder: str) -> None:
    anonymous = [row for n, row in enumerate(page("S4", ONE)) if n != 1]
    book(tmp_path / "inbox" / W47 / folder / "联系表.xlsx", anonymous)
    assert received(tmp_path).submissions["submitter"].to_list() == ["QC-CHZ"]


@case("M09", FIXW="sender_by_file_words", FILE="unknown_submitter")
@pytest.mark.parametrize(
    ("file", "top", "unit"),
    [
        ("向桥乡接单服务台账2021年11月15日-11月21日.xlsx", "", "QC-XQX"),
        ("（张塝镇人民政府）台账.xlsx", "", "QC-ZBZ"),
        ("台账-蕲春县张塝镇人民政府报.xlsx", "", "QC-ZBZ"),  # the longest of its names
        ("QC-XQX_接单服务台账.xlsx", "", "QC-XQX"),  # its code alone
        ("接单台账（qc-zbz）2021.xlsx", "", "QC-ZBZ"),
        ("QC-XQX_漕河镇台账.xlsx", "", None),  # two
        ("COVID-19台账.xlsx", "", None),
        ("向桥乡、漕河镇台账.xlsx", "", None),
        ("台账.xlsx", "", None),
        ("向桥乡台账.xlsx", "填报单位：某某公司", None),  # the table says another, whoever that is
        ("向桥乡台账.xlsx", "填报单位：漕河镇", "QC-CHZ"),
    ],
)
def test_the_words_of_a_file_name_tell_the_unit_where_nothing_else_does(
    tmp_path: Path, file: str, top: str, unit: str | None
) -> None:
    rows = page("S10", {"order_no": "A-1"})
    intake = sent(tmp_path, [rows[0], [top], *rows[2:]], file=file)
    assert intake.submissions["submitter"].to_list() == [unit]
    assert (("sender_by_file_words", "FIXW") in reactions(intake)) is (bool(unit) and not top)
    assert (("unknown_submitter", "FILE") in reactions(intake)) is (unit is None)


@case("M09", FILE="sender_disagrees")
@pytest.mark.parametrize(
    ("unit", "foot", "column"),
    [
        ("漕河镇", "", ""),
        ("县委组织部", "填报单位：漕河镇", ""),
        ("县委组织部", "", "漕河镇"),
        ("某某公司", "", "漕河镇"),
    ],
)
def test_two_units_refuse_the_file(tmp_path: Path, unit: str, foot: str, column: str) -> None:
    rows = page("S4", ONE, unit=unit)
    if column:
        rows = [*rows[:2], [*rows[2], "填报单位"], [*rows[3], column]]
    intake = sent(tmp_path, [*rows, [foot]])
    assert ("sender_disagrees", "FILE") in reactions(intake)
    assert values(intake, "S4.name") == []


@case("M09", FILE="sender_disagrees", FIXW="folder_of_other_unit")
@pytest.mark.parametrize(
    ("name", "fate"), [("联系表.xlsx", "sender_disagrees"), ("QC-ZZB_S4_2021-W47_v1.xlsx", "folder_of_other_unit")]
)
def test_the_folder_of_another_unit_counts_where_the_name_has_none(tmp_path: Path, name: str, fate: str) -> None:
    intake = read(book(tmp_path / name, page("S4", ONE)), folder="漕河镇")
    assert fate in intake.issues["rule"]
    assert values(intake, "S4.name") == ([] if fate == "sender_disagrees" else [["陈一"]])


@case("M09", FIXW="sender_unlisted")
@pytest.mark.parametrize(
    ("unit", "file", "column"),
    [
        ("某某公司", "QC-ZZB_S4_2021-W47_v1.xlsx", ""),
        ("县委组织部", "QC-QQQ_S4_2021-W47_v1.xlsx", ""),
        ("县委组织部", "QC-ZZB_S4_2021-W47_v1.xlsx", "某某公司"),
    ],
)
def test_a_unit_in_no_list_is_told_with_what_was_taken(tmp_path: Path, unit: str, file: str, column: str) -> None:
    rows = page("S4", ONE, unit=unit)
    if column:
        rows = [*rows[:2], [*rows[2], "填报单位"], [*rows[3], column]]
    intake = sent(tmp_path, rows, file=file)
    assert (values(intake, "S4.name"), reactions(intake)) == ([["陈一"]], {("sender_unlisted", "FIXW")})
    assert "县委组织部" in intake.issues["message"][0]


@case("M09")
@pytest.mark.parametrize(
    "line", ["填报单位：　填报人：张三", "填报单位：＿＿＿＿", "单位：人、万元", "填报单位　填报日期　2021年11月26日"]
)
def test_a_blank_for_the_unit_is_no_unit(tmp_path: Path, line: str) -> None:
    title, _, *rows = page("S4", ONE)
    assert reactions(sent(tmp_path, [title, [line], *rows])) == set()


@case("M10", FIX="")
def test_dates_of_the_1904_system_are_the_days_the_clerk_sees(tmp_path: Path) -> None:
    day = dt.date(2021, 11, 22)
    intake = sent(tmp_path, page("S4", {"contact_date": day}), default_date_format="yyyy-mm-dd", date_1904=True)
    assert values(intake, "S4.contact_date") == [day]


@case("M11", FILE="period_disagrees")
def test_two_periods_refuse_the_file(tmp_path: Path) -> None:
    intake = sent(tmp_path, page("S4", ONE, period="2021年第46周"))
    assert reactions(intake) == {("period_disagrees", "FILE")}


@case("M11", FILE="period_disagrees")
def test_a_row_for_another_week_refuses_the_file_and_a_column_alone_decides(tmp_path: Path) -> None:
    rows = page("S7", {"stated_period": "2021-W46"}, period="周报")
    assert reactions(sent(tmp_path, rows)) == {("period_disagrees", "FILE")}
    alone = read(book(tmp_path / "周报.xlsx", rows))
    assert alone.submissions["period"].to_list() == [W46]
    assert ("late_for_its_period", "FIXW") in reactions(alone)


@case("M11", ROW="row_of_other_period")
def test_two_odd_rows_do_not_cost_the_file(tmp_path: Path) -> None:
    weeks = ("2021-W47", "2021-W46", "2021-W47", "2021-W48")
    rows = [{"stated_period": week, "name": f"陈{n}"} for week, n in zip(weeks, "一二三四", strict=True)]
    intake = sent(tmp_path, page("S7", *rows))
    assert values(intake, "S7.name") == ["陈一", "陈三"]
    refused = intake.issues.filter(pl.col("reaction") == "ROW").select("row", "rule", "column").rows()
    assert refused == [(row, "row_of_other_period", "stated_period") for row in (5, 7)]


@case("M11", FIXW="other_week")
def test_of_a_tab_for_each_week_the_one_of_the_file_counts(tmp_path: Path) -> None:
    last, this = (page("S4", {"name": name}, period="周报") for name in ("陈一", "陈二"))
    path = tmp_path / "QC-ZZB_S4_2021-W47_v1.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for tab, rows in (("第46周", last), ("第47周", this)):
            sheet = workbook.add_worksheet(tab)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    intake = read(path)
    assert (values(intake, "S4.name"), reactions(intake)) == ([["陈二"]], {("other_week", "FIXW")})


@case("M02", FIX="version_replaced row_new_in_version")
def test_a_new_version_replaces_the_old_one_and_the_difference_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "inbox" / W47
    book(folder / "QC-ZZB_S4_2021-W47_v1.xlsx", page("S4", ONE, TWO))
    book(folder / "QC-ZZB_S4_2021-W47_v2.xlsx", page("S4", ONE, {"name": "陈三"}))
    issues = compared_week(received(tmp_path)).issues.filter(
        pl.col("rule").is_in(["version_replaced", "row_new_in_version"])
    )
    assert issues.select("rule", "reaction", "row").rows() == [
        ("version_replaced", "FIX", None),
        ("row_new_in_version", "FIX", 5),
    ]
    assert "相同1行，新增或改动1行，前一版中删去或改动1行" in issues["message"][0]


@case("M11", FILE="period_ahead")
def test_a_file_for_the_next_week_beside_this_weeks_versions_is_told_and_no_version_of_them(tmp_path: Path) -> None:
    folder = tmp_path / "inbox" / W47
    book(folder / "QC-ZZB_S4_2021-W47_v1.xlsx", page("S4", ONE, TWO))
    book(folder / "QC-ZZB_S4_2021-W47_v2.xlsx", page("S4", ONE))
    book(folder / "QC-ZZB_S4_2021-W48_v1.xlsx", page("S4", {"name": "陈三"}, period="2021年第48周"))
    issues = compared_week(received(tmp_path)).issues
    assert issues.filter(pl.col("rule") == "period_ahead")["file"].to_list() == ["QC-ZZB_S4_2021-W48_v1.xlsx"]
    (replaced,) = issues.filter(pl.col("rule") == "version_replaced")["message"]
    assert "相同1行，新增或改动0行，前一版中删去或改动1行" in replaced


@case("M05", FILE="format_pdf format_image format_empty")
@pytest.mark.parametrize(
    ("content", "rule"), [(b"%PDF-1.4", "format_pdf"), (b"\xff\xd8\xff\xe0", "format_image"), (b"", "format_empty")]
)
def test_what_is_no_table_at_all_is_told_by_its_first_bytes(tmp_path: Path, content: bytes, rule: str) -> None:
    wrong = tmp_path / "QC-ZZB_S4_2021-W47_v1.xlsx"
    wrong.write_bytes(content)
    assert reactions(read(wrong)) == {(rule, "FILE")}


def as_text(*rows: dict[str, Any]) -> str:
    return "\n".join(",".join(map(str, row)) for row in page("S4", *rows))


@case("M05", FIXW="file_type_misnamed")
@pytest.mark.parametrize("kind", ["page", "text"])
def test_a_web_page_or_a_text_under_the_name_of_a_workbook_is_read_as_what_it_is(tmp_path: Path, kind: str) -> None:
    wrong = tmp_path / "QC-ZZB_S4_2021-W47_v1.xls"
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in page("S4", ONE))
    wrong.write_text(f"<html><table>{cells}</table></html>" if kind == "page" else as_text(ONE), encoding="utf-8")
    intake = read(wrong)
    assert (values(intake, "S4.name"), reactions(intake)) == ([["陈一"]], {("file_type_misnamed", "FIXW")})


def texts_of(*rows: dict[str, Any]) -> list[tuple[int, int, str]]:
    """The cells of a contact log: row, column, text."""
    return [(at, place, str(cell)) for at, row in enumerate(page("S4", *rows)) for place, cell in enumerate(row)]


def as_xls(*, code_page: int) -> bytes:
    cells = b"".join(label(*cell) for cell in texts_of(ONE, TWO))
    return xls(("Sheet1", True, cells), more=biff(0x42, struct.pack("<H", code_page)), embedded="WordDocument")


def as_old_xls(encoding: str, *, code_page: int | None) -> bytes:
    return xls5(b"".join(old_label(row, at, text.encode(encoding)) for row, at, text in texts_of(ONE, TWO)), code_page)


def as_bare_xls() -> bytes:
    cells = b"".join(old_label(row, at, text.encode()) for row, at, text in texts_of(ONE, TWO))
    return biff(0x809, struct.pack("<4H", 0, 0x10, 0, 0)) + cells + biff(0x0A)


def as_xlsb() -> bytes:
    """The first cell of each row names its column, the others follow it."""
    lines = [[str(cell) for cell in row] for row in page("S4", ONE, TWO)]
    rows = [
        biff12_row(at, [biff12_cell(6, 0, wide(first)), *(biff12(17, bytes(4) + wide(text)) for text in others)])
        for at, (first, *others) in enumerate(lines)
    ]
    return xlsb(("Sheet1", True, b"".join(rows)))


PROGRAMS = {
    "Java and Perl": ("xls", lambda: as_xls(code_page=1252)),
    "Chinese Windows of 1995": ("xls", lambda: as_old_xls("gb18030", code_page=936)),
    "a program of another country": ("xls", lambda: as_old_xls("gb18030", code_page=1252)),
    "a program that names no code page": ("xls", lambda: as_old_xls("gb18030", code_page=None)),
    "a script of a web site": ("xls", as_bare_xls),
    "JavaScript": ("xlsb", as_xlsb),
}


@case("M05")
@pytest.mark.parametrize("program", PROGRAMS)
def test_the_same_rows_are_accepted_whatever_program_wrote_them(tmp_path: Path, program: str) -> None:
    extension, write = PROGRAMS[program]
    file = tmp_path / f"QC-ZZB_S4_2021-W47_v1.{extension}"
    file.write_bytes(write())
    intake = read(file)
    assert (values(intake, "S4.name"), reactions(intake)) == ([["陈一"], ["陈二"]], set())


@case("M06")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_is_read_in_whatever_encoding_it_was_saved(tmp_path: Path, encoding: str) -> None:
    table = tmp_path / "QC-ZZB_S4_2021-W47_v1.csv"
    table.write_bytes(as_text({"name": "䶮陈"}).encode(encoding))
    intake = read(table)
    assert (values(intake, "S4.name"), reactions(intake)) == ([["䶮陈"]], set())


@case("M06")
def test_traditional_headings_in_big5_are_read(tmp_path: Path) -> None:
    table = tmp_path / "QC-ZZB_S4_2021-W47_v1.csv"
    table.write_bytes("姓名,聯繫日期,聯繫方式,聯繫人\n張三,2021-11-22,電話,王五\n".encode("big5"))
    assert values(read(table), "S4.name") == [["張三"]]


@case("M06", ROW="row_shifted")
@pytest.mark.parametrize(
    ("line", "reaction"),
    [
        ('陈一,2021-11-22,"面谈",王五', None),
        ('陈一,2021-11-22,"面"谈,王五', None),
        ("陈一,2021-11-22,面谈,王五,", "row_shifted"),  # one more than the header and the other row
        ("陈一,2021-11-22,面谈,电话,王五", "row_shifted"),
        ('陈一,2021-11-22,"面"谈,电话",王五', "row_shifted"),
    ],
)
def test_a_line_with_more_cells_than_the_header_is_asked_back(tmp_path: Path, line: str, reaction: str | None) -> None:
    table = tmp_path / "QC-ZZB_S4_2021-W47_v1.csv"
    *top, other = as_text(TWO).splitlines()
    assert top[-1].count(",") == other.count(",") == 3
    table.write_text("\n".join([*top, line, other]), encoding="utf-8")
    intake = read(table)
    rows = set(intake.issues.filter(pl.col("row").is_not_null() & (pl.col("reaction") == "ROW"))["rule"])
    assert rows == ({reaction} if reaction else set())
    assert values(intake, "S4.name") == ([["陈二"]] if reaction else [["陈一"], ["陈二"]])


@case("M06", ROW="row_broken")
@pytest.mark.parametrize(
    ("line", "rule"), [("陈一,2021-11-22,面\n谈,王五", "row_broken"), ("陈一,2021-11-22,面谈\n陈三", "")]
)
def test_both_halves_of_a_line_broken_in_two_are_asked_back(tmp_path: Path, line: str, rule: str) -> None:
    table = tmp_path / "QC-ZZB_S4_2021-W47_v1.csv"
    *top, other = as_text(TWO).splitlines()
    table.write_text("\n".join([*top, line, other]), encoding="utf-8")
    intake = read(table)
    assert intake.issues.filter(pl.col("rule") == "row_broken")["row"].to_list() == ([4, 5] if rule else [])
    assert values(intake, "S4.name") == ([["陈二"]] if rule else [["陈一"], ["陈三"], ["陈二"]])


@case("M06")
def test_delimiters_behind_the_last_cell_of_every_line_are_no_cells(tmp_path: Path) -> None:
    table = tmp_path / "QC-ZZB_S4_2021-W47_v1.csv"
    *top, first, second = as_text(ONE, TWO).splitlines()
    table.write_text("\n".join([*top, f"{first},", f"{second},"]), encoding="utf-8")
    assert values(read(table), "S4.name") == [["陈一"], ["陈二"]]


@case("M07", FILE="text_destroyed")
def test_text_that_a_wrong_encoding_has_destroyed_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "QC-ZZB_S4_2021-W47_v1.csv"
    table.write_text(as_text(ONE, TWO).encode("gb18030").decode("utf-8", "replace"), encoding="utf-8")
    assert reactions(read(table)) == {("text_destroyed", "FILE")}


@case("M08", FIX="zip_unpacked")
def test_each_member_of_a_zip_package_is_taken_for_itself(tmp_path: Path) -> None:
    first = book(tmp_path / "QC-ZZB_S4_2021-W47_v1.xlsx", page("S4", ONE))
    second = book(tmp_path / "QC-CHZ_S4_2021-W47_v1.xlsx", page("S4", TWO, unit="漕河镇"))
    (tmp_path / "inbox" / W47).mkdir(parents=True)
    with ZipFile(tmp_path / "inbox" / W47 / "全县.zip", "w") as package:
        for path in (first, second):
            package.write(path, path.name)
    intake = received(tmp_path)
    assert sorted(values(intake, "S4.name")) == [["陈一"], ["陈二"]]
    assert reactions(intake) == {("zip_unpacked", "FIX")}
