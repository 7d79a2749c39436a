"""Staged editions: built in a hidden folder of the store and published together.

<root>/.staged-<name>/period=…       editions to be published together; `complete` marks them as published
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from flows.store.atomic_files import sync_folder, write_whole
from flows.store.edition import MANIFEST
from flows.store.locks import named_lock

COMPLETE = "complete"
"""The marker file that publishes all editions of a staged store."""


def stage(root: Path, name: str) -> Path:
    """The folder of a staged store, an overlay of the one in `root`."""
    return root / f".staged-{name}"


def release(root: Path, staged: Path) -> None:
    """Publish all editions of a staged store together.

    The marker file decides. The moves that follow are done now or, after a crash, by the next process that reads.
    """
    write_whole(staged / COMPLETE, b"")
    _move_in(root, staged)


def finish_releases(root: Path) -> None:
    """Finish the moves of released editions that a crash interrupted."""
    for marker in root.glob(f".staged-*/{COMPLETE}"):
        with suppress(OSError):  # a read-only copy stays as it is
            _move_in(root, marker.parent)


def _move_in(root: Path, staged: Path) -> None:
    with named_lock(root, "release"):
        for folder in sorted(staged.glob("period=*/edition=*")):
            period = root / folder.parent.name
            period.mkdir(exist_ok=True)
            if not (period / folder.name / MANIFEST).exists():  # else another machine was first
                folder.rename(period / folder.name)
            sync_folder(period)
        shutil.rmtree(staged, ignore_errors=True)
