"""The server a command brings along: it answers, and it does not outlive a command that is killed."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from prefect.settings import PREFECT_API_URL

from flows.server import temporary
from flows.server.empty_database import EMPTY, put_empty_database
from tests.support.runs.offices import waited_for
from tests.support.runs.prefect_homes import prefect_home

WAITING = """
import sys
from flows.cli.commands.options import prepare_prefect
prepare_prefect()
from flows.server.temporary import has_server, some_server
from prefect.settings import PREFECT_API_URL, PREFECT_HOME
with some_server():
    assert not has_server()
    print(PREFECT_API_URL.value(), PREFECT_HOME.value(), flush=True)
    sys.stdin.read()
"""


def gone(address: str) -> bool:
    """Nobody listens there."""
    try:
        httpx.get(f"{address}/health")
    except httpx.ConnectError:
        return True
    return False


def test_the_temporary_server_ends_with_its_command_however_that_ends(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    process = subprocess.Popen(
        [sys.executable, "-c", WAITING],
        env=environment | {"PREFECT_HOME": str(prefect_home(tmp_path))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    address, folder = process.stdout.readline().split()
    assert stat.S_IMODE(Path(folder).stat().st_mode) == 0o700
    assert httpx.get(f"{address}/health", timeout=120).json() is True
    for asked in ("flow_runs/filter", "flows/filter"):
        assert httpx.post(f"{address}/{asked}", json={}, timeout=120).status_code == 401, (
            "another user could cancel a run"
        )
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert waited_for(lambda: gone(address), "the end of the server", seconds=30)
    assert waited_for(lambda: not Path(folder).exists(), "the end of what it kept", seconds=30)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "prefect.db",
        EMPTY,
    ]  # the history of others is left alone


def test_a_temporary_server_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(temporary, "PROCESS", "flows.no_such_module")
    why = r"No module named flows\.no_such_module\n.*没有启动起来"
    with pytest.raises(temporary.ServerNotStarted, match=why), temporary.some_server():
        httpx.get(f"{PREFECT_API_URL.value()}/health", timeout=60)


def test_an_empty_database_is_kept_once_made_and_copied_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    async def create_db() -> None:
        made.append("made")
        with closing(sqlite3.connect(tmp_path / "first.db")) as connection:
            connection.execute("CREATE TABLE run (id INTEGER)")

    database = SimpleNamespace(create_db=create_db)
    monkeypatch.setattr("prefect.server.database.provide_database_interface", lambda: database)
    put_empty_database(tmp_path / "first.db", tmp_path / "home" / EMPTY)
    put_empty_database(tmp_path / "second.db", tmp_path / "home" / EMPTY)
    assert made == ["made"]
    with closing(sqlite3.connect(tmp_path / "second.db")) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("run",)]


WITHOUT = """
import os, signal
from pathlib import Path
from flows.cli.commands.options import prepare_prefect
prepare_prefect()
from flows.server.temporary import some_server
with some_server():
    from prefect import flow, task
    import flows.server.reachable

    @task
    def step():
        pass

    @flow
    def work():
        step()
        (server,) = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        os.kill(int(server), signal.SIGKILL)
        for _ in range(8):
            step()
        print("worked", flush=True)

    work()
"""


def test_a_run_whose_server_is_gone_does_not_wait_minutes_for_it_at_its_end(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    process = subprocess.Popen(
        [sys.executable, "-c", WITHOUT],
        env=environment | {"PREFECT_HOME": str(prefect_home(tmp_path)), "PREFECT_CLIENT_MAX_RETRIES": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "worked\n"
    began = time.monotonic()
    process.communicate()
    assert time.monotonic() - began < 60  # for 24 events; Prefect would take 7 s for each
