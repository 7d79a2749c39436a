"""The entries of an inbox: files to receive, and everything else with the notice why it is refused."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BufferedReader, FileIO
from pathlib import Path

from flows.receive.guard import Limits, check_bytes
from flows.receive.unpacking import IGNORED_NAMES
from transforms.cells.personal_data import without_personal_data
from transforms.records.notice import Notice, Unreadable

_OTHER_PERIOD = re.compile(r"[0-9]{4}-W[0-9]{2}")
_NOT_READABLE = "请检查文件是否完整、权限是否允许读取，重新放入收件箱后再运行。"
_ODD: dict[str, str] = {
    "folder_not_read": "单位文件夹里还有文件夹，其中的文件没有读取。请把工作簿直接放在收件箱或单位文件夹里。",
    "not_a_file": f"这不是普通文件，没有读取。{_NOT_READABLE}",
    "file_unreadable": f"文件打不开或已经不在，没有读取。{_NOT_READABLE}",
}


class InboxMissing(Exception):
    """The inbox folder does not exist."""


@dataclass(frozen=True)
class Arrived:
    """One entry of an inbox: the bytes of a file, or the notice why it is refused.

    `changed` is its modification time, `folder` the subfolder of the inbox it lies in, which may be named for a unit.
    """

    name: str
    content: bytes | Notice
    changed: dt.datetime | None = None
    folder: str | None = None

    @property
    def sha256(self) -> str:
        """The digest of the bytes; of a refused entry that of name and notice, equal for equal refusals."""
        if isinstance(self.content, bytes):
            return hashlib.sha256(self.content).hexdigest()
        return hashlib.sha256(f"{self.name}\0{self.content.rule}\0{self.content.message}".encode()).hexdigest()


def inbox_folder(inbox: Path, period: str) -> Path:
    """The folder of the period's workbooks: `<inbox>/<period>` where it exists, else the inbox itself."""
    inside = inbox / period
    if inside.is_dir():
        return inside
    if not inbox.is_dir():
        raise InboxMissing(f"there is no folder {inbox}; name the folder with the workbooks of {period} by --inbox")
    return inbox


def arrived(folder: Path, limits: Limits) -> Iterator[Arrived]:
    """Every entry of a folder and of its subfolders, read lazily; folders named for a period are skipped."""
    for path in _entries(folder):
        if not path.is_dir():
            yield taken(path, limits)
        elif not _OTHER_PERIOD.fullmatch(path.name):
            yield from _inside(path, limits)


def _inside(folder: Path, limits: Limits) -> Iterator[Arrived]:
    try:
        paths = _entries(folder)
    except OSError:
        yield Arrived(shown_name(folder), Notice("file_unreadable", _ODD["file_unreadable"]))
        return
    for path in paths:
        yield replace(taken(path, limits), folder=shown_name(folder))


def _entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith(IGNORED_NAMES))


def taken(path: Path, limits: Limits) -> Arrived:
    """One file with its bytes, or the notice why there are none. Reads `limits.max_bytes` + 1 bytes at most."""
    name = shown_name(path)
    try:
        data, changed = _content(path, limits)
    except Unreadable as refusal:
        return Arrived(name, refusal.notice)
    except OSError as error:
        rule = "folder_not_read" if isinstance(error, IsADirectoryError) else "file_unreadable"
        return Arrived(name, Notice(rule, _ODD[rule]))
    return Arrived(name, data, dt.datetime.fromtimestamp(changed, dt.UTC).replace(microsecond=0))


def _content(path: Path, limits: Limits) -> tuple[bytes, float]:
    with BufferedReader(FileIO(path, opener=_without_waiting)) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("not_a_file", _ODD["not_a_file"])
        check_bytes(status.st_size, limits)
        data = file.read(limits.max_bytes + 1)
    check_bytes(len(data), limits)  # it may have grown since fstat
    return data, status.st_mtime


def _without_waiting(path: str, flags: int) -> int:
    """Open a file without blocking: a named pipe would wait for a writer otherwise."""
    return os.open(path, flags | os.O_NONBLOCK)


def shown_name(path: Path) -> str:
    """A file's name for lists: decoded where it is not UTF-8, and without personal data."""
    raw = os.fsencode(path.name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return without_personal_data(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return without_personal_data(raw.decode("utf-8", "replace"))
