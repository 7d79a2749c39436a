"""Mentions: the evidence a sheet gives of each person it names (domain.md §9.1).

A mention has the comparison key of the name, month of birth, unit, and the keyed digests of id number and phone. Equal
mentions always get the same answer, so that identity is decided once per mention and not once per row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import polars as pl

from expectations.contract.contract import LINEAGE
from transforms.cells.names import name_key

F = TypeVar("F", pl.DataFrame, pl.LazyFrame)

KeyedDigest = Callable[[str, str], str]
"""(kind, text) → a keyed digest as hex; `flows.store.pepper.Pepper.digest` is one."""

DIGEST_LENGTH = 32
"""Hex digits kept of a keyed digest: 128 bits keep any number of people apart, and a million digests take memory."""

ROSTERS = ("S1", "S9")

BY_WORKPLACE = ("S2", "S3", "S4", "S7")
"""Sheets that may name a cadre by the present unit, which is that of a post of S6 (`workplaces`)."""

MENTION: dict[str, pl.DataType] = {
    "name_key": pl.String(),
    "birth_month": pl.Date(),
    "unit": pl.String(),
    "id_digest": pl.String(),
    "phone_digest": pl.String(),
    "keeper": pl.String(),  # the unit whose cadre roster the mention belongs to
}


@dataclass(frozen=True, kw_only=True)
class Clues:
    """How a sheet names people.

    `among` is the roster they must be on; `kept`: the submitter keeps the roster of cadres, or refers to it;
    `list_unit`: the unit of a row with a list of names is that of all of them.
    """

    name: str = "name"
    unit: str = "unit_code"
    among: str | None = None
    kept: bool = False
    list_unit: bool = False


CLUES = {
    "S1": Clues(unit="former_unit", kept=True),
    "S2": Clues(among="S1", kept=True),
    "S3": Clues(among="S1", kept=True),
    "S4": Clues(among="S1", kept=True),
    "S6": Clues(among="S1", kept=True),
    "S7": Clues(among="S1", kept=True),
    "S9": Clues(),
    "S10": Clues(name="member_name", unit="member_unit", among="S9", list_unit=True),
}


def _mapped(values: pl.Series, function: Callable[[str], str]) -> pl.Series:
    """A text series through a function that is called once per distinct value."""
    if values.null_count() == len(values):
        return values.cast(pl.String)
    distinct = values.drop_nulls().unique().sort()
    return values.replace_strict(
        distinct, [function(value) for value in distinct], default=None, return_dtype=pl.String
    )


def telling(sheet: str, rows: F) -> F:
    """The lineage of the rows and the columns that `mentions` looks at: all that identity resolution needs."""
    clues = CLUES[sheet]
    wanted = (*LINEAGE, clues.name, clues.unit, f"{clues.unit}_text", "birth_ym", "id_no", "phone")
    return rows.select(name for name in wanted if name in rows.collect_schema())


def mentions(sheet: str, rows: pl.DataFrame, keyed_digest: KeyedDigest) -> pl.DataFrame:
    """`rows` of a sheet, one per person named, with the columns of MENTION and without `id_no`, `phone`.

    The column of names becomes text and is there as `name`, too. In a row with several names the owner of id number,
    phone, birth or unit is unknown, so that they are no evidence there. Rows that name nobody are left out.
    """
    clues = CLUES[sheet]
    named = rows.with_columns(alone=pl.lit(value=True))
    if rows.schema[clues.name] == pl.List(pl.String):
        listed = pl.col(clues.name).list
        named = rows.with_columns(listed.unique(maintain_order=True), alone=listed.n_unique() == 1).explode(clues.name)
    named = named.filter(pl.col(clues.name).is_not_null())

    def cell(name: str) -> pl.Expr:
        return pl.col(name) if name in rows.columns else pl.lit(None, pl.String)

    def own(value: pl.Expr) -> pl.Expr:
        return pl.when("alone").then(value)

    unit = pl.coalesce(cell(clues.unit), "?" + cell(f"{clues.unit}_text"))
    shown = named.with_columns(
        name=pl.col(clues.name),
        birth_month=own(cell("birth_ym").cast(pl.Date).dt.month_start()),
        unit=unit if clues.list_unit else own(unit),
        id_digest=own(cell("id_no")),
        phone_digest=own(cell("phone")),
        keeper=pl.col("submitter") if clues.kept else pl.lit(None, pl.String),
    )
    return shown.with_columns(
        name_key=_mapped(shown[clues.name], name_key),
        id_digest=_mapped(shown["id_digest"], lambda text: keyed_digest("id", text)[:DIGEST_LENGTH]),
        phone_digest=_mapped(shown["phone_digest"], lambda text: keyed_digest("phone", text)[:DIGEST_LENGTH]),
    ).drop("alone", "id_no", "phone", strict=False)
