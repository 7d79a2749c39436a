"""What is past its retention term, and why it may be removed; nothing is changed.

What readers see, what was distributed, and the sources of their figures are kept: the current, the first and the newest
edition of a period, every distributed one, and every raw file of which a row counts in one of these.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows import steps
from flows.county.workspace import Workspace
from flows.editions.distributed_papers import PERSONS, RETURNS
from flows.editions.distribution import distributions_of
from flows.past.erasure.editions import every_edition
from flows.past.retention.terms import Terms
from flows.receive.redacted_files import BEGINNING
from flows.store.edition import Edition
from transforms.clock import is_week
from transforms.editions.find_person import mentions_received
from transforms.editions.mentions_known import mentions_known
from transforms.identify.mentions import ROSTERS
from transforms.judge.in_force import IN_FORCE
from transforms.records.extract import Intake
from transforms.records.submission import Received, file_digits

KINDS = {
    "readings": "what was read of workbooks, made again when needed",
    "reproduced": "editions made again for comparison",
    "restricted": "marked copies of workbooks and pages of persons",
    "replaced": "editions that others have replaced, with their papers",
    "raw": "workbooks of which no row counts any more: their rows are emptied, hash and ledger stay",
}
"""Kinds of what is removed; each has its term under `<kind>_days` or `<kind>_months`."""


@dataclass(frozen=True)
class Due:
    """Something to be removed: its `kind`, the file or folder, since when it exists, and its size in bytes.

    `file` is the original name of a workbook, whose path is its hash.
    """

    kind: str
    path: Path
    since: dt.datetime
    size: int
    file: str = ""


def due(workspace: Workspace, terms: Terms, now: dt.datetime) -> list[Due]:
    """Everything whose term is over, by kind and path."""
    items = [
        *_old("readings", _readings(workspace), terms.of("readings_days"), now),
        *_old("reproduced", workspace.out.glob("reproduced/*"), terms.of("reproduced_days"), now),
        *_old("restricted", _restricted(workspace), terms.of("restricted_months"), now),
        *_replaced(workspace, terms.of("replaced_months"), now),
        *_raw(workspace, terms.of("raw_months"), now),
    ]
    return sorted(items, key=lambda item: ([*KINDS].index(item.kind), item.path))


def _old(kind: str, paths: Iterator[Path], term: dt.timedelta | None, now: dt.datetime) -> Iterator[Due]:
    for path in paths if term else ():
        since = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
        if term and now - since > term:
            yield Due(kind, path, since, size_of(path))


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def _readings(workspace: Workspace) -> Iterator[Path]:
    """Readings under other rules than today's."""
    return (folder for folder in workspace.archive.root.glob("read/*") if folder.name != workspace.rules)


def _restricted(workspace: Workspace) -> Iterator[Path]:
    where = (f"periods/*/edition-*/{RETURNS}", f"periods/*/edition-*/{PERSONS}", f"issued/*/edition-*/{RETURNS}")
    return (folder for pattern in where for folder in workspace.out.glob(pattern))


def _replaced(workspace: Workspace, term: dt.timedelta | None, now: dt.datetime) -> Iterator[Due]:
    kept = _kept(workspace)
    for edition in every_edition(workspace) if term else ():
        since = edition.knowledge
        if term and edition.folder not in kept and now - since > term:
            papers = workspace.papers(edition.period, edition.number)
            yield Due("replaced", edition.folder, since, size_of(edition.folder) + size_of(papers))


def _kept(workspace: Workspace) -> set[Path]:
    """The folders of editions that are kept, and of those they looked back on, needed to reproduce them."""
    editions = {(edition.period, edition.number): edition for edition in every_edition(workspace)}
    kept: set[Path] = set()
    waiting = [*_standing(workspace)]
    while waiting:
        edition = waiting.pop()
        if edition.folder not in kept:
            kept.add(edition.folder)
            upstream = edition.manifest.get("looked_back", {}).items()
            waiting += [editions[number] for number in upstream if number in editions]
    return kept


def _standing(workspace: Workspace) -> Iterator[Edition]:
    """The first, newest (the next number follows it), current and distributed editions of every period."""
    for period in workspace.store.periods():
        editions = workspace.store.editions(period)
        distributed = {distribution.edition for distribution in distributions_of(workspace, period)}
        yield from (editions[0], editions[-1], *(edition for edition in editions if edition.number in distributed))
        if current := workspace.store.current(period):
            yield current


def _raw(workspace: Workspace, term: dt.timedelta | None, now: dt.datetime) -> Iterator[Due]:
    if term is None:
        return
    inboxes = workspace.archive.known(now)
    old = [file for files in inboxes.values() for file in files if now - file.received_at > term]
    if not (old := [file for file in old if _whole(workspace, file)]):
        return
    needed = _needed(workspace, steps.read(workspace, inboxes), now)
    for file in {file.sha256: file for file in old}.values():
        if file_digits(file.sha256) not in needed:
            path = workspace.archive.raw(file)
            yield Due("raw", path, file.received_at, path.stat().st_size, f"{file.inbox}/{file.file}")


def _whole(workspace: Workspace, received: Received) -> bool:
    """Whether the file is there as it came."""
    path = workspace.archive.raw(received)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(BEGINNING)) != BEGINNING


def _needed(workspace: Workspace, intake: Intake, now: dt.datetime) -> set[str]:
    """The files, by the start of their hash, with a row that counts in a kept edition or numbers a person.

    Or about whose person somebody has decided: without it the answer would speak of nobody.
    """
    editions: Sequence[Edition] = [
        *(edition for period in workspace.store.periods() if (edition := workspace.store.current(period))),
        *(edition for period in workspace.store.periods() for edition in _distributed(workspace, period)),
    ]
    counted = [edition.table("files").filter(pl.col("standing") == IN_FORCE)["submission"] for edition in editions]
    last = max(filter(is_week, workspace.store.periods()), default="")
    waiting = intake.submissions.filter(pl.col("period") > last)["submission"]
    decisions = workspace.identity_decisions.holding(None, now)
    persons = (_numbering(workspace, intake, decisions), _decided(workspace, intake, decisions))
    return {file_digits(submission) for part in (*counted, waiting, *persons) for submission in part}


def _distributed(workspace: Workspace, period: str) -> list[Edition]:
    numbers = {distribution.edition for distribution in distributions_of(workspace, period)}
    return [edition for edition in workspace.store.editions(period) if edition.number in numbers]


def _decided(workspace: Workspace, intake: Intake, decisions: pl.DataFrame) -> pl.Series:
    """The submissions with a mention about which somebody has decided."""
    if decisions.is_empty():
        return pl.Series(dtype=pl.String)
    decided = pl.concat([decisions["mention"], decisions["other"]])
    known = mentions_known(intake.rows, workspace.pepper.digest)
    return known.filter(pl.col("mention").is_in(decided.implode()))["submission"].unique()


def _numbering(workspace: Workspace, intake: Intake, decisions: pl.DataFrame) -> pl.Series:
    """The submissions in which persons were first seen on a roster: without these they would get other numbers."""
    named = mentions_received(intake.rows, workspace.pepper.digest, workspace.county, decisions)
    known = named.filter(pl.col("sheet").is_in(ROSTERS) & pl.col("person_id").is_not_null())
    dated = known.join(intake.submissions.select("submission", "period"), on="submission")
    return dated.sort("period", "submission", "row").unique("person_id", keep="first")["submission"]
