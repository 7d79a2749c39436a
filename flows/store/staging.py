"""Staged editions: made in a folder beside the others, where no reader looks, and made visible together.

<root>/.staged-<name>/period=…       editions that will become visible together; once `complete` is there, they are
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from flows.store.atomic_files import sync_folder, write_whole
from flows.store.edition import MANIFEST
from flows.store.locks import named_lock

COMPLETE = "complete"
"""The file by which all editions of a staged store become visible."""


def stage(root: Path, name: str) -> Path:
    """The folder of a store laid over that in `root`."""
    return root / f".staged-{name}"


def release(root: Path, staged: Path) -> None:
    """Make all editions of a staged store visible together.

    One file decides. What is left to do then is done here or, after a crash, by whoever looks next.
    """
    write_whole(staged / COMPLETE, b"")
    _move_in(root, staged)


def finish_releases(root: Path) -> None:
    """Move in what a crash has left of released editions."""
    for mark in root.glob(f".staged-*/{COMPLETE}"):
        with suppress(OSError):  # a read-only copy shows what it has
            _move_in(root, mark.parent)


def _move_in(root: Path, staged: Path) -> None:
    with named_lock(root, "release"):
        for folder in sorted(staged.glob("period=*/edition=*")):
            period = root / folder.parent.name
            period.mkdir(exist_ok=True)
            if not (period / folder.name / MANIFEST).exists():  # else another machine was first
                folder.rename(period / folder.name)
            sync_folder(period)
        shutil.rmtree(staged, ignore_errors=True)
