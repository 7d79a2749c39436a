"""Append-only logs of people's decisions: one line of JSON each (design.md §5.9).

Every line has its time (`at`), so that the log can be read as of any moment.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.store.atomic_files import make_private, sync_folder


class LogDamaged(Exception):
    """A line of a log cannot be read; the text says what to do."""


@dataclass(frozen=True)
class AppendLog:
    """The log in `file`, readable by its owner only."""

    file: Path

    def lines(self, until: dt.datetime | None = None) -> list[dict[str, Any]]:
        """Its lines in the order they were written, those of `until` or earlier. Raises LogDamaged."""
        lines = [self._read(text) for text in self._whole_lines()]
        return [line for line in lines if until is None or dt.datetime.fromisoformat(line["at"]) <= until]

    def add(self, lines: Sequence[Mapping[str, Any]], at: dt.datetime) -> None:
        """Append lines with their time: all of them or, where the disk is full, none."""
        text = "".join(json.dumps({**line, "at": at.isoformat()}, ensure_ascii=False) + "\n" for line in lines)
        if not self.file.parent.exists():  # an existing folder, such as the lake, keeps its permissions
            make_private(self.file.parent)
        with os.fdopen(os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            end = file.read().rfind(b"\n") + 1  # what follows the last line end was cut off by a crash
            file.seek(end)
            try:
                file.write(text.encode())
                file.truncate()
                os.fsync(file.fileno())
            except OSError:
                os.ftruncate(file.fileno(), end)
                raise
        sync_folder(self.file.parent)

    def _whole_lines(self) -> list[str]:
        if not self.file.exists():
            return []
        *whole, _cut_off = self.file.read_bytes().split(b"\n")
        return [line.decode() for line in whole]

    def _read(self, text: str) -> dict[str, Any]:
        try:
            line: dict[str, Any] = json.loads(text)
        except ValueError:
            raise LogDamaged(f"{self.file} holds a line that is not JSON; restore the file from its backup") from None
        return line
