"""Whether everything that is kept is still what was written, and what is to be done where it is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from flows.county.limits import limits_of
from flows.county.workspace import Workspace
from flows.editions.distributed_papers import lost_papers
from flows.editions.distribution import went_out
from flows.receive.archive import Archive
from flows.receive.inbox import inbox_folder
from flows.store.edition import Edition
from flows.store.pepper import PepperRefused
from flows.store.records.append_log import AppendLog
from flows.store.records.pepper_record import AnotherPepper
from flows.store.seals import KeptFileDamaged


def damages(workspace: Workspace, now: dt.datetime) -> Iterator[str]:
    """A sentence for each kept file that was changed or is gone: records, archive, editions, papers that went out.

    All are looked at, whatever is found on the way; what needs a damaged record to be told is left out.
    """
    logs, pepper = _logs(workspace), _pepper(workspace)
    archive = _each(lambda: _archive(workspace).damaged(now))
    yield from dict.fromkeys([*logs, *pepper, *archive, *_editions(workspace)])


def mend(workspace: Workspace, inbox: Path, now: dt.datetime) -> None:
    """Mend damaged bytes of the archive by the same files where they still lie in the inbox's folders of the weeks."""
    archive = _archive(workspace)
    for week in archive.known(now, but=archive.broken_receipts()):
        if (inbox / week).is_dir():
            archive.mend(inbox_folder(inbox, week), week, now, limits_of(workspace.county))


def _each(*looks: Callable[[], Iterable[str]]) -> Iterator[str]:
    """What each look finds, or that it ends at a file that is damaged or cannot be read."""
    for look in looks:
        try:
            yield from look()
        except KeptFileDamaged as damage:
            yield str(damage)
        except OSError as error:
            yield f"{error.filename} cannot be read ({error.strerror}); let this user read it, then: wuwei verify"


class _Everything(frozenset[str]):
    """Any file may have been redacted on purpose, as long as the record of that is damaged."""

    def __contains__(self, _: object) -> bool:
        return True


def _archive(workspace: Workspace) -> Archive:
    """The archive, which brings nothing back where it cannot know what was removed on purpose."""
    known = not [*_each(partial(_damage_of, workspace.forgotten), partial(_damage_of, workspace.retained))]
    return workspace.archive if known else replace(workspace.archive, emptied=_Everything)


def _logs(workspace: Workspace) -> Iterator[str]:
    yield from _each(*(partial(_damage_of, log) for log in workspace.logs()))


def _damage_of(log: AppendLog) -> Iterator[str]:
    log.lines()
    yield from log.torn()


def _pepper(workspace: Workspace) -> Iterator[str]:
    try:
        if workspace.pepper_record.fingerprints:
            workspace.check_pepper()
    except (AnotherPepper, PepperRefused, KeptFileDamaged) as refusal:
        yield str(refusal)


def _editions(workspace: Workspace) -> Iterator[str]:
    there = {
        (period, edition.number): edition
        for period in workspace.store.periods()
        for edition in workspace.store.editions(period)
    }
    for edition in there.values():
        yield from _each(edition.damaged, partial(_lost, workspace, edition))
    yield from _each(lambda: _gone(workspace, there))


def _lost(workspace: Workspace, edition: Edition) -> Iterator[str]:
    return lost_papers(workspace, edition, went_out(workspace, edition))


def _gone(workspace: Workspace, there: Mapping[tuple[str, int], Edition]) -> Iterator[str]:
    """The editions that are missing: by their number, or because they went out or others are made of them."""
    wanted = {*_distributed(workspace)}
    newest = dict(sorted(there))
    wanted |= {(period, number) for period, last in newest.items() for number in range(1, last)}
    for edition in there.values():
        with suppress(KeptFileDamaged, OSError):  # that is said of the edition itself
            wanted |= _needed(edition)
    for period, number in sorted(wanted - _removed(workspace) - {*there}):
        folder = workspace.store.root / f"period={period}" / f"edition={number}"
        yield f"edition {number} of {period} is gone, or its manifest is; restore {folder} from its backup"


def _distributed(workspace: Workspace) -> Iterator[tuple[str, int]]:
    for line in workspace.distributions.lines():
        yield line["period"], line["edition"]


def _needed(edition: Edition) -> set[tuple[str, int]]:
    """The editions of earlier periods an edition is made of."""
    return {*edition.manifest.get("looked_back", {}).items()}


def _removed(workspace: Workspace) -> set[tuple[str, int]]:
    """The editions that went after their term."""
    folders = (Path(line["path"]) for line in workspace.retained.lines() if line["kind"] == "replaced")
    return {
        (folder.parent.name.removeprefix("period="), int(folder.name.removeprefix("edition="))) for folder in folders
    }
