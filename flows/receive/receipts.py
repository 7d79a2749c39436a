"""What the receipts of the archive say together: which files stand, and which repeats another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from expectations.contract.rules import Reaction
from transforms.records.notice import Notice
from transforms.records.submission import Received, file_name


def standing(entries: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The entries, in order of receipt, without notices that a later entry of the same name has settled.

    Of two entries of one file, the second of which has settled a notice, the first counts.
    """
    latest = {_name(entry): at for at, entry in enumerate(entries)}
    seen: set[tuple[object, ...]] = set()
    for at, entry in enumerate(entries):
        name = _name(entry)
        if ("notice" not in entry or latest[name] == at) and (name, entry["sha256"]) not in seen:
            seen.add((name, entry["sha256"]))
            yield entry


def _name(entry: Mapping[str, Any]) -> tuple[str, str | None, str]:
    return entry["inbox"], entry.get("folder"), entry["file"]


def received_of(entry: Mapping[str, Any]) -> Received:
    """The file of an entry."""
    received_at = dt.datetime.fromisoformat(entry["received_at"])
    fields = entry.get("notice")
    notice = Notice(fields["rule"], fields["message"], Reaction(fields["reaction"])) if fields else None
    return Received(
        entry["file"], entry["sha256"], entry["inbox"], received_at, notice=notice, folder=entry.get("folder")
    )


def with_repeats(files: Iterable[Received]) -> list[Received]:
    """The files, in order of receipt; a duplicate names the file whose bytes it `repeats`.

    The first one counts, unless a later one has a higher version in its name: renaming it settles a conflict.
    """
    by_content: dict[str, list[Received]] = {}
    for received in files:
        by_content.setdefault(received.sha256, []).append(received)
    marked = []
    for copies in by_content.values():
        counted = max(copies, key=lambda copy: file_name(copy.file).version)
        marked += [copy if copy is counted else replace(copy, repeats=counted.file) for copy in copies]
    return marked
