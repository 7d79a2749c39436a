"""The contacts that are due as files: private, the same every time, and without anything that was said."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from flows.report import contact_lists
from flows.report.contact_lists import calendar, write_contact_lists
from tests.support.frames import AS_OF, COUNTY, clock, table
from tests.support.runs.small_weeks import START, run, send, small_place
from transforms.join.cadres.due_contacts import DUE_CONTACTS, contact_list

LATE, COMING = dt.date(2021, 11, 16), dt.date(2021, 12, 20)
LINES = [
    {"person_id": "p1", "name": "张三", "ground": "APPEAL", "due_on": LATE, "overdue_days": 7, "state": "OVERDUE"},
    {"person_id": "p2", "name": "李四", "ground": "EXIT", "due_on": COMING, "overdue_days": 0, "state": "LATER"},
]


def made() -> bytes:
    return calendar(
        "王五",
        contact_list(table(DUE_CONTACTS, [{**line, "former_unit": "QC-BBB"} for line in LINES])),
        clock(),
        COUNTY,
    )


def test_a_calendar_has_a_private_day_for_each_person_and_what_is_overdue_the_day_after_the_cut_off() -> None:
    from icalendar import Calendar  # noqa: PLC0415 - as the product reads it, only where it is needed

    events = Calendar.from_ical(made()).walk("VEVENT")
    days = [(str(event["summary"]), event["dtstart"].dt, str(event["class"])) for event in events]
    assert days == [
        ("跟踪联系（已逾期7天）：张三（乙局）", AS_OF + dt.timedelta(1), "PRIVATE"),
        ("跟踪联系：李四（乙局）", COMING, "PRIVATE"),
    ]
    assert len({str(event["uid"]) for event in events}) == 2


def test_a_calendar_is_the_same_every_time_and_as_the_standard_writes_it() -> None:
    assert made() == made()
    lines = made().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert (lines[0], lines[-2:]) == (b"BEGIN:VCALENDAR", [b"END:VCALENDAR", b""])


@pytest.mark.usefixtures("plainly")
def test_they_lie_where_only_their_owner_may_enter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contact_lists, "reader_pdf", lambda _: b"%PDF")
    workspace = small_place(tmp_path)
    send(workspace, "2021-W47", 3)
    paths = write_contact_lists(workspace, run(workspace, "2021-W47", START))
    assert [path.name for path in paths] == ["contacts.pdf", "contacts.xlsx"]
    assert {path.parent.stat().st_mode & 0o777 for path in paths} == {0o700}
    shared = tmp_path / "handed-out"
    shared.mkdir(mode=0o755)
    write_contact_lists(workspace, run(workspace, "2021-W47", START), shared)
    assert (shared.stat().st_mode & 0o777, (shared / "contacts.xlsx").exists()) == (0o755, True)
