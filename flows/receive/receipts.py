"""What the receipts of the archive say together: which files stand, and which repeats another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from expectations.contract.rules import Reaction
from transforms.records.file_sentences import named_for_two
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
        entry["file"],
        entry["sha256"],
        entry["inbox"],
        received_at,
        notice=notice,
        folder=entry.get("folder"),
        own_folder=entry.get("own_folder", False),
    )


def with_repeats(files: Iterable[Received], expected: Mapping[str, Collection[str]]) -> list[Received]:
    """The files, in order of receipt; a duplicate says whose bytes it `repeats`, or which week it `restates`.

    `expected`: sheet → the units that send it. A copy under another unit's name is refused, whatever its version, and
    the one that counts is `disputed` where both units send the sheet (domain.md M01).
    """
    by_content: dict[str, list[Received]] = {}
    for received in files:
        by_content.setdefault(received.sha256, []).append(received)
    return [marked for copies in by_content.values() for marked in _copies(copies, expected)]


def _copies(copies: Sequence[Received], expected: Mapping[str, Collection[str]]) -> Iterator[Received]:
    """Equal files: those for a later week than the first are statements, one for each inbox; of the rest one counts."""
    owners = _owners(copies, expected)
    strangers = [copy for copy in copies if owners and _unit(copy) not in (None, owners[0])]
    own = [copy for copy in copies if copy not in strangers]
    of_first = [copy for copy in own if not _is_for_new_week(copy, own[0])]
    counted = max(of_first, key=lambda copy: _claim(copy, of_first))
    disputed = next((copy.file for copy in strangers if _unit(copy) in owners), None)
    stated = set[str]()
    for copy in copies:
        if copy in strangers:
            yield replace(copy, repeats=counted.file, notice=named_for_two(counted.file))
        elif copy is counted:
            yield replace(copy, disputed=disputed)
        elif copy in of_first:
            yield replace(copy, repeats=counted.file)
        elif copy.inbox in stated:
            yield replace(copy, repeats=own[0].file)
        else:
            stated.add(copy.inbox)
            yield replace(copy, restates=own[0].inbox)


def _owners(copies: Sequence[Received], expected: Mapping[str, Collection[str]]) -> list[str]:
    """The units in whose names equal files came, of which the sheet is awaited, in the earliest week of these.

    The first is the one that sent it first. Of several nobody knows whose it is. Where it is awaited of none, a later
    name corrects an earlier one, as within a unit, and there are no owners.
    """
    awaited = [copy for copy in copies if _unit(copy) in expected.get(file_name(copy.file).sheet or "", ())]
    first = sorted(awaited, key=lambda copy: copy.received_at)
    earliest = min((copy.inbox for copy in awaited), default=None)
    return [*dict.fromkeys(unit for copy in first if copy.inbox == earliest and (unit := _unit(copy)))]


def _unit(received: Received) -> str | None:
    unit = file_name(received.file).unit
    return unit.upper() if unit else None


def _is_for_new_week(copy: Received, first: Received) -> bool:
    """Whether equal bytes were sent for a later week: by the file's name, or by the folder they were put into.

    What merely lies in a common inbox from week to week was not sent again, nor was what names another period there.
    """
    named = file_name(copy.file).period
    return copy.inbox > first.inbox and (named == copy.inbox or copy.own_folder)


def _claim(copy: Received, copies: Sequence[Received]) -> tuple[bool, int, int]:
    """By what one of equal files counts: a higher version, then the later of two full names; else the first.

    Renaming a file settles a conflict, and corrects a wrong name. A name for a week to come refuses the file, and
    counts only where there is no other.
    """
    names = [file_name(other.file) for other in copies]
    name = file_name(copy.file)
    return (name.period or "") <= copy.inbox, name.version, names.index(name) if name.unit and name.sheet else -1
