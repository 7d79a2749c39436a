"""The tables behind control totals as they stood on an earlier day, by the dates of their rows (R8, E5)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import polars as pl

from transforms.dataset import Dataset


def on_day(dataset: Dataset, day: dt.date) -> Dataset:
    """The dataset with what counts for a control total as of `day`, which is not after its as-of day.

    What happened later is left out: leaving a leading post, an assignment, a claim, a registration, an order taken. By
    what is known now; a status without a date (a cadre who has left, a cancelled item) is that of now.
    """
    if day == dataset.clock.as_of:
        return dataset
    listed = (
        pl.when(pl.col("left_on").is_null())
        .then(pl.col("reg_status").eq_missing(pl.lit("IN")))
        .otherwise(pl.col("left_on") > day)
    )
    member = pl.col("person_id").is_not_null() & _by(day, "registered_on") & listed
    return replace(
        dataset,
        clock=replace(dataset.clock, as_of=day),
        five_dim=dataset.five_dim.filter(_by(day, "exit_date")).with_columns(
            assigned=pl.col("assigned") & _by(day, "assigned_on")
        ),
        items=dataset.items.with_columns(claimed=_by(day, "claimed_on")),
        registrations=dataset.registrations.with_columns(counted=member),
        orders=dataset.orders.with_columns(taken=pl.col("taken") & _by(day, "taken_on")),
    )


def _by(day: dt.date, column: str) -> pl.Expr:
    """Whether something had happened by a day; without a date it counts as it does today."""
    return pl.col(column).fill_null(day) <= day
