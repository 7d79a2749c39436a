"""Whether everything that is kept is still what was written, and what is to be done where it is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from flows.county.limits import limits_of
from flows.county.workspace import Workspace
from flows.editions.distributed_papers import lost_papers
from flows.editions.distribution import went_out
from flows.receive.inbox import inbox_folder
from flows.store.append_log import AppendLog
from flows.store.edition import Edition
from flows.store.pepper import PepperRefused
from flows.store.pepper_record import AnotherPepper
from flows.store.seals import KeptFileDamaged


def damages(workspace: Workspace, now: dt.datetime) -> Iterator[str]:
    """A sentence for each kept file that was changed or is gone: records, archive, editions, papers that went out."""
    broken = [*_logs(workspace)]
    yield from broken
    if not broken:  # what was removed on purpose stands in the records
        yield from _pepper(workspace)
        yield from workspace.archive.damaged(now)
        yield from _editions(workspace)


def mend(workspace: Workspace, inbox: Path, now: dt.datetime) -> None:
    """Mend damaged bytes of the archive by the same files where they still lie in the inbox's folders of the weeks."""
    for week in workspace.archive.known(now):
        if (inbox / week).is_dir():
            workspace.archive.mend(inbox_folder(inbox, week), week, now, limits_of(workspace.county))


def _logs(workspace: Workspace) -> Iterator[str]:
    heads = [path.with_suffix(".jsonl") for path in workspace.out.glob("decisions/*.head")]
    logs = {*workspace.out.glob("decisions/*.jsonl"), *heads, workspace.store.root / "undone.jsonl"}
    for log in sorted(logs):
        try:
            AppendLog(log).lines()
        except KeptFileDamaged as damage:
            yield str(damage)


def _pepper(workspace: Workspace) -> Iterator[str]:
    if not workspace.pepper_record.fingerprints:
        return
    try:
        workspace.check_pepper()
    except (AnotherPepper, PepperRefused) as refusal:
        yield str(refusal)


def _editions(workspace: Workspace) -> Iterator[str]:
    numbers: dict[str, set[int]] = {}
    wanted = {*_distributed(workspace)}
    for period in workspace.store.periods():
        for edition in workspace.store.editions(period):
            numbers.setdefault(period, set()).add(edition.number)
            try:
                yield from edition.damaged()
                yield from lost_papers(workspace, edition, went_out(workspace, edition))
                wanted |= _needed(edition)
            except KeptFileDamaged as damage:
                yield str(damage)
    for period, there in numbers.items():
        wanted |= {(period, number) for number in range(1, max(there))}
    for period, number in sorted(wanted - _removed(workspace)):
        if number not in numbers.get(period, set()):
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
