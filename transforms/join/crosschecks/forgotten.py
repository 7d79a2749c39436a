"""Erased persons (domain.md §11) who are sent again: whoever keeps the list has to decide on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from expectations.evaluate.judgement import FAILURES
from transforms.identify.mentions import CLUES
from transforms.join.crosschecks.failures import as_failures

Forgotten = Mapping[str, dt.date]
"""Day of erasure, by every person_id the person could get again."""


def forgotten_again(sheet: str, people: pl.DataFrame, forgotten: Forgotten) -> pl.DataFrame:
    """FAILURES of rows that name an erased person; the rows count, with a warning.

    people: rows with `submission`, `row` and `person_id`, one per person named.
    """
    if not forgotten:
        return pl.DataFrame(schema=FAILURES)
    named = people.filter(pl.col("person_id").is_in([*forgotten])).unique(["submission", "row"], maintain_order=True)
    since = pl.col("person_id").replace_strict(forgotten, return_dtype=pl.Date).dt.to_string("%Y年%-m月%-d日")
    message = pl.format(
        "此人的个人信息已于{}按规定删除，本表又报来。请核实是否仍应上报：不应上报的，请删去后重新上报；"
        "仍应上报的，请报县级汇总单位确认。",
        since,
    )
    return as_failures(named, "forgotten_again", message, column=CLUES[sheet].name)
