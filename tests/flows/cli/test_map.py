"""`wuwei map` as the shell calls it: it keeps what is agreed to, asks where nobody answers, and loads nothing heavy."""

from __future__ import annotations

import io
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli.commands.mapping import asked_lines
from flows.county.county_file import shipped_example
from flows.county.headings_file import HEADINGS
from tests.support.workbooks.office_tables import MEMBERS
from tests.support.workbooks.tables import W47, grid, reader, written
from transforms.ingest.mapping.heading_likeness import heading_words
from transforms.ingest.mapping.propose import proposal

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


def test_a_required_column_that_is_missing_keeps_nothing(county: Path, tmp_path: Path) -> None:
    without = [[cell for n, cell in enumerate(row) if n != 4] for row in MEMBERS]  # 下沉日期
    said = wuwei_map(county, written(tmp_path / "花名册.xlsx", without), "--yes")
    assert said.returncode == 3
    assert "照这样读，每次报送都会退回，没有登记" in said.stdout
    assert not (tmp_path / HEADINGS).exists()


def test_what_is_not_understood_on_a_terminal_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    context = reader().context(W47)
    found = proposal(grid(MEMBERS), heading_words(), context)
    assert found is not None
    answers = [
        "y",  # 读作《在职党员下沉报到花名册》
        *("没有的列", "联系电话", "y"),  # 单位: no column, one that is read already, as it stands
        "n",  # 下沉日期
        "y",  # 全表统一为“中共党员”
        *("去年", "2021-06-01"),  # 报到日期 for all rows: no date, a date
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(answers) + "\n"))
    lines = {line.column: line for line in asked_lines(found, context)}
    said = capsys.readouterr().out
    assert "规定表格里没有「没有的列」这一列" in said
    assert "「联系电话」已有一列读作它" in said
    assert "“去年”不能读作" in said
    assert lines["unit_code"].source.headings == ("单位",)
    assert (lines["registered_on"].source.headings, lines["registered_on"].source.value) == ((), "2021-06-01")
