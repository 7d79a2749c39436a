"""The contract of a sheet: one frozen declaration that every step of the product reads.

Header recognition, casting, the Great Expectations suite, the blank workbook, the words on a rejected cell, the data
dictionary, the synthetic samples and the masking all come from here (design.md §4).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import polars as pl

from expectations.contract.rules import Reaction, Required, Rule


class Privacy(StrEnum):
    """Privacy class of a column (domain.md §11.1)."""

    P0 = "P0"  # vault: restricted landing copy only
    P1 = "P1"  # person, restricted: organisation department
    P2 = "P2"  # person, internal reports
    P3 = "P3"  # aggregate


class Need(StrEnum):
    """How much a column is wanted (domain.md §4.1: R, r, o)."""

    REQUIRED = "R"
    RECOMMENDED = "r"
    OPTIONAL = "o"


class Cadence(StrEnum):
    """When a sheet is sent and what a missing one means (domain.md §4.1, §6)."""

    ON_CHANGE = "on_change"  # full snapshot of the unit's part; the last one is carried forward
    WEEKLY_SNAPSHOT = "weekly_snapshot"  # every row every week; never carried forward
    WEEKLY_ROWS = "weekly_rows"  # this period's rows; all periods together are the history


class Kind(StrEnum):
    """How a cell is read. The value is the name of the caster in `transforms.cells`."""

    TEXT = "text"
    NAME = "name"  # one person
    PEOPLE = "people"  # one or several persons in one cell
    ID = "id"  # citizen id number
    PHONE = "phone"
    CODE = "code"
    CODES = "codes"  # several codes of one list in one cell
    TAGS = "tags"  # several words of an open vocabulary; unknown ones are kept as suggestions
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"  # 万元
    PERCENT = "percent"
    HOURS = "hours"
    FLAG = "flag"
    DATE = "date"
    DUE = "due"  # a date, or words such as 11月底, 年底前, 长期
    MONTH = "month"  # year and month, the day is not kept
    BIRTH = "birth"  # month or day precision, both kept
    PERIOD = "period"  # ISO week 2021-W47


LIST_KINDS = frozenset({Kind.PEOPLE, Kind.CODES, Kind.TAGS})

DTYPES: dict[Kind, pl.DataType] = {
    Kind.INTEGER: pl.Int64(),
    Kind.NUMBER: pl.Float64(),
    Kind.MONEY: pl.Float64(),
    Kind.PERCENT: pl.Float64(),
    Kind.HOURS: pl.Float64(),
    Kind.FLAG: pl.Boolean(),
    Kind.DATE: pl.Date(),
    Kind.DUE: pl.Date(),
    Kind.MONTH: pl.Date(),
    Kind.BIRTH: pl.Date(),
    **{kind: pl.List(pl.String()) for kind in LIST_KINDS},
}


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a sheet.

    `because` is the sentence a clerk reads when the cell is refused, `example` a cell that passes, `hint` what belongs
    into the cell where its kind does not say it all (`expectations.contract.hints`). `codes` names a code list of
    `expectations.codes` or a reference table (`units`, `divisions`, `leaders`). `on_failure` is the reaction when the
    cell cannot be read as its kind. `keeps_text` keeps the words of an unknown code, and those around a keyword, in
    `<name>_text`. `default` stands for a blank cell and, with a FIXW issue and not for yes or no, for one that was
    refused. In a `titled` column a title (王书记) stays in place of a name and is resolved by the list of leaders. A
    missing number such as 接单编号 is made from the columns it is `generated_from`, with a FIXW issue; rows of one file
    that also agree in what they are `told_apart_by` get numbers of their own. `until` names the column that takes the
    end where a cell holds a whole range of dates.
    """

    name: str
    heading: str
    kind: Kind
    because: str
    example: str
    hint: str = ""
    variants: tuple[str, ...] = ()
    need: Need = Need.OPTIONAL
    privacy: Privacy = Privacy.P2
    on_failure: Reaction = Reaction.CELL
    codes: str | None = None
    unit: str | None = None
    keeps_text: bool = False
    titled: bool = False
    default: str | bool | None = None
    generated_from: tuple[str, ...] = ()
    told_apart_by: tuple[str, ...] = ()
    until: str | None = None
    nothing: tuple[str, ...] = ("/", "—", "-", "无", "暂无", "null", "N/A", "NULL", "None")

    @cached_property
    def dtype(self) -> pl.DataType:
        """The Polars type of the cleaned column."""
        return DTYPES.get(self.kind, pl.String())

    @cached_property
    def schema(self) -> dict[str, pl.DataType]:
        """The cleaned column with its companions: `<name>_text` and, for a birth date, `<name>_precision`."""
        schema: dict[str, pl.DataType] = {self.name: self.dtype}
        if self.keeps_text:
            schema[f"{self.name}_text"] = pl.String()
        if self.kind is Kind.BIRTH:
            schema[f"{self.name}_precision"] = pl.String()
        return schema


LINEAGE: dict[str, pl.DataType] = {
    "submission": pl.String(),  # the first 16 hex digits of the file's SHA-256, and the worksheet's position
    "submitter": pl.String(),  # unit code of the submitting unit
    "period": pl.String(),  # the period the submission is for
    "period_end": pl.Date(),
    "row": pl.Int64(),  # row number as the clerk sees it
}


_OTHERWISE = {Reaction.ROW: "，否则本行不予接收", Reaction.FILE: "，否则整个文件不予接收"}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One kind of sheet: who sends it, when, its key, its columns and the rules over its rows.

    `grouped_by` names the column whose blank cells a group title (一、漕河镇) fills where it is one of its codes.
    """

    id: str
    name: str
    title: str
    submitted_by: str
    cadence: Cadence
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = ()
    feeds: str = ""
    source: str = ""
    version: int = 1
    grouped_by: str | None = None

    @cached_property
    def column(self) -> dict[str, Column]:
        """Columns by canonical name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def schema(self) -> dict[str, pl.DataType]:
        """Names and types of the cleaned rows: lineage first, then the columns with their companions."""
        schema = dict(LINEAGE)
        for column in self.columns:
            schema |= column.schema
        return schema

    def lacking(self, answered: Collection[str]) -> list[Column]:
        """The required columns without which a submission is refused (domain.md M16), of all but those `answered`."""
        unanswered = (c for c in self.columns if c.need is Need.REQUIRED and c.name not in answered)
        return [column for column in unanswered if column.default is None and not column.generated_from]

    def assumed(self, answered: Collection[str]) -> list[Column]:
        """The required columns for which their default stands in every row, of all but those `answered`."""
        unanswered = (c for c in self.columns if c.need is Need.REQUIRED and c.name not in answered)
        return [column for column in unanswered if column.default is not None]

    @cached_property
    def all_rules(self) -> tuple[Rule, ...]:
        """The declared rules and, before them, one `Required` for each required column that none speaks of."""
        spoken = {rule.column for rule in self.rules if isinstance(rule, Required) and rule.when is None}
        implied = tuple(
            Required(
                id=f"{c.name}_required",
                column=c.name,
                reaction=c.on_failure,
                because=f"「{c.heading}」不能为空；请补填{_OTHERWISE.get(c.on_failure, '')}。",
            )
            for c in self.lacking(spoken)
        )
        return implied + self.rules
