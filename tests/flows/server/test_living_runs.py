"""A run whose process answers is no crashed one, one whose process is gone is: asked of the process, by no clock."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.server.living_runs import ask
from flows.server.lost_runs import MESSAGE
from tests.support.project import ROOT
from tests.support.runs.offices import Office

WORK = """
import sys
from pathlib import Path
from prefect import flow
from prefect.runtime import flow_run
from flows.server.living_runs import answering

@flow(name="one-week")
def work():
    with answering(Path(sys.argv[1])):
        print(flow_run.id, flush=True)
        sys.stdin.read()

work()
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = Office(tmp_path_factory.mktemp("office"))
    try:
        office.start_server()
        yield office
    finally:
        office.close()


def at_work(office: Office, out: Path) -> tuple[subprocess.Popen[str], str]:
    """A process with a run that lasts until its input ends, and the run's id."""
    script = office.folder / "work.py"
    script.write_text(WORK, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script), str(out)],
        env={**office.environment, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def asked(office: Office, out: Path, run: str) -> str:
    """The run's state after one round."""
    with temporary_settings({PREFECT_API_URL: office.api}), get_client(sync_client=True) as client:
        ask(out, client)
    return str(office.run(run)["state"]["type"])


def called_crashed(office: Office, run: str) -> None:
    """The server calls a run crashed, as where its heartbeats are late."""
    office.post(
        f"flow_runs/{run}/set_state", state={"type": "CRASHED", "name": "Crashed", "message": MESSAGE}, force=True
    )


@pytest.mark.timeout(400)
def test_a_living_run_is_called_running_again_and_ends_well(office: Office, tmp_path: Path) -> None:
    process, run = at_work(office, tmp_path)
    assert asked(office, tmp_path, run) == "RUNNING"
    called_crashed(office, run)
    assert asked(office, tmp_path, run) == "RUNNING"
    process.communicate("")
    assert office.state(run) == "COMPLETED"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.timeout(400)
def test_a_killed_run_has_crashed_at_once_and_another_server_s_is_left_alone(office: Office, tmp_path: Path) -> None:
    process, run = at_work(office, tmp_path)
    (tmp_path / ".run-00000000-0000-4000-8000-000000000000.lock").touch()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert asked(office, tmp_path, run) == "CRASHED"
    assert office.run(run)["state"]["message"] == MESSAGE
    assert len(list(tmp_path.iterdir())) == 1
