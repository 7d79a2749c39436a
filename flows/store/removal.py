"""Removing what people or programs may be looking at: out of sight by one rename, then for good."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

REMOVED = ".removed-"
"""The beginning of the name of what is out of sight; what a kill leaves is swept whatever its age."""


def remove(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    hidden = path.with_name(f"{REMOVED}{uuid.uuid4().hex}")
    try:
        path.rename(hidden)
    except FileNotFoundError:
        return
    delete(hidden)


def delete(path: Path) -> None:
    """Delete a file or a folder that is out of sight; another process may be doing the same."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
