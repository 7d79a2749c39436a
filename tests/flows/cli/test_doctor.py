"""`wuwei doctor` and `wuwei init` on the command line: what is well, what is not, and what to do."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli.command_line import app
from flows.cli.doctor import findings as doctor
from flows.cli.doctor.findings import Finding, findings, shown
from flows.county.county_file import shipped_example
from flows.county.new_county.county_folder import write_county_folder
from flows.county.new_county.draft import Draft
from flows.county.workspace import Workspace
from flows.store.pepper import new_pepper, put
from tests.support.runs.weeks import qichun
from tests.support.second_county import office_list

NAMES = ("libraries", "fonts")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a county in which everything is well; what the machine has is not looked at."""
    for look in NAMES:
        monkeypatch.setattr(doctor, f"_{look}", lambda: "here")
    monkeypatch.setenv("WUWEI_PEPPER_FILE", str(tmp_path / "pepper"))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.delenv("WUWEI_COUNTY", raising=False)
    shutil.copytree(shipped_example().parent / "reference", tmp_path / "reference")
    shutil.copy(shipped_example(), tmp_path)
    (tmp_path / "inbox").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def looked(folder: Path) -> dict[str, Finding]:
    return {finding.name: finding for finding in findings(folder / "output", None)}


def test_in_a_county_in_good_order_everything_is_well(office: Path) -> None:
    found = looked(office)
    assert [finding for finding in found.values() if not finding.good] == []
    assert [line for line in map(shown, found.values()) if not line.startswith("  √  ")] == []
    assert "蕲春县，19个乡镇（园区）" in found["county"].state


def test_a_county_file_that_cannot_be_read_is_said_with_what_to_do(office: Path) -> None:
    (office / "wuwei.toml").write_text("[county", "utf-8")
    lines = shown(looked(office)["county"]).split("\n")
    assert lines[0].startswith("  ×  县域文件 county file：wuwei.toml: is not valid TOML")
    assert lines[-1].strip().startswith("→ 照上面说的改")


def test_without_a_county_file_nothing_stands_in_for_it(office: Path) -> None:
    (office / "wuwei.toml").unlink()
    assert "wuwei init" in looked(office)["county"].state


def edited(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8-sig")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def emptied(file: Path) -> None:
    """Only its headings are left."""
    file.write_text(file.read_text("utf-8-sig").partition("\n")[0] + "\n", "utf-8")


@pytest.mark.parametrize(
    ("spoil", "state", "remedy"),
    [
        (lambda office: emptied(office / "reference/divisions.csv"), "421126100 is not known", "照上面说的改"),
        (
            lambda office: edited(office / "wuwei.toml", 'S8 = ["QC-DCS"]', "S8 = []"),
            "由谁报送 / no sender：S8 ",
            "[expected]",
        ),
    ],
)
def test_a_county_that_nobody_could_send_for_is_not_well(
    office: Path, spoil: Callable[[Path], None], state: str, remedy: str
) -> None:
    spoil(office)
    found = looked(office)["county"]
    assert (found.good, state in found.state, remedy in found.remedy[0]) == (False, True, True)


def test_a_county_that_was_begun_without_lists_is_not_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_county_folder(tmp_path, "999901", "平川县", Draft())
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WUWEI_COUNTY", raising=False)
    found = looked(tmp_path)["county"]
    assert ("乡镇名录是空的" in found.state, "reference/divisions.csv" in found.remedy[0]) == (True, True)


def test_a_sheet_that_the_county_does_not_use_is_left_out(office: Path) -> None:
    edited(office / "wuwei.toml", 'S8 = ["QC-DCS"]', "")
    assert looked(office)["county"].good


def test_a_county_file_that_is_wrong_is_the_remedy_of_all_that_needs_it(office: Path) -> None:
    (office / "output").mkdir()
    (office / "wuwei.toml").write_text("[county", "utf-8")
    found = looked(office)
    assert {found[name].remedy for name in ("county", "folder", "clock")} == {found["county"].remedy}


def test_a_pepper_others_can_read_is_said(office: Path) -> None:
    put(new_pepper(), office / "pepper")
    (office / "pepper").chmod(0o644)
    assert not looked(office)["pepper"].good


def test_a_pepper_that_is_gone_from_a_store_is_said(office: Path) -> None:
    Workspace(office / "output", qichun()).check_pepper()
    (office / "pepper").unlink()
    assert not looked(office)["pepper"].good


def test_the_folder_of_another_county_and_one_others_may_write_are_said(office: Path) -> None:
    Workspace(office / "output", qichun()).remember_county(dt.datetime(2022, 1, 1, tzinfo=dt.UTC))
    assert looked(office)["folder"].good
    text = (office / "wuwei.toml").read_text("utf-8").replace('code = "421126"', 'code = "999901"')
    (office / "wuwei.toml").write_text(text, "utf-8")
    found = looked(office)["folder"]
    assert "is the folder of 蕲春县" in found.state
    assert ("--county" in found.remedy[0], "能写入" in found.remedy[0]) == (True, False)
    (office / "output").chmod(0o777)
    assert "其他用户也能写入" in looked(office)["folder"].state


@pytest.mark.parametrize(("named", "good"), [("pepper", True), ("", False)])
def test_a_service_needs_no_home_where_its_pepper_is_named(
    office: Path, monkeypatch: pytest.MonkeyPatch, named: str, good: bool
) -> None:
    monkeypatch.setenv("HOME", "/nonexistent")
    monkeypatch.setattr("os.access", lambda path, mode: Path(path).is_relative_to(office))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("WUWEI_PEPPER_FILE", str(office / named) if named else "")
    found = looked(office)
    assert (found["home"].good, found["pepper"].good) == (good, good)
    assert good or "WUWEI_PEPPER_FILE" in found["pepper"].remedy[0]


def test_a_server_that_does_not_answer_is_said(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    assert "连不上" in looked(office)["prefect"].state


def test_a_full_disk_and_a_missing_inbox_are_said(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LEAST_ROOM", 1 << 62)
    (office / "inbox").rmdir()
    found = looked(office)
    assert (found["disk"].good, found["inbox"].good) == (False, False)


def test_doctor_ends_with_3_where_something_is_to_be_done(office: Path) -> None:
    assert CliRunner().invoke(app, ["doctor"]).exit_code == 0
    (office / "inbox").rmdir()
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 3
    assert "→ 建一个 inbox 文件夹" in result.output


def test_init_makes_a_county_and_says_what_comes_next(tmp_path: Path) -> None:
    lists = office_list(tmp_path / "名录.xlsx")
    asked = ["init", str(tmp_path / "平川县"), "--code", "999901", "--name", "平川县", "--from", str(lists)]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0, result.output
    assert "乡镇（园区）5个，单位13个，其中报送单位12个" in result.output
    assert "工作表“会议签到”里没有找到" in result.output
    assert "wuwei doctor" in result.output
    assert sorted(path.name for path in (tmp_path / "平川县").iterdir()) == [
        "inbox",
        "reference",
        "wuwei.toml",
        "说明.md",
    ]


@pytest.mark.parametrize("options", [[], ["--code", "12"], ["--code", "999901"]])
def test_init_names_the_option_that_nobody_can_be_asked_for(tmp_path: Path, options: list[str]) -> None:
    result = CliRunner().invoke(app, ["init", str(tmp_path / "county"), *options])
    assert result.exit_code == 2
    assert ("--name" if "999901" in options else "--code") in result.output
    assert not (tmp_path / "county").exists()
