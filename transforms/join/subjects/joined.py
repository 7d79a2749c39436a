"""What one subject (cadres, members, orders, items) gives an edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl


@dataclass(frozen=True, kw_only=True)
class Joined:
    """Tables of one subject, and what was seen while they were made.

    tables      by the names of `Dataset`
    failures    by sheet id FAILURES of cross-checks
    merged      the `merged_rows` of its sheets
    """

    tables: Mapping[str, pl.DataFrame]
    failures: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    merged: Sequence[pl.DataFrame] = ()
