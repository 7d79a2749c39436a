"""Prefill a unit's blank workbook with what it sent before, to confirm or change (先填后核).

Snapshots only: the rows of a weekly sheet are facts of their week, and sent again they would be counted twice. The
rows come from the archive, as its unit sent them: like a returned workbook this one goes back to the unit that typed
it, so it may hold what no report shows (domain.md §11.1, P0), and only its owner may read the file.
"""

from __future__ import annotations

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.contract import Cadence
from expectations.suites.judge import judge
from flows.county.workspace import Workspace
from flows.editions.roster_changes import rosters_at
from flows.read.inboxes import read_inboxes
from flows.store.edition import Edition
from transforms.judge.acceptance import accept_submissions


def snapshots() -> tuple[str, ...]:
    """The ids of the sheets that are sent whole."""
    return tuple(sheet.id for sheet in SHEETS.values() if sheet.cadence is not Cadence.WEEKLY_ROWS)


def accepted_rows(workspace: Workspace, edition: Edition) -> dict[str, pl.DataFrame]:
    """The rows of every snapshot that count in an edition's period, by sheet id, personal columns in clear.

    They are what was known when the edition was made, read and judged by the rules of today.
    """
    knowledge = edition.knowledge
    withdrawn = workspace.withdrawals.holding(knowledge)
    intake = read_inboxes(
        workspace.archive, workspace.archive.known(knowledge), workspace.county, workspace.rules, workspace.processes
    )
    rosters = rosters_at(workspace, intake, edition.period, knowledge)
    rows = accept_submissions(intake, edition.period, judge, withdrawn, rosters).rows
    return {sheet: rows[sheet].collect() for sheet in snapshots()}
