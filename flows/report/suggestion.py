"""The proposal for the second division of work as HTML, PDF and workbook, for the organisation department alone.

They lie beside the pages of persons, in a folder only its owner may read: like those they are no part of what goes out.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from flows.county.limits import limits_of
from flows.county.workspace import Workspace
from flows.editions.distributed_papers import PERSONS
from flows.report.plan_file import plan_in
from flows.store.atomic_files import make_private, write_whole
from flows.store.edition import Edition, EditionTables
from flows.store.locks import shared_lock
from report_templates.model.report import Report
from report_templates.model.report_json import report_from
from report_templates.render.data_workbook import data_workbook
from report_templates.render.reader_page import reader_html, reader_pdf
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
    made, report = _report(workspace, edition, wanted)
    folder = workspace.papers(edition.period, edition.number) / PERSONS
    files = {
        f"{NAME}.html": reader_html(report).encode(),
        f"{NAME}.pdf": reader_pdf(report),
        f"{NAME}.xlsx": data_workbook(report, dt.datetime.fromisoformat(report.masthead.created), to_read=True),
    }
    with shared_lock(workspace.out):
        make_private(folder)
        for name, content in files.items():
            write_whole(folder / name, content)
    return made, [folder / name for name in files]


def _report(workspace: Workspace, edition: Edition, wanted: Wanted) -> tuple[Proposal, Report]:
    tables, county = EditionTables(edition), workspace.county
    as_of = dt.date.fromisoformat(edition.manifest["as_of"])
    made = proposal(tables, county, as_of)
    posts = frozenset(made.offered["post_code"])

    def plan_of(file: Path | None) -> dict[str, str]:
        return plan_in(file, limits_of(county), lambda who: person_id(who, tables), posts) if file else {}

    kept = decided_locks(made, tables["assignments"]) if wanted.keep else {}
    if locks := {**kept, **plan_of(wanted.lock)}:
        made = proposal(tables, county, as_of, locks)
    head = report_from(edition.document("report.json")).masthead
    plan = plan_of(wanted.compare) if wanted.compare else None
    return made, suggestion(made, tables, names(tables), head, county, plan)
