"""The folder of the forkserver's socket: gone at the end of its process, however that came."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.read.workers.socket_folder import PREFIX
from tests.support.project import ROOT

WORK = """
import sys
from flows.read.workers.pool import preload_workers
preload_workers()
print("ready", flush=True)
sys.stdin.read()
"""


def started(folder: Path) -> subprocess.Popen[str]:
    """A process with a forkserver, whose temporary files lie in a folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORK],
        env={**os.environ, "TMPDIR": str(folder)},
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def aged(folder: Path) -> None:
    """Let everything in the folder be an hour old."""
    for path in folder.iterdir():
        os.utime(path, (time.time() - 3600,) * 2)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder whose path is short enough for a socket in it."""
    with tempfile.TemporaryDirectory() as path:
        yield Path(path)


@pytest.mark.timeout(300)
def test_what_a_killed_process_has_left_the_next_one_removes_and_a_living_one_keeps_its_own(folder: Path) -> None:
    killed, living = started(folder), started(folder)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert len(list(folder.glob(f"{PREFIX}*"))) == 2
    aged(folder)
    orderly = started(folder)
    assert len(list(folder.glob(f"{PREFIX}*"))) == 2
    for process in (orderly, living):
        process.communicate("")
    assert list(folder.iterdir()) == []


def test_a_long_folder_for_temporary_files_stops_nobody(tmp_path: Path) -> None:
    long = tmp_path / ("长" * 40)
    long.mkdir()
    started(long).communicate("")
    assert list(long.iterdir()) == []
