"""Arrivals: one line per unit and sheet that is expected for a period (domain.md §6, indicator E1)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.contract import Cadence
from expectations.county.county import County
from transforms.clock import Kind, period_end, period_of, previous_period, weeks_of
from transforms.records.submission import by_name, says_again

ON_TIME = "on_time"
LATE = "late"
BELATED = "belated"
ZERO = "zero"
RETURNED = "returned"
CARRIED = "carried"
DUE = "due"
OVERDUE = "overdue"
MISSING = "missing"
ASKED_BACK = "asked_back"

STATUS_WORDS = {
    ON_TIME: "按时",
    ZERO: "零报告",
    LATE: "迟报",
    BELATED: "补报",
    CARRIED: "沿用",
    DUE: "未到期",
    OVERDUE: "逾期未报",
    MISSING: "缺报",
    RETURNED: "退回",
    ASKED_BACK: "有误待改",
}
"""What every paper, page and list calls a status; ASKED_BACK, of a sheet of which cells or rows went back, is one of
reminders alone (`transforms.judge.reminders`)."""

ARRIVED = (ON_TIME, LATE, BELATED, ZERO)
ABSENT = (DUE, OVERDUE, MISSING)

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
"""`status`: on_time; late, after Monday noon; belated (补报), when it counted as missing; zero (零报告); returned
(refused, to be sent again); carried (an earlier snapshot of an on-change sheet is still in force, nothing was due yet).
What has not come is due, then overdue, and from Wednesday evening missing. `late` is true for what came late, a zero
report too, and for what is overdue. `days_overdue` runs from the due day until the sheet came, else until
`knowledge`."""


def punctual() -> pl.Expr:
    """Of ARRIVALS: what came in time, zero reports too."""
    return pl.col("status").is_in([ON_TIME, ZERO]) & ~pl.col("late")


def came_late() -> pl.Expr:
    """Of ARRIVALS: what came after its time, zero reports too."""
    return pl.col("status").is_in(ARRIVED) & ~punctual()


def deadline(county: County, period: str) -> dt.datetime:
    """Until when a submission is on time, in UTC; what comes later is late (domain.md §6)."""
    return _moment(county, period, county.deadline.on_time_days, county.deadline.on_time_hour)


def closing(county: County, period: str) -> dt.datetime:
    """Until when a submission is late and not yet missing, in UTC (domain.md §6)."""
    return _moment(county, period, county.deadline.late_days, county.deadline.late_hour)


def _moment(county: County, period: str, days: int, hour: dt.time) -> dt.datetime:
    day = period_end(period) + dt.timedelta(days=days)
    return dt.datetime.combine(day, hour, ZoneInfo(county.timezone)).astimezone(dt.UTC)


def _expected(county: County) -> pl.DataFrame:
    pairs = [(unit, sheet) for sheet in SHEETS for unit in county.expected.get(sheet, ())]
    return pl.DataFrame(pairs, schema={"submitter": pl.String, "sheet": pl.String}, orient="row")


def _sent(submissions: pl.DataFrame, period: str) -> pl.DataFrame:
    """The submission that counts for a unit, sheet and the period: the highest version, refused ones only if no other.

    Of a file that could not be read the name says what it was.
    Its `received_at` is that of the first not refused, so that a correction is not late.
    """
    usable = pl.col("received_at").filter(pl.col("refused").is_null())
    return (
        by_name(submissions)
        .filter(pl.col("period") == period)
        .with_columns(received_at=usable.min().over("submitter", "sheet").fill_null(pl.col("received_at")))
        .sort(pl.col("refused").is_null(), ~says_again(), "version", "received_at", "submission")
        .unique(["submitter", "sheet"], keep="last", maintain_order=True)
        .select("submitter", "sheet", "submission", "file", "received_at", "zero_report", "refused", "rows_read")
    )


def _standing_units(submissions: pl.DataFrame, period: str) -> pl.DataFrame:
    """Units and on-change sheets of which nothing is due in a week (`stands`): “on change, monthly zero report”.

    The unit has said something in an earlier week of the month or, before the month's last week, in the month before
    (domain.md §4.1). A week is of the month of its Sunday.
    """
    month = period_of(period_end(period), Kind.MONTH)
    weeks = weeks_of(month)
    counting = [*weeks, *(weeks_of(previous_period(month)) if period != weeks[-1] else ())]
    snapshots = [sheet.id for sheet in SHEETS.values() if sheet.cadence is Cadence.ON_CHANGE]
    recent = pl.col("period").is_in(counting) & (pl.col("period") < period)
    return (
        submissions.filter(pl.col("refused").is_null() & pl.col("sheet").is_in(snapshots) & recent)
        .select("submitter", "sheet", stands=pl.lit(value=True))
        .unique()
    )


def arrivals(
    submissions: pl.DataFrame, ledger: pl.DataFrame, county: County, period: str, knowledge: dt.datetime
) -> pl.DataFrame:
    """ARRIVALS for `period`: every expected unit × sheet, and what was sent without being expected.

    `submissions` are all known (SUBMISSIONS), `ledger` gives the accepted rows; days overdue of absent sheets are
    counted to `knowledge` by the county's calendar.
    """
    key = ["submitter", "sheet"]
    accepted = ledger.filter(pl.col("fate") == "accepted").group_by("submission").agg(rows_accepted=pl.len())
    sent = _sent(submissions, period).drop_nulls(key)
    return (
        _expected(county)
        .join(sent, on=key, how="full", coalesce=True)
        .join(_standing_units(submissions, period), on=key, how="left")
        .join(accepted, on="submission", how="left")
        .with_columns(
            pl.col("rows_accepted", "rows_read").fill_null(0),
            pl.col("zero_report").fill_null(value=False),
            period=pl.lit(period),
            status=_status(deadline(county, period), closing(county, period), knowledge),
        )
        .with_columns(
            late=(pl.col("received_at") > deadline(county, period)).fill_null(pl.col("status") == OVERDUE),
            days_overdue=_days_overdue(county, period, knowledge),
        )
        .select(ARRIVALS.keys())
        .cast(pl.Schema(ARRIVALS))
        .sort("sheet", "submitter")
    )


def _status(on_time: dt.datetime, closed: dt.datetime, knowledge: dt.datetime) -> pl.Expr:
    absent = DUE if knowledge <= on_time else OVERDUE if knowledge <= closed else MISSING
    came = pl.col("received_at")
    return (
        pl.when(pl.col("refused").is_not_null())
        .then(pl.lit(RETURNED))
        .when(pl.col("submission").is_null())
        .then(pl.when("stands").then(pl.lit(CARRIED)).otherwise(pl.lit(absent)))
        .when("zero_report")
        .then(pl.lit(ZERO))
        .when(came > closed)
        .then(pl.lit(BELATED))
        .when(came > on_time)
        .then(pl.lit(LATE))
        .otherwise(pl.lit(ON_TIME))
    )


def _days_overdue(county: County, period: str, knowledge: dt.datetime) -> pl.Expr:
    """Days of the county's calendar after the due day; null for what came in time or was not due."""
    due = period_end(period) + dt.timedelta(days=county.deadline.on_time_days)
    awaited = pl.col("status").is_in([*ABSENT, RETURNED])
    until = pl.when(awaited).then(pl.lit(knowledge.astimezone(dt.UTC))).otherwise("received_at")
    day = until.dt.convert_time_zone(county.timezone).dt.date()
    return pl.when(awaited | (pl.col("received_at") > deadline(county, period))).then(
        (day - pl.lit(due)).dt.total_days().clip(lower_bound=0)
    )
