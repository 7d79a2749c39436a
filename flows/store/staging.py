"""Staged editions: built in a hidden folder of the store and published together.

<root>/.staged-<name>/period=…       editions to be published together; `complete` marks them as published

They are new ones or, after an erasure, take the place of those that readers have seen.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from flows.store.atomic_files import sync_folder, write_whole
from flows.store.edition import MANIFEST
from flows.store.locks import named_lock
from flows.store.removal import remove

COMPLETE = "complete"
"""The marker file that publishes all editions of a staged store."""
_REPLACING = b"replacing"
"""What the marker says where the editions replace those of their numbers."""


def stage(root: Path, name: str) -> Path:
    """The folder of a staged store, an overlay of the one in `root`."""
    return root / f".staged-{name}"


def release(root: Path, staged: Path, *, replacing: bool = False) -> None:
    """Publish all editions of a staged store together, in the place of those of their numbers where `replacing`.

    The marker file decides. The moves that follow are done now or, after a crash, by the next process that reads.
    """
    write_whole(staged / COMPLETE, _REPLACING if replacing else b"")
    _move_in(root, staged)


def finish_releases(root: Path) -> None:
    """Finish the moves of released editions that a crash interrupted."""
    for marker in root.glob(f".staged-*/{COMPLETE}"):
        with suppress(OSError):  # a read-only copy stays as it is
            _move_in(root, marker.parent)


def _move_in(root: Path, staged: Path) -> None:
    with named_lock(root, "release"):
        marker = staged / COMPLETE
        replacing = marker.exists() and marker.read_bytes() == _REPLACING
        for folder in sorted(staged.glob("period=*/edition=*")):
            period = root / folder.parent.name
            period.mkdir(exist_ok=True)
            if replacing:
                remove(period / folder.name)
            if not (period / folder.name / MANIFEST).exists():  # else another machine was first
                folder.rename(period / folder.name)
            sync_folder(period)
        shutil.rmtree(staged, ignore_errors=True)
