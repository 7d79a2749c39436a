"""Who still serves, and until when: statuses of S1 over the weeks (domain.md §5.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.frames import ASSIGNMENTS, clock, sheet_rows, table
from transforms.clock import period_end
from transforms.join.activities import duties
from transforms.join.cadres.careers import careers

DECIDED = {"name": pl.String(), "person_id": pl.String(), "tier": pl.String()}
WEEKS = ("2021-W44", "2021-W45", "2021-W46", "2021-W47")
STATES = ("ACTIVE", "HOLD", "RETIRED", "MOVED", "DEAD", None, "-")
"""What a snapshot says of a person; “-”: it does not name them."""


def snapshots(*states: str | None) -> pl.DataFrame:
    """The roster of one unit, sent in each of these weeks with one person in it."""
    rows = [
        {"name": "王芳", "person_id": "p", "person_status": state, "period": week, "period_end": period_end(week),
         "submission": f"S1-{week}", "exit_date": dt.date(2021, 6, 1)}
        for week, state in zip(WEEKS, states, strict=False)
        if state != "-"
    ]  # fmt: skip
    return sheet_rows("S1", rows, more=DECIDED)


def career(*states: str | None) -> tuple[Any, ...] | None:
    known = snapshots(*states)
    newest = known.filter(pl.col("period") == WEEKS[len(states) - 1])
    return next(iter(careers(known, newest).select(CAREER).iter_rows()), None)


SUNDAY = {week: period_end(f"2021-W{week}") for week in (44, 45, 46, 47)}
CAREER = ("left_as", "served_until", "left_on", "gone_on")


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (("ACTIVE", "ACTIVE"), (None, SUNDAY[45], None, None)),
        (("ACTIVE", "DEAD"), ("DEAD", SUNDAY[44], SUNDAY[45], SUNDAY[45])),
        (("ACTIVE", "DEAD", "DEAD"), ("DEAD", SUNDAY[44], SUNDAY[45], SUNDAY[45])),  # the first that says so
        (("ACTIVE", "MOVED", "HOLD"), (None, SUNDAY[46], None, None)),  # came back, or had been a slip
        (("ACTIVE", "RETIRED", "DEAD"), ("DEAD", SUNDAY[44], SUNDAY[45], SUNDAY[46])),
        (("RETIRED", "RETIRED"), ("RETIRED", None, SUNDAY[44], None)),
        (("ACTIVE", "-"), ("OFF_ROSTER", SUNDAY[44], SUNDAY[44], None)),
        (("ACTIVE", "DEAD", "-"), ("DEAD", SUNDAY[44], SUNDAY[45], SUNDAY[45])),
        (("ACTIVE", None), (None, SUNDAY[44], None, None)),  # asked back at S1, so nothing is concluded
        (("ACTIVE", "DEAD", None), ("DEAD", SUNDAY[44], SUNDAY[45], SUNDAY[45])),  # unreadable: as it was before
        (("-", "ACTIVE"), (None, SUNDAY[45], None, None)),
    ],
)
def test_a_career_by_its_snapshots(states: tuple[str | None, ...], expected: tuple[Any, ...]) -> None:
    assert career(*states) == expected


@given(worked=st.integers(1, 4), data=st.data())
def test_what_was_done_never_shrinks_because_somebody_left(worked: int, data: st.DataObject) -> None:
    """The days reported of weeks at work stay in the sum of the year, whatever the roster says later (B2 累计)."""
    at_work = st.sampled_from(["ACTIVE", "HOLD", "RETIRED"])
    states = [data.draw(at_work if n < worked else st.sampled_from(STATES)) for n in range(len(WEEKS))]
    reports = [
        {"name": "王芳", "person_id": "p", "period": week, "period_end": period_end(week), "days_on": 5.0}
        for week in WEEKS[:worked]
    ]
    for n, week in enumerate(WEEKS, start=1):
        known = snapshots(*states[:n])
        standing = careers(known, known.filter(pl.col("period") == week))
        now = clock(as_of=period_end(week), period=week)
        served = duties(sheet_rows("S7", reports, more=DECIDED), standing, table(ASSIGNMENTS, []), now)
        assert served.filter("in_scope")["days_on"].sum() == 5.0 * min(n, worked)
