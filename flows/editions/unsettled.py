"""What of an edition waits for a person: files to correct, unknown persons, totals that differ, rosters on hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from expectations.contract.rules import Reaction
from flows.store.edition import Edition
from transforms.figures import Light
from transforms.identify.review import waiting
from transforms.judge.roster_changes import ROSTER_CHANGED
from transforms.records.issues import places

RETURNED = {Reaction.CELL: "{} 个单元格待改", Reaction.ROW: "{} 行退回", Reaction.FILE: "整表退回"}
"""Reactions after which the clerk must act, and how they are counted."""


def files_for_clerks(edition: Edition) -> list[tuple[str, str, str]]:
    """(file, unit, what is wrong) for every file with a refused cell, row or the whole file."""
    issues = places(edition.table("issues"))
    first = issues.filter(pl.col("reaction") == Reaction.FILE).unique("file", keep="first", maintain_order=True)
    reasons = dict(first.select("file", "message").iter_rows())
    lines = []
    for (file, unit), file_issues in issues.group_by("file", "submitter", maintain_order=True):
        counts = dict(file_issues.group_by("reaction").len().iter_rows())
        counted = [words.format(counts[kind]) for kind, words in RETURNED.items() if kind in counts]
        lines.append((str(file), str(unit or "—"), reasons.get(file) or "，".join(counted)))
    return sorted(lines)


def needs_a_person(edition: Edition) -> bool:
    """Whether somebody has to act (exit code 3).

    Something was returned or is quarantined, a person is not identified, a control total is off, or an erratum does not
    fit any more.
    """
    off = totals_differ(json.loads(edition.document("summary.json")))
    return (
        bool(files_for_clerks(edition))
        or edition.table("queue").height > 0
        or off
        or bool(quarantined(edition) or stale_errata(edition))
    )


def pairs_waiting(edition: Edition) -> int:
    """How many pairs of records wait for somebody to say whether they are one person; 0 before there were any."""
    known = "candidate_pairs" in edition.manifest["tables"]
    return waiting(edition.table("candidate_pairs")).height if known else 0


def stale_errata(edition: Edition) -> list[str]:
    """What is said of each reviewed correction (勘误) that was not applied; nothing before there were any."""
    if "errata" not in edition.manifest["tables"]:
        return []
    return edition.table("errata")["message"].drop_nulls().unique(maintain_order=True).to_list()


def totals_differ(summary: Mapping[str, Any]) -> bool:
    """Whether a control total is not what was counted, by summary.json."""
    return bool(summary["indicators"]["E5"]["light"] == Light.RED)


def quarantined(edition: Edition) -> list[tuple[str, str]]:
    """(file, number of the issue) for every roster that does not count until somebody confirms it."""
    changed = edition.table("issues").filter(pl.col("rule") == ROSTER_CHANGED)
    return changed.select("file", "issue").sort("file").rows()
