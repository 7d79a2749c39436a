"""The same week's workbook by many programs gives the same accepted rows and the same words to the clerk (M05).

Programs that are at hand write it anew with their various settings. Of others, such as LibreOffice, Gnumeric and the
libraries of Java, Perl, Ruby and JavaScript, `tests/support/workbooks/writers/` keeps what they wrote.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

from tests.support.messiness.messiness import case
from tests.support.messiness.messy import read
from tests.support.project import ROOT
from tests.support.workbooks.week_writers import BOTH_PAGES, TEXTS
from tests.support.workbooks.written_week import ACCEPTED, PAGES, WARNED, Page
from transforms.records.extract import Intake

FOLDER = ROOT / "tests" / "support" / "workbooks" / "writers"
Instead = dict[tuple[str, int, str], object]
"""Sheet, row, column → the value in place of the one that was to be written."""

# Given to programs that write no sound file with characters beyond 16 bits, & in a name or quotes in a number format.
_SIMPLER: Instead = {("S8", 1, "title"): "修缮水渠①—镕"}
# What an .ods shows of a line feed that is not marked as a break.
_BLANK: Instead = {("S8", 1, "narrative"): "第一行 第二行"}
# A page or text has what the number format shows.
_SHOWN: Instead = {("S8", 2, "funds"): 12345.68}
WROTE: dict[str, Instead] = {
    "gnumeric-gb.S8.csv": _SHOWN,
    "gnumeric-html40.xls": _SHOWN,
    "gnumeric-xhtml.xls": _SHOWN,
    "hucre.ods": _BLANK,
    "node-excel-export.xlsx": _SIMPLER,
    "odswriter.ods": _BLANK,
    "pyexcelerate.xlsx": _SIMPLER,
    "pylightxl.xlsx": {("S8", 0, "narrative"): "主体工程已完工；A&amp;B <标段> \"甲\"'乙'"},  # escaped twice
    "pyxlsbwriter.xlsb": _SIMPLER,
    "pyxlsbwriter.xlsx": _SIMPLER,
    "tablib.ods": _BLANK,
}
"""What some programs really wrote, by the file."""
_FRACTIONS = {("percent_mixed", "progress"), ("percent_told_by_status", "progress")}
_YEAR_LAST = {("date_year_last", "done_on")}
_NO_YEAR = {("date_without_year", "posted_on")}
_UNDATED = {
    ("date_serial_number", column)
    for column in ("claimed_on", "start_plan", "due_original", "done_on", "posted_on", "taken_on")
}
TOLD: dict[str, set[tuple[str, str]]] = {
    "exceljs.S8.csv": _FRACTIONS,
    "gnumeric-gb.S8.csv": _YEAR_LAST,
    "gnumeric-gb.S10.csv": _NO_YEAR,
    "gnumeric-html40.xls": _YEAR_LAST | _NO_YEAR,
    "gnumeric-xhtml.xls": _YEAR_LAST | _NO_YEAR,
    "gnumeric.S8.csv": _FRACTIONS,
    "libreoffice-html.xls": _YEAR_LAST | _NO_YEAR,
    "pyopenxlsx.xlsx": _UNDATED,
    "sheetjs-0.18-fods.fods": _UNDATED,
    "sheetjs-0.18-html.S8.xls": _YEAR_LAST,
    "sheetjs-0.18-ods.ods": _UNDATED,
    "sheetjs-0.18-reread.ods": _UNDATED,
    "sheetjs-0.18-txt.S8.txt": _YEAR_LAST,
    "sheetjs-0.18.S8.csv": _YEAR_LAST,
}
"""What the clerk is told besides where a date or a share stands without its format, or as the format shows it."""
KEPT: list[str] = pl.read_csv(FOLDER / "SOURCES.tsv", separator="\t")["file"].to_list()
_WHOSE = {"submission", "submitter", "period", "period_end", "row"}


def sent(file: Path, sheet: str = "S8") -> Intake:
    """The file under the name by which 县委督查室 sends it."""
    named = file.with_name(f"QC-DCS_{sheet}_2021-W47_v1{file.suffix}")
    return read(file if named == file else Path(shutil.move(file, named)))


def accepted(intake: Intake, sheet: str) -> list[dict[str, object]]:
    """The filled columns of each accepted row, without those that say whose and of when it is."""
    rows = intake.rows[sheet].collect().sort("row").to_dicts()
    return [{name: value for name, value in row.items() if value is not None and name not in _WHOSE} for row in rows]


def warned(intake: Intake) -> set[tuple[str, str | None]]:
    """What the clerk is told of columns: all but silent repairs."""
    issues = intake.issues.filter((pl.col("reaction") != "FIX") & pl.col("column").is_not_null())
    return set(issues.select("rule", "column").rows())


@case("M05")
@pytest.mark.parametrize("program", BOTH_PAGES)
def test_the_rows_of_a_workbook_are_the_same_whatever_wrote_it(tmp_path: Path, program: str) -> None:
    BOTH_PAGES[program](tmp_path / "x.xlsx")
    intake = sent(tmp_path / "x.xlsx")
    assert {sheet: accepted(intake, sheet) for sheet in ACCEPTED} == ACCEPTED
    assert warned(intake) == WARNED["S8"] | WARNED["S10"]


@case("M05")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.sheet)
@pytest.mark.parametrize("program", TEXTS)
def test_the_rows_of_a_text_or_web_page_are_the_same_whatever_wrote_it(
    tmp_path: Path, program: str, page: Page
) -> None:
    extension, write = TEXTS[program]
    write(tmp_path / f"x.{extension}", page)
    intake = sent(tmp_path / f"x.{extension}", page.sheet)
    assert accepted(intake, page.sheet) == ACCEPTED[page.sheet]
    assert {told for told in warned(intake) if not told[0].startswith("percent_")} == WARNED[page.sheet]


@case("M05")
@pytest.mark.parametrize("kept", KEPT)
def test_the_rows_of_a_kept_file_are_the_same_whatever_wrote_it(tmp_path: Path, kept: str) -> None:
    sheets = [sheet for sheet in ACCEPTED if f".{sheet}." in kept] or [*ACCEPTED]
    intake = sent(Path(shutil.copy(FOLDER / kept, tmp_path)), sheets[0])
    assert {sheet: accepted(intake, sheet) for sheet in sheets} == {sheet: wrote(kept, sheet) for sheet in sheets}
    assert warned(intake) == set().union(TOLD.get(kept, set()), *(WARNED[sheet] for sheet in sheets))


def wrote(name: str, sheet: str) -> list[dict[str, object]]:
    """What is accepted of this sheet in a kept file."""
    rows = [{**row} for row in ACCEPTED[sheet]]
    for (other, at, column), value in WROTE.get(name, {}).items():
        if other == sheet:
            rows[at][column] = value
    return rows


def test_it_is_known_which_program_wrote_a_kept_file() -> None:
    assert {file.name for file in FOLDER.iterdir()} == {*KEPT, "SOURCES.tsv"}
    assert WROTE.keys() | TOLD.keys() <= {*KEPT}
