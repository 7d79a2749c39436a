"""Writing files so that a reader sees all of a file or nothing of it, also when the process is killed."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any


def make_private(folder: Path) -> None:
    """Create a folder only its owner may enter."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def write_if_absent(path: Path, data: bytes) -> bool:
    """Write a file atomically unless it exists; of two writers one wins. True where this call wrote it."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        write_synced(draft, data)
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)
    return True


def write_whole(path: Path, data: bytes) -> None:
    """Write or replace a file atomically."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        write_synced(draft, data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames and links in a folder durable (fsync); file systems without that call are passed over."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_synced(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file, perhaps in chunks, and sync it to disk; not atomic, for a draft that nobody reads yet."""
    with path.open("wb") as file:
        file.writelines([data] if isinstance(data, bytes) else data)
        file.flush()
        os.fsync(file.fileno())


def sync_file(path: Path) -> None:
    """Sync a written file to disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def json_bytes(tree: Any) -> bytes:
    """A tree as indented JSON in UTF-8."""
    return json.dumps(tree, ensure_ascii=False, indent=1).encode()
