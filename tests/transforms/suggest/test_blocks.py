"""What bars somebody from a post, and what does not (domain.md §10.2, H1–H9)."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.frames import Row
from tests.support.proposals import person, post, proposed

DAY = dt.date
CHIEF = {"post_kind": "LEADING", "post_name": "某镇镇长"}
FIRM = {"post_kind": "ENTERPRISE"}
RETIRED = {"person_status": "RETIRED", "scope": "VOLUNTARY"}


@pytest.mark.parametrize(
    ("of_person", "of_post", "codes"),
    [
        ({}, {}, []),
        ({"work_will": "0"}, {}, ["H1"]),
        ({"work_will": None}, {}, []),  # what is unknown bars nobody
        ({"work_capacity": "D"}, {"load": "1"}, ["H2"]),
        ({"work_capacity": "C"}, {"load": "2"}, ["H2"]),
        ({"work_capacity": "B"}, {"load": "2"}, []),
        ({"workload_pref": "ADVISE"}, {"load": "3"}, []),  # a preference is none
        ({"refuse_category": ["XFWW", "XCZX"]}, {}, ["H3"]),
        ({"avoid_units": ["QC-AAA"]}, {}, ["H4"]),
        ({"avoid_units": ["QC-BBB"]}, {}, []),
        ({"native_here": True}, CHIEF, ["H5"]),
        ({"native_here": False}, CHIEF, []),
        ({"native_here": True}, {**CHIEF, "post_name": "某镇副镇长"}, []),
        ({"native_here": True}, {"post_name": "镇长顾问"}, []),  # of advisers the rule says nothing
        ({}, FIRM, ["H6"]),
        ({**RETIRED, "retire_ym": DAY(2018, 11, 1)}, FIRM, []),
        ({**RETIRED, "retire_ym": DAY(2018, 12, 1), "domain_exp": ["XCZX"]}, FIRM, ["H6"]),  # within three years
        ({**RETIRED, "retire_ym": DAY(2018, 12, 1), "domain_exp": ["FX"]}, FIRM, []),
        ({"retire_ym": DAY(2021, 12, 1)}, {"start": DAY(2021, 12, 1)}, ["H7"]),
        ({"retire_ym": DAY(2021, 12, 1)}, {"start": DAY(2021, 11, 30)}, []),
        ({"retire_ym": DAY(2021, 11, 1)}, {"start": DAY(2021, 10, 1)}, ["H7"]),  # nobody begins before today
        ({"retire_ym": DAY(2021, 11, 1), "scope": "VOLUNTARY"}, {}, []),
        ({"eligible_flag": False}, {}, ["H8"]),
        ({"eligible_flag": None}, {}, []),
        ({}, {"post_status": "CLOSED"}, ["H9"]),
        ({}, {"post_status": "FILLED"}, ["H9"]),  # by nobody in scope
        ({}, {"capacity": None}, ["H9"]),
        ({}, {"end": DAY(2021, 11, 27)}, ["H9"]),
        ({"work_will": "0", "eligible_flag": False}, {}, ["H1", "H8"]),
    ],
)
def test_what_bars_from_a_post(of_person: Row, of_post: Row, codes: list[str]) -> None:
    made = proposed([person("p1", **of_person)], [post("ZF-001", **of_post)])
    assert made.pairs["blocks"].to_list() == [codes]
    assert made.unplaced == (["p1"] if codes else [])


def test_a_filled_post_offers_the_seats_of_those_who_are_divided_anew() -> None:
    holds = {"person_id": "p1", "post_code": "ZF-001", "in_effect": True, "is_primary": True}
    made = proposed([person("p1"), person("p2")], [post("ZF-001", post_status="FILLED", capacity=5)], [holds])
    assert made.offered["seats"].to_list() == [1]
