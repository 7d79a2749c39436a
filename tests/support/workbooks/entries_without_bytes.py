"""What lies in an inbox and is no file to read: each a maker of the entry and the rule under which it is refused."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

from flows.receive.guard import LIMITS


def too_large(path: Path) -> None:
    """A file beyond the limit; it takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(LIMITS.max_bytes + 1)


def link_to(target: str) -> Callable[[Path], None]:
    """A symbolic link."""
    return lambda path: path.symlink_to(target)


def listening(path: Path) -> None:
    """A socket, made by a relative name: an absolute one may be too long."""
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(before)


WITHOUT_BYTES: dict[str, tuple[Callable[[Path], None], str]] = {
    "过大.xlsx": (too_large, "file_too_large"),
    "管道.xlsx": (os.mkfifo, "not_a_file"),
    "套接字.xlsx": (listening, "file_unreadable"),
    "悬空.xlsx": (link_to("nowhere.xlsx"), "link_not_followed"),
    "自己.xlsx": (link_to("自己.xlsx"), "link_not_followed"),
    "隔壁.xlsx": (link_to("过大.xlsx"), "link_not_followed"),
    "口令.xlsx": (link_to("/etc/passwd"), "link_not_followed"),
    "零.xlsx": (link_to("/dev/zero"), "link_not_followed"),
    "目录": (link_to("/etc"), "link_not_followed"),
    "上级": (link_to("../.."), "link_not_followed"),
}
"""Name of the entry → how it is made, and the rule under which it comes back."""
