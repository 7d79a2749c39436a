"""Never two runs of one period at once on one machine: locks that a dead process cannot keep."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another run of the same period is at work."""


@contextmanager
def only_run(folder: Path, period: str) -> Iterator[None]:
    """Hold the period's lock below `folder`; raises AlreadyRunning at once when another process holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f".{period}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"another run of {period} is at work in {folder}; wait for it to end") from None
        yield


@contextmanager
def in_turn(folder: Path, name: str) -> Iterator[None]:
    """Wait until no other process is at work on `name` below `folder`, and keep others waiting meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f".{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
