"""The benchmark of a week runs, at its smallest size, and says what it should."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.project import ROOT


@pytest.mark.nightly
def test_the_quick_benchmark_tells_every_step_with_its_floor(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.week", "--quick"]
    output = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path), "WUWEI_PEPPER_FILE": str(tmp_path / "pepper")},
        timeout=300,
    ).stdout
    steps = re.findall(r"^\| ([a-z, ]+|\*\*week\*\*) \| [0-9.]+ \| [0-9.]+ \|$", output, re.MULTILINE)
    assert steps == [
        "receive",
        "read, recognise, clean",
        "judge",
        "identify, join",
        "count",
        "publish",
        "report",
        "**week**",
    ]
    for floor in ("calamine alone", "WeasyPrint alone", "bare Polars"):
        assert floor in output
    assert re.search(r"main process [1-9][0-9]* MB, largest worker [1-9][0-9]* MB", output)
