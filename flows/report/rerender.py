"""The reports of a published edition, rendered once more: for all readers, or for one of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from flows.county.workspace import Workplace
from flows.editions.distribution import issued_papers
from flows.report.index_page import write_site
from flows.report.per_audience import lay_out_pages, pages_for
from flows.report.publish import lay_out_papers
from flows.store.edition import Edition
from flows.store.locks import at_work
from flows.store.progress_bar import Advance


def render_again(
    place: Workplace, edition: Edition, reader: str, shown: Callable[[str, int], AbstractContextManager[Advance]]
) -> list[Path]:
    """Render for a reader (`reader_papers.pages_for`) and give what was made; `shown` shows how far it is.

    What was issued stays as it went out. Raises NoSuchReader.
    """
    issued = issued_papers(place, edition)
    pages = [page for page in pages_for(place, edition, reader) if page.name not in issued]
    with at_work(place.out), shown("rendering reports", len(pages)) as advance:
        if reader == "all":
            lay_out_papers(place, edition)
        folder = lay_out_pages(place, edition, pages, advance)
    write_site(place)
    return [folder] if reader == "all" else [folder / page.name for page in pages]
