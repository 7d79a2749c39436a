"""What a clerk is told of a workbook at once (design.md §6): the same judgement as in a run; nothing is stored."""

from __future__ import annotations

import datetime as dt
import shutil
import zipfile
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from flows.check import issues_of, tell_issues
from flows.county_file import load_county, shipped_example
from flows.workplace import Workplace
from tests.tables import NAME, W46, W47, contact_log, talk, written

THURSDAY = dt.date(2021, 11, 25)


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path / "output", load_county(shipped_example()), processes=0)


def issues(place: Workplace, *files: Path, period: str | None = W47) -> list[tuple[str | None, str, str]]:
    return issues_of(list(files), place, period, THURSDAY).select("cell", "rule", "reaction").rows()


def shown(found: pl.DataFrame, *files: Path) -> str:
    console = Console(width=120, record=True, file=None, quiet=True)
    console.quiet = False
    with console.capture() as captured:
        tell_issues(found, list(files), console)
    return captured.get()


def test_a_workbook_without_a_fault(place: Workplace, tmp_path: Path) -> None:
    file = written(tmp_path / NAME, contact_log(talk()))
    assert issues(place, file) == []
    assert f"{NAME}：没有发现问题，可以报送。" in shown(issues_of([file], place, W47, THURSDAY), file)
    assert not place.out.exists()


def test_cleaning_and_rules_are_both_told_in_the_order_of_the_cells(place: Workplace, tmp_path: Path) -> None:
    file = written(tmp_path / NAME, contact_log(talk("张三", day="2021-12-24"), talk("李四", way="吹风")))
    assert issues(place, file) == [("B4", "contact_date_after_period", "CELL"), ("C5", "unknown_code", "CELL")]


def test_silent_repairs_are_not_told(place: Workplace, tmp_path: Path) -> None:
    assert issues(place, written(tmp_path / NAME, contact_log(talk(day="2021.11.22")))) == []


def test_a_workbook_of_last_week_is_checked_without_calling_it_late(place: Workplace, tmp_path: Path) -> None:
    file = written(tmp_path / "QC-ZZB_S4_2021-W46_v1.xlsx", contact_log(talk(day="2021-11-16"), period="2021年第46周"))
    assert issues(place, file, period=None) == []
    assert issues(place, file, period=W46) == []


def test_the_present_week_is_taken_where_none_is_named(place: Workplace, tmp_path: Path) -> None:
    file = written(tmp_path / "QC-ZZB_S4.xlsx", contact_log(talk(day="2021-11-29"), period=""))
    assert issues(place, file, period=None) == [("B4", "contact_date_after_period", "CELL")]


def test_a_file_that_is_no_workbook_is_told_and_the_others_are_checked(place: Workplace, tmp_path: Path) -> None:
    photo = tmp_path / "QC-ZZB_S1_2021-W47_v1.xlsx"
    photo.write_bytes(b"\xff\xd8\xff\xe0")
    wrong = written(tmp_path / NAME, contact_log(talk(way="吹风")))
    found = issues_of([photo, wrong], place, W47, THURSDAY)
    assert found.select("file", "reaction").rows() == [(photo.name, "FILE"), (NAME, "CELL")]
    text = shown(found, photo, wrong)
    assert text.index(photo.name) < text.index("整表退回") < text.index(NAME) < text.index("请改正")


def test_the_same_workbook_twice_is_told_once(place: Workplace, tmp_path: Path) -> None:
    file = written(tmp_path / NAME, contact_log(talk(way="吹风")))
    copy = Path(shutil.copy(file, tmp_path / "QC-ZZB_S4_2021-W47_v2.xlsx"))
    found = issues_of([file, copy, file], place, W47, THURSDAY)
    assert found.select("file", "cell", "rule").rows() == [(NAME, "C4", "unknown_code")]


def test_no_cell_s_text_is_taken_for_markup(place: Workplace, tmp_path: Path) -> None:
    rows = contact_log(talk())
    rows[2] += ["[red]爱好[/red]"]
    file = written(tmp_path / NAME, rows)
    assert "[red]爱好[/red]" in shown(issues_of([file], place, W47, THURSDAY), file)


def test_a_zip_package_is_looked_into_member_by_member_m08(place: Workplace, tmp_path: Path) -> None:
    package = tmp_path / "全部.zip"
    with zipfile.ZipFile(package, "w") as members:
        members.write(written(tmp_path / NAME, contact_log(talk(), talk("李四", way="吹风"))), NAME)
        members.writestr("照片.jpg", b"\xff\xd8\xff\xe0")
    found = issues_of([package], place, W47, THURSDAY)
    assert dict(found.select("file", "rule").rows()) == {
        f"全部.zip/{NAME}": "unknown_code",
        "全部.zip/照片.jpg": "format_image",
    }
    assert f"全部.zip/{NAME}" in shown(found, package)
    assert "没有发现问题" not in shown(found, package)
    assert not place.out.exists()
