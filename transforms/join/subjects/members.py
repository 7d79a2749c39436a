"""The register of party members at their communities (S9)."""

from __future__ import annotations

import polars as pl

from expectations.catalogue import SHEETS
from transforms.cells.personal_data.redaction import shareable
from transforms.clock import Clock
from transforms.identify.resolve import attach_identity
from transforms.join.crosschecks.forgotten import Forgotten, forgotten_again
from transforms.join.crosschecks.people import same_key_twice
from transforms.join.kept_rows import merged_rows
from transforms.join.service.registrations import registrations
from transforms.join.subjects.joined import Joined


def member_tables(rows: pl.LazyFrame, answers: pl.DataFrame, clock: Clock, forgotten: Forgotten) -> Joined:
    """Table `registrations`; FAILURES of S9: those registered twice or erased before.

    answers: the `answers_alone` of the rows.
    """
    members = attach_identity(rows, "S9", answers.lazy())
    failures = [same_key_twice(SHEETS["S9"], members), forgotten_again("S9", answers, forgotten)]
    register = registrations(shareable("S9", members), clock)
    return Joined(
        tables={"registrations": register},
        failures={"S9": pl.concat(failures)},
        merged=[merged_rows("S9", members, register)],
    )
