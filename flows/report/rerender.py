"""The reports of a published edition, rendered once more: for all readers, or for one of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from flows.county.workspace import Workspace
from flows.editions.distribution import distributed_files
from flows.report.index_page import write_site
from flows.report.per_audience import pages_for, write_pages
from flows.report.publish import write_deliverables
from flows.store.edition import Edition
from flows.store.locks import shared_lock
from flows.store.progress_bar import Advance


def render_again(
    workspace: Workspace, edition: Edition, reader: str, shown: Callable[[str, int], AbstractContextManager[Advance]]
) -> list[Path]:
    """Render for a reader (`reader_papers.pages_for`) and give what was made; `shown` shows how far it is.

    What was issued stays as it went out. Raises NoSuchReader.
    """
    issued = distributed_files(workspace, edition)
    pages = [page for page in pages_for(workspace, edition, reader) if page.name not in issued]
    with shared_lock(workspace.out), shown("rendering reports", len(pages)) as advance:
        if reader == "all":
            write_deliverables(workspace, edition)
        folder = write_pages(workspace, edition, pages, advance)
    write_site(workspace)
    return [folder] if reader == "all" else [folder / page.name for page in pages]
