"""The livelihood items (民生实事) of a period with their state on the as-of day (domain.md §7.1)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from expectations.county.county import County
from transforms.clock import Clock, period_end
from transforms.join.lights import item_light


def items(rows: pl.DataFrame, previous: pl.DataFrame | None, clock: Clock, county: County) -> pl.DataFrame:
    """One row per item of the plan year and per unfinished one of an earlier year, key `item_code`.

    rows: the S8 rows of the period (a snapshot of every item). previous: the items table of the period before.
    Out: the columns of S8 with `leader` the first of `leaders`, `due_original` as first reported, `due_current` the
    date that counts; against last week `progress_before`, `title_before`, `progress_fell` (M50), `due_moved` (M77),
    `missed` (periods without an update), `stale`; the terms of domain.md §7.1 `claimed`, `cancelled`, `reopened`,
    `completed`, `verified`, `open`, `no_due`, `on_time`, `on_time_original`, `late_completed`, `overdue`,
    `overdue_days`, `due_soon`, `scheduled_pct`, `deviation` (percentage points); `light`, `light_reason` (§7.2).

    An item that the snapshot no longer lists is carried forward with its last cells and becomes stale (M75). An empty
    snapshot is a missing sheet: nothing is carried forward (domain.md §6). The plan year is the newest in the codes of
    the snapshot; an item with an earlier year in its code is `carried_over` (结转), and is gone once it is finished and
    no longer listed. A code without a year is of the plan year.
    """
    last = _nothing_before(rows) if previous is None or rows.is_empty() else previous
    earlier = (_plan_year() < _newest_plan_year(rows, clock)).fill_null(False)
    return (
        pl.concat([rows, _no_longer_listed(rows, last, earlier)], how="diagonal")
        .with_columns(carried_over=earlier)
        .join(_last_values(last), on="item_code", how="left")
        .with_columns(leaders=pl.col("leader"), leader=pl.col("leader").list.first())
        .with_columns(**_against_last(clock))
        .with_columns(**_dates_that_count())
        .with_columns(**_state(clock.as_of))
        .with_columns(**_timeliness(clock.as_of, county))
        .with_columns(**_schedule(clock.as_of))
        .with_columns(item_light(county, clock.as_of))
        .drop("due_before")
        .sort("item_code")
    )


def _nothing_before(rows: pl.DataFrame) -> pl.DataFrame:
    """The items table of a period before the first."""
    return rows.clear().with_columns(leaders=pl.col("leader"), cancelled=pl.lit(False), completed=pl.lit(False))


def _plan_year() -> pl.Expr:
    """The year in `item_code`, as in MS2021-001; null where it names none."""
    return pl.col("item_code").str.extract(r"(?:^|\D)(20\d{2})(?:\D|\d{3,4}\D*$)").cast(pl.Int64)


def _newest_plan_year(rows: pl.DataFrame, clock: Clock) -> int:
    """The newest plan year that the snapshot lists, none after the year of the as-of day: that would be a slip.

    0 where no code names a year: none is earlier then.
    """
    years = rows.select(_plan_year()).to_series().drop_nulls()
    return max((year for year in years if year <= clock.year_start.year), default=0)


def _no_longer_listed(rows: pl.DataFrame, last: pl.DataFrame, earlier: pl.Expr) -> pl.DataFrame:
    """Last week's items that are not in this week's snapshot, in the columns of S8.

    Cancelled ones are not among them, nor those of an `earlier` plan year that are completed.
    """
    over = pl.col("cancelled") | (earlier & pl.col("completed"))
    gone = last.filter(~over).join(rows, on="item_code", how="anti")
    return gone.with_columns(leader=pl.col("leaders")).select(c for c in rows.columns if c in gone.columns)


def _last_values(last: pl.DataFrame) -> pl.DataFrame:
    """The values reported of each item the week before."""
    return last.select(
        "item_code",
        progress_before=pl.col("progress"),
        title_before=pl.col("title"),
        due_before=pl.col("due_original"),
    )


def _against_last(clock: Clock) -> dict[str, pl.Expr]:
    missed = (pl.lit(period_end(clock.last_week)) - pl.col("period_end")).dt.total_days() // 7
    moved = (pl.col("due_original") > pl.col("due_before")) & pl.col("extension_ref").is_null()
    return {
        "missed": missed,
        "stale": missed >= 1,
        "progress_fell": (pl.col("progress") < pl.col("progress_before")).fill_null(False),
        "due_moved": moved.fill_null(False),
    }


def _dates_that_count() -> dict[str, pl.Expr]:
    """A later date needs an approval (`extension_ref`); without one the first date stands (M77)."""
    first = pl.min_horizontal("due_original", "due_before")
    approved = pl.coalesce("due_current", "due_original")
    return {
        "due_original": first,
        "due_current": pl.when(pl.col("extension_ref").is_not_null()).then(approved).otherwise(first),
        "start_plan": pl.coalesce("start_plan", "claimed_on"),
    }


def _state(as_of: dt.date) -> dict[str, pl.Expr]:
    """State on the as-of day; a cancellation counts only with its approval reference."""
    status, judged = pl.col("status"), pl.col("verified_on").fill_null(as_of) <= as_of
    cancelled = status.eq_missing(pl.lit("CANCEL")) & pl.col("extension_ref").is_not_null()
    reopened = pl.col("verify_result").eq_missing(pl.lit("BACK")) & judged
    completed = (status.is_in(["DONE", "VERIFIED"]) & (pl.col("done_on") <= as_of)).fill_null(False) & ~reopened
    claimed = pl.col("claimed_on").fill_null(as_of) <= as_of
    return {
        "claimed": claimed,
        "cancelled": cancelled,
        "reopened": reopened,
        "completed": completed,
        "verified": completed & pl.col("verify_result").eq_missing(pl.lit("PASS")) & judged,
        "open": claimed & ~completed & ~cancelled & status.ne_missing(pl.lit("HOLD")),
        "no_due": pl.col("due_current").is_null(),
    }


def _timeliness(as_of: dt.date, county: County) -> dict[str, pl.Expr]:
    done_on, due = pl.col("done_on"), pl.col("due_current")
    days_left = (due - pl.lit(as_of)).dt.total_days()
    overdue = (pl.col("open") & (days_left < 0)).fill_null(False)
    return {
        "on_time": (pl.col("completed") & (done_on <= due)).fill_null(False),
        "on_time_original": (pl.col("completed") & (done_on <= pl.col("due_original"))).fill_null(False),
        "late_completed": (pl.col("completed") & (done_on > due)).fill_null(False),
        "overdue": overdue,
        "overdue_days": pl.when(overdue).then(-days_left),
        "due_soon": (pl.col("open") & days_left.is_between(0, county.settings["due_soon_days"])).fill_null(False),
    }


def _schedule(as_of: dt.date) -> dict[str, pl.Expr]:
    """序时进度: the share of the planned time that has passed, 0–100; a plan of one day is due at once."""
    planned = (pl.col("due_current") - pl.col("start_plan")).dt.total_days()
    passed = (pl.lit(as_of) - pl.col("start_plan")).dt.total_days()
    share = pl.when(planned > 0).then(passed / planned).otherwise((passed >= 0).cast(pl.Float64))
    scheduled = pl.when(planned.is_not_null()).then(100 * share.clip(0, 1))
    return {"scheduled_pct": scheduled, "deviation": pl.col("progress") - scheduled}
