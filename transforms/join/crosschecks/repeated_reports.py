"""Several rows of one person, week and unit in the weekly reports (S7): one report, whose numbers count once (M28)."""

from __future__ import annotations

import polars as pl

from expectations.catalogue import SHEETS
from expectations.evaluate.judgement import FAILURES
from transforms.join.activities import REPORT, WEEKLY_NUMBERS
from transforms.join.crosschecks.failures import as_failures

DAYS_IN_A_WEEK = 7


def repeated_reports(duties: pl.DataFrame) -> pl.DataFrame:
    """FAILURES of reports whose rows differ in a number of the week, and of persons with more days than a week has.

    duties: the table. Rows that only differ in their task are as they should be.
    """
    columns = SHEETS["S7"].column
    differing = duties.with_columns(
        pl.when(pl.col(name).drop_nulls().n_unique().over(REPORT) > 1)
        .then(pl.lit(f"「{columns[name].heading}」"))
        .otherwise(pl.lit(""))
        .alias(name)
        for name in WEEKLY_NUMBERS
    ).with_columns(differing=pl.concat_str(WEEKLY_NUMBERS))
    message = pl.format(
        "同一人本周在同一单位填了几行，{}各行不一致，只按填得最全的一行计。一人一周一单位只报一份；"
        "有几项重点任务的分行填写，其余各栏各行填同样的数。",
        "differing",
    )
    days = pl.col("days_on").filter("counted").sum().over("person_id", "period")
    beyond = duties.filter("counted", days > DAYS_IN_A_WEEK)
    return pl.concat(
        [
            pl.DataFrame(schema=FAILURES),
            as_failures(differing.filter(pl.col("differing") != ""), "report_twice", message, column="name"),
            as_failures(
                beyond,
                "days_beyond_a_week",
                "此人本周在各单位的「到岗天数」合计超过7天，暂按所填计。请各单位按实际到岗天数核对后改报。",
                column="days_on",
            ),
        ]
    )
