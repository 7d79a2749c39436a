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
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from expectations.rules import Reaction
from flows.files import make_private, write_if_absent
from flows.unpacking import IGNORED_NAMES, files_in
from transforms.notes import period_in
from transforms.submission import Notice, Received, file_name


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

    def receive(self, file: Path, inbox: str, known_at: dt.datetime, folder: str | None = None) -> list[Received]:
        """Take a file in: its bytes and one entry; a name and content known in this inbox are left as they are.

        A zip package of files brings itself and each of them (domain.md M08). `folder` is the one inside the inbox it
        lies in, which names the unit where nothing better does.

        The time of receipt is the file's own modification time, that is when it was put into the inbox; a clock that is
        ahead does not make it later than `known_at`.
        """
        data = file.read_bytes()
        changed = dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC).replace(microsecond=0)
        whole = Received(file.name, hashlib.sha256(data).hexdigest(), inbox, min(changed, known_at), folder=folder)
        return [self._take_in(one, content, known_at) for one, content in files_in(whole, data)]

    def receive_all(self, folder: Path, inbox: str, known_at: dt.datetime) -> list[Received]:
        """Take in every file of a folder and of the folders in it, which may be named for units, in the order of names.

        A folder named for a period belongs to that period.
        """
        make_private(self.root)
        inside = [path for path in _seen(folder) if path.is_dir() and period_in(path.name) is None]
        return [
            received
            for place in (folder, *inside)
            for file in _seen(place)
            if file.is_file()
            for received in self.receive(file, inbox, known_at, None if place is folder else place.name)
        ]

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
        told = "\n".join(
            f"{one.file} {one.sha256} {one.received_at.isoformat()} {one.repeats} {one.folder}" for one in files
        )
        return self.root / "read" / rules / f"{inbox}-{hashlib.sha256(told.encode()).hexdigest()[:16]}"

    def _take_in(self, received: Received, content: bytes | None, known_at: dt.datetime) -> Received:
        if content is not None:
            write_if_absent(self.raw(received), content)
        entry: dict[str, Any] = {
            "file": received.file,
            "sha256": received.sha256,
            "inbox": received.inbox,
            "received_at": received.received_at.isoformat(),
            "known_at": known_at.isoformat(),
        }
        if received.notice:
            entry["notice"] = asdict(received.notice)
        if received.folder:
            entry["folder"] = received.folder
        write_if_absent(self._entry(received), json.dumps(entry, ensure_ascii=False, indent=1).encode())
        return received

    def _entry(self, received: Received) -> Path:
        path = f"{received.folder}/{received.file}" if received.folder else received.file
        name = hashlib.sha256(path.encode()).hexdigest()[:8]
        return self.root / "received" / received.inbox / f"{received.sha256[:16]}-{name}.json"


def _seen(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith(IGNORED_NAMES))


def _received(entry: Mapping[str, Any]) -> Received:
    came = dt.datetime.fromisoformat(entry["received_at"])
    told = entry.get("notice")
    notice = Notice(told["rule"], told["message"], Reaction(told["reaction"])) if told else None
    return Received(entry["file"], entry["sha256"], entry["inbox"], came, notice=notice, folder=entry.get("folder"))


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
