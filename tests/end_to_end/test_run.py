"""`wuwei run` as the schedule runs it: under Prefect with no server configured, with bad files among good ones.

By day the one run that neither judges nor prints by stand-ins.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from flows.cli.command_line import app
from flows.store.store import Store
from samples.workbooks.workbooks import write_submission
from tests.support.pace import NIGHTLY
from tests.support.runs.counties import qichun
from tests.support.runs.offices import Office
from tests.support.runs.weeks import W46, sent, story
from tests.support.workbooks.tables import contact_log, talk, written

PREFECT_HOME = "new" if NIGHTLY else "prefect"
"""By day a home that was made ready beforehand."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office's inbox of W46: two good files, and one is no workbook, one no known sheet, one lacks a column, one
    names two periods."""
    office = Office(tmp_path_factory.mktemp("home"), served=False)
    inbox, boxes = office.receive(W46), story(periods=(W46,), scale=0.02)
    orders = sent(boxes, W46, "S10", "QC-CHZ")
    orders.submitter, orders.look.missing = "QC-CDZ", frozenset({"status"})
    for submission in (sent(boxes, W46, "S1"), orders):
        write_submission(inbox, submission, qichun())
    (inbox / "QC-CDZ_S9_2021-W46_v1.xlsx").write_bytes(b"%PDF-1.7 scanned table")
    other = contact_log(talk("张一甲", "2021-11-16"), period="2021年第44周")
    written(inbox / "QC-ZZB_S4_2021-W46_v2.xlsx", other)
    written(inbox / "QC-ZZB_2021-W46.xlsx", [["别的表"], ["别的表1", "别的表2", "别的表3"], ["1", "2", "3"]])
    return office


@pytest.fixture(scope="module")
def home(office: Office) -> Path:
    """Where the office keeps all."""
    return office.folder


def wuwei(office: Office, *words: str) -> tuple[int, str]:
    """Run the command line in the office."""
    settings = {"PYTHONPATH": os.pathsep.join(sys.path), "PREFECT_HOME": str(office.folder / PREFECT_HOME)}
    return office.outcome(office.wuwei(*words, **settings))


@pytest.fixture(scope="module")
def first(office: Office) -> tuple[int, str]:
    """The first run of the week."""
    return wuwei(office, "run", W46)


def issues(home: Path) -> dict[str, tuple[str, str]]:
    """Rule and message of every refused file."""
    with (home / "output/periods" / W46 / "edition-1/issues.csv").open(encoding="utf-8-sig", newline="") as file:
        return {
            line["file"]: (line["rule"], line["message"]) for line in csv.DictReader(file) if line["reaction"] == "FILE"
        }


def test_the_run_goes_on_and_asks_for_a_person(first: tuple[int, str], home: Path) -> None:
    code, output = first
    assert code == 3, output
    assert "files need a clerk" in output
    summary = json.loads((home / "output/periods" / W46 / "edition-1/summary.json").read_text(encoding="utf-8"))
    assert summary["indicators"]["A1"]["value"] == 24
    assert summary["ledger"]["read"] == sum(summary["ledger"][fate] for fate in ("accepted", "rejected", "set_aside"))


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("QC-CDZ_S9_2021-W46_v1.xlsx", "PDF"),
        ("QC-CDZ_S10_2021W46_v1.xlsx", "缺少必填列「办理状态」"),
        ("QC-ZZB_S4_2021-W46_v2.xlsx", "2021-W44"),
    ],
)
def test_each_refused_file_is_told_why_in_chinese(home: Path, file: str, words: str) -> None:
    assert words in issues(home)[file][1]


@pytest.mark.usefixtures("first")
def test_the_week_is_judged_by_great_expectations_and_printed(home: Path) -> None:
    edition = Store(home / "output/lake").current(W46)
    assert edition is not None
    assert edition.table("validations").height
    papers = home / "output/periods" / W46 / "edition-1"
    assert {PdfReader(path).pages[0].extract_text() != "" for path in papers.rglob("*.pdf")} == {True}
    assert "蕲春县" in PdfReader(papers / "report.pdf").pages[0].extract_text()


@pytest.mark.usefixtures("first")
def test_an_unknown_sheet_is_told_so(home: Path) -> None:
    messages = [message for rule, message in issues(home).values() if rule == "unknown_sheet"]
    assert len(messages) == 1
    assert "对不上" in messages[0]


@pytest.mark.nightly  # by day as a run that was waiting, in tests/flows/server/test_server.py
@pytest.mark.usefixtures("first")
def test_the_same_week_again_makes_no_new_edition(office: Office, home: Path) -> None:
    report = home / "output/periods" / W46 / "edition-1/report.pdf"
    before = report.stat().st_mtime_ns
    code, output = wuwei(office, "run", W46)
    assert code == 3, output
    assert [path.name for path in (home / "output/lake" / f"period={W46}").glob("edition=*")] == ["edition=1"]
    assert report.stat().st_mtime_ns == before


@pytest.mark.nightly  # by day step by step, in tests/end_to_end/test_longer_periods.py
@pytest.mark.usefixtures("first")
def test_a_month_runs_as_a_week_does(office: Office, home: Path) -> None:
    """Of the weeks received by then; it has no inbox, no status page and nothing that goes back of its own."""
    code, output = wuwei(office, "run", "2021-11")
    assert code == 3, output
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
    cadres = sent(story(periods=(W46,), scale=0.02), W46, "S1").rows
    numbers = {str(row["id_no"]) for row in cadres if row.get("id_no")}
    assert numbers
    for path in (home / "output").rglob("*"):
        if path.is_file() and "archive" not in path.parts:
            data = path.read_bytes()
            assert pepper not in data
            assert pepper.hex().encode() not in data
            assert not [number for number in numbers if number.encode() in data], path


def refusal(*words: str) -> str:
    """What is said instead of a run."""
    result = CliRunner().invoke(app, ["run", W46, *words])
    assert result.exit_code == 2
    return " ".join(result.output.replace("│", "").split())


@pytest.mark.parametrize("day", ["2021-11-22", "2021-11-31", "2021-11-14", "昨天"])
def test_a_cut_off_outside_the_period_is_refused(day: str) -> None:
    assert "name one from 2021-11-15 to 2021-11-21" in refusal("--as-of", day)


def test_a_moment_to_come_is_refused(office: Office) -> None:
    code, output = wuwei(office, "run", W46, "--knowledge", "2999-01-01T00:00:00+08:00")
    assert code == 2
    assert "lies in the future" in " ".join(output.replace("│", "").split())
