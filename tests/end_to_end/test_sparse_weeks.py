"""Every paper can be made of whatever little a week brings: no rows, one row, one sheet, columns without a cell."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings

from expectations.catalogue import SHEETS
from flows.editions.figures import counts
from report_templates.model.report import Report
from report_templates.model.report_json import report_bytes, report_from
from report_templates.overviews.quality_lines import sheet_qualities
from report_templates.overviews.quality_pages import quality_pages
from report_templates.overviews.status_page import status_page
from report_templates.render.analyst_page import analyst_html
from report_templates.render.data_workbook import data_workbook
from report_templates.render.html import html
from report_templates.render.pdf import pdf
from report_templates.render.reader_page import reader_html, reader_pdf
from report_templates.reports.county_report import county_report
from report_templates.reports.masthead import masthead
from report_templates.reports.variants.analyst import analyst_bytes
from report_templates.reports.variants.person import person_report
from report_templates.reports.variants.reports import reader_reports
from report_templates.words.headline import headline
from report_templates.words.wording import wording
from tests.support.pace import NIGHTLY, cases
from tests.support.sparse import MOST_ROWS, WEEK, Thinned, earlier_figures, sparse_dataset, thinned
from transforms.audience.audiences import Audience, Variant, dataset_for
from transforms.audience.person import records_of
from transforms.dataset import Dataset
from transforms.editions.corrections import CORRECTIONS
from transforms.indicators.history import NO_HISTORY
from transforms.indicators.measure import figures
from transforms.indicators.places import place_figures
from transforms.indicators.summary import summary

ALL = dict.fromkeys(SHEETS, MOST_ROWS)
TOWN, TOWNSHIP = "421126100", "township:QC-CHZ"
NOTHING = Thinned(WEEK, dict.fromkeys(SHEETS, 0), (), (TOWN,), None)
UNKNOWN_TOWN = Thinned(WEEK, {"S8": 2}, (), (None,), None)


def reports(left: Thinned) -> Iterator[tuple[str, Report]]:
    """The county's report, then each reader's."""
    data = sparse_dataset(left)
    codes = [part.code for figure in figures(data).values() for part in figure.numbers()]
    history = earlier_figures(left, codes)
    counted = figures(data, history=history)
    yield "county", county_report(data, counted, 1, "rules", history)
    yield from reader_reports(data, counted, dict(place_figures(data, history)), 1, "rules")


def other_pages(data: Dataset) -> Iterator[str]:
    """What is no report: the analysts' page, quality, who has sent what, and each person's page."""
    audience, corrections = Audience(Variant.ANALYST), pl.DataFrame(schema=CORRECTIONS)
    head = masthead(data, 1, "rules", audience)
    with tempfile.TemporaryDirectory() as folder:
        counted = counts(data, NO_HISTORY, Path(folder))
        rows = pl.concat([counted.rows]).lazy().collect()
        yield analyst_html(analyst_bytes(dataset_for(audience, data), counted.values, rows, corrections, head, "甲"))
        assert summary(counted.county, data, headline(counted.county, wording(data.county)).text)["indicators"]
    yield from quality_pages(head, sheet_qualities(data.validations, data.issues, data.ledger)).values()
    yield status_page(
        data.submissions, data.issues, data.ledger, data.county, data.clock.period, 1, data.clock.knowledge
    )
    for person in data.five_dim["person_id"]:
        yield reader_html(person_report("陈一", records_of(person, data.tables()), head, data.county))


@settings(max_examples=cases(by_day=1, by_night=40), suppress_health_check=[*HealthCheck])
@given(left=thinned())
@example(left=NOTHING)
@example(left=UNKNOWN_TOWN)
def test_every_page_can_be_made_of_whatever_little_there_is(left: Thinned) -> None:
    for audience, report in reports(left):
        stored = report_from(report_bytes(report))
        page = html(stored) if audience == "county" else reader_html(stored)
        assert page.endswith("</html>"), audience
        assert data_workbook(stored, sparse_dataset(left).clock.knowledge), audience
    assert all("</html>" in page for page in other_pages(sparse_dataset(left)))


@pytest.mark.parametrize(
    "left", [pytest.param(NOTHING, marks=pytest.mark.nightly), UNKNOWN_TOWN], ids=["nothing", "unknown_town"]
)
def test_every_paper_can_be_printed(left: Thinned) -> None:
    """By day the leaders' and one town's, which have the most tables."""
    papers = dict(reports(left))
    for audience, report in papers.items() if NIGHTLY else [("county", papers["county"]), (TOWNSHIP, papers[TOWNSHIP])]:
        assert (pdf if audience == "county" else reader_pdf)(report).startswith(b"%PDF"), audience
