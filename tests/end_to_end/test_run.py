"""`wuwei run` as the schedule runs it: under Prefect with no server configured, with bad files among good ones."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from flows.store.store import Store
from samples.week import write_inboxes
from tests.support.runs.counties import county_file, qichun
from tests.support.runs.offices import SPARED, Office
from tests.support.runs.weeks import W46, sent, story


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inbox of W46: one file is no workbook, one no known sheet, one lacks a column, one names two periods."""
    folder = tmp_path_factory.mktemp("home")
    boxes = story(periods=(W46,), scale=0.02)
    sent(boxes, W46, "S10", "QC-CHZ").look.raw = b"%PDF-1.7 scanned table"
    sent(boxes, W46, "S10", "QC-LHZ").look.missing = frozenset({"status"})
    sent(boxes, W46, "S10", "QC-SZZ").look.title_period = "2021-W44"
    unknown = sent(boxes, W46, "S7")
    unknown.look.headings = {name: f"别的表{n}" for n, name in enumerate(unknown.rows[0])}
    write_inboxes(folder, boxes, qichun())
    return folder


def wuwei(home: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a home of its own."""
    own = {"HOME": home, "XDG_CONFIG_HOME": home / "config", "PREFECT_HOME": home, "WUWEI_COUNTY": county_file()}
    environment = {**os.environ, **{name: str(path) for name, path in own.items()}, **settings}
    command = [sys.executable, "-c", "from flows.cli.command_line import main; main()", *words]
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def first(home: Path) -> subprocess.CompletedProcess[str]:
    """The first run of the week."""
    return wuwei(home, "run", W46, "--out", "output", **SPARED)


def issues(home: Path) -> dict[str, tuple[str, str]]:
    """Rule and message of every refused file."""
    with (home / "output/periods" / W46 / "edition-1/issues.csv").open(encoding="utf-8-sig", newline="") as file:
        return {
            line["file"]: (line["rule"], line["message"]) for line in csv.DictReader(file) if line["reaction"] == "FILE"
        }


def test_the_run_goes_on_and_asks_for_a_person(first: subprocess.CompletedProcess[str], home: Path) -> None:
    assert first.returncode == 3, first.stderr
    assert "files need a clerk" in first.stdout
    summary = json.loads((home / "output/periods" / W46 / "edition-1/summary.json").read_text(encoding="utf-8"))
    assert summary["indicators"]["A1"]["value"] == 24
    assert summary["ledger"]["read"] == sum(summary["ledger"][fate] for fate in ("accepted", "rejected", "set_aside"))


@pytest.mark.usefixtures("first")
def test_without_a_server_the_history_of_the_run_is_kept_all_the_same(home: Path) -> None:
    with sqlite3.connect(home / "prefect.db") as history:
        steps = history.execute("SELECT state_type, count(*) FROM task_run GROUP BY state_type").fetchall()
        shown = history.execute("SELECT key FROM artifact WHERE key IS NOT NULL").fetchall()
    assert steps == [("COMPLETED", 8)]
    slug = W46.lower()
    assert {f"{what}-{slug}" for what in ("summary", "issues", "status")} <= {key for (key,) in shown}


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("QC-CHZ_S10_2021W46_v1.xlsx", "PDF"),
        ("QC-LHZ_S10_2021W46_v1.xlsx", "缺少必填列「办理状态」"),
        ("QC-SZZ_S10_2021W46_v1.xlsx", "2021-W44"),
    ],
)
def test_each_refused_file_is_told_why_in_chinese(home: Path, file: str, words: str) -> None:
    assert words in issues(home)[file][1]


def test_a_week_is_judged_by_great_expectations_and_printed(tmp_path: Path) -> None:
    """By day the one run without stand-ins for both."""
    office = Office(tmp_path, served=False)
    office.receive(W46)
    code, output = office.outcome(office.wuwei("run", W46, PYTHONPATH=os.pathsep.join(sys.path)))
    assert code == 3, output
    edition = Store(tmp_path / "output/lake").current(W46)
    assert edition is not None
    assert edition.table("validations").height
    papers = tmp_path / "output/periods" / W46 / "edition-1"
    assert {PdfReader(path).pages[0].extract_text() != "" for path in papers.rglob("*.pdf")} == {True}
    assert "蕲春县" in PdfReader(papers / "report.pdf").pages[0].extract_text()


@pytest.mark.usefixtures("first")
def test_an_unknown_sheet_is_told_so(home: Path) -> None:
    messages = [message for rule, message in issues(home).values() if rule == "unknown_sheet"]
    assert len(messages) == 1
    assert "对不上" in messages[0]


@pytest.mark.nightly  # by day as a run that was waiting, in tests/flows/server/test_server.py
@pytest.mark.usefixtures("first")
def test_the_same_week_again_makes_no_new_edition(home: Path) -> None:
    report = home / "output/periods" / W46 / "edition-1/report.pdf"
    before = report.stat().st_mtime_ns
    again = wuwei(home, "run", W46, "--out", "output", **SPARED)
    assert again.returncode == 3, again.stderr
    assert [path.name for path in (home / "output/lake" / f"period={W46}").glob("edition=*")] == ["edition=1"]
    assert report.stat().st_mtime_ns == before


@pytest.mark.nightly  # by day step by step, in tests/end_to_end/test_longer_periods.py
@pytest.mark.usefixtures("first")
def test_a_month_runs_as_a_week_does(home: Path) -> None:
    """Of the weeks received by then; it has no inbox, no status page and nothing that goes back of its own."""
    result = wuwei(home, "run", "2021-11", "--out", "output", **SPARED)
    assert result.returncode == 3, result.stderr
    folder = home / "output/periods/2021-11/edition-1"
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert (summary["period"], summary["as_of"], summary["indicators"]["A1"]["value"]) == ("2021-11", "2021-11-30", 24)
    assert "工作月报" in (folder / "report.html").read_text(encoding="utf-8")
    assert (folder / "readers/public/report.pdf").read_bytes().startswith(b"%PDF")
    assert not (folder / "status.html").exists()
    assert "2021年11月" in (home / "output/index.html").read_text(encoding="utf-8").replace(
        '<span class="n">', ""
    ).replace("</span>", "")


@pytest.mark.usefixtures("first")
def test_no_secret_and_no_vault_value_leaves_the_archive(home: Path) -> None:
    pepper = (home / "config/wuwei/pepper").read_bytes()
    numbers = {str(row["id_no"]) for row in story(periods=(W46,), scale=0.02)[W46][1].rows if row.get("id_no")}
    assert numbers
    for path in (home / "output").rglob("*"):
        if path.is_file() and "archive" not in path.parts:
            data = path.read_bytes()
            assert pepper not in data
            assert pepper.hex().encode() not in data
            assert not [number for number in numbers if number.encode() in data], path


@pytest.mark.parametrize("day", ["2021-11-22", "2021-11-31", "2021-11-14", "昨天"])
def test_a_cut_off_outside_the_period_is_refused(home: Path, day: str) -> None:
    result = wuwei(home, "run", W46, "--out", "output", "--as-of", day)
    assert result.returncode == 2
    assert "name one from 2021-11-15 to 2021-11-21" in " ".join(result.stderr.replace("│", "").split())


def test_a_moment_to_come_is_refused(home: Path) -> None:
    result = wuwei(home, "run", W46, "--out", "output", "--knowledge", "2999-01-01T00:00:00+08:00")
    assert result.returncode == 2
    assert "lies in the future" in " ".join(result.stderr.replace("│", "").split())
