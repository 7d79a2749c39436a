"""What a worker is to Linux and macOS: a process of the forkserver, with limits on memory and processor time."""

from __future__ import annotations

import math
import multiprocessing
import resource
import signal
import sys
import time
from collections.abc import Sequence
from multiprocessing import forkserver
from pathlib import Path

from flows.read.workers.socket_folder import own_socket_folder

if sys.platform == "win32":
    raise ImportError("these are processes of Linux and macOS")

# This process has threads (of Polars) and must not be forked: workers are forked by the forkserver, which has none.
CONTEXT = multiprocessing.get_context("forkserver")


def preload(modules: Sequence[str]) -> None:
    """Start the forkserver, which imports these modules once for all workers."""
    own_socket_folder()
    forkserver.set_forkserver_preload([*modules])
    forkserver.ensure_running()


def end_when_told() -> None:
    """Let SIGTERM end this process: a parser stuck in native code never runs a Python handler."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def limit_memory(size: int) -> None:
    """Let this process grow by so many bytes at most, where the system tells its size, and leave no core file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    statm = Path("/proc/self/statm")
    if statm.exists():  # libraries reserve address space at import; only the growth from here counts
        most = int(statm.read_text().split()[0]) * resource.getpagesize() + size
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def limit_seconds(seconds: float) -> None:
    """End this process after so many seconds more of the processor: a busy machine refuses no file by that.

    It also ends an orphan's endless work.
    """
    most = math.ceil(time.process_time() + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def ended_by(exitcode: int) -> str | None:
    """The name of the signal by which a worker was ended, if one was."""
    return signal.Signals(-exitcode).name if exitcode < 0 else None
