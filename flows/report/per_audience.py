"""The files of an edition for its readers, each variant in a folder that only those may enter whom its class allows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from flows.county.workspace import Workspace
from flows.report.render_pool import RenderJob, rendered
from flows.store.atomic_files import write_whole
from flows.store.edition import AUDIENCE_REPORTS, Edition
from flows.store.progress_bar import Advance
from report_templates.model.report_json import audience_of, report_from, report_from_line
from report_templates.reports.masthead import masthead
from report_templates.reports.variants.analyst import analyst_bytes
from transforms.audience.audiences import Audience, Variant, dataset_for
from transforms.clock import Clock
from transforms.dataset import Dataset

FOLDER = "readers"
MODES = {Variant.ANALYST: 0o700, Variant.INSPECTION: 0o750, Variant.TOWNSHIP: 0o750, Variant.PUBLIC: 0o755}
"""Who may enter a variant's folder: P1 its owner only, P2 the owner's group too, the public's everybody."""


class NoSuchAudience(Exception):
    """The edition has no report for this reader; the text names those it has."""


def pages_for(workspace: Workspace, edition: Edition, wanted: str = "all") -> list[RenderJob]:
    """The pages of a reader, written `township:QC-CHZ`, `public`, `county` …, or of all but the county's leaders.

    Raises NoSuchReader.
    """
    told = _told(edition)
    if wanted == Variant.COUNTY:
        return county_pages(edition)
    known = ["all", "county", "analyst", *told]
    if wanted not in known:
        raise NoSuchAudience(f"there is no report for “{wanted}”; there are: {', '.join(known)}")
    found = [page for name, line in told.items() if wanted in {"all", name} for page in _pages(name, line)]
    return [*found, *([_analyst(workspace, edition)] if wanted in {"all", "analyst"} else ())]


def write_pages(
    workspace: Workspace, edition: Edition, pages: list[RenderJob], advance: Advance = lambda _: None
) -> Path:
    """Render pages in worker processes and write each whole as soon as it is there; gives the edition's folder."""
    folder = workspace.papers(edition.period, edition.number)
    for variant in {name.split("/")[1] for name in (page.name for page in pages) if name.startswith(f"{FOLDER}/")}:
        (folder / FOLDER / variant).mkdir(parents=True, exist_ok=True)
        (folder / FOLDER / variant).chmod(MODES[Variant(variant)])
    for name, content in rendered(pages, advance=advance):
        write_whole(folder / name, content)
    return folder


def missing(workspace: Workspace, edition: Edition) -> list[RenderJob]:
    """The pages of an edition that are not there, or were deleted."""
    folder = workspace.papers(edition.period, edition.number)
    return [page for page in pages_for(workspace, edition) if not (folder / page.name).is_file()]


def _told(edition: Edition) -> dict[str, bytes]:
    """The reports the edition keeps, as lines; one made before there were any has none."""
    lines = edition.document(AUDIENCE_REPORTS).splitlines() if (edition.folder / AUDIENCE_REPORTS).is_file() else []
    return {audience_of(line): line for line in lines}


def _pages(name: str, line: bytes) -> Iterator[RenderJob]:
    variant, _, unit = name.partition(":")
    stem = f"{FOLDER}/{variant}/{unit or 'report'}"
    yield RenderJob(f"{stem}.pdf", reader_pdf_of, line)
    if variant != Variant.TOWNSHIP:
        yield RenderJob(f"{stem}.html", reader_html_of, line)


def county_pages(edition: Edition) -> list[RenderJob]:
    """The report for the county's leaders, on paper and for the screen."""
    content = edition.document("report.json")
    return [RenderJob("report.pdf", county_pdf_of, content), RenderJob("report.html", county_html_of, content)]


def _analyst(workspace: Workspace, edition: Edition) -> RenderJob:
    """Made of the tables of the edition, which do not change, and its published figures."""
    reader, made = Audience(Variant.ANALYST), edition.manifest
    clock = Clock(edition.period, dt.date.fromisoformat(made["as_of"]), dt.datetime.fromisoformat(made["knowledge"]))
    names = [one.name for one in fields(Dataset) if one.name not in {"clock", "county"}]
    dataset = Dataset(clock=clock, county=workspace.county, **{name: edition.table(name) for name in names})
    head = masthead(dataset, edition.number, workspace.rules, reader, copy=1)
    values, rows, corrections = (edition.table(name) for name in ("figures", "figure_rows", "corrections"))
    content = analyst_bytes(dataset_for(reader, dataset), values, rows, corrections, head, head.issuer)
    return RenderJob(f"{FOLDER}/analyst/report.html", analyst_html_of, content)


# What a worker process is told to make; the templates are imported there, and only there.


def reader_pdf_of(content: bytes) -> bytes:
    """The PDF of a reader's report."""
    from report_templates.render.reader_page import reader_pdf  # noqa: PLC0415

    return reader_pdf(report_from_line(content)[1])


def reader_html_of(content: bytes) -> bytes:
    """The page of a reader's report."""
    from report_templates.render.reader_page import reader_html  # noqa: PLC0415

    return reader_html(report_from_line(content)[1]).encode()


def analyst_html_of(content: bytes) -> bytes:
    """The analysts' page."""
    from report_templates.render.analyst_page import analyst_html  # noqa: PLC0415

    return analyst_html(content).encode()


def county_pdf_of(content: bytes) -> bytes:
    """The PDF for the county's leaders."""
    from report_templates.render.pdf import pdf  # noqa: PLC0415

    return pdf(report_from(content))


def county_html_of(content: bytes) -> bytes:
    """The page for the county's leaders."""
    from report_templates.render.html import html  # noqa: PLC0415

    return html(report_from(content)).encode()
