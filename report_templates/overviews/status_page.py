"""The grid of who has sent what as one self-contained HTML page, for the screen and for A4 across."""

from __future__ import annotations

import datetime as dt

import polars as pl

from expectations.county.county import County
from report_templates.overviews.status_grid import STATES, deadline_words, moment_words, status_grid
from report_templates.render.html import environment
from transforms.indicators.declare.refusals import cells_asked_back
from transforms.records.ledger import REJECTED


def status_page(
    arrivals: pl.DataFrame,
    issues: pl.DataFrame,
    ledger: pl.DataFrame,
    county: County,
    period: str,
    number: int,
    knowledge: dt.datetime,
) -> str:
    """The page of ARRIVALS, ISSUES and LEDGER as known at `knowledge`; the same on whatever day it is made."""
    cells, units = cells_asked_back(issues)
    return (
        environment()
        .get_template("status.html")
        .render(
            grid=status_grid(arrivals, county, period),
            states=STATES.values(),
            units=int(units.value or 0),
            cells=int(cells.value or 0),
            rows=ledger.filter(pl.col("fate") == REJECTED).height,
            county=county.name,
            number=number,
            deadlines=deadline_words(county, period),
            knowledge=moment_words(knowledge, county),
        )
    )
