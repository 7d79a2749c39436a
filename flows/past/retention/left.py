"""Persons who have left: the vault keeps their rows only for a term after that (domain.md §11.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from flows.county.workspace import Workspace
from transforms.clock import is_week, period_end
from transforms.tables.catalogue import ROSTERS


def left(workspace: Workspace, term: dt.timedelta | None, now: dt.datetime) -> pl.DataFrame:
    """person_id, last: who was on no roster since the week that ended on `last`, longer ago than the term.

    They are erased one by one, by `wuwei erase`: somebody must confirm that they do not return.
    """
    memberships = pl.concat(
        [pl.DataFrame(schema={"person_id": pl.String, "last": pl.Date}), *_memberships(workspace)]
    ).drop_nulls()
    ever = memberships.group_by("person_id").agg(pl.col("last").max())
    if term is None:
        return ever.clear()
    gone = pl.col("last") < pl.col("last").max()
    return ever.filter(gone & (pl.col("last") < (now - term).date())).sort("last", "person_id")


def _memberships(workspace: Workspace) -> Iterator[pl.DataFrame]:
    for period in filter(is_week, workspace.store.periods()):
        if edition := workspace.store.current(period):
            for table in ROSTERS:
                yield edition.table(table).select("person_id", last=pl.lit(period_end(period))).unique()
