"""Render the reports of a published edition again, for all audiences or for one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from flows.county.workspace import Workspace
from flows.editions.distribution import went_out
from flows.report.index_page import write_site
from flows.report.per_audience import pages_for, write_pages
from flows.report.publish import write_deliverables
from flows.store.edition import Edition
from flows.store.locks import shared_lock
from flows.store.progress_bar import Advance


def render_again(
    workspace: Workspace,
    edition: Edition,
    audience: str,
    progress: Callable[[str, int], AbstractContextManager[Advance]],
) -> list[Path]:
    """Render for an audience (`per_audience.pages_for`); `progress` displays progress.

    Gives the paths of those that were rendered; what went out is put back as it was. Raises NoSuchAudience.
    """
    distributed = went_out(workspace, edition)
    pages = pages_for(workspace, edition, audience)
    with shared_lock(workspace.out), progress("生成报告 rendering reports", len(pages)) as advance:
        if audience == "all":
            write_deliverables(workspace, edition)
        folder = write_pages(workspace, edition, pages, advance)
    write_site(workspace)
    return [folder] if audience == "all" else [folder / page.name for page in pages if page.name not in distributed]
