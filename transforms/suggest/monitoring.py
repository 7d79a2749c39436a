"""Whether groups fare alike: share placed and mean scores by age band and sex, for the organisation department alone.

Neither is used by the proposal (`candidates.PERSON`); they are looked at afterwards (domain.md §10.5).
"""

from __future__ import annotations

import polars as pl

from transforms.suggest.proposal import Proposal
from transforms.suggest.scores import PRINCIPLES

GROUPS = ("age_band", "sex")


def monitoring(proposal: Proposal, five_dim: pl.DataFrame, smallest: int) -> pl.DataFrame:
    """`group` (age_band, sex), `value`, `persons`, `placed`, and the means of PRINCIPLES over the posts proposed.

    All but `group` and `value` are null in a group of fewer than `smallest`, and in the one that could be told from it
    and the sum of all.
    """
    chosen = proposal.pairs.filter("chosen").select("person_id", *PRINCIPLES)
    people = five_dim.select("person_id", *GROUPS).join(chosen, on="person_id", how="left", maintain_order="left")
    return pl.concat([_by(people, group, smallest) for group in GROUPS])


def _by(people: pl.DataFrame, group: str, smallest: int) -> pl.DataFrame:
    counted = people.group_by(pl.col(group).alias("value")).agg(
        *(pl.col(name).mean() for name in PRINCIPLES),
        persons=pl.len().cast(pl.Int64),
        placed=pl.col(PRINCIPLES[0]).is_not_null().sum().cast(pl.Int64),
    )
    ordered = counted.sort("persons", "value")
    hidden = (ordered["persons"] < smallest).to_list()
    if sum(hidden) == 1 and len(hidden) > 1:
        hidden[1] = True  # the sum of all would tell the one that is hidden
    shown = ~pl.Series(hidden, dtype=pl.Boolean)
    numbers = [pl.when(shown).then(name).alias(name) for name in ("persons", "placed", *PRINCIPLES)]
    return ordered.select(pl.lit(group).alias("group"), "value", *numbers).sort("value", nulls_last=True)
