"""What a unit hands in before it becomes a workbook: plain rows, and the odd things that happen to them.

Everything is mutable on purpose: a test changes a row of the story before it is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from expectations.contract.rules import Reaction

Value = str | int | float | bool | dt.date | tuple[str, ...] | None
"""What a cell means: a code, a number, a date, a list of words; None is an empty cell."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and the value Excel stored beside it; an empty `stored` means it was never calculated."""

    text: str
    stored: str | float


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that shows something else than the plain writing of what it means.

    `meant` is what a careful reader understands, None when the cell is lost; `number` the entry of the messiness
    catalogue (domain.md §12) and `reaction` what the catalogue asks for.
    """

    shown: str | float | bool | dt.date | Formula | None
    meant: Value
    number: str
    reaction: Reaction


Row = dict[str, Value | Odd]
"""One data row by canonical column name; `person` is no column but the person's id, for the truth alone."""


def meant(row: Row, column: str) -> Value:
    """What a cell means, odd or not; None where the row has no such column."""
    cell = row.get(column)
    return cell.meant if isinstance(cell, Odd) else cell


def date_of(row: Row, column: str) -> dt.date | None:
    """The date a cell means, None where it means none."""
    value = meant(row, column)
    return value if isinstance(value, dt.date) else None


@dataclass(frozen=True, slots=True)
class Extra:
    """A line between the data rows that is no data: its ledger reason, before which row it stands, what it shows."""

    reason: str
    before: int
    text: str = ""


@dataclass
class Look:
    """How a clerk lays out one workbook.

    `headings` are headings other than the standard ones by column, `missing` columns left out of the workbook,
    `dates` a strftime pattern for dates typed as text (None: real dates), `merged` columns whose equal neighbours
    are merged down, `worksheets` further worksheets as (name, hidden).
    """

    headings: dict[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    dates: str | None = None
    merged: frozenset[str] = frozenset()
    first_column: int = 0
    extras: list[Extra] = field(default_factory=list)
    worksheets: tuple[tuple[str, bool], ...] = ()
    title_period: str | None = None
    file_name: str | None = None
    raw: bytes | None = None
    numbers: list[str] = field(default_factory=list)


@dataclass
class Submission:
    """One workbook of one unit for one sheet and period.

    `period` is the period it speaks of, `inbox` the period in whose inbox it arrives; `received` the moment of receipt
    in local time. `refused` names the catalogue entry for which the whole file must be rejected, `ignored` says that it
    is the same file again; `superseded` that a later version replaces it in the same inbox.
    """

    sheet: str
    submitter: str
    period: str
    rows: list[Row]
    received: dt.datetime
    version: int = 1
    inbox: str = ""
    look: Look = field(default_factory=Look)
    refused: str | None = None
    ignored: bool = False
    superseded: bool = False

    def __post_init__(self) -> None:
        self.inbox = self.inbox or self.period

    @property
    def file_name(self) -> str:
        """`<unit>_<sheet>_<2021W47>_v<n>.xlsx` (domain.md §4.1), unless the clerk named it otherwise."""
        return (
            self.look.file_name or f"{self.submitter}_{self.sheet}_{self.period.replace('-', '')}_v{self.version}.xlsx"
        )

    @property
    def usable(self) -> bool:
        """Its rows are read and count."""
        return not (self.refused or self.ignored or self.superseded)

    def oddities(self) -> Iterator[tuple[int, str, Odd]]:
        """Every odd cell as (position of the row, column, cell)."""
        for position, row in enumerate(self.rows):
            for column, cell in row.items():
                if isinstance(cell, Odd):
                    yield position, column, cell
