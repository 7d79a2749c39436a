"""Quarantined rosters: one that grew or shrank too much counts only once confirmed (domain.md M73)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Any

import polars as pl

from expectations.county.county import SETTINGS
from transforms.identify.mentions import ROSTERS, KeyedDigest
from transforms.judge.in_force import CONFLICT, WITHDRAWN, standing
from transforms.judge.issue_ids import number_of_file
from transforms.recognise.row_kinds import FORGOTTEN
from transforms.records.extract import Intake
from transforms.records.ledger import ACCEPTED, REJECTED

ROSTER_CHANGED = "roster_size_changed"

ROSTER_CHANGES: dict[str, pl.DataType] = {"submission": pl.String(), "message": pl.String(), "held": pl.Boolean()}
"""A snapshot that differs too much from the one before it, its message; `held` until it is confirmed."""

UNCHANGED = pl.DataFrame(schema=ROSTER_CHANGES)

_MESSAGE = (
    "本表共{}行，上一次采用的名册为{}行，增减超过{:g}%，须经确认才采用，确认前仍按上一次的名册统计。"
    "请核实人数变动是否属实；如有漏报或多报请重新报送。"
)


def roster_changes(
    intake: Intake,
    week: str,
    most: float,
    confirmations: pl.DataFrame,
    keyed_digest: KeyedDigest,
    withdrawn: Collection[str] = (),
    fewest: float = SETTINGS["roster_change_rows"],
) -> pl.DataFrame:
    """ROSTER_CHANGES among the rosters (S1, S9) known up to a week.

    Each unit's snapshots are compared with the last one that counted; more than `most` per cent more or fewer rows, and
    at least `fewest`, need a confirmation (CONFIRMATIONS) of just these numbers. Of the versions of one period the
    highest that passes counts.
    """
    confirmed = frozenset(confirmations["issue"])
    lines: list[tuple[str, str, bool]] = []
    for _, snapshots in groupby(
        _snapshots(intake, week, withdrawn), key=lambda snapshot: (snapshot["submitter"], snapshot["sheet"])
    ):
        before: int | None = None
        for _, versions in groupby(snapshots, key=lambda snapshot: snapshot["period"]):
            for snapshot in reversed([*versions]):
                changed = 0 if before is None else abs(snapshot["rows"] - before)
                if before is None or changed * 100 <= most * before or changed < fewest:
                    before = snapshot["rows"]
                    break
                message = _MESSAGE.format(snapshot["rows"], before, most)
                number = number_of_file(snapshot["sheet"], snapshot["submitter"], ROSTER_CHANGED, message, keyed_digest)
                lines.append((snapshot["submission"], message, number not in confirmed))
                if number in confirmed:
                    before = snapshot["rows"]
                    break
    return pl.DataFrame(lines, schema=ROSTER_CHANGES, orient="row")


def _snapshots(intake: Intake, week: str, withdrawn: Collection[str]) -> Iterator[dict[str, Any]]:
    """The rosters with their number of `rows`, by unit and sheet in the order in which they were sent.

    Rows count as they came: one that was rejected or erased since is still one of those somebody has confirmed.
    Two files of one version are a conflict (M03) and left out.
    """
    came = pl.col("fate").is_in([ACCEPTED, REJECTED]) | (pl.col("reason") == FORGOTTEN)
    sizes = intake.ledger.filter(came).group_by("submission").agg(rows=pl.len())
    slot = ["submitter", "sheet", "period"]
    rosters = intake.submissions.filter(pl.col("sheet").is_in(ROSTERS) & ~pl.col("zero_report"))
    sent = rosters.join(standing(rosters, week, withdrawn), on="submission").filter(pl.col("standing") != WITHDRAWN)
    disputed = sent.filter(pl.col("standing") == CONFLICT)
    return (
        sent.filter(pl.col("standing") != WITHDRAWN)
        .join(disputed, on=slot, how="anti")
        .join(sizes, on="submission")
        .sort(*slot, "version", "received_at", "submission")
        .iter_rows(named=True)
    )
