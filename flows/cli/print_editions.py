"""The editions of a period, a line each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from flows.county.workspace import Workspace
from flows.editions.distribution import distributions_of
from flows.store.edition import Edition


def edition_lines(workspace: Workspace, period: str) -> Iterator[str]:
    """Each edition, the oldest first: cut-off, knowledge in the county's time, who made it by a backfill and why."""
    current, issues = workspace.store.current(period), distributions_of(workspace, period)
    for edition in workspace.store.editions(period):
        told = [
            f"edition {edition.number}",
            f"as of {edition.manifest['as_of']}",
            f"known {_known(workspace, edition)}",
        ]
        if current and edition.number >= current.number:
            told.append("readers see this one" if edition == current else "taken back")
        told += [
            f"issue {one.number} to {', '.join(one.recipients)}" for one in issues if one.edition == edition.number
        ]
        if "plan" in edition.manifest:
            made = edition.manifest
            told.append(f"backfill {made['plan'][:12]} of {made['by']}: {made['because']}")
        yield "  ".join(told)


def _known(workspace: Workspace, edition: Edition) -> str:
    known = dt.datetime.fromisoformat(edition.manifest["knowledge"]).astimezone(ZoneInfo(workspace.county.timezone))
    return f"{known:%Y-%m-%d %H:%M}"
