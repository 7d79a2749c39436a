"""Where cadres work by their second post: the current unit, by which S2–S4 and S7 may name them (domain.md §9.1)."""

from __future__ import annotations

import polars as pl

from expectations.county.county import County


def workplaces(s6: pl.DataFrame, s5: pl.DataFrame, county: County) -> pl.DataFrame:
    """`person_id`, `unit`: the host unit of each post somebody has had; where it is unknown, the units of its organ.

    s6: identified rows, s5: rows of all snapshots received, so that a report of last month still finds whoever has
    another post by now. Mere proposals are left out.
    """
    decided = pl.col("person_id").is_not_null() & pl.col("status").ne_missing(pl.lit("PROPOSED"))
    taken = s6.filter(decided).select("person_id", "post_code", "organ")
    hosts = s5.select("post_code", unit="host_unit").drop_nulls().unique()
    by_organ = pl.DataFrame(
        [(unit.organ, unit.code) for unit in county.units], schema={"organ": pl.String, "unit": pl.String}, orient="row"
    )
    hosted = taken.join(hosts, on="post_code").select("person_id", "unit")
    elsewhere = taken.join(hosts, on="post_code", how="anti").join(by_organ, on="organ").select("person_id", "unit")
    return pl.concat([hosted, elsewhere]).unique().sort("person_id", "unit")
