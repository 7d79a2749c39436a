"""Writing files so that a reader sees all of a file or nothing of it, also when the process is killed."""

from __future__ import annotations

import json
import os
import re
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_NUMBER = re.compile(r"(?:\(os error |\[Errno )([0-9]+)")
"""How Polars and shutil tell the system's number for why something cannot be written."""


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Let whatever keeps the file or folder from being written say where, and by the system's number.

    A full disk is told of without a path when bytes are written, and by libraries as errors of their own.
    """
    try:
        yield
    except OSError as error:
        number = system_number(error)
        if number is None or error.filename is not None:
            raise
        raise OSError(number, os.strerror(number), str(path)) from error
    except Exception as error:
        if (number := system_number(error)) is None:
            raise
        raise OSError(number, os.strerror(number), str(path)) from error


def system_number(error: Exception) -> int | None:
    """The system's number for why a file or folder cannot be used, also where a library tells it in words only."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    match = _NUMBER.search(str(error))
    return int(match[1]) if match else None


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
        with named(path):
            _write(draft, data)
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
        with named(path):
            _write(draft, data)
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
    with named(path):
        _write(path, data)


def _write(path: Path, data: bytes | Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines([data] if isinstance(data, bytes) else data)
        file.flush()
        os.fsync(file.fileno())


def sync_file(path: Path) -> None:
    """Sync a written file to disk."""
    with path.open("rb+") as file:  # Windows syncs only what is open for writing
        os.fsync(file.fileno())


def json_bytes(tree: Any) -> bytes:
    """A tree as indented JSON in UTF-8."""
    return json.dumps(tree, ensure_ascii=False, indent=1).encode()
