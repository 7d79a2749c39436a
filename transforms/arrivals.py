"""Who has sent what: one line per unit and sheet that is expected for a period (domain.md §6, indicator E1)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract import Cadence
from expectations.county import County
from transforms.clock import period_end, previous_period

ON_TIME = "on_time"
LATE = "late"
ZERO = "zero"
RETURNED = "returned"
CARRIED = "carried"
MISSING = "missing"

ARRIVALS: dict[str, pl.DataType] = {
    "submitter": pl.String(),
    "sheet": pl.String(),
    "period": pl.String(),
    "status": pl.String(),
    "late": pl.Boolean(),
    "zero_report": pl.Boolean(),
    "days_overdue": pl.Int64(),
    "submission": pl.String(),
    "file": pl.String(),
    "rows_read": pl.Int64(),
    "rows_accepted": pl.Int64(),
}
"""`status`: on_time, late, zero (零报告), returned (refused, to be sent again), carried (an earlier snapshot of an
on-change sheet still stands, nothing was due), missing. `late` holds for late and zero alike."""

SNAPSHOT_WEEKS = 5  # "on change, monthly zero report" (domain.md §4.2): a snapshot stands this long without a word


def deadline(county: County, period: str) -> dt.datetime:
    """Until when a submission is on time, in UTC; what comes later is late (domain.md §6)."""
    day = period_end(period) + dt.timedelta(days=county.deadline.on_time_days)
    return dt.datetime.combine(day, county.deadline.on_time_hour, ZoneInfo(county.timezone)).astimezone(dt.UTC)


def _expected(county: County) -> pl.DataFrame:
    pairs = [(unit, sheet) for sheet in SHEETS for unit in county.expected.get(sheet, ())]
    return pl.DataFrame(pairs, schema={"submitter": pl.String, "sheet": pl.String}, orient="row")


def _sent(submissions: pl.DataFrame, period: str) -> pl.DataFrame:
    """The one submission that speaks for a unit, sheet and the period: the highest version, a refused one last.

    It came when the first that was not refused came: a correction makes nobody late.
    """
    usable = pl.col("received_at").filter(pl.col("refused").is_null())
    return (
        submissions.filter(pl.col("period") == period)
        .with_columns(received_at=usable.min().over("submitter", "sheet").fill_null(pl.col("received_at")))
        .sort(pl.col("refused").is_null(), "version", "received_at", "submission")
        .unique(["submitter", "sheet"], keep="last", maintain_order=True)
        .select("submitter", "sheet", "submission", "file", "received_at", "zero_report", "refused", "rows_read")
    )


def _standing_units(submissions: pl.DataFrame, period: str) -> pl.DataFrame:
    oldest = period
    for _ in range(SNAPSHOT_WEEKS):
        oldest = previous_period(oldest)
    snapshots = [sheet.id for sheet in SHEETS.values() if sheet.cadence is Cadence.ON_CHANGE]
    recent = pl.col("period").is_between(pl.lit(oldest), pl.lit(period), closed="left")
    return (
        submissions.filter(pl.col("refused").is_null() & pl.col("sheet").is_in(snapshots) & recent)
        .select("submitter", "sheet", stands=pl.lit(value=True))
        .unique()
    )


def arrivals(
    submissions: pl.DataFrame, ledger: pl.DataFrame, county: County, period: str, knowledge: dt.datetime
) -> pl.DataFrame:
    """ARRIVALS for `period`: every expected unit × sheet, and what was sent beside that.

    `submissions` are all known (SUBMISSIONS), `ledger` gives the accepted rows; the days overdue are those from the
    deadline to `knowledge` by the county's calendar.
    """
    on_time, today = deadline(county, period), knowledge.astimezone(ZoneInfo(county.timezone)).date()
    accepted = ledger.filter(pl.col("fate") == "accepted").group_by("submission").agg(rows_accepted=pl.len())
    late = pl.col("received_at") > on_time
    due = period_end(period) + dt.timedelta(days=county.deadline.on_time_days)
    return (
        _expected(county)
        .join(
            _sent(submissions, period).drop_nulls(["submitter", "sheet"]),
            on=["submitter", "sheet"],
            how="full",
            coalesce=True,
        )
        .join(_standing_units(submissions, period), on=["submitter", "sheet"], how="left")
        .join(accepted, on="submission", how="left")
        .with_columns(
            status=pl.when(pl.col("refused").is_not_null())
            .then(pl.lit(RETURNED))
            .when(pl.col("submission").is_null() & pl.col("stands"))
            .then(pl.lit(CARRIED))
            .when(pl.col("submission").is_null())
            .then(pl.lit(MISSING))
            .when("zero_report")
            .then(pl.lit(ZERO))
            .when(late)
            .then(pl.lit(LATE))
            .otherwise(pl.lit(ON_TIME)),
            period=pl.lit(period),
            late=late.fill_null(value=False),
            zero_report=pl.col("zero_report").fill_null(value=False),
            rows_accepted=pl.col("rows_accepted").fill_null(0),
            rows_read=pl.col("rows_read").fill_null(0),
        )
        .with_columns(
            days_overdue=pl.when(pl.col("status").is_in([MISSING, RETURNED])).then(pl.lit(max((today - due).days, 0)))
        )
        .select(ARRIVALS.keys())
        .cast(pl.Schema(ARRIVALS))
        .sort("sheet", "submitter")
    )
