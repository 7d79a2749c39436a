"""Removes the drafts of killed runs, once they are so old that no run can still be writing them."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from flows.store.staging import COMPLETE

ABANDONED_SECONDS = 6 * 3600
LEFTOVERS = (
    ".dry-run-*",
    ".planned-*",
    ".index.html.*",
    "archive/raw/.*",
    "archive/received/*/.*",
    "archive/read/.draft-*",
    "archive/read/*/.*",
    "lake/.staged-*",
    "lake/period=*/.draft-*",
    "periods/*/.edition-*",
    "periods/*/edition-*/.draft-*",
    "reproduced/.draft-*",
    "reproduced/period=*/.draft-*",
    "reproduced/periods/*/.edition-*",
)
"""Glob patterns of pathlib, relative to the output folder."""


def sweep(out: Path, older_than: float = ABANDONED_SECONDS) -> list[Path]:
    """Remove drafts not modified for `older_than` seconds; gives the paths removed."""
    old = [path for pattern in LEFTOVERS for path in out.glob(pattern) if _abandoned(path, older_than)]
    for path in old:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    return old


def _abandoned(path: Path, older_than: float) -> bool:
    if (path / COMPLETE).exists():  # its editions are published; the store still has to move them
        return False
    try:
        return time.time() - path.stat().st_mtime >= older_than
    except OSError:  # gone meanwhile
        return False
