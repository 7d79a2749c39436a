"""Distribution (印发): which edition of a period was sent, to whom, with which files; an append-only log.

<out>/decisions/issued.jsonl. What is distributed is never rewritten: a figure that changes later makes a correction.
Its papers are kept apart (`flows.editions.distributed_papers`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flows.county.workspace import Workspace
from flows.editions.distributed_papers import (
    RETURNS,
    keep_papers,
    kept_returns,
    lost_papers,
    office_name,
    papers_of,
)
from flows.store.edition import Edition
from flows.store.locks import named_lock, shared_lock
from flows.store.records.append_log import AppendLog
from flows.store.records.recorded_words import check_recorded


class CannotDistribute(Exception):
    """An edition that cannot be distributed; the text says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """One distribution: `number` counts those of the period, `files` maps the report's own files, and
    those that the office made of it, to their SHA-256.

    `papers` is the SHA-256 of the list of all papers; before 0.2 there was none.
    """

    period: str
    number: int
    edition: int
    recipients: tuple[str, ...]
    by: str
    at: str
    files: dict[str, str]
    papers: str = ""


def distributions_of(workspace: Workspace, period: str, knowledge: dt.datetime | None = None) -> list[Distribution]:
    """The distributions of a period at the knowledge cut-off, oldest first."""
    lines = [line for line in workspace.distributions.lines(knowledge) if line["period"] == period]
    return [Distribution(**{**line, "recipients": tuple(line["recipients"])}) for line in lines]


def holders(distributions: Sequence[Distribution]) -> dict[int, tuple[str, ...]]:
    """Edition → the recipients whose latest edition it is. The edition distributed last comes last."""
    latest = {recipient: sent.edition for sent in distributions for recipient in sent.recipients}
    editions = dict.fromkeys(sent.edition for sent in reversed(distributions))
    recipients = {
        edition: tuple(who for who, has in latest.items() if has == edition) for edition in reversed(editions)
    }
    return {edition: names for edition, names in recipients.items() if names}


def went_out(workspace: Workspace, edition: Edition) -> dict[str, str]:
    """Name → SHA-256 of an edition's papers that went out, without those removed on purpose: nothing may change them.

    None of an edition that is made again beside the store. Raises KeptFileDamaged where their list is not what was
    written.
    """
    if workspace.overlay is not None:
        return {}
    papers: dict[str, str] = {}
    for sent in distributions_of(workspace, edition.period):
        if sent.edition == edition.number:
            listed = papers_of(workspace, edition, sent.papers) if sent.papers else {}
            removed = _removed_since(workspace, edition, dt.datetime.fromisoformat(sent.at))
            papers = {
                **{name: sha256 for name, sha256 in {**listed, **sent.files}.items() if not removed(name)},
                **papers,
            }
    return dict(sorted(papers.items()))


def is_the_report(name: str) -> bool:
    """Whether a paper is the report itself, which stays whoever is erased: it is the document that went out."""
    return name.startswith("report.") and "/" not in name


def _removed_since(workspace: Workspace, edition: Edition, moment: dt.datetime) -> Callable[[str], bool]:
    """Tells whether a paper distributed at a moment was removed on purpose since: by an erasure, or after its term."""
    named, returns = f"{edition.period} edition {edition.number}", kept_returns(workspace, edition)
    path = returns.relative_to(workspace.out).as_posix()
    erased = any(named in line.get("papers", ()) for line in _since(workspace.forgotten, moment))
    expired = any(line["path"] == path for line in _since(workspace.retained, moment))
    return lambda name: (erased and not is_the_report(name)) or (expired and name.startswith(f"{RETURNS}/"))


def _since(log: AppendLog, moment: dt.datetime) -> list[dict[str, Any]]:
    return [line for line in log.lines() if dt.datetime.fromisoformat(line["at"]) >= moment]


def distribute(
    workspace: Workspace,
    edition: Edition,
    recipients: Sequence[str],
    by: str,
    at: dt.datetime,
    files: Sequence[Path] = (),
) -> Distribution:
    """Keep an edition's papers, and `files` that the office has made of them, and log that it was distributed.

    Raises CannotDistribute without a report, or where all recipients have all of it, or papers that went out before are
    lost, or a file cannot be read or has the name of another.
    """
    if not by.strip() or not recipients or not all(recipient.strip() for recipient in recipients):
        raise CannotDistribute("say who issues it (--by) and to whom (--to)")
    check_recorded(by=by, to=recipients, file=(path.name for path in files))
    with shared_lock(workspace.out), named_lock(workspace.out, "issued"):  # else two could get one number
        return _distribute(workspace, edition, recipients, by, at, _office_copies(files))


def _office_copies(files: Sequence[Path]) -> dict[str, bytes]:
    """Name → bytes of the office's own files. Raises CannotDistribute."""
    copies: dict[str, bytes] = {}
    for path in files:
        if office_name(path) in copies:
            raise CannotDistribute(f"two files are called {path.name}: rename one of them")
        try:
            copies[office_name(path)] = path.read_bytes()
        except OSError as error:
            raise CannotDistribute(f"{path}: {error.strerror}; name the file that went out") from None
    return copies


def _distribute(
    workspace: Workspace,
    edition: Edition,
    recipients: Sequence[str],
    by: str,
    at: dt.datetime,
    office: Mapping[str, bytes],
) -> Distribution:
    if not any(path.is_file() for path in workspace.papers(edition.period, edition.number).glob("report.*")):
        command = f"wuwei report {edition.period} --edition {edition.number}"
        raise CannotDistribute(f"edition {edition.number} has no papers; render them first: {command}")
    before, earlier = distributions_of(workspace, edition.period), went_out(workspace, edition)
    fresh = _not_yet_out(office, earlier)
    if not fresh and not {*recipients}.difference(holders(before).get(edition.number, ())):
        raise CannotDistribute(
            f"edition {edition.number} of {edition.period} was distributed to {', '.join(recipients)} before"
        )
    if lost := [*lost_papers(workspace, edition, earlier)]:
        raise CannotDistribute("\n".join(["papers that went out before are lost:", *lost]))
    papers, listed = keep_papers(workspace, edition, earlier, fresh)
    distribution = Distribution(
        period=edition.period,
        number=len(before) + 1,
        edition=edition.number,
        recipients=tuple(recipients),
        by=by,
        at=at.isoformat(),
        files={name: sha256 for name, sha256 in papers.items() if is_the_report(name) or name in office},
        papers=listed,
    )
    line: dict[str, Any] = asdict(distribution)
    workspace.distributions.add([line], at)
    return distribution


def _not_yet_out(office: Mapping[str, bytes], earlier: Mapping[str, str]) -> dict[str, bytes]:
    """The office's files that have not gone out before. Raises CannotDistribute for another one under the same name."""
    for name, data in office.items():
        if name in earlier and earlier[name] != hashlib.sha256(data).hexdigest():
            raise CannotDistribute(
                f"another file called {name.partition('/')[2]} went out with this edition and stays as it was; "
                "give the new one another name"
            )
    return {name: data for name, data in office.items() if name not in earlier}
