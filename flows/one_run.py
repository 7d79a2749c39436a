"""Never two runs of one period at once on one machine: locks that a dead process cannot keep."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another run of the same period is at work."""


@contextmanager
def only_run(folder: Path, period: str, *, wait: bool = False) -> Iterator[None]:
    """Hold the period's lock below `folder`; where another process holds it, `wait` or raise AlreadyRunning.

    The system frees the lock of a process that has died. The file names the last holder, to tell whom to look for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f".{period}.lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            handle.seek(0)
            holder = handle.read().strip() or "another process"
            raise AlreadyRunning(
                f"another run of {period} is at work in {folder} ({holder}); wait for it to end, or use --wait"
            ) from None
        handle.truncate(0)
        handle.write(f"process {os.getpid()} on {socket.gethostname()} since {dt.datetime.now().astimezone():%H:%M:%S}")
        handle.flush()
        yield


@contextmanager
def in_turn(folder: Path, name: str) -> Iterator[None]:
    """Wait until no other process is at work on `name` below `folder`, and keep others waiting meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f".{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
