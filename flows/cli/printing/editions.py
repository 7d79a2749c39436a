"""One line per edition of a period."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from flows.county.workspace import Workspace
from flows.editions.distribution import distributions_of, went_out
from flows.report.per_audience import missing_papers
from flows.store.edition import Edition


def edition_lines(workspace: Workspace, period: str) -> Iterator[str]:
    """Each edition, the oldest first: cut-off, knowledge in the county's time, who made it by a backfill and why.

    Where papers of it are missing, the line ends with how many and what makes them.
    """
    current, distributions = workspace.store.current(period), distributions_of(workspace, period)
    for edition in workspace.store.editions(period):
        parts = [
            f"edition {edition.number}",
            f"as of {edition.manifest['as_of']}",
            f"known {_known(workspace, edition)}",
        ]
        if current and edition.number >= current.number:
            parts.append("readers see this one" if edition == current else "taken back")
        parts += [
            f"distribution {distribution.number} to {', '.join(distribution.recipients)}"
            for distribution in distributions
            if distribution.edition == edition.number
        ]
        if "plan" in edition.manifest:
            manifest = edition.manifest
            parts.append(f"backfill {manifest['plan'][:12]} of {manifest['by']}: {manifest['because']}")
        if missing := missing_papers(workspace, edition):
            again = f"wuwei report {period} --edition {edition.number}"
            parts.append(f"{len(missing)} papers missing, such as {missing[0]}: {again}")
        yield "  ".join(parts)


def kept_lines(workspace: Workspace, edition: Edition) -> Iterator[str]:
    """How many papers of an edition that went out are kept, where, and which are not."""
    kept, folder = went_out(workspace, edition), workspace.out / "issued" / edition.period / f"edition-{edition.number}"
    yield f"{len(kept)} papers are kept as they went out, in {folder}"
    yield "not kept, since they are made anew each time: the start page index.html, and the pages of persons"
    if missing := missing_papers(workspace, edition):
        again = f"wuwei report {edition.period} --edition {edition.number}"
        yield f"not kept, since nobody has made them yet: {len(missing)} papers, such as {missing[0]} ({again})"


def _known(workspace: Workspace, edition: Edition) -> str:
    known = edition.knowledge.astimezone(ZoneInfo(workspace.county.timezone))
    return f"{known:%Y-%m-%d %H:%M}"
