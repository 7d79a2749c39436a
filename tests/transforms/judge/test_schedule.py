"""Which weeks a scheduled run is for: by the county's clock and by what is missing, never by when it happens to run."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.frames import COUNTY
from transforms.judge.schedule import MOST, NotBegun, TooManyMissed, check_begun, last_due, to_run


@pytest.mark.parametrize(
    ("moment", "period"),
    [
        ("2021-11-29T12:30+08:00", "2021-W47"),  # Monday after the deadline: the week that ended on Sunday
        ("2021-11-29T11:59+08:00", "2021-W46"),  # before it
        ("2021-11-29T04:30+00:00", "2021-W47"),  # the same moment as the first, told in UTC
        ("2021-11-28T22:00+00:00", "2021-W46"),  # Sunday in UTC is Monday morning in the county
        ("2021-12-05T23:59+08:00", "2021-W47"),  # until the next deadline
        ("2021-01-04T12:30+08:00", "2020-W53"),
    ],
)
def test_the_week_that_was_due_when_the_run_was_scheduled(moment: str, period: str) -> None:
    assert last_due(COUNTY, dt.datetime.fromisoformat(moment)) == period


@pytest.mark.parametrize(
    ("done", "periods"),
    [
        ([], ["2021-W47"]),  # the first week of an office
        (["2021-W46"], ["2021-W47"]),
        (["2021-W44"], ["2021-W45", "2021-W46", "2021-W47"]),  # two schedules were missed
        (["2021-W42", "2021-W45"], ["2021-W46", "2021-W47"]),  # a gap before the last edition is an analyst's matter
        (["2021-W47"], ["2021-W47"]),  # somebody ran it already: an unchanged week stands
        (["2021-W46", "2021-W48"], ["2021-W47"]),  # a schedule that starts late is still for its own week
    ],
)
def test_missed_weeks_are_run_in_order(done: list[str], periods: list[str]) -> None:
    assert to_run("2021-W47", done) == periods


def test_a_quarter_without_editions_is_not_made_unasked() -> None:
    assert len(to_run("2021-W47", ["2021-W34"])) == MOST
    with pytest.raises(TooManyMissed, match="2021-W34 to 2021-W46"):
        to_run("2021-W47", ["2021-W33"])


@pytest.mark.parametrize(
    ("moment", "period"),
    [
        ("2021-11-21T16:00+00:00", "2021-W47"),  # Sunday in UTC is Monday in the county
        ("2021-11-22T00:00+08:00", "2021-W47"),
        ("2021-11-21T11:00-05:00", "2021-W47"),
        ("2021-11-30T16:00+00:00", "2021-12"),
    ],
)
def test_a_period_begins_by_the_countys_clock(moment: str, period: str) -> None:
    begun = dt.datetime.fromisoformat(moment)
    check_begun(COUNTY, period, begun)
    with pytest.raises(NotBegun, match=f"{period} begins on .* has not begun yet"):
        check_begun(COUNTY, period, begun - dt.timedelta(seconds=1))
