"""The progress part of the five-dimension row: from the weekly duty reports (domain.md §4.8, §5.2)."""

from __future__ import annotations

import polars as pl

from transforms.clock import Clock
from transforms.join.activities import REPORT

COLUMNS: dict[str, pl.DataType] = {
    "days_on": pl.Float64(),
    "days_field": pl.Float64(),
    "tasks_open": pl.Int64(),
    "tasks_done": pl.Int64(),
    "tasks_overdue": pl.Int64(),
    "exec_attended_cum": pl.Int64(),
    "suggestions_cum": pl.Int64(),
    "cases_cum": pl.Int64(),
    "honours_cum": pl.Int64(),
    "weekly_report_present": pl.Boolean(),
}


def progress(duties: pl.DataFrame, clock: Clock) -> pl.DataFrame:
    """One row per person with a report this year: person_id and the columns of COLUMNS.

    duties: the table of `activities.duties`. The figures of the period are null without a report of a week that ends in
    it, the cumulated ones count the weeks that end in the year (`Clock.year_start`); what no report states is null and
    not zero.
    """
    in_period, once = pl.col("period").is_in(clock.weeks), pl.col("counted")
    honour = pl.struct(*REPORT, "honour", "honour_text").filter(pl.coalesce("honour", "honour_text").is_not_null())
    overdue = (pl.col("task_due") < clock.as_of) & (pl.col("task_pct").fill_null(0) < 100)
    return (
        duties.filter(pl.col("period_end").is_between(clock.year_start, clock.end))
        .group_by("person_id", maintain_order=True)
        .agg(
            *(
                _total(pl.col(name).filter(in_period & once)).alias(name)
                for name in ("days_on", "days_field", "tasks_open", "tasks_done")
            ),
            _total(overdue.fill_null(value=False).cast(pl.Int64).filter(in_period)).alias("tasks_overdue"),
            _total(pl.col("exec_attended").filter(once)).alias("exec_attended_cum"),
            _total(pl.col("suggestions").filter(once)).alias("suggestions_cum"),
            _total(pl.col("cases_solved").filter(once)).alias("cases_cum"),
            honour.n_unique().cast(pl.Int64).alias("honours_cum"),
            in_period.any().alias("weekly_report_present"),
        )
    )


def _total(values: pl.Expr) -> pl.Expr:
    """The sum of the known values, null where there is none."""
    return pl.when(values.count() > 0).then(values.sum())
