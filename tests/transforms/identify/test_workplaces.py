"""The present unit of cadres: the host of their post, or the units of its organ (domain.md §9.1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from expectations.county.county import Unit
from tests.support.frames import COUNTY, Row, sheet_rows
from transforms.identify.workplaces import workplaces

UNITS = {"GOV1": "ZF", "GOV2": "ZF", "PARTY": "CW", "NONE": None}
POSTS = ({"post_code": "ZF-001", "host_unit": "GOV1"}, {"post_code": "ZF-009", "host_unit": None})


def places(*posts: Row) -> list[tuple[Any, ...]]:
    units = tuple(Unit(code=code, name=code, short=code, organ=organ) for code, organ in UNITS.items())
    decided = {"person_id": pl.String(), "name": pl.String()}
    s6 = sheet_rows("S6", [{"person_id": "p", "status": "ON", "organ": "ZF", **post} for post in posts], more=decided)
    return workplaces(s6, sheet_rows("S5", POSTS), replace(COUNTY, units=units)).rows()


@pytest.mark.parametrize(
    ("post", "units"),
    [
        ({"post_code": "ZF-001"}, ["GOV1"]),
        ({"post_code": "ZF-001", "organ": "CW"}, ["GOV1"]),
        ({"post_code": "ZF-009"}, ["GOV1", "GOV2"]),  # a post whose host is unknown
        ({"post_code": None}, ["GOV1", "GOV2"]),
        ({"post_code": None, "organ": "CW"}, ["PARTY"]),
        ({"post_code": None, "organ": None}, []),
        ({"post_code": "ZF-001", "status": "ENDED"}, ["GOV1"]),  # reports of those weeks still come
        ({"post_code": "ZF-001", "status": None}, ["GOV1"]),
        ({"post_code": "ZF-001", "status": "PROPOSED"}, []),
        ({"post_code": "ZF-001", "person_id": None}, []),
    ],
)
def test_the_host_of_a_post_or_the_units_of_its_organ(post: Row, units: list[str]) -> None:
    assert places(post) == [("p", unit) for unit in units]


def test_every_place_of_a_person_counts_once() -> None:
    again = {"post_code": "ZF-001"}
    assert places(again, again, {"post_code": None, "organ": "CW"}) == [("p", "GOV1"), ("p", "PARTY")]
