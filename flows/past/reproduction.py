"""Reproduce a past edition with the knowledge of that time (domain.md §6), outside the published store.

<out>/reproduced/<period>-edition-<N>/period=…/edition=N   tables and documents
<out>/reproduced/<period>-edition-<N>/periods/…            deliverables
"""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from flows.county.workspace import Workspace
from flows.editions.corrections import erased_since
from flows.editions.inputs import same_inputs
from flows.read.workers.pool import FAULTS_OF_MACHINE
from flows.report.publish import write_deliverables
from flows.steps import build_edition, read
from flows.store.edition import Edition
from flows.store.locks import named_lock, shared_lock
from transforms.clock import Clock, period_end
from transforms.records.notice import Notice
from transforms.records.submission import Received

Inboxes = dict[str, list[Received]]
"""Inbox → its files."""

MINUTE = dt.timedelta(minutes=1)
"""Reports print their knowledge cut-off to the minute."""


class NothingKnown(Exception):
    """No file of the period was known at that moment."""


@dataclass(frozen=True)
class Reproduction:
    """A reproduced edition, and the original.

    `differs` names the tables, documents, and inputs that differ, `forgotten` the times of erasures since then.
    """

    edition: Edition
    original: Edition | None
    differs: tuple[str, ...]
    papers: Path
    forgotten: tuple[str, ...] = ()


def reproduce(workspace: Workspace, period: str, as_of: dt.date | None, knowledge: dt.datetime) -> Reproduction:
    """Make the edition of a period with the knowledge of a moment; the inbox is not read.

    It gets the number of the edition made with that knowledge and is compared with it, else the number that was next
    then. Raises NothingKnown.
    """
    original = _original(workspace, period, as_of, knowledge)
    clock = _clock(original) if original else Clock(period, as_of or period_end(period), knowledge)
    known = _as_read_then(workspace.archive.known(clock.knowledge), original)
    if not known and original is None:  # a week may well have been published of which nobody had sent anything
        raise NothingKnown(
            f"nothing was received before {knowledge.isoformat()}; the time needs its zone, as in +08:00"
        )
    number = original.number if original else _next_number(workspace, clock)
    folder = workspace.out / "reproduced" / f"{period}-edition-{number}"
    with shared_lock(workspace.out), named_lock(workspace.out, "reproduced"):
        shutil.rmtree(folder, ignore_errors=True)
        overlaid = replace(workspace, overlay=folder, pinned=original.manifest.get("looked_back") if original else None)
        edition = build_edition(overlaid, read(workspace, known), clock, number=number)
    forgotten = tuple(erased_since(workspace, original)) if original else ()
    return Reproduction(edition, original, _differences(original, edition), overlaid.papers(period, number), forgotten)


def write_reproduction(workspace: Workspace, reproduction: Reproduction) -> Path:
    """Render its deliverables next to it; gives their folder."""
    folder = reproduction.edition.folder.parents[1]
    return write_deliverables(replace(workspace, overlay=folder), reproduction.edition)


def _as_read_then(inboxes: Inboxes, original: Edition | None) -> Inboxes:
    """The files, with a notice on those that the original has refused for a fault of the machine."""
    rules = dict(original.manifest["inputs"].get("not_read", ())) if original else {}
    notices = {
        sha256: Notice(rule, FAULTS_OF_MACHINE[rule]) for sha256, rule in rules.items() if rule in FAULTS_OF_MACHINE
    }
    return {
        inbox: [replace(file, notice=notices.get(file.sha256, file.notice)) for file in files]
        for inbox, files in inboxes.items()
    }


def _original(workspace: Workspace, period: str, as_of: dt.date | None, knowledge: dt.datetime) -> Edition | None:
    editions = [edition for edition in workspace.store.editions(period) if as_of in {None, _clock(edition).as_of}]
    exact = [edition for edition in editions if _clock(edition).knowledge == knowledge]
    within = [edition for edition in editions if knowledge <= _clock(edition).knowledge < knowledge + MINUTE]
    return next(iter([*exact, *within]), None)


def _clock(edition: Edition) -> Clock:
    last = period_end(edition.period)
    rules_day = dt.date.fromisoformat(edition.manifest["inputs"].get("rules_day", last.isoformat()))
    return Clock(edition.period, edition.as_of, edition.knowledge, None if rules_day == last else rules_day)


def _next_number(workspace: Workspace, clock: Clock) -> int:
    known = [
        edition.number
        for edition in workspace.store.editions(clock.period)
        if _clock(edition).knowledge <= clock.knowledge
    ]
    return max(known, default=0) + 1


def _differences(original: Edition | None, edition: Edition) -> tuple[str, ...]:
    if original is None:
        return ()
    old, new = original.manifest["inputs"], edition.manifest["inputs"]
    inputs = [f"inputs: {name}" for name in new if not same_inputs(old.get(name), new[name])]
    content = [name for name, digest in edition.content.items() if original.content.get(name) != digest]
    return (*inputs, *content)
