"""Which test files are quick, which come first, and what only a quiet night has time for.

A file is quick unless it imports something that runs a week, starts a process, a browser or a server, or makes a
report. A single test of a quick file that does so, or takes long, has the mark `slow`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import pytest

NIGHTLY = bool(os.environ.get("WUWEI_NIGHTLY"))
"""Whether there is time for everything (`script/test --nightly`)."""

SLOW = re.compile(
    r"""^(?:from|import)\ (?:
        subprocess | multiprocessing | playwright | prefect     # processes, a browser, servers
        | flows\ import\ steps | samples\.week                   # whole weeks
        | tests\.support\.(?:runs|messiness)                    # and those who run them
        | great_expectations | expectations\.suites             # Great Expectations, slow to load
        | report_templates\.(?:reports|render|charts|docx)      # reports, pages and pictures
        | typer\.testing                                        # whole commands
    )\b""",
    re.MULTILINE | re.VERBOSE,
)

SLOWEST = (
    "tests/flows/server/test_server.py",
    "tests/flows/server/test_server_lost.py",
    "tests/flows/report/test_per_audience.py",
    "tests/end_to_end/test_printed.py",
    "tests/end_to_end/test_hostile.py",
    "tests/flows/past/test_backfill.py",
    "tests/end_to_end/test_run.py",
    "tests/end_to_end/test_acceptance.py",
    "tests/flows/past/test_erasure.py",
    "tests/flows/read/workers/test_pool.py",
    "tests/end_to_end/test_year.py",
    "tests/samples/test_samples.py",
    "tests/end_to_end/faults/test_killed.py",
    "tests/flows/server/test_temporary.py",
    "tests/report_templates/reports/test_variants.py",
    "tests/report_templates/render/test_layout.py",
    "tests/report_templates/docx/test_converted.py",
    "tests/end_to_end/test_sparse_weeks.py",
    "tests/flows/past/test_reproduction.py",
    "tests/end_to_end/faults/test_killed_processes.py",
    "tests/project/test_benchmarks.py",
    "tests/project/test_wheel.py",
)
"""The longest files by the clock, the longest first: begun last, one of them would keep one core busy and leave the
others idle. Those that wait for servers stand before those that work."""

STARTS = (
    "os.fork",
    "os.posix_spawn",
    "os.posix_spawnp",
    "os.system",
    "subprocess.Popen._execute_child",
    "multiprocessing.util.spawnv_passfds",
    "socket.getaddrinfo",
    "socket.socket.connect",
    "socket.socket.connect_ex",
    "socket.socket.listen",
    "socket.socket.sendto",
)
"""By what Python starts another process, calls a server or is one."""


class NotQuickError(AssertionError):
    """A quick test starts a process or talks to a server."""


def is_quick(text: str) -> bool:
    """Whether a test file of this text is quick."""
    return not SLOW.search(text)


def turn(file: str) -> int:
    """When a file's turn comes, the lowest first; those of one turn stay in the order of their names."""
    return SLOWEST.index(file) if file in SLOWEST else len(SLOWEST)


def cases(by_day: int, by_night: int) -> int:
    """How many cases hypothesis makes up."""
    return by_night if NIGHTLY else by_day


@contextmanager
def alone() -> Iterator[None]:
    """Within, no process is started and no server is spoken to."""

    def refusal(start: str) -> Callable[..., NoReturn]:
        def refuse(*_: Any, **__: Any) -> NoReturn:
            raise NotQuickError(
                f"a quick test starts no process and talks to no server, and this one calls {start}; see SLOW in "
                "tests/support/pace.py for what makes a test file a slow one"
            )

        return refuse

    with pytest.MonkeyPatch.context() as patch:
        for start in STARTS:
            patch.setattr(start, refusal(start))
        yield
