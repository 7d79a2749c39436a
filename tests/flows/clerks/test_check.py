"""What a clerk is told of a workbook at once (design.md §6): the same judgement as in a run; nothing is stored."""

from __future__ import annotations

import datetime as dt
import json
import re
import resource
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from click.testing import Result
from python_calamine import load_workbook
from rich.console import Console
from typer.testing import CliRunner

from flows.clerks.check import check_files
from flows.cli.command_line import app
from flows.cli.printing.check import print_issues
from flows.county.county_file import load_county, shipped_example
from flows.county.workspace import Workspace
from tests.support.workbooks.tables import NAME, W46, W47, contact_log, talk, totals, written

THURSDAY = dt.datetime(2021, 11, 25, 2, tzinfo=dt.UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "output", load_county(shipped_example()), processes=0)


def issues(workspace: Workspace, *files: Path, period: str | None = W47) -> list[tuple[str | None, str, str]]:
    return check_files(list(files), workspace, period, THURSDAY).select("cell", "rule", "reaction").rows()


def command(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """`wuwei` as the shell calls it."""
    call = "from flows.cli.command_line import main; main()"
    return subprocess.run(
        [sys.executable, "-c", call, *map(str, words)], capture_output=True, text=True, check=False, timeout=300
    )


def said(*words: str | Path) -> Result:
    """What `wuwei` says, called in this process."""
    return CliRunner().invoke(app, [*map(str, words)])


def shown(lines: pl.DataFrame, *files: Path) -> str:
    console = Console(width=120, record=True, file=None, quiet=True)
    console.quiet = False
    with console.capture() as captured:
        print_issues(lines, list(files), console)
    return captured.get()


def test_a_workbook_without_a_fault(workspace: Workspace, tmp_path: Path) -> None:
    file = written(tmp_path / NAME, contact_log(talk()))
    assert issues(workspace, file) == []
    assert f"{NAME}：没有发现问题，可以报送。" in shown(check_files([file], workspace, W47, THURSDAY), file)
    assert not workspace.out.exists()


def test_cleaning_and_rules_are_both_told_in_the_order_of_the_cells(workspace: Workspace, tmp_path: Path) -> None:
    file = written(tmp_path / NAME, contact_log(talk("张三", day="2021-12-24"), talk("李四", way="吹风")))
    assert issues(workspace, file) == [("B4", "contact_date_after_period", "CELL"), ("C5", "unknown_code", "CELL")]


def test_silent_repairs_are_not_told(workspace: Workspace, tmp_path: Path) -> None:
    assert issues(workspace, written(tmp_path / NAME, contact_log(talk(day="2021.11.22")))) == []


def test_a_workbook_of_last_week_is_checked_without_calling_it_late(workspace: Workspace, tmp_path: Path) -> None:
    file = written(tmp_path / "QC-ZZB_S4_2021-W46_v1.xlsx", contact_log(talk(day="2021-11-16"), period="2021年第46周"))
    assert issues(workspace, file, period=None) == []
    assert issues(workspace, file, period=W46) == []


def test_the_present_week_is_taken_where_none_is_named(workspace: Workspace, tmp_path: Path) -> None:
    file = written(tmp_path / "QC-ZZB_S4.xlsx", contact_log(talk(day="2021-11-29"), period=""))
    assert issues(workspace, file, period=None) == [("B4", "contact_date_after_period", "CELL")]


def test_a_file_that_is_no_workbook_is_told_and_the_others_are_checked(workspace: Workspace, tmp_path: Path) -> None:
    photo = tmp_path / "QC-ZZB_S1_2021-W47_v1.xlsx"
    photo.write_bytes(b"\xff\xd8\xff\xe0")
    wrong = written(tmp_path / NAME, contact_log(talk(way="吹风")))
    lines = check_files([photo, wrong], workspace, W47, THURSDAY)
    assert lines.select("file", "reaction").rows() == [(photo.name, "FILE"), (NAME, "CELL")]
    text = shown(lines, photo, wrong)
    assert text.index(photo.name) < text.index("整表退回") < text.index(NAME) < text.index("请改正")


def test_the_same_workbook_twice_is_told_once(workspace: Workspace, tmp_path: Path) -> None:
    file = written(tmp_path / NAME, contact_log(talk(way="吹风")))
    copy = Path(shutil.copy(file, tmp_path / "QC-ZZB_S4_2021-W47_v2.xlsx"))
    lines = check_files([file, copy, file], workspace, W47, THURSDAY)
    assert lines.select("file", "cell", "rule").rows() == [(NAME, "C4", "unknown_code")]


@pytest.mark.parametrize(
    ("wrong", "places"), [(2, "C4、C5"), (6, "C4、C5、C6、C7、C8、C9"), (8, "C4、C5、C6、C7、C8、C9等8处")]
)
def test_one_sentence_for_all_cells_it_is_about(workspace: Workspace, tmp_path: Path, wrong: int, places: str) -> None:
    people = [talk(f"张{number}", way="吹风") for number in "一二三四五六七八"[:wrong]]
    file = written(tmp_path / NAME, contact_log(*people, talk("李四", day="2021-12-24")))
    text = "".join(shown(check_files([file], workspace, W47, THURSDAY), file).replace("│", "").split())
    assert text.count("不在规定的选项中") == 1
    assert places.replace("、", "") in text.replace("、", "")
    assert f"B{4 + wrong}" in text


def test_no_cell_s_text_is_taken_for_markup(workspace: Workspace, tmp_path: Path) -> None:
    rows = contact_log(talk())
    rows[2] += ["[red]爱好[/red]"]
    file = written(tmp_path / NAME, rows)
    assert "[red]爱好[/red]" in shown(check_files([file], workspace, W47, THURSDAY), file)


def test_with_several_worksheets_the_cell_is_told_with_its_worksheet(workspace: Workspace, tmp_path: Path) -> None:
    file = written(tmp_path / NAME, contact_log(talk(way="吹风")), totals(["某项", 3, "2021-11-28"]))
    text = "".join(shown(check_files([file], workspace, W47, THURSDAY), file).split())
    assert "Sheet1C4" in text
    assert "Sheet2A4" in text or "Sheet2A3" in text


def test_it_loads_neither_great_expectations_nor_prefect_nor_pandas(tmp_path: Path) -> None:
    file = written(tmp_path / NAME, contact_log(talk(way="吹风")))
    call = """
import sys
from flows.cli.command_line import app
if __name__ == "__main__":
    app(sys.argv[1:], standalone_mode=False)
    print([name for name in ("great_expectations", "prefect", "pandas", "weasyprint", "jinja2") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", call, "check", str(file), "--period", W47, "--json"],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_it_answers_while_the_clerk_waits(tmp_path: Path) -> None:
    """In CPU time, since the machine does other things: a few times what the table library alone takes to load."""

    def seconds(call: Callable[[], object]) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        call()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    rows = (talk(f"张{chr(0x4E00 + n)}", way="吹风" if n % 9 == 0 else "面谈") for n in range(300))
    file = written(tmp_path / NAME, contact_log(*rows))
    command("check", file, "--period", W47)
    bare = min(
        seconds(lambda: subprocess.run([sys.executable, "-c", "import polars"], check=True, timeout=300))
        for _ in range(2)
    )
    took = min(seconds(lambda: command("check", file, "--period", W47)) for _ in range(2))
    assert took < max(4.0, 10 * bare)


def test_json_has_the_keys_the_help_names(tmp_path: Path) -> None:
    file = written(tmp_path / NAME, contact_log(talk(way="吹风")))
    done = said("check", file, "--period", W47, "--json", "--out", tmp_path / "output")
    assert done.exit_code == 3
    (issue,) = json.loads(done.stdout)
    assert (issue["cell"], issue["reaction"], issue["confirmed_by"]) == ("C4", "CELL", None)
    usage = said("check", "--help").stdout
    assert all(re.search(rf"\b{key}\b", usage) for key in issue)


def test_a_marked_copy_is_written_beside_the_file_or_where_it_is_wanted(tmp_path: Path) -> None:
    wrong = written(tmp_path / NAME, contact_log(talk(way="吹风")))
    right = written(tmp_path / "QC-ZZB_S4_2021-W47_v2.xlsx", contact_log(talk()))
    marked = tmp_path / f"{wrong.stem}_退回修改表.xlsx"
    output = said("check", wrong, right, "--period", W47, "--mark").stdout
    assert output.splitlines()[-1] == str(marked)
    assert sorted(tmp_path.glob("*退回*")) == [marked]
    said("check", wrong, "--period", W47, "--into", tmp_path / "copies")
    assert [file.name for file in (tmp_path / "copies").iterdir()] == [marked.name]
    with load_workbook(marked) as copy:
        assert len(copy.sheet_names) == 2  # the clerk's own, and what is to be corrected


def test_a_zip_package_is_looked_into_member_by_member_m08(workspace: Workspace, tmp_path: Path) -> None:
    package = tmp_path / "全部.zip"
    with zipfile.ZipFile(package, "w") as members:
        members.write(written(tmp_path / NAME, contact_log(talk(), talk("李四", way="吹风"))), NAME)
        members.writestr("照片.jpg", b"\xff\xd8\xff\xe0")
    lines = check_files([package], workspace, W47, THURSDAY)
    assert dict(lines.select("file", "rule").rows()) == {
        f"全部.zip/{NAME}": "unknown_code",
        "全部.zip/照片.jpg": "format_image",
    }
    assert f"全部.zip/{NAME}" in shown(lines, package)
    assert "没有发现问题" not in shown(lines, package)
    assert not workspace.out.exists()
