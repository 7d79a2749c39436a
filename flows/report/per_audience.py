"""The files of an edition by audience, each variant in a folder with the access rights of its privacy class."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import polars as pl

from flows.county.workspace import Workspace
from flows.editions.distributed_papers import paper
from flows.editions.distribution import went_out
from flows.editions.lookback import YEAR, history
from flows.report.render_pool import RenderJob, rendered
from flows.store.atomic_files import write_whole
from flows.store.edition import AUDIENCE_REPORTS, Edition
from flows.store.progress_bar import Advance
from flows.store.seals import is_whole
from report_templates.model.report import Report, annex_of
from report_templates.model.report_json import audience_of, report_from, report_from_line, report_line
from report_templates.reports.masthead import masthead
from report_templates.reports.variants.analyst import analyst_bytes
from transforms.audience.audiences import Audience, dataset_for
from transforms.clock import Clock
from transforms.dataset import Dataset
from transforms.tables.own import own_tables
from transforms.tables.table import Variant

FOLDER = "readers"
ANALYST_PAGE = f"{FOLDER}/analyst/report.html"
DATA = "report-data.xlsx"
MESSAGE, PICTURE = (f"{FOLDER}/{Variant.GROUP}/{name}" for name in ("message.txt", "page-1.png"))
_INTERNAL = dict.fromkeys((Variant.INSPECTION, Variant.TOWNSHIP, Variant.GROUP), 0o750)
MODES = {Variant.ANALYST: 0o700, **_INTERNAL, Variant.PUBLIC: 0o755}
"""File mode of a variant's folder: P1 owner only, P2 the owner's group too, the public's everybody."""


class NoSuchAudience(Exception):
    """The edition has no report for this audience; the message names those it has."""


def pages_for(workspace: Workspace, edition: Edition, wanted: str = "all") -> list[RenderJob]:
    """The pages of an audience, written `township:QC-CHZ`, `public`, `county` …, or of all but the county's leaders.

    Raises NoSuchAudience.
    """
    reports = _audience_reports(edition)
    if wanted == Variant.COUNTY:
        return county_pages(edition)
    known = ["all", "county", "analyst", *reports]
    if wanted not in known:
        raise NoSuchAudience(f"there is no report for “{wanted}”; there are: {', '.join(known)}")
    pages = [page for name, line in reports.items() if wanted in {"all", name} for page in _pages(name, line)]
    return [*pages, *([_analyst(workspace, edition)] if wanted in {"all", "analyst"} else ())]


def write_pages(
    workspace: Workspace, edition: Edition, pages: list[RenderJob], advance: Advance = lambda *_: None
) -> Path:
    """Render pages in worker processes and write each atomically when rendered; gives the edition's folder.

    A page that went out is put back as it was, and where that is lost, no other takes its name.
    """
    folder = workspace.papers(edition.period, edition.number)
    for variant in {name.split("/")[1] for name in (page.name for page in pages) if name.startswith(f"{FOLDER}/")}:
        (folder / FOLDER / variant).mkdir(parents=True, exist_ok=True)
        (folder / FOLDER / variant).chmod(MODES[Variant(variant)])
    distributed = went_out(workspace, edition)
    for name in [page.name for page in pages if page.name in distributed]:
        content = paper(workspace, edition, name, distributed[name])
        if content is not None and not is_whole(folder / name, distributed[name]):
            write_whole(folder / name, content)
        advance(1)
    for name, content in rendered([page for page in pages if page.name not in distributed], advance=advance):
        write_whole(folder / name, content)
    return folder


def missing(workspace: Workspace, edition: Edition) -> list[RenderJob]:
    """The pages of an edition that were never written, or were deleted."""
    folder = workspace.papers(edition.period, edition.number)
    return [page for page in pages_for(workspace, edition) if not (folder / page.name).is_file()]


def missing_papers(workspace: Workspace, edition: Edition) -> list[str]:
    """Names of all papers of an edition, the county's included, that are not there; nothing is prepared for them."""
    readers = (page for name, line in _audience_reports(edition).items() for page in _pages(name, line))
    names = [*(page.name for page in (*county_pages(edition), *readers)), ANALYST_PAGE]
    folder = workspace.papers(edition.period, edition.number)
    return [name for name in names if not (folder / name).is_file()]


def _audience_reports(edition: Edition) -> dict[str, bytes]:
    """Audience → its report as a line; editions made before there were any have none."""
    lines = edition.document(AUDIENCE_REPORTS).splitlines() if AUDIENCE_REPORTS in edition.content else []
    return {audience_of(line): line for line in lines}


def _pages(name: str, line: bytes) -> Iterator[RenderJob]:
    variant, _, unit = name.partition(":")
    if variant == Variant.GROUP:
        yield RenderJob(MESSAGE, message_of, line)
        yield RenderJob(PICTURE, picture_of, line)
        return
    stem = f"{FOLDER}/{variant}/{unit or 'report'}"
    yield RenderJob(f"{stem}.pdf", reader_pdf_of, line)
    yield RenderJob(f"{stem}.docx", reader_docx_of, line)
    if variant != Variant.TOWNSHIP:
        yield RenderJob(f"{stem}.html", reader_html_of, line)
    if variant == Variant.INSPECTION:
        yield from _annex_pages(f"{FOLDER}/{variant}/", report_from_line(line)[1])


def county_pages(edition: Edition) -> list[RenderJob]:
    """The report for the county's leaders and its annex: on paper, to be edited, and for the screen."""
    content = edition.document("report.json")
    makers = {"pdf": county_pdf_of, "docx": county_docx_of, "html": county_html_of}
    pages = [RenderJob(f"report.{kind}", make, content) for kind, make in makers.items()]
    return [*pages, RenderJob(DATA, county_data_of, content), *_annex_pages("", report_from(content))]


def _annex_pages(folder: str, report: Report) -> Iterator[RenderJob]:
    """The annex as papers of its own; editions made before there was one have none."""
    if report.annex:
        line = report_line("", annex_of(report))
        makers = {"pdf": reader_pdf_of, "docx": reader_docx_of, "html": annex_html_of}
        yield from (RenderJob(f"{folder}annex.{kind}", make, line) for kind, make in makers.items())


def _analyst(workspace: Workspace, edition: Edition) -> RenderJob:
    """The analysts' page, from the immutable tables of the edition and its published figures.

    A table that is younger than the edition is empty.
    """
    audience, manifest = Audience(Variant.ANALYST), edition.manifest
    clock = Clock(edition.period, edition.as_of, edition.knowledge)
    names = [field.name for field in fields(Dataset) if field.name not in {"clock", "county", "own"}]
    own = {name: edition.table(name) for name in own_tables() if name in manifest["tables"]}
    tables = {name: edition.table(name) if name in manifest["tables"] else pl.DataFrame() for name in names}
    dataset = Dataset(clock=clock, county=workspace.county, own=own, **tables)
    head = masthead(dataset, edition.number, workspace.rules, audience, copy=0)
    values, rows, corrections = (edition.table(name) for name in ("figures", "figure_rows", "corrections"))
    past = history(workspace, clock, YEAR)
    content = analyst_bytes(dataset_for(audience, dataset), values, rows, corrections, head, head.issuer, past)
    return RenderJob(ANALYST_PAGE, analyst_html_of, content)


# Called in worker processes; the templates are imported there, and only there.


def reader_pdf_of(content: bytes) -> bytes:
    """The PDF of an audience's report."""
    from report_templates.render.reader_page import reader_pdf  # noqa: PLC0415

    return reader_pdf(report_from_line(content)[1])


def reader_docx_of(content: bytes) -> bytes:
    """The .docx of an audience's report."""
    from report_templates.docx.paper import reader_docx  # noqa: PLC0415

    return reader_docx(report_from_line(content)[1])


def reader_html_of(content: bytes) -> bytes:
    """The HTML of an audience's report."""
    from report_templates.render.reader_page import reader_html  # noqa: PLC0415

    return reader_html(report_from_line(content)[1], files=("report.pdf", "report.docx")).encode()


def annex_html_of(content: bytes) -> bytes:
    """The HTML of an annex."""
    from report_templates.render.reader_page import reader_html  # noqa: PLC0415

    return reader_html(report_from_line(content)[1], files=("report.html", "annex.pdf", "annex.docx")).encode()


def message_of(content: bytes) -> bytes:
    """The message to a work group as UTF-8."""
    from report_templates.model.message import message  # noqa: PLC0415
    from report_templates.words.typeset import plain  # noqa: PLC0415

    return f"{plain(message(report_from_line(content)[1]).text)}\n".encode()


def picture_of(content: bytes) -> bytes:
    """The PNG of page one for a work group."""
    from report_templates.render.picture import page_picture  # noqa: PLC0415

    return page_picture(report_from_line(content)[1])


def analyst_html_of(content: bytes) -> bytes:
    """The HTML of the analysts' page."""
    from report_templates.render.analyst_page import analyst_html  # noqa: PLC0415

    return analyst_html(content).encode()


def county_pdf_of(content: bytes) -> bytes:
    """The PDF for the county's leaders."""
    from report_templates.render.pdf import pdf  # noqa: PLC0415

    return pdf(report_from(content))


def county_docx_of(content: bytes) -> bytes:
    """The .docx for the county's leaders."""
    from report_templates.docx.paper import county_docx  # noqa: PLC0415

    return county_docx(report_from(content))


def county_html_of(content: bytes) -> bytes:
    """The HTML for the county's leaders."""
    from report_templates.render.html import html  # noqa: PLC0415

    return html(report_from(content), files=("report.pdf", "report.docx", DATA)).encode()


def county_data_of(content: bytes) -> bytes:
    """The figures, tables and charts of the report for the county's leaders as a workbook."""
    from report_templates.render.data_workbook import data_workbook  # noqa: PLC0415

    report = report_from(content)
    return data_workbook(report, dt.datetime.fromisoformat(report.masthead.created))
