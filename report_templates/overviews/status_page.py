"""The grid of who has sent what as one self-contained HTML page, for the screen and for A4 across."""

from __future__ import annotations

import datetime as dt

import polars as pl

from expectations.county.county import County
from report_templates.overviews.status_grid import STATES, deadline_words, moment_words, status_grid
from report_templates.render.html import environment
from transforms.indicators.declare.refusals import refused_by_unit


def status_page(
    arrivals: pl.DataFrame,
    issues: pl.DataFrame,
    county: County,
    period: str,
    number: int,
    knowledge: dt.datetime,
) -> str:
    """The page of ARRIVALS and ISSUES as known at `knowledge`; the same on whatever day it is made."""
    refused = refused_by_unit(issues)
    return (
        environment()
        .get_template("status.html")
        .render(
            grid=status_grid(arrivals, county, period),
            states=STATES.values(),
            units=refused.filter(pl.col("cells") > 0).height,
            cells=refused["cells"].sum(),
            rows=refused["rows"].sum(),
            county=county.name,
            number=number,
            deadlines=deadline_words(county, period),
            knowledge=moment_words(knowledge, county),
        )
    )
