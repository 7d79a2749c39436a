"""Whether a cadre still serves, and since when not: by all snapshots of the roster (S1), not only the newest.

So what somebody did stays counted when they have died, moved or retired since (domain.md §5.1).
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from transforms.join.latest import filled, latest

DEAD, MOVED, RETIRED = "DEAD", "MOVED", "RETIRED"
OFF_ROSTER = "OFF_ROSTER"
"""No row of the roster in force names the person any more."""

CAREERS: dict[str, pl.DataType] = {
    "person_id": pl.String(),
    "exit_date": pl.Date(),
    "left_as": pl.String(),
    "served_until": pl.Date(),
    "left_on": pl.Date(),
    "gone_on": pl.Date(),
}
"""One line per person ever on the roster. `left_as`: DEAD, MOVED, RETIRED, OFF_ROSTER, or null for those who serve.
`served_until`: Sunday of the last week whose snapshot has the person in service; `left_on`: of the first one after it
that says they have left (of whom no roster names any more: the same as `served_until`), `gone_on`: that they have died
or moved away. A state that the roster in force leaves open is that of the roster before. Null where no snapshot says
so."""

_SERVING, _GONE = ["ACTIVE", "HOLD"], [DEAD, MOVED]
_LEFT = [*_GONE, RETIRED]


def careers(snapshots: pl.DataFrame, s1: pl.DataFrame) -> pl.DataFrame:
    """CAREERS of everybody on a snapshot of the roster.

    snapshots: identified rows of S1, of each unit and period the newest version, those in force and those replaced by
    later ones. s1: those in force.
    """
    known = snapshots.filter(pl.col("person_id").is_not_null())
    states = known.sort("period_end", filled(known), "submission", "row").unique(
        ["person_id", "period_end"], keep="last", maintain_order=True
    )
    left, gone = _since_last(_SERVING, _LEFT), _since_last([*_SERVING, RETIRED], _GONE)
    now = latest(s1).select("person_id", pl.col("person_status").alias("now"), listed=pl.lit(value=True))
    return (
        states.group_by("person_id", maintain_order=True)
        .agg(
            pl.col("exit_date").drop_nulls().last(),
            pl.col("person_status").filter(left).last().alias("last"),
            _last_in(_SERVING).alias("served_until"),
            pl.col("period_end").filter(left).min().alias("left_on"),
            pl.col("period_end").filter(gone).min().alias("gone_on"),
        )
        .join(now, on="person_id", how="left", maintain_order="left")
        .with_columns(state=pl.coalesce("now", "last", pl.when(pl.col("listed").is_null()).then(pl.lit(OFF_ROSTER))))
        .with_columns(left_as=pl.when(pl.col("state").is_in([*_LEFT, OFF_ROSTER])).then("state"))
        .with_columns(
            left_on=pl.when(pl.col("left_as") == OFF_ROSTER)
            .then("served_until")
            .when(pl.col("left_as").is_not_null())
            .then("left_on"),
            gone_on=pl.when(pl.col("left_as").is_in(_GONE)).then("gone_on"),
        )
        .select(*CAREERS)
        .cast(pl.Schema(CAREERS))
    )


def _last_in(states: list[str]) -> pl.Expr:
    """Sunday of the last week in one of these states, of one person."""
    return pl.col("period_end").filter(pl.col("person_status").is_in(states)).max()


def _since_last(before: list[str], states: list[str]) -> pl.Expr:
    """Whether a snapshot has one of the `states` and comes after the last of those `before` them."""
    return pl.col("person_status").is_in(states) & (pl.col("period_end") > _last_in(before).fill_null(dt.date.min))
