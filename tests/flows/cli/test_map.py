"""`wuwei map` as the shell calls it: it keeps what is agreed to, asks where nobody answers, and loads nothing heavy."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.county.county_file import shipped_example
from flows.county.headings_file import HEADINGS
from tests.support.workbooks.office_tables import MEMBERS
from tests.support.workbooks.tables import W47, written

CALL = """
import sys
from flows.cli.command_line import main
try:
    main()
finally:
    heavy = sorted({"prefect", "great_expectations", "weasyprint"} & sys.modules.keys())
    assert not heavy, heavy
"""


@pytest.fixture
def county(tmp_path: Path) -> Path:
    example = shipped_example()
    shutil.copy(example, tmp_path / "wuwei.toml")
    shutil.copytree(example.parent / "reference", tmp_path / "reference")
    return tmp_path / "wuwei.toml"


def wuwei_map(county: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-c", CALL, "map", *map(str, words), "--county", str(county), "--period", W47]
    return subprocess.run(
        call, capture_output=True, text=True, check=False, timeout=300, stdin=subprocess.DEVNULL, env=None
    )


def test_what_is_agreed_to_is_kept_and_no_number_is_shown(county: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "花名册.xlsx", MEMBERS)
    asked = wuwei_map(county, file)
    assert (asked.returncode, asked.stderr) == (3, "")
    assert "《在职党员下沉报到花名册》" in asked.stdout
    assert not (tmp_path / HEADINGS).exists()
    kept = wuwei_map(county, file, "--yes", "--unit", "QC-CHZ")
    assert (kept.returncode, kept.stderr) == (0, "")
    assert 'units = ["QC-CHZ"]' in (tmp_path / HEADINGS).read_text(encoding="utf-8")
    assert f"wuwei check {shlex.quote(str(file))} --period {W47}" in kept.stdout
    assert "13900000001" not in asked.stdout + kept.stdout
