"""The entries of an inbox: files to receive, and everything else with the notice why it is refused."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from io import BufferedReader, FileIO
from pathlib import Path

from flows.receive.guard import Limits, check_bytes
from flows.receive.unpacking import IGNORED_NAMES, LINK_NOT_FOLLOWED
from transforms.cells.personal_data.redaction import without_personal_data
from transforms.records.notice import Notice, Unreadable

_OTHER_PERIOD = re.compile(r"[0-9]{4}-W[0-9]{2}")
_NOT_READABLE = "请检查文件是否完整、权限是否允许读取，重新放入收件箱后再运行。"
_NONBLOCK: int = getattr(os, "O_NONBLOCK", 0)  # Windows has neither of the two, nor named pipes among its files
_NOFOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
_ODD: dict[str, str] = {
    "folder_not_read": "单位文件夹里还有文件夹，其中的文件没有读取。请把工作簿直接放在收件箱或单位文件夹里。",
    "not_a_file": f"这不是普通文件，没有读取。{_NOT_READABLE}",
    "file_unreadable": f"文件打不开，没有读取。{_NOT_READABLE}",
    "link_not_followed": LINK_NOT_FOLLOWED,
}


class InboxMissing(Exception):
    """The inbox folder does not exist, or leads elsewhere."""


@dataclass(frozen=True)
class Arrived:
    """One entry of an inbox: the bytes of a file, or the notice why it is refused.

    `changed` is its modification time, `folder` the subfolder of the inbox it lies in, which may be named for a unit.
    """

    name: str
    content: bytes | Notice
    changed: dt.datetime | None = None
    folder: str | None = None

    def sha256(self, inbox: str) -> str:
        """The digest of the bytes; of a refused entry that of its place and notice, equal for the same one only."""
        if isinstance(self.content, bytes):
            return hashlib.sha256(self.content).hexdigest()
        place = (inbox, self.folder or "", self.name, self.content.rule, self.content.message)
        return hashlib.sha256("\0".join(place).encode()).hexdigest()


def inbox_folder(inbox: Path, period: str) -> Path:
    """The folder of the period's workbooks: `<inbox>/<period>` where it exists, else the inbox itself.

    The inbox may be a link, which the one who runs this has named; inside it no link is followed. Raises InboxMissing.
    """
    inside = inbox / period
    if inside.is_symlink():
        raise InboxMissing(
            f"{inside} is a link, and links inside an inbox are not followed; name the folder it leads to by --inbox, "
            "or put the workbooks into a folder of this name"
            f"\n{inside} 是一个链接，收件箱里的链接不读；请用 --inbox 指明它所指的文件夹，或者把表放进同名的文件夹。"
        )
    if inside.is_dir():
        return inside
    if not inbox.is_dir():
        raise InboxMissing(
            f"there is no folder {inbox}; name the folder with the workbooks of {period} by --inbox"
            f"\n没有文件夹 {inbox}；请用 --inbox 指明放{period}各表的文件夹。"
        )
    return inbox


def arrived(folder: Path, limits: Limits) -> Iterator[Arrived]:
    """Every entry of a folder and of its subfolders, read lazily; folders named for a period are skipped.

    A link is not followed, wherever it leads: it is a refused entry.
    """
    for path in _entries(folder):
        if path.is_symlink() or not path.is_dir():
            yield from _present(path, limits)
        elif not _OTHER_PERIOD.fullmatch(path.name):
            yield from _inside(path, limits)


def names_in(folder: Path) -> set[str]:
    """The names, as lists show them, of all that lies in a folder and in its subfolders."""
    paths = [*_entries(folder)] if folder.is_dir() else []
    for each in [path for path in paths if path.is_dir() and not path.is_symlink()]:
        with suppress(OSError):  # a folder that nobody may read was returned as such
            paths += _entries(each)
    return {*map(shown_name, paths)}


def _inside(folder: Path, limits: Limits) -> Iterator[Arrived]:
    try:
        paths = _entries(folder)
    except OSError:
        yield Arrived(shown_name(folder), Notice("file_unreadable", _ODD["file_unreadable"]))
        return
    for path in paths:
        yield from (replace(entry, folder=shown_name(folder)) for entry in _present(path, limits))


def _present(path: Path, limits: Limits) -> Iterator[Arrived]:
    """One entry; none where it was removed since the folder was listed, as a file that is being renamed is."""
    entry = taken(path, limits, links=False)
    if isinstance(entry.content, bytes) or os.path.lexists(path):
        yield entry


def _entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith(IGNORED_NAMES))


def taken(path: Path, limits: Limits, *, links: bool = True) -> Arrived:
    """One file with its bytes, or the notice why there are none. Reads `limits.max_bytes` + 1 bytes at most.

    A link is followed only with `links`, where the one who runs this has named the file.
    """
    name = shown_name(path)
    try:
        data, changed = _content(path, limits, links)
    except Unreadable as refusal:
        return Arrived(name, refusal.notice)
    except OSError as error:
        rule = _rule_of(error, links)
        return Arrived(name, Notice(rule, _ODD[rule]))
    return Arrived(name, data, changed)


def _rule_of(error: OSError, links: bool) -> str:
    if isinstance(error, IsADirectoryError):
        return "folder_not_read"
    return "link_not_followed" if error.errno == errno.ELOOP and not links else "file_unreadable"


def _content(path: Path, limits: Limits, links: bool) -> tuple[bytes, dt.datetime | None]:
    with BufferedReader(FileIO(path, opener=partial(_open, links=links))) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("not_a_file", _ODD["not_a_file"])
        check_bytes(status.st_size, limits)
        data = file.read(limits.max_bytes + 1)
    check_bytes(len(data), limits)  # it may have grown since fstat
    return data, _moment(status.st_mtime)


def _open(path: str, flags: int, links: bool) -> int:
    """Open a file without blocking, since a named pipe would wait for a writer, and a link only with `links`."""
    if not links and not _NOFOLLOW and Path(path).is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
    return os.open(path, flags | _NONBLOCK | (0 if links else _NOFOLLOW))


def _moment(seconds: float) -> dt.datetime | None:
    """A modification time to the second; None for one that no calendar has, as a broken disk or archive gives it."""
    with suppress(ValueError, OverflowError, OSError):
        return dt.datetime.fromtimestamp(seconds, dt.UTC).replace(microsecond=0)
    return None


def shown_name(path: Path) -> str:
    """A file's name for lists: decoded where it is not UTF-8, and without personal data."""
    raw = os.fsencode(path.name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return without_personal_data(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return without_personal_data(raw.decode("utf-8", "replace"))
