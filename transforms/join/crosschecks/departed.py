"""Cadres who have died, moved away or retired, or whose post has run out, still shown at work (domain.md §5.1)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from expectations.contract.rules import Reaction
from transforms.join.cadres.careers import DEAD, MOVED, OFF_ROSTER, RETIRED
from transforms.join.crosschecks.failures import as_failures

_WHAT = {
    DEAD: "干部台账载明此人已去世",
    MOVED: "干部台账载明此人已调出",
    RETIRED: "干部台账载明此人到岗后已退休",
    OFF_ROSTER: "现行干部台账中已没有此人",
}
_ASKED = (
    "，本表仍报“已到岗”，已不计入二次分工人数。请将「安排状态」改为“结束”并填写「结束日期」后重新报送；"
    "退休后继续受聘的，请按受聘日期改填「到岗日期」；台账有误的，请台账报送单位更正。"
)


def posts_of_departed(assignments: pl.DataFrame) -> pl.DataFrame:
    """FAILURES of assignments reported as ON that count no more (`vacated`), week after week until S6 is corrected."""
    vacated = assignments.filter(pl.col("vacated").is_not_null())
    message = pl.col("vacated").replace_strict(_WHAT, return_dtype=pl.String) + _ASKED
    return as_failures(vacated, "post_of_departed", message, column="status", reaction=Reaction.CELL)


def posts_run_out(assignments: pl.DataFrame, on: dt.date) -> pl.DataFrame:
    """FAILURES of assignments reported as ON whose `end` has passed on a day, though it had not when S6 was sent."""
    return as_failures(
        assignments.filter(
            pl.col("status") == "ON",
            pl.col("vacated").is_null(),
            pl.col("end") < on,
            pl.col("end") >= pl.col("period_end"),
        ),
        "post_run_out",
        "「结束日期」已过，而本表之后没有再报，此项安排从那天起不计入二次分工人数。"
        "已结束的，请将「安排状态」改为“结束”后重新报送；继续任职的，请改填「结束日期」。",
        column="end",
    )


def reports_on_retired(duties: pl.DataFrame, careers: pl.DataFrame) -> pl.DataFrame:
    """FAILURES of counted reports on somebody without a post whom the roster calls retired by then, or names no more.

    duties: the table; careers: CAREERS.
    """
    since = careers.select("person_id", "left_as", since="left_on")
    reports = duties.filter("in_scope", pl.col("left_on").is_not_null()).join(
        since, on="person_id", maintain_order="left"
    )
    retired = (pl.col("left_as") == RETIRED) & (pl.col("period_end") >= pl.col("since"))
    unlisted = (pl.col("left_as") == OFF_ROSTER) & (pl.col("period_end") > pl.col("since"))
    return as_failures(
        reports.filter(retired | unlisted),
        "report_on_retired",
        "按干部台账，此人本期已退休或已不在台账中，又没有此后受聘的安排，本行仍计入履职情况。"
        "请核对姓名和期别；退休后受聘的，请在二次分工安排表中填报；台账有误的，请台账报送单位更正。",
        column="name",
    )


def reports_on_departed(duties: pl.DataFrame) -> pl.DataFrame:
    """FAILURES of weekly reports on somebody who was not in scope in that week."""
    return as_failures(
        duties.filter(~pl.col("in_scope")),
        "report_on_departed",
        "按干部台账，此人本期之前已去世或调出，或本期尚未退出领导岗位，本行未计入履职情况。"
        "请核对姓名和期别；台账有误的，请台账报送单位更正。",
        column="name",
        reaction=Reaction.CELL,
    )
