"""The units of docs/server.md: systemd understands them, and what they run is there."""

from __future__ import annotations

import datetime as dt
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support.project import ROOT
from transforms.clock import period_of

DOCUMENT = (ROOT / "docs/server.md").read_text(encoding="utf-8")
UNITS: dict[str, str] = dict(re.findall(r"```ini\n# /etc/systemd/system/(\S+)\n(.+?)```", DOCUMENT, re.DOTALL))
INSTALLED = "/opt/wuwei/.venv/bin/"


def test_there_are_units_with_and_without_a_server() -> None:
    assert [*UNITS] == ["wuwei-week.service", "wuwei-week.timer", "wuwei-prefect.service", "wuwei-serve.service"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze on this machine")
def test_systemd_finds_nothing_to_complain_of(tmp_path: Path) -> None:
    for program in ("wuwei", "prefect"):
        (tmp_path / program).symlink_to("/bin/true")
    for name, text in UNITS.items():
        (tmp_path / name).write_text(text.replace(INSTALLED, f"{tmp_path}/"), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in UNITS)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_weekly_service_runs_the_week_that_has_ended(tmp_path: Path) -> None:
    (line,) = re.findall(r"ExecStart=(/bin/sh .+)", UNITS["wuwei-week.service"])
    (tmp_path / "wuwei").write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    (tmp_path / "wuwei").chmod(0o755)
    command = shlex.split(line.replace(INSTALLED, f"{tmp_path}/").replace("%%", "%"))
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.split()
    today = dt.datetime.now(ZoneInfo("Asia/Shanghai")).date()
    ended = period_of(today - dt.timedelta(days=today.isoweekday() % 7 or 7))
    assert said == ["run", ended, "--wait"]


def test_the_units_run_commands_with_options_that_there_are() -> None:
    from typer.main import get_command  # noqa: PLC0415 - the command line is needed here only

    from flows.cli.command_line import app  # noqa: PLC0415

    commands = get_command(app).commands  # type: ignore[attr-defined]
    called = re.findall(rf"{INSTALLED}wuwei (\w+) ?([^\n]*)", "".join(UNITS.values()))
    assert [name for name, _ in called] == ["run", "serve"]
    for name, rest in called:
        known = {option for parameter in commands[name].params for option in parameter.opts}
        assert {*re.findall(r"--[a-z-]+", rest)} <= known, name
