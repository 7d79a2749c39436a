"""Which rosters wait for a confirmation at a workplace (domain.md M73)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from flows.county.workspace import Workspace
from flows.store.pepper import open_pepper
from transforms.clock import last_week
from transforms.judge.roster_changes import roster_changes
from transforms.records.extract import Intake


def rosters_at(workspace: Workspace, intake: Intake, period: str, knowledge: dt.datetime) -> pl.DataFrame:
    """ROSTER_CHANGES by the county's setting and by what was confirmed for the period until then."""
    week = last_week(period)
    withdrawn = workspace.withdrawals.holding(knowledge)
    confirmed = workspace.confirmations.holding(week, knowledge)
    most = workspace.county.settings["roster_change_percent"]
    return roster_changes(intake, week, most, confirmed, open_pepper().digest, withdrawn)
