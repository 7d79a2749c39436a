"""The archive: every file ever received, byte for byte, and when it came. Restricted: it holds what clerks typed.

<root>/raw/<sha256>                           the bytes, written once
<root>/received/<inbox>/<sha16>-<name8>.json  name, hash and times of one file of one inbox, written once; of one
                                              that could not be taken in, why
<root>/read/<rules>/<inbox>-<digest>/         what reading an inbox gave, kept so that no inbox is read twice
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from expectations.contract.rules import Reaction
from flows.receive.guard import LIMITS, Limits
from flows.receive.inbox import Arrived, arrived
from flows.receive.unpacking import files_in
from flows.store.atomic_files import make_private, write_if_absent
from transforms.records.submission import Notice, Received, file_name


@dataclass(frozen=True)
class Archive:
    """The archive below `root`."""

    root: Path

    def raw(self, received: Received) -> Path:
        """Where the bytes of a received file lie."""
        return self.root / "raw" / received.sha256

    def receive(self, one: Arrived, inbox: str, known_at: dt.datetime, limits: Limits = LIMITS) -> list[Received]:
        """Take a file in: its bytes, where there are any, and one entry; what is known in this inbox stays as it is.

        A zip package of files brings itself and each of them (domain.md M08). `folder` is the one inside the inbox it
        lies in, which names the unit where nothing better does.

        The time of receipt is the file's own modification time, that is when it was put into the inbox; a clock that is
        ahead does not make it later than `known_at`.
        """
        came = min(one.changed or known_at, known_at)
        whole = Received(one.name, one.sha256, inbox, came, folder=one.folder)
        if isinstance(one.content, Notice):
            return [self._take_in(replace(whole, notice=one.content), None, known_at)]
        return [self._take_in(each, content, known_at) for each, content in files_in(whole, one.content, limits)]

    def receive_all(self, folder: Path, inbox: str, known_at: dt.datetime, limits: Limits = LIMITS) -> list[Received]:
        """Take in everything that lies in a folder, in the order of names; what cannot be read is noted with why."""
        make_private(self.root)
        return [each for one in arrived(folder, limits) for each in self.receive(one, inbox, known_at, limits)]

    def known(self, knowledge: dt.datetime) -> dict[str, list[Received]]:
        """All files known up to a moment, by inbox, in the order of names; of equal ones all but one say so (M01).

        A file that could not be taken in is named until something else of its name was.
        """
        entries = [json.loads(path.read_text(encoding="utf-8")) for path in (self.root / "received").glob("*/*.json")]
        entries = [one for one in entries if dt.datetime.fromisoformat(one["known_at"]) <= knowledge]
        entries.sort(key=lambda one: (one["known_at"], one["inbox"], one["file"]))
        files = _told_apart(map(_received, _standing(entries)))
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

    def clear_readings(self, inboxes: Collection[str]) -> None:
        """Remove what was read of these inboxes: it is read again from what now lies in the archive."""
        for reading in [*self.root.glob("read/*/*")]:
            if reading.name.strip(".").rpartition("-")[0] in inboxes:
                shutil.rmtree(reading)

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


def _standing(entries: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The entries, given as they came, without notices that something later of the same name has settled."""
    latest = {_name(one): at for at, one in enumerate(entries)}
    return (one for at, one in enumerate(entries) if "notice" not in one or latest[_name(one)] == at)


def _name(entry: Mapping[str, Any]) -> tuple[str, str | None, str]:
    return entry["inbox"], entry.get("folder"), entry["file"]


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
