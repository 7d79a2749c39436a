"""What cadres are called: as their roster (S1) in force says, whatever name other sheets still use (domain.md §9.4)."""

from __future__ import annotations

import polars as pl

from transforms.cells.names import name_key
from transforms.join.latest import latest


def roster_named(rows: pl.DataFrame, s1: pl.DataFrame) -> pl.DataFrame:
    """Identified rows with the `name` their person has on the roster; who is on none, or undecided, keeps the row's.

    s1: identified rows in force.
    """
    called = latest(s1).select("person_id", called="name")
    joined = rows.join(called, on="person_id", how="left", maintain_order="left")
    return joined.with_columns(name=pl.coalesce("called", "name")).drop("called")


def other_name(rows: pl.DataFrame, called: pl.DataFrame) -> pl.DataFrame:
    """The rows whose person has another `name` in `called` (identified rows): equal but for the script is the same."""
    now = latest(called).select("person_id", called="name")
    differing = rows.join(now, on="person_id", maintain_order="left").filter(pl.col("name") != pl.col("called"))
    keys = {name: name_key(name) for name in {*differing["name"], *differing["called"]}}
    alike = (pl.col(column).replace_strict(keys, return_dtype=pl.String) for column in ("name", "called"))
    return differing.filter(pl.Expr.ne(*alike)).drop("called").unique(["submission", "row"], maintain_order=True)
