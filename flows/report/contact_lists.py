"""The contacts that are due as files for those who make them: paper, workbook, and a calendar for each officer.

They lie where only their owner may enter, unless another folder is named; nothing of what was said is in them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from expectations.county.county import County
from flows.county.workspace import Workspace
from flows.report.persons_folder import write_for_persons
from flows.store.edition import Edition
from report_templates.model.report_json import report_from
from report_templates.render.data_workbook import data_workbook
from report_templates.render.reader_page import reader_pdf
from report_templates.reports.variants.contacts import SECTION, called, contacts_report
from report_templates.reports.variants.tables import unit_name
from report_templates.words.wording import wording
from transforms.clock import Clock
from transforms.join.cadres.due_contacts import Due, appeals, contact_list

NAME = "contacts"
CALENDARS = "calendars"


class NoContacts(Exception):
    """The edition is of a version that knew of no contacts to come; the text says what to do."""


def write_contact_lists(workspace: Workspace, edition: Edition, into: Path | None = None) -> list[Path]:
    """Write the lists of an edition into a folder, by default that of the pages of persons. Raises NoContacts."""
    if "due_contacts" not in edition.manifest["tables"]:
        raise NoContacts(
            f"edition {edition.number} of {edition.period} knows of none; run the period again (wuwei run)"
        )
    return write_for_persons(workspace, edition, dict(_files(workspace.county, edition)), into)


def _files(county: County, edition: Edition) -> Iterator[tuple[str, bytes]]:
    clock = Clock(edition.period, edition.as_of, edition.knowledge)
    persons = contact_list(edition.table("due_contacts"))
    raised = appeals(edition.table("contacts"), clock.year_start, clock.as_of)
    overdue = edition.table("figures").filter(code="A15")["value"].to_list()
    head = report_from(edition.document("report.json")).masthead
    facts = (persons, raised, overdue[0] if overdue else None, head, county)
    moment = dt.datetime.fromisoformat(head.created)
    yield f"{NAME}.pdf", reader_pdf(contacts_report(*facts))
    yield f"{NAME}.xlsx", data_workbook(contacts_report(*facts, apart=True), moment, to_read=True)
    for (officer,), lines in persons.group_by("contact_officer", maintain_order=True):
        name = called(officer, wording(county))
        yield f"{CALENDARS}/{name}.ics", calendar(name, lines, clock, county)


def calendar(officer: str, persons: pl.DataFrame, clock: Clock, county: County) -> bytes:
    """An officer's contacts as a calendar (.ics, RFC 5545): a private day's entry for each person; same in, same out.

    persons: what `contact_list` gives. What is overdue stands on the day after the as-of day. An entry keeps its number
    while its day stays the same, so that a calendar read again replaces it.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 - only where calendars are written

    words = wording(county)
    made = Calendar()
    made.add("prodid", "-//wuwei//contacts//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", words.text(SECTION, "calendar").format(officer=officer))
    for row in persons.iter_rows(named=True):
        overdue = row["state"] == Due.OVERDUE
        on = clock.as_of + dt.timedelta(days=1) if overdue else row["due_on"]
        facts = {"name": row["name"], "unit": unit_name(county, row["former_unit"]), "days": row["overdue_days"]}
        event = Event()
        event.add("uid", f"{_number(row['person_id'], row['due_on'])}@{county.code}.wuwei")
        event.add("dtstamp", clock.knowledge.astimezone(dt.UTC))
        event.add("dtstart", on)
        event.add("dtend", on + dt.timedelta(days=1))
        event.add("summary", words.text(SECTION, "event_overdue" if overdue else "event").format(**facts))
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical())


def _number(person: str, due_on: dt.date) -> str:
    return hashlib.sha256(f"{person}/{due_on}".encode()).hexdigest()[:32]
