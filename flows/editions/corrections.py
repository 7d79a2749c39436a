"""Corrections (更正) of a new edition against the distributed one of its period."""

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
from transforms.editions.corrections import corrections, no_corrections
from transforms.tables.table import Variant


@dataclass(frozen=True)
class Distributed:
    """The last distribution of a period, its edition, and edition → its holders (`distribution.holders`)."""

    distribution: Distribution
    edition: Edition
    holders: Mapping[int, tuple[str, ...]]


def distributed_before(workspace: Workspace, period: str, knowledge: dt.datetime) -> Distributed | None:
    """The last distribution of a period at the knowledge cut-off."""
    distributions = distributions_of(workspace, period, knowledge)
    numbered = {edition.number: edition for edition in workspace.store.editions(period)}
    if not distributions or distributions[-1].edition not in numbered:
        return None
    last = distributions[-1]
    return Distributed(last, numbered[last.edition], holders(distributions))


def erased_since(workspace: Workspace, edition: Edition) -> list[str]:
    """The times of erasures in the archive after an edition was made: it cannot be reproduced exactly."""
    known = edition.knowledge
    return [line["at"] for line in workspace.forgotten.lines() if dt.datetime.fromisoformat(line["at"]) > known]


def corrections_of(
    workspace: Workspace,
    distributed: Distributed | None,
    figures: pl.DataFrame,
    files: pl.DataFrame,
    inputs: Mapping[str, Any],
) -> pl.DataFrame:
    """CORRECTIONS of an edition with these figures, FILES and inputs against the distributed one."""
    if distributed is None:
        return no_corrections()
    old = distributed.edition
    return corrections(
        (old.table("figures"), figures),
        (old.table("files"), files),
        (old.manifest["inputs"], inputs),
        issue=distributed.distribution.number,
        edition=old.number,
        forgotten=bool(erased_since(workspace, old)),
    )


class DistributedReports(Mapping[str, Report]):
    """The reports of an edition by audience, each loaded on access: there may be thousands."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._lines: dict[str, int] = {}
        if AUDIENCE_REPORTS in edition.content:
            self._path = edition.file(AUDIENCE_REPORTS)
            self._lines = dict(self._offsets())

    def _offsets(self) -> Iterator[tuple[str, int]]:
        """Audience and the byte offset of its line in the file."""
        with self._path.open("rb") as file:
            start = 0
            for line in file:
                yield audience_of(line), start
                start += len(line)

    def __getitem__(self, audience: str) -> Report:
        if audience == Variant.COUNTY:
            return report_from(self._edition.document("report.json"))
        with self._path.open("rb") as file:
            file.seek(self._lines[audience])
            return report_from_line(file.readline())[1]

    def __contains__(self, audience: object) -> bool:
        return audience == Variant.COUNTY or audience in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter((Variant.COUNTY, *self._lines))

    def __len__(self) -> int:
        return 1 + len(self._lines)


def corrected_by(distributed: Distributed | None, corrections: pl.DataFrame) -> Corrected | None:
    """The distributed edition with its reports, for the reports of the edition that corrects it."""
    if distributed is None:
        return None
    number = distributed.edition.number
    return Corrected(
        corrections=corrections,
        distribution=distributed.distribution.number,
        edition=number,
        recipients=distributed.holders[number],
        earlier={edition: recipients for edition, recipients in distributed.holders.items() if edition != number},
        reports=DistributedReports(distributed.edition),
    )
