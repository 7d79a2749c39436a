"""Homes of Prefect whose database is ready: made from nothing, its migrations take longer than a small week."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from flows.server.empty_database import EMPTY
from tests.support.project import ROOT

_READY = ROOT / ".cache" / f"prefect-{version('prefect')}" / "prefect.db"
"""The migrated database of this version, made by whichever test process needs it first and kept for the next run."""


def prefect_home(folder: Path) -> Path:
    """Make a folder a PREFECT_HOME with a migrated database, unless it has one; gives the folder."""
    if not (folder / "prefect.db").exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(_ready(), folder / "prefect.db")
        shutil.copy(_ready(), folder / EMPTY)
    return folder


def _ready() -> Path:
    _READY.parent.mkdir(parents=True, exist_ok=True)
    with (_READY.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _READY.exists():
            _migrate(_READY.parent / "making")
            (_READY.parent / "making" / "prefect.db").replace(_READY)
    return _READY


def _migrate(home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    own = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    subprocess.run(
        [sys.executable, "-m", "prefect", "server", "database", "upgrade", "--yes"],
        env=own | {"HOME": str(home), "PREFECT_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=240,
    )
