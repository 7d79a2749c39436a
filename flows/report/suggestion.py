"""The proposal for the second division of work as HTML, PDF and workbook, for the organisation department alone.

They lie beside the pages of persons, in a folder only its owner may read: like those they are no part of what goes out.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from expectations.county.county import County
from flows.county.limits import limits_of
from flows.county.workspace import Workspace
from flows.report.persons_folder import write_for_persons
from flows.report.plan_file import plan_in
from flows.store.edition import Edition, EditionTables
from report_templates.model.report import Report
from report_templates.model.report_json import report_from
from report_templates.render.data_workbook import data_workbook
from report_templates.render.reader_page import reader_html, reader_pdf
from report_templates.reports.suggest.explanation import explanation
from report_templates.reports.suggest.paper import suggestion
from transforms.audience.person import names, person_id
from transforms.suggest.decided import decided_locks
from transforms.suggest.proposal import Proposal, proposal

NAME = "suggestion"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody asks for: a plan to `compare` with and a plan to `lock`, as files, and whether those decided (S6)
    keep their posts."""

    compare: Path | None = None
    lock: Path | None = None
    keep: bool = False


def write_suggestion(workspace: Workspace, edition: Edition, wanted: Wanted) -> tuple[Proposal, list[Path]]:
    """Write the proposal for an edition. Gives it, and the paths: HTML, PDF, .xlsx.

    Raises OldEdition, LockBlocked, Unlockable, WrongPlan, Unreadable, UnknownPerson.
    """
    made, report = composed(workspace, edition, wanted)
    files = {
        f"{NAME}.html": reader_html(report).encode(),
        f"{NAME}.pdf": reader_pdf(report),
        f"{NAME}.xlsx": data_workbook(report, dt.datetime.fromisoformat(report.masthead.created), to_read=True),
    }
    return made, write_for_persons(workspace, edition, files)


def write_explanation(workspace: Workspace, edition: Edition, wanted: Wanted, who: str) -> list[Path]:
    """Write the sheet that explains a proposal to the person with this name or number: HTML and PDF, named by number.

    Raises UnknownPerson, and what `write_suggestion` does.
    """
    tables = EditionTables(edition)
    person = person_id(who, tables)
    made = _proposal(workspace, edition, wanted)
    head = report_from(edition.document("report.json")).masthead
    report = explanation(made, tables["contacts"], names(tables), head, workspace.county, person)
    files = {f"{NAME}-{person}.html": reader_html(report).encode(), f"{NAME}-{person}.pdf": reader_pdf(report)}
    return write_for_persons(workspace, edition, files)


def _proposal(workspace: Workspace, edition: Edition, wanted: Wanted) -> Proposal:
    tables, county = EditionTables(edition), workspace.county
    as_of = edition.as_of
    made = proposal(tables, county, as_of)
    kept = decided_locks(made, tables["assignments"]) if wanted.keep else {}
    if locks := {**kept, **_plan_of(wanted.lock, made, tables, county)}:
        made = proposal(tables, county, as_of, locks)
    return made


def _plan_of(file: Path | None, made: Proposal, tables: EditionTables, county: County) -> dict[str, str]:
    posts = frozenset(made.offered["post_code"])
    return plan_in(file, limits_of(county), lambda who: person_id(who, tables), posts) if file else {}


def composed(workspace: Workspace, edition: Edition, wanted: Wanted) -> tuple[Proposal, Report]:
    """The proposal and its paper. Raises what `write_suggestion` does."""
    tables, county = EditionTables(edition), workspace.county
    made = _proposal(workspace, edition, wanted)
    head = report_from(edition.document("report.json")).masthead
    plan = _plan_of(wanted.compare, made, tables, county) if wanted.compare else None
    return made, suggestion(made, tables, names(tables), head, county, plan)
