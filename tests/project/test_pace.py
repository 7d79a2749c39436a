"""What makes a test file a slow one, and that a quick one starts nothing."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from importlib import import_module

import pytest

from tests.support.pace import SLOWEST, NotQuickError, alone, is_quick, turn
from tests.support.project import ROOT


@pytest.mark.parametrize(
    "line",
    [
        "import subprocess",
        "from multiprocessing import get_context",
        "from playwright.sync_api import Page",
        "from flows import steps",
        "from samples.week import write_inboxes",
        "from tests.support.runs.offices import Office",
        "from report_templates.render.weasy import printed",
        "from report_templates.reports.county_report import county_report",
        "from typer.testing import CliRunner",
        "from expectations.suites.judge import judge",
    ],
)
def test_a_file_is_slow_by_what_it_imports(line: str) -> None:
    assert not is_quick(f'"""A test."""\n\nimport json\n{line}\n')


@pytest.mark.parametrize("line", ["import json", "from flows import steps_taken", '"""import subprocess"""'])
def test_other_imports_leave_a_file_quick(line: str) -> None:
    assert is_quick(f"{line}\n")


def test_the_longest_files_come_first_and_all_others_in_their_order() -> None:
    files = ["tests/a/test_a.py", SLOWEST[1], "tests/b/test_b.py", SLOWEST[0]]
    assert sorted(files, key=turn) == [SLOWEST[0], SLOWEST[1], "tests/a/test_a.py", "tests/b/test_b.py"]


@pytest.mark.parametrize("file", SLOWEST)
def test_the_longest_files_are_there(file: str) -> None:
    assert (ROOT / file).is_file()


def _listen() -> None:
    with socket.socket() as listener:
        listener.listen()


def _call() -> None:
    with socket.socket() as client:
        client.settimeout(1)
        client.connect(("127.0.0.1", 9))


def _send() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as sender:
        sender.sendto(b"", ("127.0.0.1", 9))


STARTS: dict[str, Callable[[], object]] = {
    "a command": lambda: import_module("subprocess").run([sys.executable, "-c", ""], check=True),
    "a worker": lambda: import_module("multiprocessing").get_context("spawn").Process(target=print).start(),
    "a shell": lambda: os.system("true"),
    "a datagram": _send,
    "a name looked up": lambda: socket.getaddrinfo("localhost", 80),
    "a spawned program": lambda: os.posix_spawn(sys.executable, [sys.executable, "-c", ""], {}),
    "a server": _listen,
    "a call": _call,
}


@pytest.mark.parametrize("start", STARTS.values(), ids=list(STARTS))
def test_a_quick_test_starts_no_process_and_talks_to_no_server(start: Callable[[], object]) -> None:
    with alone(), pytest.raises(NotQuickError):
        start()
