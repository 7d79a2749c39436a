"""`wuwei run` and `wuwei report` as processes of their own, killed at random moments (`kill -9`), and started again.

By night a kill each, by day those of tests/end_to_end/faults/test_killed.py; `script/kills` does it in earnest.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from flows.store.edition import Edition
from flows.store.store import Store
from flows.store.sweep import sweep
from tests.support.runs.offices import Office, waited_for
from tests.support.workbooks.tables import W46

KILLS = int(os.environ.get("WUWEI_KILLS", "1"))
CHANCE = random.Random(20211124)
BY_THE_CLOCK = ("submissions",)
"""What depends on when the run was: how many days late a sheet is."""
pytestmark = pytest.mark.timeout(600 + 240 * KILLS)


def yet_to_run(office: Office, folder: Path) -> Office:
    """Another office with the same inbox, county file and pepper."""
    shutil.copytree(office.folder, folder, ignore=shutil.ignore_patterns("output", "prefect", "*.log"))
    return Office(folder, served=False)


def start(office: Office, command: str) -> subprocess.Popen[bytes]:
    """`wuwei run` or `wuwei report` of the week."""
    return office.wuwei(command, W46, "--out", str(office.folder / "output"))


def killed_after(seconds: float, process: subprocess.Popen[bytes]) -> None:
    """Kill it, and it alone; all that it has started ends by itself."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    waited_for(lambda: not living(process.pid), "the end of what the run has started", seconds=60)


def living(session: int) -> list[str]:
    """The processes of a session that are at work."""
    stats = (path.read_text() for path in Path("/proc").glob("[0-9]*/stat") if path.exists())
    statuses = (stat.rpartition(")")[2].split() for stat in stats)
    return [fields[0] for fields in statuses if int(fields[3]) == session and fields[0] != "Z"]


def edition(office: Office) -> Edition | None:
    """What readers see; its files are those its manifest vouches for."""
    current = Store(office.folder / "output/lake").current(W46)
    for name, digest in current.content.items() if current else ():
        file = current.folder / (name if "." in name else f"{name}.parquet") if current else Path()
        assert hashlib.sha256(file.read_bytes()).hexdigest() == digest, name
    return current


def papers(office: Office) -> dict[str, bytes]:
    """The papers people see, by name; every PDF is whole."""
    folder = office.folder / "output/periods" / W46 / "edition-1"
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    contents = {name: path.read_bytes() for name, path in files.items() if not path.name.startswith(".")}
    assert all(data.rstrip().endswith(b"%%EOF") for name, data in contents.items() if name.endswith(".pdf"))
    return contents


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, float]:
    """An office whose week was run without disturbance, and how long that took."""
    office = Office(tmp_path_factory.mktemp("undisturbed"), served=False)
    office.receive(W46)
    began = time.monotonic()
    code, output = office.outcome(start(office, "run"), seconds=400)
    assert code == 3, output  # nobody knows yet who the people are
    return office, time.monotonic() - began


@pytest.mark.nightly
def test_a_killed_wuwei_run_loses_nothing_and_ends_as_if_undisturbed(
    undisturbed: tuple[Office, float], tmp_path: Path
) -> None:
    whole, longest = undisturbed
    expected = edition(whole)
    assert expected is not None
    for kill in range(KILLS):
        office = yet_to_run(whole, tmp_path / f"killed-{kill}")
        killed_after(CHANCE.uniform(0, longest), start(office, "run"))
        edition(office)
        papers(office)
        code, output = office.outcome(start(office, "run"), seconds=400)
        published = edition(office)
        assert code == 3, output
        assert published is not None
        assert published.number == 1
        for name in set(expected.manifest["tables"]) - {*BY_THE_CLOCK}:
            assert published.table(name).equals(expected.table(name)), name
        assert papers(office).keys() == papers(whole).keys()
        sweep(office.folder / "output", older_than=0)
        raw = office.folder / "output/archive/raw"
        assert [path.name for path in raw.iterdir()] == [
            path.name for path in (whole.folder / "output/archive/raw").iterdir()
        ]
        shutil.rmtree(office.folder)


def test_ctrl_c_ends_a_run_at_once_and_says_how_to_go_on(tmp_path: Path) -> None:
    office = Office(tmp_path, served=False)
    office.receive(W46)
    process = start(office, "run")
    waited_for((office.folder / "output/archive").exists, "a run at work")
    os.killpg(process.pid, signal.SIGINT)
    code, output = office.outcome(process, seconds=30)
    assert (code, "stopped; no edition is half published" in output) == (130, True), output
    assert "Traceback" not in output


@pytest.mark.nightly
def test_rendering_that_is_killed_leaves_whole_papers_and_makes_the_same_when_started_again(
    undisturbed: tuple[Office, float],
) -> None:
    office, longest = undisturbed
    expected = papers(office)
    for _ in range(KILLS):
        killed_after(CHANCE.uniform(0, longest), start(office, "report"))
        left = papers(office)
        assert {name for name in {**left, **expected} if left.get(name) != expected.get(name)} == set()  # never away
        code, output = office.outcome(start(office, "report"), seconds=400)
        assert code == 0, output
        assert papers(office) == expected
        sweep(office.folder / "output", older_than=0)
        assert not [path for path in (office.folder / "output").rglob(".*") if not path.name.endswith(".lock")]
