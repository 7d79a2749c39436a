"""Who has sent what, and whether in time (domain.md §6, indicator E1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from expectations.county.county import County
from tests.support.frames import COUNTY, UNIT, table
from tests.support.workbooks.tables import MONDAY, W46, W47
from transforms.clock import periods_between
from transforms.judge.arrivals import ARRIVALS, arrivals, deadline
from transforms.records.ledger import LEDGER
from transforms.records.submission import SUBMISSIONS

ONE = replace(COUNTY, expected={"S1": (UNIT,), "S4": (UNIT,)})
THURSDAY = dt.datetime(2021, 12, 2, 4, tzinfo=dt.UTC)


def shanghai(day: int, hour: int, minute: int = 0, second: int = 0) -> dt.datetime:
    """A moment in the county, days counted from the start of November 2021; the 29th is the Monday after week 47."""
    moment = dt.datetime(2021, 11, 1, hour, minute, second, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    return moment + dt.timedelta(days=day - 1)


def sent(sheet: str = "S4", came: dt.datetime = MONDAY, **cells: Any) -> dict[str, Any]:
    line = {
        "submission": f"{sheet}{cells}",
        "file": "a.xlsx",
        "sheet": sheet,
        "submitter": UNIT,
        "period": W47,
        "inbox": W47,
        "version": 1,
        "zero_report": False,
        "rows_read": 9,
        "received_at": came.astimezone(dt.UTC),
    }
    return line | cells


def arrival_lines(
    *lines: dict[str, Any], county: County = ONE, knowledge: dt.datetime = THURSDAY
) -> dict[str, dict[str, Any]]:
    arrived = arrivals(table(SUBMISSIONS, lines), table(LEDGER, []), county, W47, knowledge)
    assert arrived.schema == pl.Schema(ARRIVALS)
    return {line["sheet"]: line for line in arrived.to_dicts()}


def status(*lines: dict[str, Any], sheet: str = "S4") -> str:
    return str(arrival_lines(*lines)[sheet]["status"])


def test_the_deadline_is_monday_noon_in_the_county() -> None:
    assert deadline(ONE, W47) == dt.datetime(2021, 11, 29, 4, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("came", "expected"),
    [
        (shanghai(26, 9), "on_time"),
        (shanghai(29, 11, 59, 59), "on_time"),
        (shanghai(29, 12), "on_time"),
        (shanghai(29, 12, 0, 1), "late"),
        (shanghai(30, 8), "late"),
        (shanghai(31, 18), "late"),
        (shanghai(31, 18, 0, 1), "belated"),
        (shanghai(40, 8), "belated"),
    ],
)
def test_both_deadlines_hold_to_the_second(came: dt.datetime, expected: str) -> None:
    assert status(sent(came=came)) == expected


def test_what_nobody_sent_is_missing_and_counts_its_days() -> None:
    line = arrival_lines()["S4"]
    assert (line["status"], line["days_overdue"], line["submission"], line["rows_read"]) == ("missing", 3, None, 0)


@pytest.mark.parametrize(
    ("knowledge", "days"),
    [(shanghai(26, 9), 0), (shanghai(29, 23, 59), 0), (shanghai(30, 0, 1), 1), (shanghai(30, 23, 59), 1)],
)
def test_days_overdue_are_days_of_the_county_s_calendar(knowledge: dt.datetime, days: int) -> None:
    assert arrival_lines(knowledge=knowledge.astimezone(dt.UTC))["S4"]["days_overdue"] == days


@pytest.mark.parametrize(
    ("knowledge", "expected", "late"),
    [
        (shanghai(29, 12), "due", False),
        (shanghai(29, 12, 0, 1), "overdue", True),
        (shanghai(31, 18), "overdue", True),
        (shanghai(31, 18, 0, 1), "missing", False),
    ],
)
def test_what_is_not_there_is_due_then_overdue_then_missing(knowledge: dt.datetime, expected: str, late: bool) -> None:
    line = arrival_lines(knowledge=knowledge.astimezone(dt.UTC))["S4"]
    assert (line["status"], line["late"]) == (expected, late)


@pytest.mark.parametrize(("came", "days"), [(shanghai(29, 11), None), (shanghai(29, 13), 0), (shanghai(32, 0, 1), 3)])
def test_what_came_late_was_overdue_until_it_came(came: dt.datetime, days: int | None) -> None:
    assert arrival_lines(sent(came=came))["S4"]["days_overdue"] == days
    assert arrival_lines(sent(came=came), knowledge=THURSDAY.replace(year=2026))["S4"]["days_overdue"] == days


def test_a_refused_sheet_is_returned_and_not_merely_late() -> None:
    line = arrival_lines(sent(refused="period_disagrees"))["S4"]
    assert (line["status"], line["days_overdue"]) == ("returned", 3)


def test_a_usable_version_speaks_louder_than_a_refused_higher_one() -> None:
    assert status(sent(submission="a"), sent(submission="b", version=2, refused="unknown_sheet")) == "on_time"


def test_the_highest_version_is_named_but_a_correction_makes_nobody_late() -> None:
    line = arrival_lines(sent(submission="a"), sent(submission="b", version=2, came=shanghai(30, 9)))["S4"]
    assert (line["submission"], line["status"], line["late"]) == ("b", "on_time", False)


def test_a_late_correction_of_a_refused_file_is_late() -> None:
    refused = sent(submission="a", refused="unknown_sheet")
    assert status(refused, sent(submission="b", version=2, came=shanghai(30, 9))) == "late"


def test_a_zero_report_counts_as_sent_and_may_be_late() -> None:
    line = arrival_lines(sent(zero_report=True, came=shanghai(30, 9)))["S4"]
    assert (line["status"], line["late"], line["zero_report"]) == ("zero", True, True)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (W46, "carried"),
        ("2021-W44", "carried"),  # 1–7 November
        ("2021-W43", "missing"),  # 25–31 October: W47 is the last week of November, and nothing was said in it
        ("2020-W47", "missing"),
    ],
)
@pytest.mark.parametrize("zero_report", [False, True])
def test_of_a_snapshot_something_is_said_once_a_month(period: str, expected: str, zero_report: bool) -> None:
    """“On change, monthly zero report” (domain.md §4.1); W47 ends on 28 November."""
    assert status(sent("S1", period=period, zero_report=zero_report), sheet="S1") == expected


@pytest.mark.parametrize(
    ("last", "stands_until"),
    [
        ("2021-W44", "2021-W50"),  # said in the first week of November; of December nothing until its last week
        ("2021-W47", "2021-W50"),
        ("2021-W48", "2022-W03"),  # of December; W52 ends on 2 January and W04, on the 30th, is the last of January
        ("2021-W52", "2022-W07"),  # of January: February ends with W08
    ],
)
def test_a_snapshot_stands_until_the_last_week_of_the_next_month(last: str, stands_until: str) -> None:
    weeks = periods_between("2021-W44", "2022-W12")
    after = [week for week in weeks if week > last]
    county = replace(COUNTY, expected={"S1": (UNIT,)})
    came = table(SUBMISSIONS, [sent("S1", period=last)])
    lines = [arrivals(came, table(LEDGER, []), county, week, THURSDAY.replace(year=2023)) for week in after]
    standing = [week for week, line in zip(after, lines, strict=True) if line["status"].to_list() == ["carried"]]
    assert (standing[-1], standing) == (stands_until, after[: len(standing)])


def test_a_weekly_sheet_is_never_carried() -> None:
    assert status(sent("S4", period=W46)) == "missing"


def test_a_refused_snapshot_is_carried_by_nobody() -> None:
    assert status(sent("S1", period=W46, refused="unknown_submitter"), sheet="S1") == "missing"


def test_a_sheet_nobody_expected_is_shown_beside() -> None:
    assert arrival_lines(sent("S9"))["S9"]["status"] == "on_time"


def test_a_file_of_nobody_knows_whom_makes_no_line() -> None:
    assert set(
        arrival_lines(sent(submitter=None, refused="unknown_submitter"), sent(sheet=None, refused="format_pdf"))
    ) == {
        "S1",
        "S4",
    }


def test_the_accepted_rows_are_counted_from_the_ledger() -> None:
    ledger = [{"submission": "a", "fate": fate} for fate in ("accepted", "accepted", "rejected", "set_aside")]
    arrived = arrivals(table(SUBMISSIONS, [sent(submission="a")]), table(LEDGER, ledger), ONE, W47, THURSDAY)
    assert arrived.filter(pl.col("sheet") == "S4").select("rows_read", "rows_accepted").row(0) == (9, 2)
