"""The folder for the forkserver's socket, which is removed even where the process that made it was killed.

multiprocessing removes its own (`/tmp/pymp-…`) only at an orderly end. This one is locked as long as its process
lives; what nobody has locked any more, the next process removes.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from multiprocessing import process
from pathlib import Path
from typing import IO

from flows.store.file_lock import lock

if sys.platform == "win32":
    raise ImportError("the forkserver is of Linux and macOS")

PREFIX = "wuwei-workers-"
_LOCK = "lock"
_LONGEST = 60
"""Bytes of a folder in which a socket may lie: its path has 108 at most (unix(7)), and 104 on macOS."""
_JUST_MADE = 600
"""Seconds in which a folder may not be locked yet."""


def own_socket_folder() -> None:
    """Let multiprocessing use a folder of ours in this process, and remove those that killed ones have left."""
    settings = process.current_process()._config  # type: ignore[attr-defined, unused-ignore] # where multiprocessing looks for it
    if "tempdir" in settings:
        return
    _remove_deserted()
    folder = tempfile.mkdtemp(prefix=PREFIX, dir=_place())
    held = Path(folder, _LOCK).open("w")  # noqa: SIM115 - open, and so locked, until the process ends
    lock(held)
    atexit.register(_remove, held)
    settings["tempdir"] = folder


def _remove(held: IO[str]) -> None:
    shutil.rmtree(Path(held.name).parent, ignore_errors=True)


def _place() -> str:
    """The folder for temporary files, or that of the system where a socket's path would be too long in it."""
    folder = tempfile.gettempdir()
    return folder if len(os.fsencode(folder)) <= _LONGEST else "/tmp"  # noqa: S108 - made there by mkdtemp


def _remove_deserted() -> None:
    for folder in Path(_place()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # another process removes it at this moment
            status = folder.lstat()
            if status.st_uid == os.getuid() and time.time() - status.st_mtime > _JUST_MADE and not _is_locked(folder):
                shutil.rmtree(folder)


def _is_locked(folder: Path) -> bool:
    with (folder / _LOCK).open("a") as file:
        return not lock(file, wait=False)
