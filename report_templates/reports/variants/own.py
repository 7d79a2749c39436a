"""What the paper of one township or unit is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from report_templates.reports.context import SectionContext
from transforms.figures import Figure
from transforms.records.issues import places


@dataclass(frozen=True, kw_only=True)
class Own(SectionContext):
    """The data a unit may see, its own figures, and those of the county.

    unit: its code. divisions: among how many a count of the county is shared for its mean, 0 where it is not.
    """

    unit: str
    whole: Mapping[str, Figure]
    divisions: int

    @cached_property
    def refused(self) -> pl.DataFrame:
        """The places that went back to it, by file, worksheet and row (`transforms.records.issues.places`)."""
        refused = places(self.dataset.issues)
        return refused.sort("file", "worksheet", "row", "column", nulls_last=False, maintain_order=True)

    @cached_property
    def overdue_orders(self) -> pl.DataFrame:
        """Its orders past their time limit, the longest overdue first."""
        overdue = self.dataset.orders.filter("posted", "overdue")
        return overdue.sort("overdue_days", "order_no", descending=[True, False])
