"""Worksheets and headers as clerks lay them out, on real workbooks (domain.md §12, M12–M21)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import polars as pl
import pytest

from tests.support.messiness.messiness import case
from tests.support.messiness.messy import aside, book, page, reactions, read, sent, values
from tests.support.workbooks.tables import Rows
from transforms.records.extract import Intake

pytestmark = pytest.mark.usefixtures("plainly")

ONE, TWO = {"name": "陈一"}, {"name": "陈二"}


def nothing_said(intake: Any) -> bool:
    return not reactions(intake)


@case("M12", FIX="title")
def test_titles_above_the_header_are_passed_over(tmp_path: Path) -> None:
    rows = [["跟踪联系记录表"], ["内部资料"], [""], *page("S4", ONE)]
    intake = sent(tmp_path, rows, prepare=lambda _, sheet: sheet.merge_range(0, 0, 0, 3, "跟踪联系记录表"))
    assert (values(intake, "S4.name"), intake.ledger["reason"].to_list()[:6]) == (
        [["陈一"]],
        ["title"] * 5 + ["header"],
    )


@case("M12", FIX="title")
def test_a_page_of_instructions_may_stand_above_the_header(tmp_path: Path) -> None:
    above = [[f"{n}.填报说明第{n}条"] for n in range(1, 31)]
    assert values(sent(tmp_path, [*above, *page("S4", ONE)]), "S4.name") == [["陈一"]]


@case("M13", FIX="header")
def test_a_merged_header_of_two_lines_is_read_together(tmp_path: Path) -> None:
    rows: Rows = [
        ["跟踪联系记录表（2021年第47周）"],
        ["填报单位：县委组织部"],
        ["姓名", "谈话", "", "联系人"],
        ["", "日期", "方式", ""],
    ]

    def merged(_: Any, sheet: Any) -> None:
        sheet.merge_range(2, 1, 2, 2, "谈话")
        sheet.merge_range(2, 0, 3, 0, "姓名")
        sheet.merge_range(2, 3, 3, 3, "联系人")

    intake = sent(tmp_path, [*rows, ["陈一", "2021-11-22", "面谈", "王五"]], prepare=merged)
    assert (values(intake, "S4.contact_type"), intake.ledger["reason"].to_list()[2:4]) == (["FACE"], ["header"] * 2)


@case("M13", FIX="header")
@pytest.mark.parametrize("needed", ["（必填）", "(必填)", "必填", "【必填】"])
def test_a_lower_line_may_say_what_must_be_filled_in(tmp_path: Path, needed: str) -> None:
    top, row = page("S4", ONE)[:2], page("S4", ONE)[3]
    heads: Rows = [["姓名", "谈话", "", "联系人"], ["", f"日期{needed}", f"方式{needed}", needed]]
    intake = sent(tmp_path, [*top, *heads, row], prepare=lambda _, sheet: sheet.merge_range(2, 1, 2, 2, "谈话"))
    assert (values(intake, "S4.name"), nothing_said(intake)) == ([["陈一"]], True)


@case("M14", FIX="header")
def test_headings_in_other_words_and_with_blanks_are_read(tmp_path: Path) -> None:
    headed = {"name": "姓　名（必填）", "contact_date": "谈话\n时间", "contact_type": "形式*", "contact_by": "谈话人："}
    intake = sent(tmp_path, page("S4", ONE, headed=headed))
    assert (values(intake, "S4.name"), values(intake, "S4.contact_type"), nothing_said(intake)) == (
        [["陈一"]],
        ["FACE"],
        True,
    )


@case("M15", FIXW="heading_nearly")
@pytest.mark.parametrize("heading", ["退出领导岗位时问", "退出领寻岗位时间", "退出领导岗位时"])
def test_a_mistyped_heading_is_read_and_the_mapping_shown(tmp_path: Path, heading: str) -> None:
    intake = sent(tmp_path, page("S1", ONE, headed={"exit_date": heading}))
    (message,) = intake.issues.filter(pl.col("rule") == "heading_nearly")["message"]
    assert f"「{heading}」按「退出领导岗位时间」读取" in message
    assert intake.rows["S1"].collect()["exit_date"].null_count() == 0


@case("M15")
@pytest.mark.parametrize("heading", ["退休时间", "入团时间", "未入党时间"])
def test_another_term_is_not_taken_for_a_slip(tmp_path: Path, heading: str) -> None:
    rows = page("S1", ONE)
    rows[2].append(heading)
    rows[3].append("2025-01-01")
    intake = sent(tmp_path, rows)
    assert reactions(intake) == {("heading_not_read", "FIXW")}
    assert intake.rows["S1"].collect()["party_join_ym"].to_list() == [None]


@case("M15")
def test_of_two_headings_near_one_column_neither_is_guessed(tmp_path: Path) -> None:
    rows = page("S1", ONE)
    rows[2] += ["入党时问", "入党时闩"]
    rows[3] += ["1988-07", "1989-07"]
    assert reactions(sent(tmp_path, rows)) == {("heading_not_read", "FIXW")}


@case("M16", FILE="required_column_missing")
def test_a_missing_required_column_refuses_the_file_by_name(tmp_path: Path) -> None:
    intake = sent(tmp_path, page("S4", ONE, without=("contact_date",)))
    assert reactions(intake) == {("required_column_missing", "FILE")}
    assert "「联系日期」" in intake.issues["message"][0]


@case("M16", FIXW="answers_missing")
@pytest.mark.parametrize(
    ("sheet", "column", "counted", "said"),
    [
        ("S9", "reg_status", "IN", "没有必填列「状态」，各行按“在册”统计"),
        ("S10", "is_project", False, "没有必填列「是否领办实事项目」，各行按“否”统计"),
        ("S3", "signed", False, "没有必填列「本人确认」，各行按“否”统计"),
    ],
)
def test_a_missing_column_of_answers_counts_as_an_empty_one_and_is_missed(
    tmp_path: Path, sheet: str, column: str, counted: object, said: str
) -> None:
    """A roster without 状态 and one with an empty 状态 are the same members."""
    intake = sent(tmp_path, page(sheet, ONE, without=(column,)))
    assert values(intake, f"{sheet}.{column}") == [counted]
    (message,) = intake.issues.filter(pl.col("rule") == "answers_missing")["message"]
    assert said in message


@case("M17", FIXW="hidden_double_column")
@pytest.mark.parametrize("new", [("2021-11-23", "2021-11-24"), ("2021-11-23", "")])
def test_a_hidden_old_column_beside_the_new_one_is_not_read(tmp_path: Path, new: tuple[str, str]) -> None:
    """Not even where the new one is blank: what is hidden is not what the clerk means."""
    rows = page("S4", {"name": "陈一"}, {"name": "陈二"})
    at = rows[2].index("联系日期")
    for row, shown in zip(rows[2:], ("谈话时间", *new), strict=True):
        row.insert(at + 1, shown)
    intake = sent(tmp_path, rows, prepare=lambda _, sheet: sheet.set_column(at, at, None, None, {"hidden": True}))
    assert values(intake, "S4.contact_date") == [dt.date.fromisoformat(day) if day else None for day in new]
    assert ("hidden_double_column", "FIXW") in reactions(intake)


@case("M17", FIXW="double_column", CELL="double_column_differs")
def test_two_columns_of_one_meaning_fill_each_other_or_are_asked_back(tmp_path: Path) -> None:
    rows = page("S4", ONE, TWO, {"name": "陈三", "contact_type": ""})
    for row, cell in zip(rows[2:], ("形式", "面谈", "电话", "走访"), strict=True):
        row.append(cell)
    intake = sent(tmp_path, rows)
    assert values(intake, "S4.contact_type") == ["FACE", None, "VISIT"]
    assert reactions(intake) == {("double_column", "FIXW"), ("double_column_differs", "CELL")}


@case("M18", FIX="repeated_header")
def test_a_header_on_every_printed_page_is_dropped_with_its_title(tmp_path: Path) -> None:
    title, unit, header, row = page("S4", ONE)
    intake = sent(tmp_path, [title, unit, header, row, header, *page("S4", TWO)[3:], title, header, ["陈三", *row[1:]]])
    assert values(intake, "S4.name") == [["陈一"], ["陈二"], ["陈三"]]
    assert intake.ledger["reason"].to_list() == [
        "title",
        "title",
        "header",
        None,
        "repeated_header",
        None,
        "title",
        "repeated_header",
        None,
    ]
    assert intake.submissions.height == 1


@case("M19", FIX="blank")
def test_a_table_may_begin_anywhere_and_be_followed_by_formatted_columns(tmp_path: Path) -> None:
    rows: Rows = [["", row[0], "", *row[1:]] for row in page("S4", ONE)]

    def formatted(workbook: Any, sheet: Any) -> None:
        grey = workbook.add_format({"bg_color": "#dddddd"})
        for at in range(6):
            for place in range(8, 256):
                sheet.write_blank(at, place, None, grey)

    intake = sent(tmp_path, rows, prepare=formatted)
    assert (values(intake, "S4.name"), nothing_said(intake)) == ([["陈一"]], True)
    assert intake.places.filter(pl.col("column") == "contact_date")["letter"].to_list() == ["D"]


def said(intake: Intake) -> list[tuple[str, str]]:
    """Rules and sentences of all warnings."""
    return intake.issues.filter(pl.col("reaction") == "FIXW").select("rule", "message").rows()


@case("M19", FIXW="cells_without_heading")
@pytest.mark.parametrize(("at", "column"), [(6, "G"), (0, "A"), (2, "C")])
def test_content_in_a_column_without_a_heading_is_told(tmp_path: Path, at: int, column: str) -> None:
    rows = [[*row, "", "", ""] for row in page("S4", ONE, TWO)]
    rows = [[*row[:at], note, *row[at:]] for row, note in zip(rows, ("", "", "", "补充", ""), strict=True)]
    ((rule, message),) = said(sent(tmp_path, rows))
    assert rule == "cells_without_heading"
    assert f"{column}列" in message
    assert "第4行" in message


@case("M19")
def test_numbers_of_rows_need_no_heading(tmp_path: Path) -> None:
    rows = [[number, *row] for number, row in zip(["", "", "", 1.0, 2.0], page("S4", ONE, TWO), strict=True)]
    assert said(sent(tmp_path, [*rows, [3.0], [4.0]])) == []


@case("M19", FIXW="row_outside_columns")
@pytest.mark.parametrize(
    "line",
    [
        ["陈五，2021年11月22日面谈"],
        ["", *[""] * 4, "", "陈五", "2021-11-22"],
        ["", *[""] * 4, 12.0],
        ["3", *[""] * 4, "补"],
    ],
)
def test_a_row_that_fills_no_column_of_the_sheet_is_told(tmp_path: Path, line: list[Any]) -> None:
    rows = page("S4", ONE, TWO)
    numbered = [["序号", *rows[2], "备注"], *([float(n), *row] for n, row in enumerate(rows[3:], start=1))]
    ((rule, message),) = said(sent(tmp_path, [*rows[:2], *numbered, line]))
    assert (rule, "第6行" in message) == ("row_outside_columns", True)


@case("M19", FIXW="rows_above_header")
def test_rows_of_data_above_the_header_are_told(tmp_path: Path) -> None:
    title, unit, *rows = page("S4", ONE, TWO)
    moved: Rows = [title, unit, rows[2], ["填报单位", "县委组织部", "填报日期", "2021-11-26"], rows[0], rows[1]]
    ((rule, message),) = said(sent(tmp_path, moved))
    assert (rule, "第3行" in message) == ("rows_above_header", True)


@case("M20", FIXW="headless_worksheet")
def test_a_worksheet_that_goes_on_without_a_header_is_told_by_its_rows(tmp_path: Path) -> None:
    rows = page("S4", ONE, TWO)
    explained: Rows = [["列名", "要求", "填写内容", "示例"], ["联系日期", "必填", "日期", "2021-11-22"]]
    ((rule, message),) = said(sent(tmp_path, rows, [["补报"], *page("S4", {"name": "陈三"}, TWO)[3:]], explained))
    assert (rule, "“Sheet2”第2—3行" in message) == ("headless_worksheet", True)


@case("M20", FIX="other_worksheet", FIXW="hidden_worksheet")
@pytest.mark.parametrize("hide", ["hide", "very_hidden"])
def test_other_worksheets_are_set_aside_and_hidden_ones_told(tmp_path: Path, hide: str) -> None:
    def hidden(workbook: Any, _: Any) -> None:
        getattr(workbook.worksheets()[2], hide)()

    intake = sent(tmp_path, page("S4", ONE), [["填表说明"], ["请逐项填写。"]], page("S4", TWO), prepare=hidden)
    assert values(intake, "S4.name") == [["陈一"]]
    assert set(aside(intake)) == {"other_worksheet"}
    assert reactions(intake) == {("hidden_worksheet", "FIXW")}


@case("M20", FIXW="worksheet_lost")
def test_a_worksheet_whose_content_is_not_in_the_file_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    whole = book(tmp_path / "QC-ZZB_S4_2021-W47_v1.xlsx", page("S4", ONE), page("S4", TWO))
    with ZipFile(whole) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    del parts["xl/worksheets/sheet2.xml"]
    with ZipFile(whole, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    intake = read(whole)
    assert (values(intake, "S4.name"), reactions(intake)) == ([["陈一"]], {("worksheet_lost", "FIXW")})
    assert "“Sheet2”" in intake.issues["message"][0]


@case("M21", FIX="hidden_rows", FIXW="row_marked_void")
def test_hidden_rows_are_kept_and_those_marked_void_told(tmp_path: Path) -> None:
    rows = page("S4", ONE, TWO)
    for row, cell in zip(rows[2:], ("备注", "", "作废"), strict=True):
        row.append(cell)

    def filtered(_: Any, sheet: Any) -> None:
        sheet.set_row(4, None, None, {"hidden": True})

    intake = sent(tmp_path, rows, prepare=filtered)
    assert values(intake, "S4.name") == [["陈一"], ["陈二"]]
    assert intake.issues.select("rule", "reaction", "row").rows() == [
        ("hidden_rows", "FIX", None),
        ("row_marked_void", "FIXW", 5),
    ]


@case("M21")
def test_void_as_a_state_of_an_order_is_its_state(tmp_path: Path) -> None:
    intake = sent(tmp_path, page("S10", {"status": "作废"}))
    assert values(intake, "S10.status") == ["VOID"]
    assert ("row_marked_void", "FIXW") not in reactions(intake)
