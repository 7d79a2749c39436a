"""The tables of one edition under their names in code, lake and docs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

import polars as pl

from expectations.county.county import County
from transforms.clock import Clock
from transforms.judge.coverage import SENT, sheets_arrived
from transforms.records.unit_rows import Positions, concerned


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """All tables the indicators read, as `transforms.tables` declares them.

    All keep `submission` and `row`, so that figures can be traced to cells.
    """

    clock: Clock
    county: County
    five_dim: pl.DataFrame
    assignments: pl.DataFrame
    contacts: pl.DataFrame
    due_contacts: pl.DataFrame
    duties: pl.DataFrame
    posts: pl.DataFrame
    items: pl.DataFrame
    registrations: pl.DataFrame
    orders: pl.DataFrame
    order_members: pl.DataFrame
    leaders: pl.DataFrame
    control_totals: pl.DataFrame
    submissions: pl.DataFrame
    files: pl.DataFrame
    places: pl.DataFrame
    ledger: pl.DataFrame
    errata: pl.DataFrame
    issues: pl.DataFrame
    confirmed: pl.DataFrame
    validations: pl.DataFrame
    queue: pl.DataFrame
    candidate_pairs: pl.DataFrame
    disagreements: pl.DataFrame
    own: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    """By name the tables of the sheets that the county has declared itself."""

    @cached_property
    def received(self) -> pl.DataFrame:
        """`submitter`, `sheet`, `period` of everything that has arrived; cached, every figure needs it."""
        return sheets_arrived(self.submissions, self.files)

    @cached_property
    def senders(self) -> dict[tuple[str, str], set[str]]:
        """By sheet and period the units whose sending has arrived; cached as `received` is."""
        units: dict[tuple[str, str], set[str]] = {}
        for unit, sheet, period in self.received.select(SENT).iter_rows():
            units.setdefault((sheet, period), set()).add(unit)
        return units

    @cached_property
    def concerned(self) -> dict[str, Positions]:
        """By table and unit the positions of the rows that concern it; cached, every unit's report needs them."""
        return concerned(self.tables(), self.county)

    def tables(self) -> dict[str, pl.DataFrame]:
        """The tables by name, as they are called in the lake."""
        built_in = {
            attribute.name: frame
            for attribute in fields(self)
            if isinstance(frame := getattr(self, attribute.name), pl.DataFrame)
        }
        return {**built_in, **self.own}

    def with_tables(self, tables: Mapping[str, pl.DataFrame]) -> Dataset:
        """The dataset with these tables, by name, in place of its own."""
        own = {name: tables.get(name, frame) for name, frame in self.own.items()}
        built_in = {name: frame for name, frame in tables.items() if name not in self.own}
        return replace(self, own=own, **built_in)  # type: ignore[arg-type] # names and types of its own fields
