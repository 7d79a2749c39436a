"""The archive: every file ever received, byte for byte, and when it came. Restricted: it holds what clerks typed.

<root>/raw/<sha256>                           the bytes, written once
<root>/received/<inbox>/<sha16>-<name8>.json  name, hash and times of one file of one inbox, written once
<root>/read/<rules>/<inbox>-<digest>/         what reading an inbox gave, kept so that no inbox is read twice
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flows.files import make_private, write_if_absent
from transforms.submission import Received, file_name

IGNORED_NAMES = ("~$", ".")
"""Lock files of open workbooks and hidden files are not submissions."""


class InboxMissing(Exception):
    """There is no folder to take workbooks from."""


def inbox_folder(inbox: Path, period: str) -> Path:
    """The folder of the period's workbooks: `<inbox>/<period>` where it exists, else the inbox itself."""
    inside = inbox / period
    if inside.is_dir():
        return inside
    if not inbox.is_dir():
        raise InboxMissing(f"there is no folder {inbox}; name the folder with the workbooks of {period} by --inbox")
    return inbox


@dataclass(frozen=True)
class Archive:
    """The archive below `root`."""

    root: Path

    def raw(self, received: Received) -> Path:
        """Where the bytes of a received file lie."""
        return self.root / "raw" / received.sha256

    def receive(self, file: Path, inbox: str, known_at: dt.datetime) -> Received:
        """Take a file in: its bytes and one entry; a name and content known in this inbox are left as they are.

        The time of receipt is the file's own modification time, that is when it was put into the inbox; a clock that is
        ahead does not make it later than `known_at`.
        """
        data = file.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        changed = dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC).replace(microsecond=0)
        received = Received(file=file.name, sha256=digest, inbox=inbox, received_at=min(changed, known_at))
        write_if_absent(self.raw(received), data)
        entry = {
            "file": received.file,
            "sha256": digest,
            "inbox": inbox,
            "received_at": received.received_at.isoformat(),
            "known_at": known_at.isoformat(),
        }
        write_if_absent(self._entry(received), json.dumps(entry, ensure_ascii=False, indent=1).encode())
        return received

    def receive_all(self, folder: Path, inbox: str, known_at: dt.datetime) -> list[Received]:
        """Take in every file of a folder, in the order of names."""
        make_private(self.root)
        files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith(IGNORED_NAMES))
        return [self.receive(file, inbox, known_at) for file in files]

    def known(self, knowledge: dt.datetime) -> dict[str, list[Received]]:
        """All files known up to a moment, by inbox, in the order of names; of equal ones all but one say so (M01)."""
        entries = [json.loads(path.read_text(encoding="utf-8")) for path in (self.root / "received").glob("*/*.json")]
        entries = [one for one in entries if dt.datetime.fromisoformat(one["known_at"]) <= knowledge]
        entries.sort(key=lambda one: (one["known_at"], one["inbox"], one["file"]))
        files = _told_apart(map(_received, entries))
        inboxes: dict[str, list[Received]] = {}
        for one in sorted(files, key=lambda one: (one.inbox, one.file, one.sha256)):
            inboxes.setdefault(one.inbox, []).append(one)
        return inboxes

    def read_folder(self, rules: str, inbox: str, files: list[Received]) -> Path:
        """Where the reading of exactly these files under these rules is kept."""
        told = "\n".join(f"{one.file} {one.sha256} {one.received_at.isoformat()} {one.repeats}" for one in files)
        return self.root / "read" / rules / f"{inbox}-{hashlib.sha256(told.encode()).hexdigest()[:16]}"

    def _entry(self, received: Received) -> Path:
        name = hashlib.sha256(received.file.encode()).hexdigest()[:8]
        return self.root / "received" / received.inbox / f"{received.sha256[:16]}-{name}.json"


def _received(entry: Mapping[str, str]) -> Received:
    came = dt.datetime.fromisoformat(entry["received_at"])
    return Received(file=entry["file"], sha256=entry["sha256"], inbox=entry["inbox"], received_at=came)


def _told_apart(files: Iterable[Received]) -> list[Received]:
    """The files, given as they came, each that repeats another's bytes naming it.

    The first one counts, unless a later one calls itself a higher version: renaming it settles a conflict.
    """
    by_content: dict[str, list[Received]] = {}
    for one in files:
        by_content.setdefault(one.sha256, []).append(one)
    told = []
    for alike in by_content.values():
        counts = max(alike, key=lambda one: file_name(one.file).version)
        told += [one if one is counts else replace(one, repeats=counts.file) for one in alike]
    return told
