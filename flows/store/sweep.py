"""What killed runs leave: drafts that no reader looks at, swept once no run can still be at work on them."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from flows.store.staging import COMPLETE

ABANDONED_SECONDS = 6 * 3600
LEFTOVERS = (
    ".rehearsal-*",
    ".rehearsed-*",
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
"""Below the output folder, as patterns of pathlib."""


def sweep(out: Path, older_than: float = ABANDONED_SECONDS) -> list[Path]:
    """Remove drafts nobody has touched for so many seconds; gives what is gone."""
    old = [path for place in LEFTOVERS for path in out.glob(place) if _abandoned(path, older_than)]
    for path in old:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    return old


def _abandoned(path: Path, older_than: float) -> bool:
    if (path / COMPLETE).exists():  # its editions are published; the store has yet to move them
        return False
    try:
        return time.time() - path.stat().st_mtime >= older_than
    except OSError:  # gone meanwhile
        return False
