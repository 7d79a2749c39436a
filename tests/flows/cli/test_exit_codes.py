"""How commands end: without a traceback, and with the code that design.md §6 promises."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import command_line
from flows.cli.commands.options import app
from flows.county.workspace import Workspace
from tests.support.project import ROOT
from tests.support.runs.small_weeks import after, run, small_place
from tests.support.workbooks.tables import W47, Rows, contact_log, talk, written

pytestmark = pytest.mark.usefixtures("plainly")
GOOD = contact_log(talk("张甲", "2021-11-23"))


def sent(folder: Path, rows: Rows) -> Workspace:
    """A week for which one contact log was sent."""
    place, inbox = small_place(folder), folder / "inbox" / W47
    inbox.mkdir(parents=True)
    written(inbox / "QC-ZZB_S4_2021-W47_v1.xlsx", rows)
    place.archive.receive_all(inbox, W47, after(0))
    run(place, W47, after(1))
    return place


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (GOOD, 0),
        (contact_log(talk("张甲", "2021-11-31")), 3),  # the sheet counts, a cell of it goes back
        (contact_log(talk("", "2021-11-23"), talk("张甲", "2021-11-23")), 3),  # a row
        (contact_log(talk("张甲", "2021-11-23"), period="2021年第46周"), 3),  # the file
    ],
)
def test_status_ends_with_3_while_something_is_returned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: Rows, code: int
) -> None:
    place = sent(tmp_path, rows)
    monkeypatch.setattr("flows.cli.commands.explain.workspace_in", lambda *_: place)
    result = CliRunner().invoke(app, ["status", W47])
    assert result.exit_code == code
    assert ("something to be corrected" in result.output) == (code == 3)


@pytest.mark.parametrize(
    ("words", "lacks"),
    [
        (["retain", "--apply"], "--by"),
        (["retain", "--apply", "--by", " "], "--by"),
        (["erase", "张三", "--apply", "--by", "李四"], "--because"),
    ],
)
def test_what_is_removed_is_removed_by_somebody(tmp_path: Path, words: list[str], lacks: str) -> None:
    result = CliRunner().invoke(app, [*words, "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert f"needs {lacks}" in result.output


@pytest.mark.parametrize("make", [lambda path: path.touch(), lambda path: path.symlink_to(path)])
def test_a_place_where_nothing_can_be_made_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], make: Callable[[Path], None]
) -> None:
    make(tmp_path / "place")
    monkeypatch.setattr("sys.argv", ["wuwei", "templates", str(tmp_path / "place")])
    with pytest.raises(SystemExit) as end:
        command_line.main()
    assert end.value.code == 1
    assert "Name another place" in capsys.readouterr().err


@pytest.mark.parametrize(("umask", "mode"), [("000", 0o755), ("022", 0o755), ("002", 0o775), ("077", 0o700)])
def test_nobody_else_may_write_what_is_made_whatever_the_umask(tmp_path: Path, umask: str, mode: int) -> None:
    make = f"umask {umask}; exec {sys.executable} -c 'import flows, os; os.mkdir(\"{tmp_path}/made\")'"
    subprocess.run(["/bin/sh", "-c", make], cwd=ROOT, check=True, timeout=120)
    assert (tmp_path / "made").stat().st_mode & 0o777 == mode


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"LC_ALL": "C", "PYTHONUTF8": "0"}, "五维"),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}, "五维"),
        ({"PYTHONIOENCODING": "ascii"}, r"\u4e94\u7ef4"),
    ],
)
def test_chinese_is_printed_whatever_the_machine_s_language(settings: dict[str, str], words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flows", "--help"],
        env={**os.environ, **settings},
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert words in done.stdout.decode()


def test_an_error_on_the_way_out_of_ctrl_c_is_no_bug(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped_while_a_task_begins() -> None:
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt:
            raise ValueError("Task run is not set")  # noqa: B904 - as Prefect raises it

    monkeypatch.setattr(command_line, "app", stopped_while_a_task_begins)
    with pytest.raises(SystemExit) as end:
        command_line.main()
    assert end.value.code == 130
    assert "stopped; no edition is half published" in capsys.readouterr().err
