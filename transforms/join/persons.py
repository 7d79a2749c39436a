"""Who the rows of all sheets speak of, and what a person has to decide about it (domain.md §9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from expectations.catalogue import SHEETS
from expectations.county.county import County
from transforms.identify.edges import Edges, edges
from transforms.identify.mentions import BY_WORKPLACE, KeyedDigest, telling
from transforms.identify.registry import also_seen, registry
from transforms.identify.resolve import answers_alone, attach_identity, queue, resolved_mentions
from transforms.identify.review import mentioned, review
from transforms.join.crosschecks.names import other_id_no, renamed
from transforms.join.disagreements import disagreements
from transforms.join.snapshots import cadre_snapshots, places_of_work, rosters_received
from transforms.judge.acceptance import Acceptance
from transforms.records.extract import Intake

EVIDENCE = ("S2", "S3")
ACTIVITIES = ("S4", "S6", "S7")
LONGEST = ("S9", "S10")
"""Sheets of a line for each member or order: only the needed columns of their rows are collected."""


@dataclass(frozen=True, kw_only=True)
class Persons:
    """Rows with their persons, and what is undecided or at odds.

    rows                  by sheet (all but LONGEST) the rows as accepted
    identified            by sheet (S1, EVIDENCE, ACTIVITIES) the rows as `attach_identity` gives them
    takers                S10: `submission`, `row`, `name`, `unit` and `person_id` of those who took orders
    snapshots             `cadre_snapshots`
    candidate_pairs, disagreements, queue   the tables of these names
    failures              FAILURES by sheet: another name or id number than was known (S1, S9)
    """

    rows: Mapping[str, pl.DataFrame]
    identified: Mapping[str, pl.DataFrame]
    takers: pl.DataFrame
    snapshots: pl.DataFrame
    candidate_pairs: pl.DataFrame
    disagreements: pl.DataFrame
    queue: pl.DataFrame
    failures: Mapping[str, pl.DataFrame]


def persons(
    judged: Acceptance,
    intake: Intake,
    weeks: tuple[str, ...],
    county: County,
    keyed_digest: KeyedDigest,
    decisions: pl.DataFrame,
) -> tuple[Persons, pl.DataFrame]:
    """Who is who in the rows of a period's `weeks`; and the `answers_alone` of S9.

    The answers of S9, a row for each member, are given apart so that the caller can let go of them. What this function
    holds of a million mentions is gone when it ends.
    """
    rows = {name: judged.rows[name].collect() for name in SHEETS if name not in LONGEST}
    said = edges(decisions, keyed_digest)
    known = registry(rosters_received(judged, intake), keyed_digest, {sheet: rows[sheet] for sheet in EVIDENCE}, said)
    places = places_of_work(judged, intake, rows, known, county, keyed_digest, said)
    resolved = _resolved(judged, rows, known, places, keyed_digest, said)
    identified = {
        name: attach_identity(rows[name], name, answers_alone(resolved[name]))
        for name in ("S1", *EVIDENCE, *ACTIVITIES)
    }
    members, takers = (answers_alone(resolved[name]) for name in LONGEST)
    snapshots = cadre_snapshots(judged, intake, identified["S1"], known, keyed_digest, said)
    in_force = mentioned(resolved)
    unsure = [*(queue(name, identified[name]) for name in identified), queue("S9", members), queue("S10", takers)]
    return Persons(
        rows=rows,
        identified=identified,
        takers=takers.select("submission", "row", "name", "unit", "person_id"),
        snapshots=snapshots,
        candidate_pairs=review(in_force, known, decisions, said),
        disagreements=disagreements(in_force, known, identified["S1"], snapshots, weeks),
        queue=pl.concat(unsure),
        failures={
            "S1": pl.concat([renamed(identified["S1"], snapshots), other_id_no("S1", identified["S1"], known)]),
            "S9": other_id_no("S9", members, known),
        },
    ), members


def _resolved(
    judged: Acceptance,
    rows: Mapping[str, pl.DataFrame],
    known: pl.DataFrame,
    places: pl.DataFrame,
    keyed_digest: KeyedDigest,
    said: Edges,
) -> dict[str, pl.DataFrame]:
    """The `resolved_mentions` of each sheet that names persons; some may name them by the present unit (`places`)."""
    by_place = also_seen(known, "S6", places)
    clues = {name: telling(name, rows[name]) for name in ("S1", *EVIDENCE, *ACTIVITIES)}
    clues |= {name: telling(name, judged.rows[name]).collect() for name in LONGEST}
    return {
        name: resolved_mentions(name, clue, by_place if name in BY_WORKPLACE else known, keyed_digest, said)
        for name, clue in clues.items()
    }
