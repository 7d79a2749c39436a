"""The closed vocabulary of rules a contract may use.

A rule says what must hold for the typed rows of one sheet. It carries no code: `expectations.suites` turns it
into a Great Expectations expectation, and the clerk reads its `because`. Unknown (null) values pass every
rule but `Required`, so that one missing cell is reported once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Reaction(StrEnum):
    """What happens to data that breaks a rule (domain.md §4.1)."""

    FIX = "FIX"  # repaired silently, logged
    FIXW = "FIXW"  # repaired or kept, the submitter is notified
    CELL = "CELL"  # the cell becomes null
    ROW = "ROW"  # the row is rejected
    FILE = "FILE"  # the whole submission is rejected


@dataclass(frozen=True)
class When:
    """A row condition: `column` holds one of `values`; with no values, `column` is filled in."""

    column: str
    values: tuple[str | bool | int, ...] = ()


@dataclass(frozen=True)
class Becomes:
    """A consequence of a broken rule: `column` is set to `value` (None = unknown)."""

    column: str
    value: str | bool | int | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What every rule carries: a stable `id` within its sheet, the reaction, the clerk's sentence.

    `blames` names the column that is coloured and nulled on CELL; by default the rule's first column.
    """

    id: str
    because: str
    reaction: Reaction = Reaction.CELL
    when: When | None = None
    becomes: Becomes | None = None
    blames: str | None = None

    @property
    def columns(self) -> Sequence[str]:
        """The columns the rule reads, the blamed one first where none is named."""
        raise TypeError(f"{type(self).__name__} must say which columns it reads")

    @property
    def blamed(self) -> str:
        """The column whose cell is coloured."""
        return self.blames or self.columns[0]


@dataclass(frozen=True, kw_only=True)
class _OnColumn(Rule):
    column: str

    @property
    def columns(self) -> Sequence[str]:
        """The columns the rule reads."""
        return (self.column,)


@dataclass(frozen=True, kw_only=True)
class Required(_OnColumn):
    """The cell must be filled in."""


@dataclass(frozen=True, kw_only=True)
class Between(_OnColumn):
    """low ≤ value ≤ high, either end open when None; dates for a date; with `length`, the characters of a text."""

    low: float | dt.date | None = None
    high: float | dt.date | None = None
    length: bool = False


@dataclass(frozen=True, kw_only=True)
class OneOf(_OnColumn):
    """The value is one of a fixed set."""

    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Matches(_OnColumn):
    """The text matches a regular expression as a whole."""

    regex: str


@dataclass(frozen=True, kw_only=True)
class Unique(Rule):
    """No two accepted rows agree on all of `on`."""

    on: tuple[str, ...]

    @property
    def columns(self) -> Sequence[str]:
        """The columns the rule reads."""
        return self.on


@dataclass(frozen=True, kw_only=True)
class NotBefore(Rule):
    """`later` ≥ `earlier` + `years`, for dates and numbers alike (years only for dates)."""

    later: str
    earlier: str
    years: int = 0

    @property
    def columns(self) -> Sequence[str]:
        """The columns the rule reads."""
        return (self.later, self.earlier)


@dataclass(frozen=True, kw_only=True)
class RowCount(Rule):
    """A sheet's files together hold between `low` and `high` rows."""

    low: int = 0
    high: int | None = None

    @property
    def columns(self) -> Sequence[str]:
        """The columns the rule reads."""
        return ()


@dataclass(frozen=True, kw_only=True)
class Named(Rule):
    """A check with a name, declared once in `expectations.evaluate.checks` (citizen id, sex digit, …)."""

    check: str
    on: tuple[str, ...]

    @property
    def columns(self) -> Sequence[str]:
        """The columns the rule reads."""
        return self.on
