"""What the public has been given of other periods and editions is known when a new paper is made."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from flows.county.workspace import Workspace
from flows.editions.distribution import distribute
from flows.editions.given_counts import given_to_public, linked_editions
from flows.report.lists import write_outputs
from flows.store.edition import AUDIENCE_REPORTS, Edition
from report_templates.model.report_json import report_line
from report_templates.reports.variants.reports import reader_reports
from tests.report_templates.reports.test_public import requests
from tests.support.figures import figures
from tests.support.frames import COUNTY, dataset
from tests.support.runs.weeks import workspace_at
from transforms.clock import Clock
from transforms.indicators.places import place_figures
from transforms.indicators.provenance import figure_values
from transforms.indicators.suppression import CountTable

NOON = dt.datetime(2021, 11, 29, 12, tzinfo=dt.UTC)
WEEK, MONTH, HOUR = "2021-W47", "2021-11", dt.timedelta(hours=1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return workspace_at(tmp_path)


def publish(workspace: Workspace, at: dt.datetime = NOON, **categories: int) -> Edition:
    """An edition of the week with so many requests: its figures and the public's paper."""
    data = dataset(county=COUNTY, order_rows=requests(**categories))
    of_week = figures(data)
    papers = dict(reader_reports(data, of_week, dict(place_figures(data)), 1, "0.1.0"))
    return workspace.store.publish(
        WEEK,
        {"figures": figure_values(of_week["D10"].numbers())},
        {"as_of": data.clock.as_of.isoformat(), "knowledge": at.isoformat(), "looked_back": {}},
        lambda _: {AUDIENCE_REPORTS: report_line("public", papers["public"])},
    )


def clock(period: str, at: dt.datetime) -> Clock:
    return Clock(period, dt.date(2021, 11, 28), at)


def test_a_month_knows_what_is_printed_of_its_weeks_and_what_stands_behind_the_marks(workspace: Workspace) -> None:
    publish(workspace, HJ=3, WX=9, FL=7)
    given = given_to_public(workspace, clock(MONTH, NOON + HOUR))
    assert given["诉求类别"] == [
        CountTable(
            first=dt.date(2021, 11, 22),
            last=dt.date(2021, 11, 23),
            counts={"环境整治": 3, "设施维修": 9, "法律援助": 7},
            hidden=frozenset({"环境整治", "法律援助"}),
        )
    ]
    assert [edition.period for edition in linked_editions(workspace, clock(MONTH, NOON + HOUR))] == [WEEK]
    assert given_to_public(workspace, clock(MONTH, NOON - HOUR)) == {}  # not yet known
    assert given_to_public(workspace, clock("2021-12", NOON + HOUR)) == {}  # none of its days


def test_an_edition_that_is_corrected_counts_when_it_went_out(workspace: Workspace) -> None:
    """Of its own period what only lay there has been replaced; of other periods readers see the newest."""
    first = publish(workspace, HJ=3, WX=9, FL=7)
    assert given_to_public(workspace, clock(WEEK, NOON + HOUR)) == {}
    write_outputs(workspace.papers(WEEK, first.number), [("report.json", b"{}")])
    distribute(workspace, first, ("县委办",), "值班员", NOON + HOUR)
    publish(workspace, NOON + 2 * HOUR, HJ=3, WX=9, FL=8)
    for period, known in ((WEEK, [7]), (MONTH, [7, 8])):
        tables = given_to_public(workspace, clock(period, NOON + 3 * HOUR))["诉求类别"]
        assert [table.counts["法律援助"] for table in tables] == known
