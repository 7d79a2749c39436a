"""Received submissions, from which coverage is counted (design.md §5.7)."""

from __future__ import annotations

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.contract import Cadence
from transforms.judge.arrivals import ARRIVED, CARRIED, ZERO
from transforms.judge.in_force import IN_FORCE

RECEIVED = [*ARRIVED, CARRIED]
"""States of a submission whose data count: sent, reported as nothing new, or an earlier snapshot still in force."""

SENT = ["submitter", "sheet", "period"]
"""The key of a sending."""


def sheets_arrived(submissions: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """`submitter`, `sheet`, `period` of everything that has arrived, expected or not.

    `submissions` and `files` are those of a dataset. A zero report keeps the last snapshot in force; where none was
    ever sent it does not count.
    """
    snapshots = [sheet.id for sheet in SHEETS.values() if sheet.cadence is Cadence.ON_CHANGE]
    in_force = files.filter((pl.col("standing") == IN_FORCE) & ~pl.col("zero_report"))
    sent = submissions.filter(pl.col("status").is_in(RECEIVED)).select(*SENT, "status").unique()
    unbacked = sent.filter((pl.col("status") == ZERO) & pl.col("sheet").is_in(snapshots)).join(
        in_force, on=["submitter", "sheet"], how="anti"
    )
    return sent.join(unbacked, on=SENT, how="anti").select(SENT)
