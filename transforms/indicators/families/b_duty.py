"""Indicators B1–B6: what the cadres with a second post do (履职), by the weekly reports of their hosts (S7)."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from transforms.dataset import Dataset
from transforms.figures import How, Measured, Part, Ranged
from transforms.indicators.declare.breakdown import counts_by, labels
from transforms.indicators.declare.declaration import count, indicator, measured, number, rate, ratio
from transforms.join.activities import REPORT

YEAR_SO_FAR = "本年累计"


def _reports(dataset: Dataset) -> pl.DataFrame:
    """The weekly reports on persons who were in scope in their week; it belongs to the year and period it ends in."""
    return dataset.duties.filter("in_scope")


def _once(reports: pl.DataFrame) -> pl.DataFrame:
    """Of several rows of one report, the one whose numbers of the week count."""
    return reports.filter("counted")


def _of_period(dataset: Dataset) -> pl.DataFrame:
    return _reports(dataset).filter(pl.col("period_end").is_between(dataset.clock.start, dataset.clock.end))


def _of_year(dataset: Dataset) -> pl.DataFrame:
    return _reports(dataset).filter(pl.col("period_end").is_between(dataset.clock.year_start, dataset.clock.end))


@indicator(
    "B1",
    "履职周报报送率",
    "本期有履职周报的到岗人数÷到岗人数",
    window="本期",
    unit="%",
    sheets=("S6", "S7"),
    lit=True,
    cells=("S6.status", "S7.stated_period"),
    ranged=Ranged("S7", fixed=True),
)
def reported_on(dataset: Dataset) -> Measured:
    """Assigned persons with a report of the period, among all assigned: each is expected to have a report."""
    assigned = dataset.five_dim.filter("assigned")
    return ratio("five_dim", assigned.filter(pl.col("weekly_report_present").fill_null(value=False)), assigned)


@indicator(
    "B2",
    "到岗天数",
    "履职周报所填到岗天数合计（一人一周一单位的几行只计一行），按所报的一周是否在库计，其后离开的照计",
    window="本期；累计自1月1日起",
    flow=True,
    unit="天",
    sheets=("S7",),
    cells=("S7.days_on",),
)
def days_on_duty(dataset: Dataset) -> Measured:
    """Days on duty of the period; mean and median of the persons whose days these are as extras."""
    period, year = _once(_of_period(dataset)), _once(_of_year(dataset))
    reported = period.filter(pl.col("days_on").is_not_null())
    return measured(
        "duties",
        period,
        How.SUM,
        "days_on",
        extras=(
            number("mean", "人均到岗天数", "天", "duties", reported, How.MEAN_EACH, "days_on"),
            number("median", "到岗天数中位数", "天", "duties", reported, How.MEDIAN_EACH, "days_on"),
        ),
        cumulative=number("year", f"{YEAR_SO_FAR}到岗天数", "天", "duties", year, How.SUM, "days_on"),
    )


@indicator(
    "B3",
    "任务完成率",
    "已完成的重点任务÷（已完成和已过时限的重点任务），同一人同名任务以最近一期为准；离开后到期的不计，按时率中无时限的不计",
    window=YEAR_SO_FAR,
    unit="%",
    sheets=("S7",),
    lit=True,
    cells=("S7.task_name", "S7.task_due", "S7.task_pct"),
)
def tasks_done(dataset: Dataset) -> Measured:
    """Tasks done among those done or past their due day; on time by the week in which they were first reported done.

    One without a due day is neither on time nor late. Where nothing has fallen due there is no rate, and the light is
    grey. Extras: the counts the hosts give of all their tasks of the period.
    """
    tasks = _tasks(dataset)
    done, late = tasks.filter("done"), tasks.filter("late")
    limited = done.filter(pl.col("task_due").is_not_null())
    week = _once(_of_period(dataset))
    return ratio(
        "duties",
        done,
        pl.concat([done, late]),
        extras=(
            rate("on_time", "按时率", "duties", limited.filter("punctual"), pl.concat([limited, late])),
            number("open", "未到时限的任务", "件", "duties", tasks.filter(~pl.col("done"), ~pl.col("late"))),
            number("late", "逾期任务", "件", "duties", late),
            number("week_open", "本期事项数", "件", "duties", week, How.SUM, "tasks_open"),
            number("week_done", "本期完成事项数", "件", "duties", week, How.SUM, "tasks_done"),
        ),
    )


def _tasks(dataset: Dataset) -> pl.DataFrame:
    """The last report of every task of the year with `done`, `late`, and whether it was done `punctual`ly.

    A report covers a week: a task was done in time if that week began no later than its due day. What somebody left
    undone before it was due is not late.
    """
    task, finished = ["person_id", "task_name"], (pl.col("task_pct") >= 100).fill_null(value=False)
    due = pl.col("task_due") <= pl.coalesce("left_on", "task_due")
    late = ~finished & (due & (pl.col("task_due") < dataset.clock.as_of)).fill_null(value=False)
    week_of_done = pl.col("period_end").filter(finished).min().over(task)
    return (
        _of_year(dataset)
        .drop_nulls("task_name")
        .with_columns(begun=week_of_done.dt.offset_by("-6d"))
        .sort("period_end", "submission", "row")
        .unique(task, keep="last", maintain_order=True)
        .with_columns(done=finished, late=late)
        .with_columns(punctual=pl.col("done") & (pl.col("begun") <= pl.col("task_due")).fill_null(value=False))
    )


@indicator(
    "B4",
    "列席常务会次数",
    "履职周报所填参加常务会次数合计，按所报的一周是否在库计，其后离开的照计",
    window="本期；累计自1月1日起",
    flow=True,
    unit="次",
    sheets=("S7",),
    cells=("S7.exec_attended",),
)
def meetings_attended(dataset: Dataset) -> Measured:
    """Attendances of the executive meeting in the period."""
    year = _once(_of_year(dataset))
    return measured(
        "duties",
        _once(_of_period(dataset)),
        How.SUM,
        "exec_attended",
        cumulative=number("year", f"{YEAR_SO_FAR}列席次数", "次", "duties", year, How.SUM, "exec_attended"),
    )


@indicator(
    "B5",
    "中心工作参与人数",
    "本期有到岗天数的已安排人数，按中心工作类别分列人数和到岗天数",
    window="本期",
    flow=True,
    unit="人",
    sheets=("S6", "S7"),
    cells=("S6.category", "S7.days_on"),
    ranged=Ranged("S7"),
)
def central_work(dataset: Dataset) -> Measured:
    """Assigned persons who were on duty in the period, and their days by category (R4).

    A person in two categories counts in both.
    """
    busy = dataset.five_dim.filter("assigned", pl.col("days_on") > 0)
    by_category = busy.explode("category")
    persons = counts_by("five_dim", by_category, "category", dataset.county.codes("central_work").labels, "人数")
    return count("five_dim", busy, parts=(*persons, *(_days(by_category, part) for part in persons)))


def _days(persons: pl.DataFrame, part: Part) -> Part:
    served = persons.filter(pl.col("category").eq_missing(pl.lit(part.code or None)))
    return replace(number(part.code, part.label, "天", "five_dim", served, How.SUM, "days_on"), group="天数")


@indicator(
    "B6",
    "评先树优",
    "履职周报所填表扬激励，按层级分列；其后离开的照计",
    window="本年",
    unit="项",
    sheets=("S7",),
    cells=("S7.honour",),
)
def honours(dataset: Dataset) -> Measured:
    """Honours of the year by level, each once a report; one with an unreadable level is counted as 未填."""
    named = pl.col("honour").is_not_null() | pl.col("honour_text").is_not_null()
    awarded = _of_year(dataset).filter(named).unique((*REPORT, "honour", "honour_text"), maintain_order=True)
    return count("duties", awarded, parts=counts_by("duties", awarded, "honour", labels("honour_level")))
