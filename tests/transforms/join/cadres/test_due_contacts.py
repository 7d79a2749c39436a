"""The tracking contact that is due: each ground by its rule, settled by a later contact, in one list per officer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pytest

from expectations.county.county import ContactRule
from tests.support.figures import figures
from tests.support.frames import CONTACTS, PERSON, Row, dataset, sheet_rows, table
from transforms.join.cadres.due_contacts import DUE_CONTACTS, appeals, contact_list, due_contacts
from transforms.join.five_dimensions import FIVE_DIM_SCHEMA

NOTHING = ContactRule(after_exit=0, after_assignment=0, per_quarter=0, after_appeal=0)
TODAY = dt.date(2021, 11, 23)
ROSTER = [{"person_id": "p1", "name": "张三", "contact_officer": "王五"}]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2021-{text}")


def talk(on: str, person: str = "p1", **cells: object) -> Row:
    return {"person_id": person, "contact_date": day(on), "submission": "s4", "row": 7, **cells}


def due(
    rule: Mapping[str, int],
    *talks: Row,
    roster: Sequence[Row] = ROSTER,
    **cadre: object,
) -> list[tuple[object, ...]]:
    """(ground, due_on, overdue_days, state) of p1 by one rule alone; soon is within seven days."""
    last = max((row["contact_date"] for row in talks), default=None)
    cadres = table(FIVE_DIM_SCHEMA, [{"person_id": "p1", "last_contact_on": last, **cadre}])
    listed, contacts = sheet_rows("S1", roster, more=PERSON), table(CONTACTS, talks)
    rule = ContactRule(**{**vars(NOTHING), **rule})
    lines = due_contacts(cadres, listed, contacts, rule, TODAY, 7)
    assert dict(lines.schema) == DUE_CONTACTS
    return lines.select("ground", "due_on", "overdue_days", "state").rows()


@pytest.mark.parametrize(
    ("exit_date", "late", "state"),
    [
        ("10-01", 23, "OVERDUE"),
        ("10-23", 1, "OVERDUE"),
        ("10-24", 0, "SOON"),
        ("10-31", 0, "SOON"),
        ("11-01", 0, "LATER"),
    ],
)
def test_the_first_contact_is_due_so_many_days_after_the_exit(exit_date: str, late: int, state: str) -> None:
    """30 days after 24 October is 23 November, the as-of day: due, and not overdue."""
    ((_, due_on, overdue, how),) = due({"after_exit": 30}, exit_date=day(exit_date))
    assert (due_on, overdue, how) == (day(exit_date) + dt.timedelta(30), late, state)


def test_a_contact_of_the_day_or_later_settles_it_and_one_before_does_not() -> None:
    assert due({"after_exit": 30}, talk("10-01"), exit_date=day("10-01")) == []
    assert len(due({"after_exit": 30}, talk("09-30"), exit_date=day("10-01"))) == 1


def test_the_second_division_of_work_asks_for_one_of_its_own() -> None:
    rule = {"after_exit": 30, "after_assignment": 14}
    cadre = {"exit_date": day("09-01"), "assigned_on": day("11-15")}
    assert due(rule, talk("09-10"), **cadre) == [("ASSIGNED", day("11-29"), 0, "SOON")]


@pytest.mark.parametrize(
    ("times", "last", "due_on"), [(1, "08-20", "11-18"), (2, "10-20", "12-04"), (3, "10-20", "11-19")]
)
def test_so_many_a_quarter_is_one_within_its_part_of_ninety_days(times: int, last: str, due_on: str) -> None:
    ((ground, day_due, _, _),) = due({"per_quarter": times}, talk(last))
    assert (ground, day_due) == ("QUARTER", day(due_on))


def test_whom_nobody_has_talked_to_is_due_a_quarter_after_the_exit() -> None:
    expected = [("QUARTER", day("10-30"), 24, "OVERDUE")]
    assert due({"per_quarter": 1}, exit_date=day("08-01")) == expected
    assert (
        due({"per_quarter": 1}, talk("03-01"), exit_date=day("08-01")) == expected
    )  # what was said in office is no tracking


def test_an_open_concern_asks_for_another_contact_and_a_settled_one_does_not() -> None:
    rule = {"after_appeal": 15}
    assert due(rule, talk("11-01", issue_status="RUN")) == [("APPEAL", day("11-16"), 7, "OVERDUE")]
    assert due(rule, talk("11-01", issue_status="DONE")) == []
    assert due(rule, talk("11-01", issue_status="RUN"), talk("11-10", issue_status="NONE")) == []


def test_the_day_agreed_on_in_the_last_contact_is_due_whatever_the_rule() -> None:
    agreed = talk("11-01", next_contact=day("11-20"))
    assert due({}, agreed) == [("AGREED", day("11-20"), 3, "OVERDUE")]
    assert due({}, agreed, talk("11-12")) == []


def test_a_county_that_asks_for_none_has_none() -> None:
    assert due({}, talk("06-01", issue_status="OPEN"), exit_date=day("01-01"), assigned_on=day("02-01")) == []


LINES = [
    {"person_id": "p1", "contact_officer": "王五", "ground": "QUARTER", "due_on": day("12-01"), "state": "LATER"},
    {"person_id": "p1", "contact_officer": "王五", "ground": "APPEAL", "due_on": day("11-16"), "state": "OVERDUE"},
    {"person_id": "p2", "contact_officer": None, "ground": "EXIT", "due_on": day("10-01"), "state": "OVERDUE"},
    {"person_id": "p3", "contact_officer": "李四", "ground": "EXIT", "due_on": day("11-25"), "state": "SOON"},
]


def test_the_list_has_each_person_once_the_most_urgent_officer_first_and_nobodys_last() -> None:
    listed = contact_list(table(DUE_CONTACTS, LINES)).select("person_id", "due_on", "state", "grounds").rows()
    assert listed == [
        ("p1", day("11-16"), "OVERDUE", ["APPEAL", "QUARTER"]),
        ("p3", day("11-25"), "SOON", ["EXIT"]),
        ("p2", day("10-01"), "OVERDUE", ["EXIT"]),
    ]


def test_persons_with_whom_a_contact_is_overdue_are_counted_once_and_by_ground() -> None:
    again = {**LINES[0], "ground": "AGREED", "due_on": day("11-20"), "state": "OVERDUE"}
    measured = figures(dataset(due_contacts=[*LINES, again]))["A15"].measured
    assert (measured.value, measured.extras[0].value) == (2, 1)
    assert [(part.code, part.value) for part in measured.parts] == [("EXIT", 1), ("APPEAL", 1), ("AGREED", 1)]


def test_concerns_raised_are_listed_open_ones_first_without_what_they_are_about() -> None:
    raised = [
        talk("03-01", contact_id="a", issue_status="DONE", issue_due=day("03-10")),
        talk("11-01", contact_id="b", issue_status="OPEN", issue_due=day("11-30")),
        talk("10-01", contact_id="c", issue_status="RUN", issue_due=day("11-20")),
        talk("11-02", contact_id="d", issue_status="NONE"),
    ]
    listed = appeals(table(CONTACTS, raised), day("01-01"), TODAY)
    assert listed.select("contact_id", "overdue_days").rows() == [("c", 3), ("b", 0), ("a", 0)]
    assert {"issue_text", "mood"} & {*listed.columns} == set()
