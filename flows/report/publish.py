"""All deliverables of an edition: the county's report, lists, returned workbooks, and other audiences' reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from flows.county.workspace import Workspace
from flows.editions.distributed_papers import PERSONS, RETURNS, paper
from flows.editions.distribution import went_out
from flows.report.index_page import write_site
from flows.report.lists import (
    csv_for_excel,
    issues_by_cell,
    ledger_by_file,
    queue_by_cell,
    write_outputs,
)
from flows.report.per_audience import FOLDER as READERS
from flows.report.per_audience import county_pages, missing, write_pages
from flows.report.render_pool import rendered
from flows.store.edition import Edition
from report_templates.model.report_json import report_from
from report_templates.overviews.quality_lines import sheet_qualities
from report_templates.overviews.quality_pages import quality_pages
from report_templates.overviews.status_page import status_page
from report_templates.words.list_words import CONFIRMED_WORDS
from transforms.clock import is_week, weeks_of


def write_missing(workspace: Workspace, edition: Edition) -> Path:
    """Write every missing deliverable; gives the edition's folder."""
    folder = workspace.papers(edition.period, edition.number)
    if not has_report(workspace, edition):
        write_deliverables(workspace, edition)
    write_pages(workspace, edition, missing(workspace, edition))
    write_site(workspace)
    return folder


def has_report(workspace: Workspace, edition: Edition) -> bool:
    """Whether the county's report is there; the folder alone may hold a person's page, or papers of one audience."""
    return (workspace.papers(edition.period, edition.number) / "report.pdf").is_file()


def write_deliverables(workspace: Workspace, edition: Edition) -> Path:
    """Render the reports of an edition, write its lists, returned workbooks, and the index of all editions.

    Gives the edition's folder.
    """
    folder = write_outputs(
        workspace.papers(edition.period, edition.number), _deliverables(workspace, edition), others=(READERS, PERSONS)
    )
    if workspace.overlay is None:  # the index lists published editions only
        write_site(workspace)
    return folder


def _deliverables(workspace: Workspace, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Name and content of each deliverable, as it went out, else made; generated lazily to keep few in memory."""
    distributed = went_out(workspace, edition)
    for name, sha256 in distributed.items():
        content = None if name.startswith(f"{READERS}/") else paper(workspace, edition, name, sha256)
        if content is not None:
            yield name, content
    pages = [page for page in county_pages(edition) if page.name not in distributed]
    yield from rendered(pages, workspace.processes)
    yield from ((name, content) for name, content in _lists(workspace, edition) if name not in distributed)


def _lists(workspace: Workspace, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Name and content of each deliverable but the reports."""
    from flows.clerks.marking.returns import returned_copies  # noqa: PLC0415 - heavy, and only here

    issues, ledger = edition.table("issues"), edition.table("ledger")
    yield "summary.json", edition.document("summary.json")
    yield "issues.csv", csv_for_excel(issues_by_cell(issues))
    yield "confirmed.csv", csv_for_excel(issues_by_cell(edition.table("confirmed"), CONFIRMED_WORDS))
    yield "ledger.csv", csv_for_excel(ledger_by_file(ledger, _concerned(edition)))
    yield "queue.csv", csv_for_excel(queue_by_cell(edition.table("queue"), edition.table("files")))
    checked = sheet_qualities(edition.table("validations"), issues, ledger)
    masthead = report_from(edition.document("report.json")).masthead
    yield from ((f"quality/{name}", page.encode()) for name, page in quality_pages(masthead, checked).items())
    if is_week(edition.period):  # who has sent what, and what goes back, is settled week by week
        yield "status.html", _status(workspace, edition).encode()
        yield from ((f"{RETURNS}/{name}", copy) for name, copy in returned_copies(workspace, edition))


def _status(workspace: Workspace, edition: Edition) -> str:
    knowledge = edition.knowledge
    submissions, issues, ledger = (edition.table(name) for name in ("submissions", "issues", "ledger"))
    return status_page(submissions, issues, ledger, workspace.county, edition.period, edition.number, knowledge)


def _concerned(edition: Edition) -> pl.DataFrame:
    """The files received in the period's inbox, or sent for it at another time."""
    weeks = weeks_of(edition.period)
    return edition.table("files").filter(pl.col("inbox").is_in(weeks) | pl.col("period").is_in(weeks))
