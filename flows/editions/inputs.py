"""The inputs of an edition, and the published edition with the same inputs."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from expectations.county.county_codes import all_codes
from flows.county.workspace import Workspace
from flows.editions.lookback import upstream_digests
from flows.read.workers.pool import MAY_PASS
from flows.store.atomic_files import json_bytes
from flows.store.edition import Edition
from transforms.clock import Clock
from transforms.judge.errata import concerning
from transforms.records.extract import Intake


def inputs_of(workspace: Workspace, intake: Intake, clock: Clock) -> dict[str, object]:
    """Everything that determines an edition's content.

    The event cut-off, rules and law, files, confirmations and withdrawals of the period, and the digests of what is
    taken from earlier editions; of files that were refused for a fault that may pass (`not_read`) hash and rule, if
    there are any; the answers about who is whom and the reviewed corrections (勘误), if there are any; the fingerprint
    of the pepper, if it was rotated.
    """
    relevant = intake.submissions.filter(pl.col("period") <= clock.last_week)
    files = relevant.select("sha256", "file", "inbox").unique().sort("inbox", "file", "sha256")
    not_read = relevant.filter(pl.col("refused").is_in(MAY_PASS)).select("sha256", "refused").unique().sort("sha256")
    confirmed = workspace.confirmations.holding(clock.last_week, clock.knowledge)
    identities = workspace.identity_decisions.holding(clock.last_week, clock.knowledge)
    peppers = workspace.pepper_record.fingerprints
    confirmations = confirmed.select("issue", "by", "because", pl.col("at").dt.to_string("iso")).rows()
    return {
        "as_of": clock.as_of.isoformat(),
        "rules": workspace.rules,
        "rules_day": clock.law_day.isoformat(),
        "previous": upstream_digests(workspace, clock),
        "files": files.rows(),
        "confirmations": confirmations,
        "withdrawn": [
            number for number in workspace.withdrawals.holding(clock.knowledge) if number in set(relevant["submission"])
        ],
        **({"not_read": not_read.rows()} if not_read.height else {}),
        **({"identities": _said(identities)} if identities.height else {}),
        **({"errata": errata} if (errata := _errata(workspace, intake, clock)) else {}),
        **({"pepper": peppers[-1]} if len(peppers) > 1 else {}),
    }


def _errata(workspace: Workspace, intake: Intake, clock: Clock) -> list[tuple[str, str]]:
    """Number and digest of the errata that bear on the period."""
    if not (known := workspace.errata(clock.knowledge)):
        return []
    bearing = concerning(intake, known, all_codes(workspace.county), clock.last_week)
    return [(erratum.id, erratum.digest) for erratum in bearing]


def _said(identities: pl.DataFrame) -> list[tuple[object, ...]]:
    """DECISIONS as an input: those of `later` too, which the pairs of an edition show."""
    return identities.select(pl.exclude("at"), pl.col("at").dt.to_string("iso")).rows()


def standing_edition(workspace: Workspace, clock: Clock, inputs: Mapping[str, object]) -> Edition | None:
    """The current edition, if the newest has the same inputs: an undone edition is not made again."""
    newest = workspace.store.newest(clock.period)
    same = newest and same_inputs(newest.manifest["inputs"], inputs)
    return workspace.store.current(clock.period) if same else None


def same_inputs(left: object, right: object) -> bool:
    """Whether two trees are equal as JSON; either may come from a manifest."""
    return json_bytes(left) == json_bytes(right)
