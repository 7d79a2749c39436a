"""Removes the drafts of killed runs and commands, once they are so old that nobody can still be writing them."""

from __future__ import annotations

import re
import time
from pathlib import Path

from flows.store.removal import REMOVED, delete
from flows.store.staging import COMPLETE

ABANDONED_SECONDS = 6 * 3600
WHERE = (
    ".*",
    "archive/.*",
    "archive/raw/.*",
    "archive/received/*/.*",
    "archive/read/.*",
    "archive/read/*/.*",
    "decisions/.*",
    "issued/**/.*",
    "lake/.*",
    "lake/period=*/.*",
    "lake/period=*/edition=*/.*",
    "periods/*/.*",
    "periods/*/edition-*/.*",
    "periods/*/edition-*/persons/.*",
    "periods/*/edition-*/readers/*/.*",
    "reproduced/**/.*",
)
"""Glob patterns of pathlib, relative to the output folder: wherever something is written or removed."""
_DRAFT = re.compile(r"\.(?:(?:draft|dry-run|removed)-[0-9a-f]{32}|(?:planned|staged)-.+|.+\.[0-9a-f]{32}|run-.+\.lock)")
"""The names our writers give to drafts, and to the locks that runs hold; other hidden files are not ours."""


def sweep(out: Path, older_than: float = ABANDONED_SECONDS) -> list[Path]:
    """Remove drafts not modified for `older_than` seconds, and what was being removed; gives the paths removed."""
    drafts = (path for pattern in WHERE for path in out.glob(pattern) if _DRAFT.fullmatch(path.name))
    old = [path for path in drafts if _abandoned(path, older_than)]
    for path in old:
        delete(path)
    return old


def _abandoned(path: Path, older_than: float) -> bool:
    if path.name.startswith(REMOVED):
        return True
    if (path / COMPLETE).exists():  # its editions are published; the store still has to move them
        return False
    try:
        return time.time() - path.stat().st_mtime >= older_than
    except OSError:  # gone meanwhile
        return False
