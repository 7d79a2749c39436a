"""The server a command brings along: it answers, and it does not outlive a command that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx

from tests.offices import waited_for

WAITING = """
import sys
from flows.commands.options import prepare_prefect
prepare_prefect()
from flows.server.temporary import has_server, some_server
from prefect.settings import PREFECT_API_URL
with some_server():
    assert not has_server()
    print(PREFECT_API_URL.value(), flush=True)
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
        env=environment | {"PREFECT_HOME": str(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    assert httpx.get(f"{address}/health", timeout=120).json() is True
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert waited_for(lambda: gone(address), "the end of the server", seconds=30)
