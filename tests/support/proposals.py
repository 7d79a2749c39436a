"""Proposals out of literal persons and posts: what a test does not name bars nobody and gives few points."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from expectations.county.county import County, Division, DivisionKind, Suggest, Unit
from tests.support.frames import ASSIGNMENTS, CONTACTS, COUNTY, Row, sheet_rows, table
from transforms.join.five_dimensions import FIVE_DIM_SCHEMA
from transforms.suggest.proposal import Locks, Proposal, proposal

AS_OF = dt.date(2021, 11, 28)
COUNTY_OF_POSTS: County = replace(
    COUNTY,
    divisions=(
        Division(code="421126100", name="甲镇", kind=DivisionKind.SEAT),
        Division(code="421126101", name="乙镇", kind=DivisionKind.TOWN),
    ),
    units=(
        Unit(code="QC-AAA", name="县甲局", short="甲局", organ="ZF"),
        Unit(code="QC-BBB", name="县乙局", short="乙局", organ="RD"),
    ),
)


def person(number: str, **cells: Any) -> Row:
    """A willing cadre of full capacity, who has stated no wish and retires in ten years."""
    return {
        "person_id": number,
        "submission": "S1",
        "row": int(number[1:]),
        "scope": "POOL",
        "person_status": "ACTIVE",
        "work_will": "2",
        "work_capacity": "A",
        "workload_pref": "FULL",
        "retire_ym": dt.date(2031, 11, 1),
        "months_to_retire": 120,
        **cells,
    }


def post(code: str, **cells: Any) -> Row:
    """An open half-time post of the county government for one person, in the county's seat."""
    return {
        "post_code": code,
        "post_name": f"岗位{code}",
        "organ": "ZF",
        "host_unit": "QC-AAA",
        "category": "XCZX",
        "capacity": 1,
        "load": "2",
        "place": "421126100",
        "post_kind": "ADVISOR",
        "post_status": "OPEN",
        **cells,
    }


def tables(
    people: Sequence[Row], posts: Sequence[Row], assignments: Sequence[Row] = (), contacts: Sequence[Row] = ()
) -> dict[str, pl.DataFrame]:
    """The tables of an edition that a proposal reads."""
    return {
        "five_dim": table(FIVE_DIM_SCHEMA, people),
        "posts": sheet_rows("S5", posts),
        "assignments": table(ASSIGNMENTS, assignments),
        "contacts": table(CONTACTS, contacts),
    }


def proposed(
    people: Sequence[Row],
    posts: Sequence[Row],
    assignments: Sequence[Row] = (),
    *,
    locks: Locks | None = None,
    quotas: Mapping[str, int] | None = None,
    **weights: int,
) -> Proposal:
    """The proposal for literal persons and posts; equal weights unless they are named."""
    county = replace(COUNTY_OF_POSTS, suggest=Suggest(quotas=quotas or {}, **weights))
    return proposal(tables(people, posts, assignments), county, AS_OF, locks or {})
