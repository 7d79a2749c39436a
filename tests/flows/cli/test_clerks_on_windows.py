"""What a clerk uses runs by its branches for Windows, and with what is installed there (docs/decisions/0023).

No Windows was at hand: tests/support/runs/stand_ins/windows.py says what is the same as there and what is not.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from flows.clerks.check import check_files, open_issues
from flows.clerks.check_marked import write_copies
from flows.clerks.reviewing.pairs import pairs_of
from flows.cli.commands.options import edition_of
from flows.county.county_file import load_county, shipped_example
from flows.county.workspace import Workspace
from tests.support.project import ROOT
from tests.support.runs.small_weeks import after, judged_plainly, run
from tests.support.workbooks.office_tables import MEMBERS
from tests.support.workbooks.tables import W47, contact_log, talk, written

WINDOWS = ROOT / "tests/support/runs/stand_ins/windows.py"
PEOPLE = [
    ["王建国", "1965-05", "县委组织部", "中共党员", "甲社区", "2021-06-01", "在册"],
    ["王健国", "1965-05", "县委组织部", "中共党员", "甲社区", "2021-06-01", "在册"],
]
REGISTER = [
    ["在职党员下沉报到花名册（2021年第47周）"],
    ["填报单位：县委组织部　填报日期：2021-11-26"],
    ["姓名", "出生年月", "工作单位", "党员类别", "报到社区", "报到日期", "状态"],
    *PEOPLE,
]


def parts(workbook: Path) -> dict[str, bytes]:
    """What a marked workbook is made of, but for the letter, which names a day to come."""
    with zipfile.ZipFile(workbook) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "xl/worksheets/sheet2.xml"}


def commands(folder: Path, *lines: list[str]) -> tuple[list[int], str]:
    """The exit codes of command lines in a folder, as on a clerk's Windows, and what they print."""
    asked = folder / "commands.json"
    asked.write_text(json.dumps(lines))
    done = subprocess.run(
        [sys.executable, str(WINDOWS), str(asked)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"words"')]
    assert [line["words"] for line in told] == list(lines)
    return [line["code"] for line in told], done.stdout


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A county's folder with a week in its store, in which two members may be one."""
    folder = tmp_path_factory.mktemp("county")
    shutil.copy(shipped_example(), folder / "wuwei.toml")
    shutil.copytree(shipped_example().parent / "reference", folder / "reference")
    workspace = Workspace(folder / "output", load_county(folder / "wuwei.toml"), processes=0)
    inbox = folder / "inbox" / W47
    inbox.mkdir(parents=True)
    written(inbox / f"QC-ZZB_S9_{W47}_v1.xlsx", REGISTER)
    workspace.archive.receive_all(inbox, W47, after(0))
    with judged_plainly():
        run(workspace, W47, after(1))
    return workspace


def test_a_workbook_is_checked_and_marked_as_anywhere(place: Workspace) -> None:
    folder = place.out.parent
    file = written(folder / f"QC-ZZB_S4_{W47}_v1.xlsx", contact_log(talk("张甲", "2021-11-31")))
    codes, printed = commands(folder, ["check", file.name, "--period", W47, "--mark", "--into", "here"])
    assert codes == [3]
    assert "2021-11-31" not in printed  # what is wrong with it is said, in words
    issues = open_issues(check_files([file], place, W47, after(2)))
    [copy] = write_copies([file], issues, place, W47, after(2), folder / "there")
    assert parts(folder / "here" / copy.name) == parts(copy)


def test_what_a_clerk_uses_needs_nothing_of_the_server_and_no_posix(place: Workspace) -> None:
    folder = place.out.parent
    written(folder / "花名册.xlsx", MEMBERS)
    [pair] = [each["pair"] for each in pairs_of(edition_of(place, W47), place.county)]
    codes, printed = commands(
        folder,
        ["--version"],
        ["templates", "forms", "--unit", "QC-ZZB"],
        ["map", "花名册.xlsx", "--questions", "questions.xlsx"],
        ["status", W47],
        ["editions", W47],
        ["review", W47, pair, "different", "--by", "李主任", "--because", "两人都在册"],
        ["review", W47, "--into", "待核人员.xlsx"],
        ["doctor"],
    )
    assert codes == [0, 0, 0, 3, 0, 0, 0, 0]
    assert [*(folder / "forms").rglob("*.xlsx")]
    assert [*folder.glob("questions.xlsx"), *folder.glob("待核人员.xlsx")]
    assert [line["judgement"] for line in place.identity_decisions.record.lines()] == ["different"]
    assert "makes no reports" in printed
