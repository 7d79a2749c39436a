from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import pytest

from tests.support.frames import AS_OF, COUNTY, Row, clock, sheet_rows
from transforms.clock import Clock
from transforms.identify.registry import registry
from transforms.identify.resolve import identified
from transforms.join.activities import assignments, contacts, duties
from transforms.join.cadres.careers import careers
from transforms.join.cadres.retirement import SINCE_REFORM
from transforms.join.five_dimensions import FIVE_DIM_SCHEMA, five_dim_person_period

SHEETS = ("S1", "S2", "S3", "S4", "S5", "S6", "S7")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹"
ORGANS = ["CW"] * 3 + ["RD"] * 4 + ["ZF"] * 9 + ["ZX"] * 3
VAULT = ("421126196503071234", "13900000000", "住院两次", "想离家近一点")

Sheets = Mapping[str, Sequence[Row]]


def keyed_digest(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode()).hexdigest()


def dataset(sheets: Sheets, at: Clock, **options: Any) -> pl.DataFrame:
    """From cleaned rows of the sheets through identity to the five-dimension dataset."""
    rows = {sheet: sheet_rows(sheet, sheets.get(sheet, ())) for sheet in SHEETS}
    known = registry({"S1": rows["S1"]}, keyed_digest, {sheet: rows[sheet] for sheet in ("S2", "S3")})
    people = {sheet: identified(sheet, rows[sheet], known, keyed_digest) for sheet in SHEETS if sheet != "S5"}
    serving = careers(people["S1"], people["S1"])
    posts = assignments(people["S6"], rows["S5"], serving, at.as_of)
    return five_dim_person_period(
        s1=people["S1"],
        s2=people["S2"],
        s3=people["S3"],
        careers=serving,
        assignments=posts,
        duties=duties(people["S7"], serving, posts, at),
        contacts=contacts(people["S4"], at.as_of),
        clock=at,
        county=COUNTY,
        rule_version="rules-1",
        **options,
    )


def name_of(number: int) -> str:
    return f"{SURNAMES[number]}建国"


def cadre(number: int, **cells: Any) -> Row:
    return {
        "name": name_of(number),
        "birth_ym": dt.date(1965, 1 + number % 12, 1),
        "birth_ym_precision": "month",
        "sex": "1",
        "post_level": "132",
        "former_unit": f"QC-{number}",
        "exit_date": dt.date(2021, 10, 28),
        "person_status": "ACTIVE",
        **cells,
    }


def wish(number: int, **cells: Any) -> Row:
    return {
        "name": name_of(number),
        "birth_ym": dt.date(1965, 1 + number % 12, 1),
        "declared_on": dt.date(2021, 11, 8),
        "work_will": "2",
        "work_capacity": "A",
        "signed": True,
        **cells,
    }


def assignment(number: int, **cells: Any) -> Row:
    return {
        "name": name_of(number),
        "birth_ym": dt.date(1965, 1 + number % 12, 1),
        "organ": ORGANS[number],
        "status": "ON",
        "start": dt.date(2021, 11, 18),
        "exec_meeting": False,
        **cells,
    }


def acceptance(**more: Sequence[Row]) -> dict[str, Sequence[Row]]:
    """The cadres of domain.md §8: 19 to be assigned, one 131, four who do not want to, two retired."""
    waiting = cadre(19, post_level="131")
    retired = [cadre(number, person_status="RETIRED") for number in (24, 25)]
    return {
        "S1": [*map(cadre, range(19)), waiting, *map(cadre, range(20, 24)), *retired],
        "S3": [*map(wish, range(20)), *(wish(number, work_will="0") for number in range(20, 24))],
        "S4": [{"name": [name_of(n) for n in range(19)], "contact_date": dt.date(2021, 11, 15), "contact_by": "金某"}],
        "S6": [assignment(number, exec_meeting=7 <= number < 11) for number in range(19)],
        **more,
    }


def test_the_acceptance_case() -> None:
    result = dataset(acceptance(), clock())
    assert result.height == 24
    assert result["assigned"].sum() == 19
    assert result["exec_meeting"].sum() == 4
    assert result.filter("assigned").group_by("organ").len().sort("organ").rows() == [
        ("CW", 3),
        ("RD", 4),
        ("ZF", 9),
        ("ZX", 3),
    ]
    assignable = result.filter(pl.col("work_will") != "0", pl.col("work_capacity") != "D")
    assert assignable.height == 20
    assert result["contacts_90d"].to_list().count(1) == 19


def test_a_retired_person_with_an_assignment_stays_as_a_volunteer() -> None:
    sheets = acceptance(S6=[assignment(18, name=name_of(24), birth_ym=dt.date(1965, 1, 1))])
    result = dataset(sheets, clock())
    assert result.height == 25
    assert result.filter(scope="VOLUNTARY").select("person_status", "assigned").rows() == [("RETIRED", True)]


def test_columns_and_types_hold_for_full_and_for_empty_sheets() -> None:
    for sheets in ({}, acceptance()):
        assert dict(dataset(sheets, clock()).schema) == FIVE_DIM_SCHEMA


def test_the_columns_stand_in_the_order_of_the_domain() -> None:
    columns = list(FIVE_DIM_SCHEMA)
    group_starts = (
        *("person_id", "row_hash", "sex", "skill_tags", "pref_post_1", "edu_level", "work_will", "assigned"),
        *("days_on", "last_contact_on", "retire_base", "c_d1"),
    )
    assert [columns.index(name) for name in group_starts] == sorted(columns.index(name) for name in group_starts)
    assert columns[:6] == ["person_id", "period_id", "period_start", "period_end", "knowledge_time", "rule_version"]


def test_a_row_joins_everything_known_of_a_person() -> None:
    sheets: Sheets = {
        "S1": [cadre(0, birth_ym=dt.date(1965, 3, 1), political_status="01", id_no=VAULT[0])],
        "S2": [{"name": name_of(0), "id_no": VAULT[0], "skill_tag": ["水利"], "major": "水利工程", "edu_level": "21"}],
        "S3": [wish(0, id_no=VAULT[0], pref_post_1="ZF-001", note=VAULT[2])],
        "S4": [{"name": [name_of(0)], "unit_code": "QC-0", "contact_date": AS_OF, "issue_text": VAULT[3]}],
        "S5": [{"post_code": "ZF-001", "post_name": "督导员", "host_unit": "QC-BBB"}],
        "S6": [assignment(0, id_no=VAULT[0], post_code="ZF-001", plan_date=dt.date(2021, 11, 18))],
        "S7": [{"name": name_of(0), "unit_code": "QC-0", "days_on": 2.5}],
    }
    result = dataset(sheets, clock())
    person = result.row(0, named=True)
    assert result.height == 1
    assert {name: person[name] for name in ("age_years", "skill_tags", "major_class", "pref_age_days")} == {
        "age_years": 56,
        "skill_tags": ["水利"],
        "major_class": "08",
        "pref_age_days": 20,
    }
    assert (person["host_unit"], person["plan_signed"], person["pref_hit"]) == ("QC-BBB", True, "1")
    assert (person["days_on"], person["weekly_report_present"], person["contact_gap_days"]) == (2.5, True, 0)
    assert (person["retire_ym"], person["retire_band"]) == (dt.date(2025, 3, 1), ">24")
    sources = {sheet: person[f"src_{sheet}_submission"] for sheet in SHEETS if sheet != "S5"}
    assert sources == {sheet: f"{sheet}-2021-W47" for sheet in sources}
    assert (person["submission"], person["row"]) == ("S1-2021-W47", 2)
    assert not any(secret in str(person) for secret in VAULT)


def test_who_is_unknown_elsewhere_has_blanks_and_known_nothings() -> None:
    person = dataset({"S1": [cadre(0)]}, clock()).row(0, named=True)
    assert (person["assigned"], person["contacts_90d"], person["open_issues"]) == (False, 0, 0)
    blank = ("pref_hit", "fit_score", "days_on", "weekly_report_present", "last_contact_on", "work_will", "skill_tags")
    assert {person[name] for name in blank} == {None}
    assert person["five_complete"] is False
    assert "work_will" in person["missing_fields"]


def test_an_assigned_person_without_a_report_is_missing_one() -> None:
    result = dataset({"S1": [cadre(0), cadre(1)], "S6": [assignment(0)]}, clock())
    assert result.sort("assigned")["weekly_report_present"].to_list() == [None, False]


def test_the_law_can_be_that_of_today() -> None:
    sheets = {"S1": [cadre(2)]}  # born in 1965-03
    assert dataset(sheets, clock())["retire_ym"].to_list() == [dt.date(2025, 3, 1)]
    assert dataset(sheets, clock(), law=SINCE_REFORM)["retire_ym"].to_list() == [dt.date(2025, 4, 1)]


def test_the_hash_tells_a_change_and_not_the_hour() -> None:
    later = Clock("2021-W47", AS_OF, dt.datetime(2021, 12, 6, 4, tzinfo=dt.UTC))
    now, then = dataset({"S1": [cadre(0)]}, clock()), dataset({"S1": [cadre(0)]}, later)
    changed = dataset({"S1": [cadre(0, grade="1")]}, clock())
    assert now["row_hash"].to_list() == then["row_hash"].to_list() != changed["row_hash"].to_list()
    assert now["knowledge_time"].to_list() != then["knowledge_time"].to_list()
    assert len(now["row_hash"].item()) == 64


@pytest.mark.parametrize("sheet", ["S1", "S3", "S6"])
def test_the_order_of_rows_changes_nothing_but_row_numbers(sheet: str) -> None:
    sheets = acceptance()
    forward, backward = dataset(sheets, clock()), dataset({**sheets, sheet: list(reversed(sheets[sheet]))}, clock())
    rows = [name for name in FIVE_DIM_SCHEMA if name == "row" or name.endswith("_row")]
    assert forward.drop("row_hash", *rows).equals(backward.drop("row_hash", *rows))
