"""The archive: every file ever received, unchanged, with its times. Restricted: it contains personal data.

<root>/raw/<sha256>                           the bytes, written once
<root>/received/<inbox>/<sha16>-<name8>.json  name, hash and times of one file of one inbox, written once; of a
                                              refused file also the notice
<root>/read/<rules>/<inbox>-<digest>/         the cached result of reading an inbox

Bytes vouch for themselves by their name, or as a whole redacted workbook; entries have a seal (`flows.store.seals`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from flows.receive.guard import LIMITS, Limits
from flows.receive.inbox import Arrived, arrived
from flows.receive.receipts import received_of, standing, with_repeats
from flows.receive.redacted_files import is_redacted
from flows.receive.unpacking import files_in
from flows.store.atomic_files import make_private, write_if_absent, write_whole
from flows.store.seals import KeptFileDamaged, is_whole, sealed, unreadable, unsealed
from transforms.records.notice import Notice
from transforms.records.submission import Received, file_digits

_AT_ONCE = 16
"""Files that are written together; no more are in memory."""


@dataclass(frozen=True)
class Archive:
    """The archive below `root`.

    `emptied` gives the SHA-256 of files that were redacted on purpose, `expected` says which units send a sheet.
    """

    root: Path
    emptied: Callable[[], Collection[str]] = frozenset
    expected: Mapping[str, Collection[str]] = field(default_factory=dict)

    def raw(self, received: Received) -> Path:
        """The path of a received file's bytes."""
        return self.root / "raw" / received.sha256

    def damage(self, received: Received) -> str | None:
        """What is wrong with the bytes of a received file; None where nothing is, or it may never have had any."""
        path = self.raw(received)
        if is_whole(path, received.sha256) or _is_redacted(path) or (received.notice and not path.exists()):
            return None
        if why := unreadable(path):
            return (
                f"the bytes of {received.inbox}/{received.file} cannot be read ({why}): {path}; let this user read it"
            )
        state = "are not what was received" if path.exists() else "are gone"
        again = "restore that file from its backup"
        if received.sha256 not in self.emptied():
            again += f", or put the same file into the inbox of {received.inbox} again and run that week"
        return f"the bytes of {received.inbox}/{received.file} {state}: {path}; {again}"

    def check(self, files: Iterable[Received]) -> None:
        """Raises KeptFileDamaged, with a line for each file to be read, where its bytes are not what was received."""
        read = (received for received in files if not (received.notice or received.repeats))
        if damages := [*filter(None, map(self.damage, read))]:
            raise KeptFileDamaged("\n".join(["the archive is damaged; nothing was read:", *damages]))

    def damaged(self, knowledge: dt.datetime) -> Iterator[str]:
        """What is wrong with each receipt and with the bytes of each file known, also of one that is not read."""
        broken = self.broken_receipts()
        yield from (f"{path} is not what was written; restore that file from its backup" for path in broken)
        files = {file.sha256: file for files in self.known(knowledge, but=broken).values() for file in files}
        yield from filter(None, map(self.damage, files.values()))

    def broken_receipts(self) -> list[Path]:
        """The receipts that are not what was written."""
        return [path for path in self._receipts() if not _opens(path)]

    def mend(self, folder: Path, inbox: str, now: dt.datetime, limits: Limits = LIMITS) -> None:
        """Mend damaged bytes of an inbox by files that lie in a folder; nothing is received."""
        for arrival in arrived(folder, limits):
            if not isinstance(arrival.content, Notice):
                whole = Received(arrival.name, arrival.sha256(inbox), inbox, now, folder=arrival.folder)
                for received, content in files_in(whole, arrival.content, limits):
                    if content is not None and self._entry_path(received).exists():
                        self._keep(received, content)

    def receive(
        self,
        arrival: Arrived,
        inbox: str,
        known_at: dt.datetime,
        limits: Limits = LIMITS,
        *,
        settles: bool = False,
        own_folder: bool = False,
    ) -> list[Received]:
        """Archive a file: its bytes, if any, and one entry; existing entries of this inbox are not changed.

        A file that `settles` a notice of its name gets a second entry where it has one: it can be read again.

        A zip package of files gives itself and each member (domain.md M08). `folder` is the subfolder of the inbox it
        lies in, which names the unit where nothing better does.

        Bytes in the archive that are damaged or gone are mended by the same file that comes again, unless they were
        redacted on purpose.

        `own_folder` says that the inbox is a folder of this one period, where nothing lies from earlier ones.

        The time of receipt is the file's modification time, that is when it was put into the inbox, but never later
        than `known_at`, whatever the file's clock.
        """
        return self._record_all(self._files(arrival, inbox, known_at, limits, settles, own_folder), known_at)

    def _files(
        self, arrival: Arrived, inbox: str, known_at: dt.datetime, limits: Limits, settles: bool, own_folder: bool
    ) -> Iterator[tuple[Received, bytes | None, bool]]:
        """The file, and the members of a package: each with its bytes, if any, and whether it settles a notice."""
        received_at = min(arrival.changed or known_at, known_at)
        whole = Received(
            arrival.name, arrival.sha256(inbox), inbox, received_at, folder=arrival.folder, own_folder=own_folder
        )
        if isinstance(arrival.content, Notice):
            yield replace(whole, notice=arrival.content), None, False
        else:
            yield from ((*file, settles) for file in files_in(whole, arrival.content, limits))

    def _record_all(
        self, files: Iterator[tuple[Received, bytes | None, bool]], known_at: dt.datetime
    ) -> list[Received]:
        """Archive files, some together: most of the time is waiting for the disk, four times for each of them."""
        recorded: list[Received] = []
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            while some := [*islice(files, _AT_ONCE)]:
                recorded += pool.map(lambda file: self._record(file[0], file[1], known_at, again=file[2]), some)
        return recorded

    def receive_all(self, folder: Path, inbox: str, known_at: dt.datetime, limits: Limits = LIMITS) -> list[Received]:
        """Archive everything in a folder, in the order of names; what cannot be read gets an entry with a notice."""
        make_private(self.root)
        before = self.known(known_at).get(inbox, [])
        refused = {(file.folder, file.file) for file in before if file.notice and not self.raw(file).exists()}
        own = folder.name == inbox
        files = (
            file
            for arrival in arrived(folder, limits)
            for file in self._files(arrival, inbox, known_at, limits, (arrival.folder, arrival.name) in refused, own)
        )
        return self._record_all(files, known_at)

    def known(self, knowledge: dt.datetime, *, but: Collection[Path] = ()) -> dict[str, list[Received]]:
        """Inbox → its files at a knowledge cut-off, in the order of names; `but` those of these receipts.

        Duplicates name the file they repeat (M01), or the week whose file they state again.

        A refused file is listed until another file of its name is received.
        """
        entries = [entry for entry in self._entries(but) if dt.datetime.fromisoformat(entry["known_at"]) <= knowledge]
        entries.sort(key=lambda entry: (entry["known_at"], entry["inbox"], entry["file"]))
        files = with_repeats(map(received_of, standing(entries)), self.expected)
        inboxes: dict[str, list[Received]] = {}
        for received in sorted(files, key=lambda received: (received.inbox, received.file, received.sha256)):
            inboxes.setdefault(received.inbox, []).append(received)
        return inboxes

    def last_receipt(self) -> tuple[dt.datetime, str] | None:
        """When the last entry was made, and its name; None where nothing was ever received."""
        entries = self._entries()
        names = (f"the receipt of {entry['inbox']}/{entry['file']}" for entry in entries)
        moments = (dt.datetime.fromisoformat(entry["known_at"]) for entry in entries)
        return max(zip(moments, names, strict=True), default=None)

    def _entries(self, but: Collection[Path] = ()) -> list[dict[str, Any]]:
        receipts = (path for path in self._receipts() if path not in but)
        return [unsealed(path, f"the receipt of a file of {path.parent.name}") for path in receipts]

    def _receipts(self) -> Iterator[Path]:
        return (self.root / "received").glob("*/*.json")

    def read_folder(self, rules: str, inbox: str, files: list[Received]) -> Path:
        """The folder with the cached reading of exactly these files under these rules."""
        key = "\n".join(
            f"{received.file} {received.sha256} {received.received_at.isoformat()} {received.repeats} {received.folder}"
            f"{f' {received.restates}' if received.restates else ''}"
            f"{f' {received.notice.rule}' if received.repeats and received.notice else ''}"
            f"{f' {received.disputed}' if received.disputed else ''}"
            for received in files
        )
        return self.root / "read" / rules / f"{inbox}-{hashlib.sha256(key.encode()).hexdigest()[:16]}"

    def clear_readings(self, inboxes: Collection[str]) -> None:
        """Remove the cached readings of these inboxes: they are read again from the archive."""
        for reading in [*self.root.glob("read/*/*")]:
            if reading.name.strip(".").rpartition("-")[0] in inboxes:
                shutil.rmtree(reading)

    def _record(
        self, received: Received, content: bytes | None, known_at: dt.datetime, *, again: bool = False
    ) -> Received:
        if content is not None:
            self._keep(received, content)
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
        if received.own_folder:
            entry["own_folder"] = True
        path, data = self._entry_path(received), sealed(entry)
        if not write_if_absent(path, data) and again:
            write_if_absent(path.with_stem(f"{path.stem}-{known_at:%Y%m%dT%H%M%S}"), data)
        return received

    def _keep(self, received: Received, content: bytes) -> None:
        path = self.raw(received)
        known = path.exists() or self._entry_path(received).exists()
        if not known:
            write_if_absent(path, content)
        elif not (is_whole(path, received.sha256) or _is_redacted(path) or received.sha256 in self.emptied()):
            write_whole(path, content)

    def _entry_path(self, received: Received) -> Path:
        path = f"{received.folder}/{received.file}" if received.folder else received.file
        name = hashlib.sha256(path.encode()).hexdigest()[:8]
        return self.root / "received" / received.inbox / f"{file_digits(received.sha256)}-{name}.json"


def _opens(receipt: Path) -> bool:
    try:
        return bool(unsealed(receipt, receipt.parent.name))
    except (KeptFileDamaged, OSError):
        return False


def _is_redacted(path: Path) -> bool:
    return path.is_file() and not unreadable(path) and is_redacted(path.read_bytes())
