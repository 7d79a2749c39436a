"""Commands in quiet surroundings: no home, no terminal, no locale, as cron and services call them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import surroundings
from flows.cli.commands import options
from flows.store.pepper import PepperRefused, open_pepper
from tests.support.project import ROOT

QUIET = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONPATH": str(ROOT)}


@pytest.mark.parametrize("home", [{}, {"HOME": "/nonexistent"}, {"HOME": "/proc"}])
def test_a_command_runs_in_an_almost_empty_environment(tmp_path: Path, home: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flows", "init", "平川县", "--code", "999901", "--name", "平川县"],
        env=QUIET | home,
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert "乡镇（园区）0个" in done.stdout.decode()


def test_a_user_without_any_home_gets_one_that_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_: type[Path]) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setenv("HOME", "/root")
    monkeypatch.setattr(Path, "home", classmethod(nobody))
    surroundings.have_a_home()
    assert os.environ["HOME"] == surroundings.NO_HOME


@pytest.mark.parametrize(("home", "its_own"), [("house", False), ("file/house", True)])
def test_prefect_gets_a_passing_home_only_where_it_can_have_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str, its_own: bool
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("HOME", str(tmp_path / home))
    for name in ("PREFECT_HOME", *options.PREFECT):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv(name, "")
    monkeypatch.delenv("PREFECT_HOME")
    options.prepare_prefect()
    assert ("PREFECT_HOME" in os.environ) is its_own


def test_where_no_pepper_can_be_made_it_is_said_how_to_name_one(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PepperRefused, match=r"by WUWEI_PEPPER_FILE.*\n.*请用 WUWEI_PEPPER_FILE 指明"):
        open_pepper(tmp_path / "file/.config/wuwei/pepper")
