"""Weeks of several units and sheets, made once for many cases, each of which looks at its own rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.contract import Need
from tests.support.messiness.messy import book, page
from tests.support.runs.counties import qichun
from tests.support.workbooks.tables import W47
from transforms.audience.person import PERSON_TABLES
from transforms.dataset import Dataset
from transforms.recognise.grid import Cell

FIRST = 4
"""The row of a sheet in which its data begin, as the clerk counts."""


def put(folder: Path, period: str, sheet: str, *rows: Mapping[str, Cell], unit: str = "QC-ZZB") -> None:
    """A unit sends a sheet. A column that only other rows name is empty in a row, if it may be."""
    named = {name for row in rows for name in row}
    empty = {c.name: "" for c in SHEETS[sheet].columns if c.name in named and c.need is not Need.REQUIRED}
    year, week = period.split("-W")
    name = next(each.short for each in qichun().units if each.code == unit)
    cells = page(sheet, *({**empty, **row} for row in rows), period=f"{year}年第{int(week)}周", unit=name)
    book(folder / "inbox" / period / f"{unit}_{sheet}_{period}_v1.xlsx", cells)


def cadres(folder: Path, *names: str, period: str = W47, states: Mapping[str, str] | None = None) -> None:
    """The roster; `states` are the statuses of those who do not serve."""
    of = states or {}
    rows = ({"name": name, "birth_ym": "1965-10", "person_status": of.get(name, "未退休")} for name in names)
    put(folder, period, "S1", *rows)


def lines(
    data: Dataset, rule: str, *, unit: str | None = None, rows: Collection[int] | None = None
) -> list[tuple[str, int | None, str | None]]:
    """Reaction, row and column of the issues of a rule: all of them, or those of a unit or of some rows."""
    found = data.issues.filter(pl.col("rule") == rule)
    if unit is not None:
        found = found.filter(pl.col("submitter") == unit)
    if rows is not None:
        found = found.filter(pl.col("row").is_in(list(rows)))
    return found.sort("row").select("reaction", "row", "column").rows()


def only(data: Dataset, *names: str) -> Dataset:
    """The dataset without what its tables say of any other cadre."""
    tables = {name: getattr(data, name) for name in PERSON_TABLES}
    named = pl.concat([table.select("person_id", "name") for table in tables.values() if "name" in table.columns])
    people = named.filter(pl.col("name").is_in(names)).select("person_id")
    return replace(data, **{name: table.join(people, on="person_id", how="semi") for name, table in tables.items()})
