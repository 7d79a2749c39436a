"""File locks: one run of a period at a time on a machine, and nothing removed during a run; freed if a process dies."""

from __future__ import annotations

import datetime as dt
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from flows.store.file_lock import lock

WORK = "work"
"""The lock of a folder: shared by runs, exclusive for removing something."""


class AlreadyRunning(Exception):
    """Another process has the lock."""


@contextmanager
def period_lock(folder: Path, period: str, *, wait: bool = False) -> Iterator[None]:
    """Hold the period's lock below `folder`; where another process holds it, `wait` or raise AlreadyRunning.

    The system frees the lock of a process that has died. The file names the last holder, for the message.
    """
    with shared_lock(folder, wait=wait), _handle(folder, period) as handle:
        if not lock(handle, wait=wait):
            raise AlreadyRunning(
                f"another run of {period} is at work in {folder} ({_holder(handle)}); wait for it to end, or use --wait"
                f"\n{folder} 里正在运行{period}；请等它做完，或者加上 --wait。"
            )
        _sign(handle)
        yield


@contextmanager
def shared_lock(folder: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold the shared lock: nothing below `folder` is removed meanwhile. If taken, `wait` or raise AlreadyRunning."""
    with _handle(folder, WORK) as handle:
        if not lock(handle, shared=True, wait=wait):
            raise AlreadyRunning(
                f"something is being removed in {folder} ({_holder(handle)}); wait for it to end"
                f"\n{folder} 里正在删除数据；请等它做完再运行。"
            )
        yield


@contextmanager
def exclusive_lock(folder: Path) -> Iterator[None]:
    """Hold the exclusive lock of `folder`, so that something may be removed. Raises AlreadyRunning during a run."""
    with _handle(folder, WORK) as handle:
        if not lock(handle, wait=False):
            raise AlreadyRunning(
                f"a run is at work in {folder}; nothing was removed, try again after it"
                f"\n{folder} 里正在运行一期；没有删除，请等它做完再试。"
            )
        _sign(handle)
        yield


@contextmanager
def named_lock(folder: Path, name: str) -> Iterator[None]:
    """Wait for the lock `name` below `folder`, and hold it."""
    with _handle(folder, name) as handle:
        lock(handle)
        yield


def _handle(folder: Path, name: str) -> IO[str]:
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / f".{name}.lock").open("a+")


def _holder(handle: IO[str]) -> str:
    with suppress(OSError):  # Windows lets nobody read what another has locked
        handle.seek(0)
        if holder := handle.read().strip():
            return holder
    return "another process"


def _sign(handle: IO[str]) -> None:
    """Name the holder; on a full disk nobody is named, and room can still be made by removing something."""
    holder = f"process {os.getpid()} on {socket.gethostname()} since {dt.datetime.now().astimezone():%H:%M:%S}"
    with suppress(OSError):
        os.ftruncate(handle.fileno(), 0)
        os.write(handle.fileno(), holder.encode())
