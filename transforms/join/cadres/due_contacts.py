"""The tracking contact (跟踪联系) that is due: with whom, on what ground, until when, by the county's rule.

What was said in a talk is of no account here: days, names and whether a concern is open are enough (domain.md §11).
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import polars as pl

from expectations.county.county import ContactRule
from transforms.join.activities import OPEN
from transforms.join.latest import latest


class Ground(StrEnum):
    """Why a contact is due."""

    EXIT = "EXIT"  # the first one after leaving the post
    ASSIGNED = "ASSIGNED"  # the first one after the second division of work
    QUARTER = "QUARTER"  # so many a quarter
    APPEAL = "APPEAL"  # while a concern is open
    AGREED = "AGREED"  # the day agreed on in the last one (下次联系日期)


class Due(StrEnum):
    """How it stands on the as-of day."""

    OVERDUE = "OVERDUE"
    SOON = "SOON"
    LATER = "LATER"


DUE_CONTACTS: dict[str, pl.DataType] = {
    **dict.fromkeys(("person_id", "name", "contact_officer", "former_unit", "ground"), pl.String()),
    **dict.fromkeys(("since", "due_on"), pl.Date()),
    "overdue_days": pl.Int64(),
    "state": pl.String(),
    "last_contact_on": pl.Date(),
    "submission": pl.String(),
    "row": pl.Int64(),
}
"""One line per cadre in scope and ground on which a contact is to come; `since` is the day it counts from,
`overdue_days` 0 where it is not overdue. `submission` and `row` are those of the cadre on the roster, of a concern or
an agreed day those of the talk."""

QUARTER_DAYS = 90
"""As A9 counts: who is talked to once a quarter is never without a contact for longer."""

_SOURCE = ("submission", "row")


def due_contacts(
    cadres: pl.DataFrame, s1: pl.DataFrame, contacts: pl.DataFrame, rule: ContactRule, as_of: dt.date, soon_days: int
) -> pl.DataFrame:
    """DUE_CONTACTS, by person and ground.

    cadres: the five-dimension rows; s1: identified rows of the roster in force; contacts: the table, up to `as_of`.
    A ground is settled by any contact after it; a rule of 0 days, or 0 a quarter, asks for none.
    """
    people = _people(cadres, s1)
    talks = contacts.join(people.select("person_id"), on="person_id", how="semi").filter(
        pl.col("contact_date") <= as_of
    )
    grounds = (
        (rule.after_exit, _after(people, talks, Ground.EXIT, "exit_date", rule.after_exit)),
        (rule.after_assignment, _after(people, talks, Ground.ASSIGNED, "assigned_on", rule.after_assignment)),
        (rule.per_quarter, _quarterly(people, rule.per_quarter)),
        (rule.after_appeal, _appeals(talks, rule.after_appeal)),
        (True, _agreed(talks)),
    )
    known = people.select(*_PERSON, "last_contact_on")
    late = (pl.lit(as_of) - pl.col("due_on")).dt.total_days()
    state = pl.when(late > 0).then(pl.lit(Due.OVERDUE.value)).when(late >= -soon_days).then(pl.lit(Due.SOON.value))
    return (
        pl.concat([rows for asked, rows in grounds if asked])
        .sort("person_id", "ground", "due_on")
        .unique(("person_id", "ground"), keep="first", maintain_order=True)
        .join(known, on="person_id", maintain_order="left")
        .with_columns(overdue_days=pl.max_horizontal(late, 0), state=state.otherwise(pl.lit(Due.LATER.value)))
        .select(pl.col(name).cast(dtype) for name, dtype in DUE_CONTACTS.items())
    )


_PERSON = ("person_id", "name", "contact_officer", "former_unit")
_GROUND = ("person_id", "ground", "since", "due_on", *_SOURCE)


def _people(cadres: pl.DataFrame, s1: pl.DataFrame) -> pl.DataFrame:
    """The cadres in scope with their name and officer; who is on no roster any more has neither."""
    listed = latest(s1).select("person_id", "name", "contact_officer", *_SOURCE)
    days = cadres.select("person_id", "former_unit", "exit_date", "assigned_on", "last_contact_on")
    return days.join(listed, on="person_id", how="left", maintain_order="left")


def _ground(rows: pl.DataFrame, ground: Ground, days: int, due: pl.Expr | None = None) -> pl.DataFrame:
    """`_GROUND` of rows with `since`: due so many days later, or on another day."""
    later = pl.col("since") + pl.duration(days=days)
    return rows.drop_nulls("since").select(
        "person_id",
        pl.lit(ground.value).alias("ground"),
        "since",
        (later if due is None else due).alias("due_on"),
        *_SOURCE,
    )


def _after(people: pl.DataFrame, talks: pl.DataFrame, ground: Ground, day: str, days: int) -> pl.DataFrame:
    """Who has not been talked to since a day of theirs."""
    waiting = people.with_columns(since=pl.col(day)).drop_nulls("since")
    since = talks.join(waiting.select("person_id", "since"), on="person_id").filter(
        pl.col("contact_date") >= pl.col("since")
    )
    return _ground(waiting.join(since, on="person_id", how="anti"), ground, days)


def _quarterly(people: pl.DataFrame, times: int) -> pl.DataFrame:
    """Everybody, after the last contact, and where that was before the exit or there was none, after the exit."""
    since = people.with_columns(since=pl.max_horizontal("last_contact_on", "exit_date"))
    return _ground(since, Ground.QUARTER, QUARTER_DAYS // max(times, 1))


def _appeals(talks: pl.DataFrame, days: int) -> pl.DataFrame:
    """Concerns that are open and after which there was no contact; the newest of a person."""
    newest = _newest(talks).filter(pl.col("issue_status").is_in(OPEN)).with_columns(since=pl.col("contact_date"))
    return _ground(newest, Ground.APPEAL, days)


def _agreed(talks: pl.DataFrame) -> pl.DataFrame:
    """The day agreed on in the last contact of a person."""
    agreed = _newest(talks.drop_nulls("next_contact")).join(
        _newest(talks), on=("person_id", "contact_date"), how="semi"
    )
    return _ground(agreed.with_columns(since=pl.col("contact_date")), Ground.AGREED, 0, pl.col("next_contact"))


def _newest(talks: pl.DataFrame) -> pl.DataFrame:
    """The talks of each person's last day of contact, an open concern first: one row per person."""
    is_open = pl.col("issue_status").is_in(OPEN).fill_null(value=False)
    ordered = talks.sort("contact_date", is_open, *_SOURCE)
    return ordered.unique("person_id", keep="last", maintain_order=True)


def contact_list(due: pl.DataFrame) -> pl.DataFrame:
    """One row per person of DUE_CONTACTS: the first `due_on`, and all `grounds` as a list.

    By officer, who has the most urgent one first, those without an officer last; then by day.
    """
    first = due.sort("due_on", "ground").group_by("person_id", maintain_order=True)
    persons = first.agg(pl.exclude("ground").first(), grounds=pl.col("ground"))
    urgent = pl.col("due_on").min().over("contact_officer")
    nobody = pl.col("contact_officer").is_null()
    return persons.sort(nobody, urgent, "contact_officer", "due_on", "person_id")


def appeals(contacts: pl.DataFrame, since: dt.date, as_of: dt.date) -> pl.DataFrame:
    """The contacts of `since` to `as_of` in which a concern was raised, open ones first, without what it is about.

    Columns of the table `contacts`, and `overdue_days`: after the day it was to be settled by, 0 where it is not over.
    """
    raised = contacts.filter(
        pl.col("contact_date").is_between(since, as_of), pl.col("issue_status").is_in([*OPEN, "DONE"])
    )
    late = (pl.lit(as_of) - pl.col("issue_due")).dt.total_days()
    is_open = pl.col("issue_status") != "DONE"
    over = pl.when(is_open).then(pl.max_horizontal(late, 0)).fill_null(0)
    return raised.with_columns(overdue_days=over).sort(
        ~is_open, "issue_due", "contact_date", "contact_id", nulls_last=True
    )
