"""The declaration of a table of an edition: one frozen object that the dataset, the audiences and the documents read.

Its key, the privacy class of its columns, who may see it and whose rows they are come from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from expectations.contract.contract import Privacy


class Variant(StrEnum):
    """The kinds of audiences; the value is the word of the command line."""

    COUNTY = "county"  # 县领导
    ANALYST = "analyst"  # 组织部
    INSPECTION = "inspection"  # 督查室
    TOWNSHIP = "township"  # a township or a unit, each with a report of its own
    PUBLIC = "public"
    GROUP = "group"  # 工作群: a message and a picture of page one, which may be passed on; nobody is named


Columns = tuple[str, ...]

ALL: Columns = ("*",)
"""All columns of the ceiling's class and of those less strict."""


@dataclass(frozen=True)
class NamedBy:
    """A row concerns the unit that `column` names: as host, lead unit, employer or submitter.

    lying      a row concerns the division it lies in (`town`), too
    elsewhere  a division's own unit is also concerned by rows that name it and lie elsewhere
    """

    column: str
    lying: bool = False
    elsewhere: bool = True


@dataclass(frozen=True)
class Following:
    """A row concerns the units of the rows of `table` that have the same value in `column`."""

    table: str
    column: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of an edition.

    name        as in code, lake and docs
    title       on the analysts' page and in the docs
    row         what a row is about, for docs/querying.md
    key         the columns that name a row
    counted_by  the key columns of the rows behind a figure, where they are others
    made_of     the sheets whose columns it takes over under their own names, with their privacy classes
    derived     the columns no sheet declares, and those that reveal more in this table than alone, by privacy class
    seen_by     by kind of audience the columns they may see; who is not named does not see the table
    units       which units a row concerns; None where it concerns no single unit
    roster      whether it has the person_id of everybody on a roster in force
    compared    whether its rows are compared with those of another edition; else it follows from other tables
    """

    name: str
    title: str
    row: str
    key: Columns
    counted_by: Columns = ()
    made_of: tuple[str, ...] = ()
    derived: Mapping[Privacy, Columns] = field(default_factory=dict)
    seen_by: Mapping[Variant, Columns]
    units: NamedBy | Following | None = None
    roster: bool = False
    compared: bool = True
