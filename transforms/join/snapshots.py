"""All snapshots received, replaced ones too: who was ever on a roster, in which state, and at which post.

So identity, and what counts of past weeks, does not change with the newest snapshot.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from expectations.catalogue import SHEETS
from expectations.county.county import County
from expectations.evaluate.checks import citizen_id
from transforms.identify.edges import NO_EDGES, Edges
from transforms.identify.mentions import ROSTERS, KeyedDigest, telling
from transforms.identify.resolve import identified
from transforms.identify.workplaces import workplaces
from transforms.judge.acceptance import Acceptance
from transforms.judge.in_force import IN_FORCE, SUPERSEDED
from transforms.records.extract import Intake


def rosters_received(judged: Acceptance, intake: Intake) -> dict[str, pl.DataFrame]:
    """Identity columns of all roster rows received up to the period, those of replaced snapshots too.

    So a person keeps the number when a later snapshot adds an id.
    """
    replaced = judged.submissions.filter(pl.col("standing") == SUPERSEDED)
    return {
        name: telling(name, pl.concat([judged.rows[name], _replaced(intake, name, replaced)])).collect()
        for name in ROSTERS
    }


def cadre_snapshots(
    judged: Acceptance,
    intake: Intake,
    s1: pl.DataFrame,
    known: pl.DataFrame,
    keyed_digest: KeyedDigest,
    said: Edges = NO_EDGES,
) -> pl.DataFrame:
    """Identified rows of S1: those in force (`s1`), and the newest versions of snapshots that later weeks replaced."""
    newest = (
        judged.submissions.filter(pl.col("sheet") == "S1", pl.col("standing").is_in([IN_FORCE, SUPERSEDED]))
        .sort("version", "received_at", "submission")
        .unique(["submitter", "period"], keep="last")
        .filter(pl.col("standing") == SUPERSEDED)
    )
    return pl.concat([identified("S1", _replaced(intake, "S1", newest).collect(), known, keyed_digest, said), s1])


def places_of_work(
    judged: Acceptance,
    intake: Intake,
    rows: Mapping[str, pl.DataFrame],
    known: pl.DataFrame,
    county: County,
    keyed_digest: KeyedDigest,
    said: Edges = NO_EDGES,
) -> pl.DataFrame:
    """The `workplaces` by all snapshots of S5 and S6 received, replaced ones too."""
    replaced = judged.submissions.filter(pl.col("standing") == SUPERSEDED)
    posts, offered = (pl.concat([rows[sheet], _replaced(intake, sheet, replaced).collect()]) for sheet in ("S6", "S5"))
    return workplaces(identified("S6", posts, known, keyed_digest, said), offered, county)


def _replaced(intake: Intake, sheet: str, submissions: pl.DataFrame) -> pl.LazyFrame:
    """The rows of these submissions. No suite has judged them, so invalid ids are dropped."""
    sound = (
        [pl.when(citizen_id(pl.col("id_no"))).then("id_no").alias("id_no")] if "id_no" in SHEETS[sheet].column else []
    )
    replaced = pl.col("submission").is_in(submissions["submission"].implode())
    return intake.rows[sheet].filter(replaced).with_columns(sound)
