"""Who had sent what by the knowledge of an edition (domain.md §6)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from expectations.county.county import County
from flows.store.edition import Edition
from transforms.judge.arrivals import arrivals
from transforms.judge.in_force import there


def arrived_by(edition: Edition, county: County, now: dt.datetime) -> pl.DataFrame:
    """ARRIVALS of what an edition knows, as late as it is now."""
    return arrivals(there(edition.table("files")), edition.table("ledger"), county, edition.period, now)
