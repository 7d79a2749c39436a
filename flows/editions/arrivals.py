"""Who had sent what by the knowledge of an edition (domain.md §6), and what of it has left the inbox since."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from expectations.county.county import County
from flows.receive.inbox import names_in
from flows.store.edition import Edition
from transforms.judge.arrivals import arrivals
from transforms.judge.in_force import IN_FORCE, there


def arrived_by(edition: Edition, county: County, now: dt.datetime) -> pl.DataFrame:
    """ARRIVALS of what an edition knows, as late as it is now."""
    return arrivals(there(edition.table("files")), edition.table("ledger"), county, edition.period, now)


def left_the_inbox(edition: Edition, folder: Path) -> list[str]:
    """Names of the files of the week's own inbox that count, though its folder holds no file of these bytes any more.

    What was received counts until a newer version replaces it or somebody withdraws it: that a file is gone is no
    decision (reliability.md). A member of a package is there as long as the package is.
    """
    received = edition.table("files").filter(pl.col("inbox") == edition.period)
    lying = pl.col("file").str.split("/").list.first().is_in([*names_in(folder)])
    gone = received.filter(~lying.any().over("sha256"), pl.col("standing") == IN_FORCE)
    return sorted(gone["file"].unique())
