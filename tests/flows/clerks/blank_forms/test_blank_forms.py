"""Blank workbooks: filled in by the book they pass, left blank they are no report (design.md §4)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner

from expectations.catalogue import SHEETS
from expectations.contract.contract import Kind
from flows.clerks.blank_forms.drawing import SPARE_ROWS
from flows.clerks.blank_forms.handing_out import AlreadyThere, NothingToSend, forms_of, write_forms
from flows.clerks.check import check_files
from flows.cli.command_line import app
from flows.county.workspace import Workspace
from tests.support.runs.counties import qichun
from tests.support.runs.weeks import KNOWLEDGE, W47, sheets
from tests.support.workbooks.blank_forms import ALL, SENDER, W48, blank, came_in, clean_rows, typed_in
from tests.support.workbooks.clerk import NotAllowed, OpenWorkbook
from transforms.records.submission import file_name


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "output", qichun(), processes=0)


def issues(workspace: Workspace, *files: Path, period: str = W47) -> list[tuple[str | None, str, str]]:
    return check_files(list(files), workspace, period, KNOWLEDGE).select("cell", "rule", "message").rows()


@ALL
def test_a_workbook_filled_in_by_the_book_passes_without_a_word(
    sheet: str, workspace: Workspace, tmp_path: Path
) -> None:
    if sheet not in clean_rows():
        pytest.skip("the synthetic county sends no such sheet; the examples of its columns are typed below")
    path, rows = blank(tmp_path, sheet), clean_rows()[sheet][:SPARE_ROWS]
    assert rows
    book = OpenWorkbook(path)
    typed_in(book, sheet, rows)
    book.type(book.label("填表人："), "经办员")
    book.type(book.label("填报日期："), "2021-11-22")
    assert issues(workspace, book.save(path)) == []


TYPED = {
    Kind.INTEGER: float,
    Kind.NUMBER: float,
    Kind.MONEY: float,
    Kind.HOURS: float,
    Kind.PERCENT: lambda text: float(text.rstrip("%")),
    Kind.DATE: dt.date.fromisoformat,
    Kind.DUE: dt.date.fromisoformat,
}


@ALL
@pytest.mark.parametrize("period", [W47, None])
def test_the_example_of_every_column_can_be_typed_and_is_read(
    sheet: str, period: str | None, workspace: Workspace, tmp_path: Path
) -> None:
    book = OpenWorkbook(blank(tmp_path, sheet, period))
    for column in sheets()[sheet].columns:
        entry = TYPED.get(column.kind, str)(column.example)
        book.type(f"{book.headings[column.heading]}{book.header_row + 1}", entry)
    lines = check_files([book.save(tmp_path / f"{SENDER[sheet]}_{sheet}_v1.xlsx")], workspace, "2022-W40", KNOWLEDGE)
    rules = {rule.id for rule in sheets()[sheet].all_rules} | {"period_disagrees", "people_split", "row_like_example"}
    assert set(lines["rule"]) <= rules  # every cell is read; that examples of one row fit each other nobody promises


def test_every_blank_workbook_is_known_by_unit_sheet_and_period_and_untouched_is_no_report(
    workspace: Workspace, tmp_path: Path
) -> None:
    forms = forms_of(qichun(), W47)
    assert [(form.sheet.id, form.unit.code) for form in forms] == [
        (sheet, unit) for sheet in SHEETS for unit in qichun().expected[sheet]
    ]
    paths = write_forms(tmp_path, forms, qichun())
    came = came_in(paths, W47)
    rows = came.submissions.select("file", "submitter", "sheet", "period", "refused", "zero_report").rows()
    assert rows == [(form.file_name, form.unit.code, form.sheet.id, W47, "nothing_filled_in", False) for form in forms]
    assert set(check_files(paths, workspace, W47, KNOWLEDGE).select("rule", "reaction").rows()) == {
        ("nothing_filled_in", "FILE")
    }


@ALL
def test_nothing_to_report_is_said_in_one_cell(sheet: str, workspace: Workspace, tmp_path: Path) -> None:
    book = OpenWorkbook(blank(tmp_path, sheet))
    with pytest.raises(NotAllowed):
        book.type(book.label("本期情况："), "没有")
    book.type(book.label("本期情况："), "本周无变化")
    assert issues(workspace, book.save(tmp_path / f"{SENDER[sheet]}_{sheet}_2021-W47_v2.xlsx")) == []


def test_a_workbook_without_a_period_is_completed_by_the_clerk(workspace: Workspace, tmp_path: Path) -> None:
    path = blank(tmp_path, "R8", period=None)
    assert path.name == "QC-ZZB_R8_v1.xlsx"
    book = OpenWorkbook(path)
    typed_in(book, "R8", clean_rows()["R8"])
    book.type(book.label("报送期别："), "2021年第47周")
    assert issues(workspace, book.save(path), period=W48) == []
    assert came_in([path], W48).submissions["period"].to_list() == [W47]
    ((_, rule, _),) = issues(workspace, book.save(tmp_path / "QC-ZZB_R8_2021-W46_v1.xlsx"))
    assert rule == "period_disagrees"


@pytest.mark.parametrize("period", [W47, None])
def test_the_name_of_a_workbook_says_what_the_reader_reads(period: str | None) -> None:
    for form in forms_of(qichun(), period):
        name = file_name(form.file_name)
        assert (name.unit, name.sheet, name.period, name.version) == (form.unit.code, form.sheet.id, period, 1)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    path = blank(tmp_path, "S8")
    filled = path.read_bytes() + b" "
    path.write_bytes(filled)
    with pytest.raises(AlreadyThere, match=path.name):
        write_forms(tmp_path, forms_of(qichun(), W47), qichun())
    assert list(tmp_path.rglob("*.xlsx")) == [path]
    assert path.read_bytes() == filled


def test_a_unit_that_sends_nothing_is_told_who_does() -> None:
    with pytest.raises(NothingToSend, match=r"QC-XX sends no sheet.*QC-ZZB"):
        forms_of(qichun(), W47, "QC-XX")


def test_the_same_form_gives_the_same_bytes(tmp_path: Path) -> None:
    assert blank(tmp_path / "a", "S2").read_bytes() == blank(tmp_path / "b", "S2").read_bytes()


def test_the_command_writes_the_workbooks_of_a_unit(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["templates", str(tmp_path), "--unit", "QC-DCS", "--period", W47])
    assert result.exit_code == 0, result.output
    assert [path.name for path in tmp_path.rglob("*.xlsx")] == ["QC-DCS_S8_2021-W47_v1.xlsx"]
