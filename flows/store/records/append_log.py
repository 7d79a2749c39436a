"""Append-only logs of people's decisions: one line of JSON each (design.md §5.9).

Every line has its time (`at`), so that the log can be read as of any moment, and, from 0.2 on, the SHA-256 of all that
stands before it in the file (`before`). Beside the log its *head* (`<log>.head`) has the length and SHA-256 of the log
when it was last written. So a line that was changed, removed or put in between shows, at the end too; older lines
without `before` are vouched for by the first one that has it. Who can write the folder and knows this can still forge
both: the chain tells faults and careless hands, it is no signature.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.store.atomic_files import make_private, named, sync_folder, write_whole
from flows.store.file_lock import lock
from flows.store.seals import KeptFileDamaged, sealed, unsealed


class LogDamaged(KeptFileDamaged):
    """A line of a log cannot be read, was changed, or is gone; the text says what to do."""


@dataclass(frozen=True)
class AppendLog:
    """The log in `file`, readable by its owner only."""

    file: Path

    def lines(self, until: dt.datetime | None = None) -> list[dict[str, Any]]:
        """Its lines in the order they were written, those of `until` or earlier. Raises LogDamaged."""
        head = self._read_head()  # before the log, which another process may lengthen meanwhile
        data = self.file.read_bytes() if self.file.exists() else b""
        lines = self._checked(data[: data.rfind(b"\n") + 1], head)
        return [
            {name: value for name, value in line.items() if name != "before"}
            for line in lines
            if until is None or dt.datetime.fromisoformat(line["at"]) <= until
        ]

    def torn(self) -> Iterator[str]:
        """What is said of bytes behind its last whole line: a line that was not written to its end does not count."""
        data = self.file.read_bytes() if self.file.exists() else b""
        if bytes_over := len(data) - (data.rfind(b"\n") + 1):
            yield (
                f"{self.file}: behind its last line {bytes_over} bytes of another were cut off while they were "
                "written; they do not count and go with the next line. If something was being recorded then, look "
                "whether it is, and do it again"
            )

    def add(self, lines: Sequence[Mapping[str, Any]], at: dt.datetime) -> None:
        """Append lines with their time: all of them or, where the disk is full, none. Raises LogDamaged."""
        if not self.file.parent.exists():  # an existing folder, such as the lake, keeps its permissions
            make_private(self.file.parent)
        with named(self.file), os.fdopen(os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            lock(file)
            data = file.read()
            whole = data[: data.rfind(b"\n") + 1]  # what follows the last line end was cut off by a crash
            self._checked(whole, self._read_head())
            if not self._head.exists():  # from now on a log without a head is damaged
                self._write_head(whole)
            longer = _lengthened(whole, lines, at)
            file.seek(len(whole))
            try:
                file.write(longer[len(whole) :])
                file.truncate()
                os.fsync(file.fileno())
                self._write_head(longer)
            except OSError:
                os.ftruncate(file.fileno(), len(whole))
                raise
        sync_folder(self.file.parent)

    @property
    def _head(self) -> Path:
        return self.file.with_suffix(".head")

    def _read_head(self) -> Mapping[str, Any] | None:
        try:
            return unsealed(self._head, f"the end of the log {self.file}")
        except FileNotFoundError:
            return None

    def _write_head(self, data: bytes) -> None:
        write_whole(self._head, sealed({"length": len(data), "sha256": hashlib.sha256(data).hexdigest()}))

    def _checked(self, data: bytes, head: Mapping[str, Any] | None) -> list[dict[str, Any]]:
        """The lines of the log's bytes. Raises LogDamaged."""
        lines = [*self._lines(data)]
        if head is None and any("before" in line for line in lines):
            raise self._damaged(f"its head {self._head.name} is gone")
        if head and hashlib.sha256(data[: head["length"]]).hexdigest() != head["sha256"]:
            raise self._damaged("lines at its end were changed or removed")
        return lines

    def _lines(self, data: bytes) -> Iterator[dict[str, Any]]:
        before, chained = hashlib.sha256(), False
        for number, text in enumerate(data.splitlines(keepends=True), start=1):
            try:
                line: dict[str, Any] = json.loads(text)
                if not isinstance(line, dict):
                    raise ValueError
            except ValueError:
                raise self._damaged(f"line {number} is not JSON") from None
            chained = chained or "before" in line
            if chained and line.get("before") != before.hexdigest():
                raise self._damaged(f"line {number} or one before it was changed, removed or put in between")
            before.update(text)
            yield line

    def _damaged(self, what: str) -> LogDamaged:
        return LogDamaged(f"{self.file}: {what}; restore the file and its head from their backup")


def _lengthened(data: bytes, lines: Sequence[Mapping[str, Any]], at: dt.datetime) -> bytes:
    """The bytes of a log with more lines."""
    before, texts = hashlib.sha256(data), [data]
    for line in lines:
        chained = {**line, "at": at.isoformat(), "before": before.hexdigest()}
        texts.append(json.dumps(chained, ensure_ascii=False).encode() + b"\n")
        before.update(texts[-1])
    return b"".join(texts)
