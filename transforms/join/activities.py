"""The tables with one row per person and event: assignments (S6), duties (S7), contacts (S4).

They have the columns of reports and indicators and nothing of class P0; a mention whose person is undecided is only in
the queue.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.contract import Privacy, Sheet
from transforms.clock import Clock
from transforms.join.cadres.careers import RETIRED
from transforms.join.latest import filled

_IDENTITY = ("id_no", "birth_ym", "birth_ym_precision")
REPORT = ("person_id", "period", "reporting_unit")
"""The key of a weekly report (domain.md §4.8); several rows of it are lines for several tasks."""
OPEN = ("OPEN", "RUN")
"""How a concern (S4) stands that is not settled."""
CONTACT = ("person_id", "contact_date", "contact_by")
"""The key of a contact (domain.md §4.5)."""
WEEKLY_NUMBERS = ("days_on", "days_field", "tasks_open", "tasks_done", "exec_attended", "suggestions", "cases_solved")
"""The columns of S7 that are about the whole week, not about one task."""
_OF_POST = ("post_name", "host_unit", "load")


def _table(rows: pl.DataFrame, sheet: Sheet, key: str, parts: tuple[str, ...]) -> pl.DataFrame:
    """Rows of decided persons, first `key` (the parts joined; equal ones are numbered), person_id, name and tier."""
    kept = [
        name
        for column in sheet.columns
        if column.privacy is not Privacy.P0 and column.name not in {"name", *_IDENTITY}
        for name in column.schema
    ]
    joined = pl.concat_str([pl.col(part).cast(pl.String).fill_null("") for part in parts], separator="@")
    keyed = (
        rows.filter(pl.col("person_id").is_not_null())
        .sort(*parts, "period", "submission", "row")
        .with_columns(joined.alias(key))
        .with_columns(nth=pl.int_range(pl.len()).over(key) + 1)
        .with_columns(pl.when(pl.col("nth") > 1).then(pl.format("{}#{}", key, "nth")).otherwise(pl.col(key)).alias(key))
    )
    return keyed.select(
        key, "person_id", "name", "tier", *kept, "period", "period_end", "submitter", "submission", "row"
    )


def assignments(s6: pl.DataFrame, s5: pl.DataFrame, careers: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """S6 in force, one row per assignment, key `assignment_id` (person, post and start).

    s6: identified rows; s5: accepted rows, for `post_name`, `host_unit` and `load` of the post, empty where two posts
    have one code (`post_code_unique`); careers: CAREERS. `in_effect`: ON and begun, not ended by `as_of`, of a person
    in scope (domain.md §5.1). `vacated`: `left_as` of the person for whom an ON and lasting one counts no more. A
    retired person is a volunteer by an assignment that began after the last week in service. `is_primary`: the one of
    the person in effect that began first (domain.md §4.7).
    """
    posts = s5.unique(("post_code", *_OF_POST), maintain_order=True).filter(~pl.col("post_code").is_duplicated())
    begun, lasting = pl.col("start").fill_null(as_of) <= as_of, pl.col("end").fill_null(as_of) >= as_of
    listed = ((pl.col("status") == "ON") & begun & lasting).fill_null(value=False)
    after_service = pl.col("served_until").is_null() | (pl.col("start") > pl.col("served_until")).fill_null(value=False)
    voluntary = (pl.col("left_as") == RETIRED) & after_service
    nth_in_effect = pl.col("in_effect").cast(pl.Int64).cum_sum().over("person_id")
    return (
        _table(s6, SHEETS["S6"], "assignment_id", ("person_id", "post_code", "start"))
        .join(
            posts.select("post_code", *_OF_POST),
            on="post_code",
            how="left",
            maintain_order="left",
        )
        .join(careers.select("person_id", "left_as", "served_until"), on="person_id", how="left", maintain_order="left")
        .with_columns(vacated=pl.when(listed & ~voluntary).then("left_as"))
        .with_columns(in_effect=listed & pl.col("vacated").is_null())
        .drop("left_as", "served_until")
        .sort(pl.col("start").fill_null(as_of), "assignment_id")
        .with_columns(is_primary=pl.col("in_effect") & (nth_in_effect == 1))
        .sort("assignment_id")
    )


def duties(s7: pl.DataFrame, careers: pl.DataFrame, assignments: pl.DataFrame, clock: Clock) -> pl.DataFrame:
    """S7 in force up to the period, one row per person, week and unit, key `duty_id`.

    careers: CAREERS; assignments: the table. `in_scope`: the person was in scope in that week, whatever came later:
    had left the leading post by its Sunday, and had not died or moved away before its Monday. `left_on`: when the
    person left, unless an assignment is in effect since; a task due later is due no more. `counted`: of several rows of
    one person, week and `reporting_unit`, the one whose WEEKLY_NUMBERS count, the fullest (domain.md M28).
    """
    until = s7.filter(pl.col("period") <= clock.last_week)
    serving = pl.col("person_id").is_in(assignments.filter("in_effect")["person_id"].implode())
    gone = (pl.col("period_end") > pl.col("gone_on")).fill_null(value=False)
    unit = pl.coalesce("unit_code", "unit_code_text", "submitter").alias("reporting_unit")
    reports = until.select("submission", "row", *REPORT[:2], unit, filled=filled(until))
    fullest = reports.sort("filled", "submission", "row").unique(REPORT, keep="last").select("submission", "row")
    return (
        _table(until, SHEETS["S7"], "duty_id", ("person_id", "period", "unit_code"))
        .join(reports.select("submission", "row", "reporting_unit"), on=["submission", "row"], maintain_order="left")
        .join(fullest.with_columns(counted=True), on=["submission", "row"], how="left", maintain_order="left")
        .with_columns(pl.col("counted").fill_null(value=False))
        .join(
            careers.select("person_id", "exit_date", "left_on", "gone_on"),
            on="person_id",
            how="left",
            maintain_order="left",
        )
        .with_columns(
            in_scope=(pl.col("exit_date") <= pl.col("period_end")).fill_null(value=True) & ~gone,
            left_on=pl.when(~serving).then("left_on"),
        )
        .drop("exit_date", "gone_on")
    )


def contacts(s4: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """S4 up to `as_of`, one row per person and contact, key `contact_id` (person, day and who made it).

    A contact in several rows (in a list of names and by itself, or again when its concern is settled) is one: the row
    of the newest period that says how the concern stands counts, of several the one with most cells filled. Of several
    concerns of one period one that is not settled counts: none goes because another one is.
    """
    concerns = pl.col("issue_text").drop_nulls().n_unique().over(*CONTACT, "period")
    unsettled = (concerns > 1) & pl.col("issue_status").is_in(OPEN).fill_null(value=False)
    once = (
        s4.filter(pl.col("contact_date") <= as_of)
        .sort(pl.col("issue_status").is_not_null(), "period", unsettled, filled(s4), "submission", "row")
        .unique(CONTACT, keep="last", maintain_order=True)
    )
    return _table(once, SHEETS["S4"], "contact_id", CONTACT)
