"""What an edition is made of, and whether one made of the same is there already."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from flows.county.workspace import Workspace
from flows.editions.lookback import upstream_digests
from flows.store.atomic_files import json_bytes
from flows.store.edition import Edition
from transforms.clock import Clock
from transforms.records.extract import Intake


def inputs_of(workspace: Workspace, intake: Intake, clock: Clock) -> dict[str, object]:
    """What decides an edition's content.

    The event cut-off, rules and law, files and confirmations that bear on the period, and what of earlier editions
    enters this one.
    """
    bearing = intake.submissions.filter(pl.col("period") <= clock.last_week)
    files = bearing.select("sha256", "file", "inbox").unique().sort("inbox", "file", "sha256")
    confirmed = workspace.confirmations.holding(clock.last_week, clock.knowledge)
    told = confirmed.select("issue", "by", "because", pl.col("at").dt.to_string("iso")).rows()
    return {
        "as_of": clock.as_of.isoformat(),
        "rules": workspace.rules,
        "rules_day": clock.law_day.isoformat(),
        "previous": upstream_digests(workspace, clock),
        "files": files.rows(),
        "confirmations": told,
        "withdrawn": [
            one for one in workspace.withdrawals.holding(clock.knowledge) if one in set(bearing["submission"])
        ],
    }


def standing_edition(workspace: Workspace, clock: Clock, inputs: Mapping[str, object]) -> Edition | None:
    """The current edition, if the newest was made of the same inputs: what was undone is not made once more."""
    newest = workspace.store.newest(clock.period)
    same = newest and same_inputs(newest.manifest["inputs"], inputs)
    return workspace.store.current(clock.period) if same else None


def same_inputs(one: object, other: object) -> bool:
    """Whether two trees say the same, one of them perhaps read from a manifest."""
    return json_bytes(one) == json_bytes(other)
