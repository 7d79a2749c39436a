"""Rosters of a workspace that wait for a confirmation (domain.md M73)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from flows.county.workspace import Workspace
from transforms.clock import last_week
from transforms.judge.roster_changes import roster_changes
from transforms.records.extract import Intake


def rosters_at(workspace: Workspace, intake: Intake, period: str, knowledge: dt.datetime) -> pl.DataFrame:
    """ROSTER_CHANGES by the county's setting and the confirmations valid for the period at the knowledge cut-off."""
    week = last_week(period)
    withdrawn = workspace.withdrawals.holding(knowledge)
    confirmed = workspace.confirmations.holding(week, knowledge)
    most, fewest = (workspace.county.settings[f"roster_change_{limit}"] for limit in ("percent", "rows"))
    return roster_changes(intake, week, most, confirmed, workspace.pepper.digest, withdrawn, fewest)
