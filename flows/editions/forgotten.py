"""Erased persons, from the log of erasures: numbers, no names."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from flows.county.workspace import Workspace
from transforms.join.crosschecks.forgotten import Forgotten


def erased_rows(workspace: Workspace, moment: dt.datetime) -> Forgotten:
    """Person number → day of erasure in the county's time zone, of all erased up to `moment`."""
    zone, lines = ZoneInfo(workspace.county.timezone), workspace.forgotten.lines(moment)
    days = [(line["numbers"], dt.datetime.fromisoformat(line["at"]).astimezone(zone).date()) for line in lines]
    return {number: day for numbers, day in days for number in numbers}
