"""Several rows of one contact (S4) that disagree on how its concern stands (domain.md §4.5, M28)."""

from __future__ import annotations

import polars as pl

from expectations.evaluate.judgement import FAILURES
from transforms.join.activities import CONTACT
from transforms.join.crosschecks.failures import as_failures


def disputed_concerns(contacts: pl.DataFrame) -> pl.DataFrame:
    """FAILURES of rows of one submission that are one contact and say otherwise how the concern stands.

    contacts: identified rows of S4. Which row counts says `transforms.join.activities.contacts`.
    """
    alike = ("submission", *CONTACT)
    several = pl.col("issue_status").drop_nulls().n_unique().over(alike) > 1
    known = contacts.filter(pl.col("person_id").is_not_null(), pl.col("issue_status").is_not_null())
    message = (
        "同一次联系填了几行，「办理情况」不一致：问题相同的，已按填得最全或排在最后的一行；问题不同的，按未办结的一行。"
        "同一问题请只留一行，几个问题请合写在一行，全部办结再填“已办”。"
    )
    return pl.concat(
        [
            pl.DataFrame(schema=FAILURES),
            as_failures(known.filter(several), "concern_disputed", message, column="issue_status"),
        ]
    )
