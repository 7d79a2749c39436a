"""Livelihood items and the leaders who claimed them (S8, R6)."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from expectations.county.county import County
from transforms.cells.personal_data.redaction import shareable
from transforms.clock import Clock
from transforms.join.crosschecks.leaders import leaders_named
from transforms.join.crosschecks.same_names import same_names
from transforms.join.items import items
from transforms.join.kept_rows import merged_rows
from transforms.join.subjects.joined import Joined


def item_tables(
    rows: Mapping[str, pl.DataFrame], previous_items: pl.DataFrame | None, clock: Clock, county: County
) -> Joined:
    """Table `items`; FAILURES of S8. rows: by sheet; previous_items: the table of the period before."""
    claimed, titled = leaders_named(shareable("S8", rows["S8"]), rows["R6"])
    by_item = items(claimed, previous_items, clock, county)
    return Joined(
        tables={"items": by_item},
        failures={"S8": pl.concat([titled, same_names("S8", rows["S8"].lazy())])},
        merged=[merged_rows("S8", rows["S8"].lazy(), by_item)],
    )
