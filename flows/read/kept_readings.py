"""A kept reading of an inbox: the digests of its files, without which it is read again from the archive."""

from __future__ import annotations

from pathlib import Path

from flows.store.atomic_files import write_synced
from flows.store.seals import KeptFileDamaged, is_whole, sealed, sha256_of, unsealed

DIGESTS = "digests.json"
"""Path of each file of the reading → its SHA-256."""


def vouch_for_reading(folder: Path) -> None:
    """Write the digests of a reading that nobody reads yet."""
    files = {path.relative_to(folder).as_posix(): sha256_of(path) for path in sorted(folder.rglob("*.parquet"))}
    write_synced(folder / DIGESTS, sealed(files))


def is_whole_reading(folder: Path) -> bool:
    """Whether a reading is there as it was written: every file, and no other."""
    try:
        digests = unsealed(folder / DIGESTS, "a reading")
    except (KeptFileDamaged, FileNotFoundError):
        return False
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet")}
    return files == {*digests} and all(is_whole(folder / name, digest) for name, digest in digests.items())
