"""Zip packages of many submissions: every member becomes a file of its own (domain.md M08).

Nothing is unpacked to a path from a member's name: content goes to the archive by its hash.
"""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from expectations.contract.rules import Reaction
from flows.receive.guard import (
    LIMITS,
    REFUSED,
    Limits,
    check_bytes,
    check_directory,
    damaged,
    package_kind,
    package_members,
)
from flows.receive.sniff import is_package
from transforms.cells.personal_data.redaction import without_personal_data
from transforms.records.notice import Notice, Unreadable
from transforms.records.submission import Received

IGNORED_NAMES = ("~$", ".", "__MACOSX", "Thumbs.db", "desktop.ini")
"""Prefixes of ignored names: lock files of open workbooks, hidden files and files of file managers."""

LINK_NOT_FOLLOWED = "这是指向别处的链接，不是文件本身，没有读取。请把工作簿文件本身放入收件箱后重新上报。"
"""The message for a link in an inbox or in a zip package: where it leads may be no workbook for others to read."""

_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_UNIX = 3  # the system of a member whose attributes hold a mode
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def files_in(whole: Received, data: bytes, limits: Limits = LIMITS) -> Iterator[tuple[Received, bytes | None]]:
    """A received file and its bytes; of a zip package of files then each member, with None for one without bytes.

    A member that cannot be unpacked has a notice, and the hash of its path. A package that is refused as a whole, or
    has no file in it, comes alone: reading it gives the reason.
    """
    members = _files(data, limits)
    if not members:
        yield whole, data
        return
    message = f"收到的是压缩包，已解开，其中 {len(members)} 个文件分别处理。"
    yield replace(whole, notice=Notice("zip_unpacked", message, Reaction.FIX)), data
    with zipfile.ZipFile(BytesIO(data)) as package:
        for member in members:
            yield _unpacked(package, member, whole, limits)


def _files(data: bytes, limits: Limits) -> list[zipfile.ZipInfo]:
    """The members that are submissions, if the file is a zip package of files within the limits; else none."""
    if not is_package(data):
        return []
    try:
        members = package_members(data)
        check_directory(members, len(data), limits)
        if package_kind(data, members) != "zip":
            return []
    except Unreadable:
        return []
    return [member for member in members if not member.is_dir() and not _ignored(_path(member))]


def _unpacked(
    package: zipfile.ZipFile, member: zipfile.ZipInfo, whole: Received, limits: Limits
) -> tuple[Received, bytes | None]:
    name = without_personal_data("/".join([whole.file, *_path(member)]))
    try:
        content = _content(package, member, limits)
    except Unreadable as refusal:
        digest = hashlib.sha256(f"{whole.sha256}/{name}".encode()).hexdigest()
        return replace(whole, file=name, sha256=digest, notice=refusal.notice), None
    return replace(whole, file=name, sha256=hashlib.sha256(content).hexdigest()), content


def _content(package: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> bytes:
    check_bytes(member.file_size, limits)
    if member.create_system == _UNIX and stat.S_ISLNK(member.external_attr >> 16):
        raise Unreadable("link_not_followed", LINK_NOT_FOLLOWED)
    if member.flag_bits & _ENCRYPTED:
        raise Unreadable("format_encrypted", REFUSED["encrypted"])
    try:
        return package.read(member)  # never more than the declared size; the checksum detects a wrong one
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError):
        raise damaged() from None


def _path(member: zipfile.ZipInfo) -> list[str]:
    """The parts of a member's name, also as Chinese Windows encodes it; without `..`."""
    name = member.orig_filename
    if not member.flag_bits & _UTF8_NAME:
        name = _decoded(name.encode("cp437"))
    parts = (_UNPRINTABLE.sub("", part).strip() for part in re.split(r"[\\/]", name))
    return [part for part in parts if part not in ("", ".", "..")] or ["未命名"]


def _decoded(name: bytes) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def _ignored(path: list[str]) -> bool:
    return any(part.startswith(IGNORED_NAMES) for part in path)
