"""Whether an edition about to be published corrects an issued one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from flows.county.workspace import Workspace
from flows.editions.distribution import Distribution, distributions_of, holders
from flows.store.edition import AUDIENCE_REPORTS, Edition
from report_templates.model.report import Report
from report_templates.model.report_json import audience_of, report_from, report_from_line
from report_templates.reports.correction_marks import Corrected
from transforms.audience.audiences import Variant
from transforms.editions.corrections import corrections, no_corrections


@dataclass(frozen=True)
class Distributed:
    """The last issue of a period, its edition, and by edition who has one in hand (`issuing.holders`)."""

    issue: Distribution
    edition: Edition
    holders: Mapping[int, tuple[str, ...]]


def distributed_before(workspace: Workspace, period: str, knowledge: dt.datetime) -> Distributed | None:
    """What of a period was issued by a moment."""
    issues = distributions_of(workspace, period, knowledge)
    numbered = {edition.number: edition for edition in workspace.store.editions(period)}
    if not issues or issues[-1].edition not in numbered:
        return None
    return Distributed(issues[-1], numbered[issues[-1].edition], holders(issues))


def erased_since(workspace: Workspace, edition: Edition) -> list[str]:
    """When rows of persons were removed from the archive after an edition was made: it cannot come out so again."""
    known = dt.datetime.fromisoformat(edition.manifest["knowledge"])
    return [line["at"] for line in workspace.forgotten.lines() if dt.datetime.fromisoformat(line["at"]) > known]


def corrections_of(
    workspace: Workspace,
    issued: Distributed | None,
    figures: pl.DataFrame,
    files: pl.DataFrame,
    inputs: Mapping[str, Any],
) -> pl.DataFrame:
    """CORRECTIONS of an edition with these figures, FILES and inputs against the one that was issued."""
    if issued is None:
        return no_corrections()
    old = issued.edition
    return corrections(
        (old.table("figures"), figures),
        (old.table("files"), files),
        (old.manifest["inputs"], inputs),
        issue=issued.issue.number,
        edition=old.number,
        forgotten=bool(erased_since(workspace, old)),
    )


class DistributedReports(Mapping[str, Report]):
    """What the readers of an edition read, by reader; each is read when it is asked for: there may be thousands."""

    def __init__(self, edition: Edition) -> None:
        self._edition, self._path = edition, edition.folder / AUDIENCE_REPORTS
        self._lines = dict(self._found()) if self._path.is_file() else {}

    def _found(self) -> Iterator[tuple[str, int]]:
        with self._path.open("rb") as file:
            start = 0
            for line in file:
                yield audience_of(line), start
                start += len(line)

    def __getitem__(self, reader: str) -> Report:
        if reader == Variant.COUNTY:
            return report_from(self._edition.document("report.json"))
        with self._path.open("rb") as file:
            file.seek(self._lines[reader])
            return report_from_line(file.readline())[1]

    def __contains__(self, reader: object) -> bool:
        return reader == Variant.COUNTY or reader in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter((Variant.COUNTY, *self._lines))

    def __len__(self) -> int:
        return 1 + len(self._lines)


def corrected_by(issued: Distributed | None, corrections: pl.DataFrame) -> Corrected | None:
    """The issued edition with what its readers read, for the reports of the one that corrects it."""
    if issued is None:
        return None
    number = issued.edition.number
    return Corrected(
        corrections=corrections,
        issue=issued.issue.number,
        edition=number,
        recipients=issued.holders[number],
        earlier={edition: who for edition, who in issued.holders.items() if edition != number},
        reports=DistributedReports(issued.edition),
    )
