"""The register of members deployed to communities (下沉报到) on the as-of day (domain.md §4.10)."""

from __future__ import annotations

import polars as pl

from transforms.clock import Clock
from transforms.join.latest import filled, last_of_each


def registrations(rows: pl.LazyFrame, clock: Clock) -> pl.DataFrame:
    """One row per member and community, key `registration_id` (`person_id@community_code`).

    rows: the S9 rows in force (each unit's last snapshot) with `person_id`. Out: the columns of S9, `registration_id`
    and `counted`: the member is on the register (status IN) on the as-of day. Events after it have not happened: one
    who registers later is not there yet, one who leaves later still is. A row whose person is undecided is in the queue
    and not counted. A member counts once, however many communities report them: count distinct `person_id` of the
    counted rows.
    """
    as_of = clock.as_of
    arrived = pl.col("registered_on").fill_null(as_of) <= as_of
    still_there = pl.col("left_on") > as_of
    inside = (
        pl.when(pl.col("left_on").is_null()).then(pl.col("reg_status").eq_missing(pl.lit("IN"))).otherwise(still_there)
    )
    place = pl.col("community_code").fill_null("")
    person = pl.coalesce("person_id", pl.format("?{}:{}", pl.col("submission"), pl.col("row")))
    counted = pl.col("person_id").is_not_null() & arrived & inside
    register = rows.with_columns(registration_id=person + "@" + place, counted=counted)
    return last_of_each(register, "registration_id", "counted", "period_end", filled(rows), "submission", "row")
