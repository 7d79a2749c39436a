"""One cadre's page, in a folder only its owner may read: it is for the organisation department alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from expectations.county.county import County
from flows.county.workspace import Workspace
from flows.report.persons_folder import write_for_persons
from flows.store.edition import Edition, EditionTables
from report_templates.model.report import Section
from report_templates.model.report_json import report_from
from report_templates.render.reader_page import reader_html, reader_pdf
from report_templates.reports.suggest.paper import of_person
from report_templates.reports.variants.person import person_report
from transforms.audience.person import names, person_id, records_of
from transforms.suggest.candidates import OldEdition
from transforms.suggest.proposal import proposal


def write_person_page(workspace: Workspace, edition: Edition, wanted: str) -> list[Path]:
    """Write HTML and PDF of the person with this name or number; the files are named by number.

    Raises UnknownPerson.
    """
    tables = EditionTables(edition)
    person = person_id(wanted, tables)
    head = report_from(edition.document("report.json")).masthead
    head = replace(head, serial=f"{head.serial}-{person[:6]}")
    called, county = names(tables), workspace.county
    proposed = _proposed(tables, edition, county, person)
    report = person_report(called.get(person, person), records_of(person, tables), head, county, proposed)
    pages = {f"{person}.html": reader_html(report).encode(), f"{person}.pdf": reader_pdf(report)}
    return write_for_persons(workspace, edition, pages)


def _proposed(tables: EditionTables, edition: Edition, county: County, person: str) -> tuple[Section, ...]:
    """What is proposed for the person; nothing where the edition is older than proposals."""
    try:
        made = proposal(tables, county, edition.as_of)
    except OldEdition:
        return ()
    return (of_person(made, names(tables), county, person),)
