"""The contact part of the five-dimension row: time since the last contact with the person (domain.md §4.5, §5.2)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from transforms.join.activities import OPEN

COLUMNS: dict[str, pl.DataType] = {
    "last_contact_on": pl.Date(),
    "contact_gap_days": pl.Int64(),
    "contacts_90d": pl.Int64(),
    "open_issues": pl.Int64(),
}


def contact(contacts: pl.DataFrame, as_of: dt.date, window_days: int) -> pl.DataFrame:
    """One row per person ever contacted by `as_of`: person_id and the columns of COLUMNS.

    contacts: the table of `activities.contacts`. `contacts_90d` counts the last `window_days` days.
    """
    gap = (pl.lit(as_of) - pl.col("contact_date")).dt.total_days()
    return (
        contacts.filter(pl.col("contact_date") <= as_of)
        .group_by("person_id", maintain_order=True)
        .agg(
            pl.col("contact_date").max().alias("last_contact_on"),
            gap.min().alias("contact_gap_days"),
            (gap <= window_days).sum().cast(pl.Int64).alias("contacts_90d"),
            pl.col("issue_status").is_in(OPEN).sum().cast(pl.Int64).alias("open_issues"),
        )
    )
