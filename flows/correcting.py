"""Whether an edition about to be published corrects an issued one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl

from flows.edition import Edition
from flows.issuing import Issue, issues_of
from flows.workplace import Workplace
from transforms.corrections import corrections, no_corrections


def issued_before(place: Workplace, period: str, knowledge: dt.datetime) -> tuple[Issue, Edition] | None:
    """The last issue of a period by a moment, and its edition."""
    issue = next(reversed(issues_of(place, period, knowledge)), None)
    numbered = {edition.number: edition for edition in place.store.editions(period)}
    return (issue, numbered[issue.edition]) if issue and issue.edition in numbered else None


def forgotten_since(place: Workplace, edition: Edition) -> list[str]:
    """When rows of persons were removed from the archive after an edition was made: it cannot come out so again."""
    known = dt.datetime.fromisoformat(edition.manifest["knowledge"])
    return [line["at"] for line in place.forgotten.lines() if dt.datetime.fromisoformat(line["at"]) > known]


def corrections_of(
    place: Workplace,
    issued: tuple[Issue, Edition] | None,
    figures: pl.DataFrame,
    files: pl.DataFrame,
    inputs: Mapping[str, Any],
) -> pl.DataFrame:
    """CORRECTIONS of an edition with these figures, FILES and inputs against the one that was issued."""
    if issued is None:
        return no_corrections()
    issue, old = issued
    return corrections(
        (old.table("figures"), figures),
        (old.table("files"), files),
        (old.manifest["inputs"], inputs),
        issue=issue.number,
        edition=issue.edition,
        forgotten=bool(forgotten_since(place, old)),
    )
