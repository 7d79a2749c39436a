"""Proposals for orders that wait (派单建议), a workbook for each town, in a folder only its owner may read.

The office hands each to its town; like the pages of persons they are no part of what goes out.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from expectations.county.county import County
from flows.clerks.dispatching.lines import lines
from flows.clerks.dispatching.workbook import form, workbook_bytes
from flows.county.workspace import Workspace
from flows.report.persons_folder import write_for_persons
from flows.store.edition import Edition, EditionTables
from transforms.suggest.dispatch.proposed import proposed
from transforms.suggest.dispatch.waiting import members, waiting

NAME = "dispatch"


class NoTown(Exception):
    """No division has this unit; the text says which have one."""


@dataclass(frozen=True, kw_only=True)
class Dispatched:
    """The lists that were written, and how many orders wait, have nobody who could be asked, or lie in no division."""

    paths: list[Path]
    orders: int
    nobody: int
    placeless: int


def write_dispatch(workspace: Workspace, edition: Edition, unit: str | None = None) -> Dispatched:
    """Write the list of each division with orders that wait, or of that of the `unit` alone. Raises NoTown."""
    county, as_of = workspace.county, edition.as_of
    files = towns(county)
    wanted = _wanted(files, unit)
    tables = EditionTables(edition)
    orders, takers = tables["orders"], tables["order_members"]
    open_ones, asked = waiting(orders), members(tables["registrations"], orders, takers, as_of)
    pairs = proposed(open_ones, asked, takers, county.dispatch, as_of)
    books = {
        f"{NAME}/{files[town]}.xlsx": _workbook(county, town, open_ones, asked, pairs, as_of)
        for town in (wanted or open_ones["town"].drop_nulls().unique(maintain_order=True))
    }
    lying = open_ones.filter(pl.col("town").is_not_null())
    return Dispatched(
        paths=write_for_persons(workspace, edition, books),
        orders=open_ones.height,
        nobody=lying.join(pairs, on="order_no", how="anti").height,
        placeless=open_ones.height - lying.height,
    )


def towns(county: County) -> dict[str, str]:
    """By division the code of its own unit, or its own code where it has none: what its list is called."""
    return {division.code: division.code for division in county.divisions} | {
        unit.division: unit.code for unit in county.units if unit.division
    }


def _wanted(files: dict[str, str], unit: str | None) -> list[str]:
    own = [town for town, name in files.items() if unit in {name, town}]
    if unit and not own:
        raise NoTown(f"no division has the unit {unit}; there are: {', '.join(files.values())}")
    return own


def _workbook(
    county: County, town: str, open_ones: pl.DataFrame, asked: pl.DataFrame, pairs: pl.DataFrame, as_of: dt.date
) -> bytes:
    own = open_ones.filter(pl.col("town") == town)
    there = asked.filter(pl.col("town") == town)
    every = lines(own, there, pairs.join(own, on="order_no", how="semi", maintain_order="left"), county, form())
    taken = int(own["taken"].sum())
    counts = {"orders": own.height, "untaken": own.height - taken, "overdue": taken}
    called = {division.code: division.name for division in county.divisions}
    return workbook_bytes(called.get(town, town), every, county.dispatch.members, as_of, counts)
