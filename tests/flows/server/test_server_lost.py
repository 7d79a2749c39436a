"""A server without `wuwei serve`: runs by hand and by a worker, what becomes of them, and of the server's own data.

A run whose process answers is no crashed one, one whose process is gone is: asked of the process, by no clock.
The server's database is PostgreSQL where the machine has one, else SQLite.
"""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.server.living_runs import ask
from flows.server.lost_runs import MESSAGE
from flows.store.store import Edition, Store
from tests.support.project import ROOT
from tests.support.runs.offices import Office, waited_for
from tests.support.runs.postgres import Cluster, cluster, programs
from tests.support.workbooks.tables import W47


@pytest.fixture(scope="module")
def postgres() -> Iterator[Cluster | None]:
    """A PostgreSQL server, where there can be one."""
    bin_folder = programs()
    if bin_folder is None:
        yield None
        return
    with cluster(bin_folder) as server:
        yield server


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, postgres: Cluster | None) -> Iterator[Office]:
    """An office whose server runs; nothing is served, weeks are run by hand."""
    office = Office(tmp_path_factory.mktemp("office"), database=postgres.address if postgres else None)
    office.receive(W47)
    try:
        office.start_server()
        yield office
    finally:
        office.close()


def run_week(office: Office, **settings: str) -> subprocess.Popen[bytes]:
    return office.wuwei("run", W47, "--inbox", str(office.folder / "inbox"), "--county", str(office.county), **settings)


def current(office: Office) -> Edition | None:
    return Store(office.folder / "output/lake").current(W47)


@pytest.fixture(scope="module")
def first(office: Office) -> Edition:
    """The week, run by hand while the server answers."""
    code, output = office.outcome(run_week(office))
    edition = current(office)
    assert code == 3, output  # nobody knows yet who the people are
    assert edition is not None
    return edition


def test_a_run_by_hand_is_told_to_the_server(office: Office, first: Edition) -> None:
    (run,) = office.runs_of("one-week")
    assert (run["name"], run["state_type"], first.number) == (W47, "COMPLETED", 1)


def test_the_history_of_runs_is_in_postgresql(office: Office, first: Edition, postgres: Cluster | None) -> None:
    if postgres is None:
        pytest.skip("this machine has no PostgreSQL server (Debian: apt-get install postgresql)")
    assert first
    assert postgres.run("psql", "-Atc", "SELECT name FROM flow_run", "prefect").split() == [W47]
    assert "COPY public.flow_run " in postgres.run("pg_dump", "--data-only", "--table=flow_run", "prefect")
    assert not list(office.folder.glob("prefect/prefect.db*"))


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


def test_a_backfill_nobody_decides_on_ends_and_changes_nothing(office: Office, first: Edition) -> None:
    code, output = office.outcome(office.start("tests.support.runs.expiring", W47))
    assert (code, "nobody has approved plan" in output) == (1, True), output
    assert "start the backfill again" in output
    (run,) = office.runs_of("expiring")
    assert run["state_type"] == "FAILED"
    assert current(office) == Store(office.folder / "output/lake").newest(W47) == first
    assert not (office.folder / "output/decisions/approvals.jsonl").exists()


def test_a_run_whose_server_is_killed_leaves_a_whole_edition_and_says_what_to_do(
    office: Office, first: Edition
) -> None:
    office.receive(W47, talks=5, version=2)
    process = run_week(office, PREFECT_CLIENT_MAX_RETRIES="1")  # or it goes on trying for three minutes
    waited_for(lambda: office.runs_of("one-week", state={"type": {"any_": ["RUNNING"]}}) or None, "the run")
    office.stop_server(signal.SIGKILL)
    code, output = office.outcome(process)
    edition = current(office)
    assert edition is not None
    assert (code, "the Prefect server no longer answers" in output) == (1, True), output
    assert f"readers have edition {edition.number} of {W47}" in " ".join(output.split())
    assert edition.number in {first.number, first.number + 1}


@pytest.mark.nightly  # by day a run without a server is killed and run again, in tests/end_to_end/faults/test_killed.py
def test_run_again_when_the_server_is_back_the_week_has_the_edition_that_was_wanted(
    office: Office, first: Edition
) -> None:
    office.start_server()
    assert office.outcome(run_week(office))[0] == 3
    again = current(office)
    assert again is not None
    assert again.number == first.number + 1
    assert (office.folder / f"output/periods/{W47}/edition-{again.number}/report.pdf").exists()


@pytest.mark.nightly
def test_a_worker_runs_what_prefect_yaml_names(office: Office, first: Edition) -> None:
    """As docs/server.md says for offices that have workers."""
    shutil.copy(ROOT / "prefect.yaml", office.folder)
    for words in (("work-pool", "create", "--type", "process", "wuwei"), ("--no-prompt", "deploy", "--all")):
        code, output = office.outcome(office.start("prefect", *words))
        assert code == 0, output
    run = office.request("report", period=W47, edition=first.number, reader="public")
    paper = office.folder / f"output/periods/{W47}/edition-{first.number}/readers/public/report.pdf"
    paper.unlink()
    worker = office.start("prefect", "worker", "start", "--pool", "wuwei", "--run-once")
    assert office.state(run) == "COMPLETED", office.run(run)["state"]["message"]
    office.outcome(worker)  # the run's process has told the server all, before the next test stops that
    assert paper.read_bytes().startswith(b"%PDF")


@pytest.mark.nightly
def test_the_server_is_stopped_backed_up_and_upgraded(office: Office, first: Edition, postgres: Cluster | None) -> None:
    assert first
    runs = len(office.runs_of("one-week"))
    if postgres is None:
        with sqlite3.connect(office.folder / "prefect/prefect.db") as live, sqlite3.connect(":memory:") as copy:
            live.backup(copy)  # what the shell's .backup does, while the server runs
        assert copy.execute("SELECT count(*) FROM flow_run WHERE name = ?", [W47]).fetchone() == (runs,)
    office.stop_server(signal.SIGTERM)
    code, output = office.outcome(office.start("prefect", "server", "database", "upgrade", "-y"))
    assert (code, "upgraded" in output) == (0, True), output
    office.start_server()
    assert len(office.runs_of("one-week")) == runs
