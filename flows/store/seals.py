"""Whether a kept file is still what was written.

What has its SHA-256 elsewhere (in its name, in a manifest) is compared with that, hashed once in a process. A JSON file
of which nobody else knows the digest ends with it, as its last entry `seal`; one from before there were seals has none
and is taken as it is.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flows.store.atomic_files import json_bytes

_SEAL = b',\n "seal": "'
_END = b'"\n}'
_SECOND = 1_000_000_000  # nanoseconds
_HASHED: dict[tuple[int, ...], str] = {}
"""Device, inode, size and times of a file → its digest, for the time of the process."""


class KeptFileDamaged(Exception):
    """A kept file is not what was written, or is gone; the message names it, what it belongs to, and what to do."""


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes as hex; hashed again only where the file has changed. Raises OSError.

    A file that is a second old or younger may change once more without a new time: its digest is not remembered.
    """
    with path.open("rb") as file:
        state = os.fstat(file.fileno())
        key = (state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
        if key in _HASHED:
            return _HASHED[key]
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if time.time_ns() - state.st_ctime_ns > _SECOND:
        _HASHED[key] = digest
    return digest


def is_whole(path: Path, sha256: str) -> bool:
    """Whether a file is there, can be read, and its bytes have this SHA-256."""
    try:
        return sha256_of(path) == sha256
    except OSError:
        return False


def unreadable(path: Path) -> str | None:
    """Why the system does not let a file be read that is there; None where it does."""
    try:
        path.open("rb").close()
    except FileNotFoundError:
        return None
    except OSError as error:
        return error.strerror
    return None


def sealed(tree: Mapping[str, Any]) -> bytes:
    """A tree as indented JSON whose last entry, `seal`, is the SHA-256 of the JSON without it."""
    data = json_bytes({name: value for name, value in tree.items() if name != "seal"})
    return data.removesuffix(b"\n}") + _SEAL + hashlib.sha256(data).hexdigest().encode() + _END


def unsealed(path: Path, belongs_to: str) -> dict[str, Any]:
    """The tree of a sealed file. Raises KeptFileDamaged, which says what it `belongs_to`, and FileNotFoundError."""
    data = path.read_bytes()
    before, mark, seal = data.rpartition(_SEAL)
    whole = not mark or seal == hashlib.sha256(before + b"\n}").hexdigest().encode() + _END
    try:
        tree = json.loads(data) if whole else None
    except ValueError:
        tree = None
    if not isinstance(tree, dict):
        raise KeptFileDamaged(f"{belongs_to}: {path} is not what was written; restore it from its backup")
    tree.pop("seal", None)
    return tree
