"""Data Docs of an edition: offline pages of the validation results of Great Expectations (design.md §6)."""

from __future__ import annotations

from collections.abc import Sequence

from report_templates.model.report import Masthead
from report_templates.overviews.quality_model import SheetQuality, total
from report_templates.render.html import environment
from report_templates.words.list_words import LISTS

INDEX = "index.html"


def quality_pages(head: Masthead, sheets: Sequence[SheetQuality]) -> dict[str, str]:
    """File name → page: the table of all sheets, and a page for each sheet with its rules.

    A page loads nothing from outside, runs no script and links to nothing but the other pages.
    """
    index, page = (environment().get_template(f"quality_{name}.html") for name in ("index", "sheet"))
    paged = [sheet for sheet in sheets if sheet.id]
    names = ["", *(f"{sheet.id}.html" for sheet in paged), ""]
    pages = {INDEX: index.render(head=head, sheets=sheets, total=total(sheets), lists=LISTS)}
    for at, sheet in enumerate(paged, start=1):
        pages[names[at]] = page.render(head=head, sheet=sheet, before=names[at - 1], after=names[at + 1])
    return pages
