"""Persons who have left: whose rows the vault may hold no longer than the term after that (domain.md §11.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from flows.county.workspace import Workspace
from transforms.clock import is_week, period_end

ROSTERS = ("five_dim", "registrations")
"""The tables of an edition that hold everybody who is on a roster in force."""


def left(workspace: Workspace, term: dt.timedelta | None, now: dt.datetime) -> pl.DataFrame:
    """person_id, last: who was on no roster since the week that ended on `last`, longer ago than the term.

    They go one by one, by `wuwei forget`: that they are not coming back somebody has to know.
    """
    seen = pl.concat([pl.DataFrame(schema={"person_id": pl.String, "last": pl.Date}), *_seen(workspace)]).drop_nulls()
    ever = seen.group_by("person_id").agg(pl.col("last").max())
    if term is None:
        return ever.clear()
    gone = pl.col("last") < pl.col("last").max()
    return ever.filter(gone & (pl.col("last") < (now - term).date())).sort("last", "person_id")


def _seen(workspace: Workspace) -> Iterator[pl.DataFrame]:
    for period in filter(is_week, workspace.store.periods()):
        if edition := workspace.store.current(period):
            for table in ROSTERS:
                yield edition.table(table).select("person_id", last=pl.lit(period_end(period))).unique()
