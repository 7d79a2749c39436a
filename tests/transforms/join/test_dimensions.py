from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from tests.support.frames import Row, clock, sheet_rows, table
from transforms.clock import period_end
from transforms.join.cadres.careers import CAREERS
from transforms.join.dimensions.contact import contact
from transforms.join.dimensions.placement import pref_hit
from transforms.join.dimensions.profession import profession
from transforms.join.dimensions.progress import progress
from transforms.join.dimensions.strengths import strengths
from transforms.join.dimensions.structure import structure
from transforms.join.dimensions.wishes import wishes

END = dt.date(2021, 11, 28)
CLOCK = clock()


def rows(sheet: str, *lines: Row) -> pl.DataFrame:
    """Rows as `identified` hands them on; what is not said is blank."""
    decided = {"name": pl.String(), "person_id": pl.String()}
    return sheet_rows(sheet, [{"person_id": "p", **row} for row in lines], more=decided)


def reports(*lines: Row) -> pl.DataFrame:
    """Rows of the table of duties, each a report of its own."""
    return rows("S7", *lines).with_columns(counted=pl.lit(value=True), reporting_unit=pl.lit("XZJ"))


def roster(*lines: Row) -> pl.DataFrame:
    usual = {"exit_date": dt.date(2021, 10, 28), "person_status": "ACTIVE"}
    return rows("S1", *({**usual, **row} for row in lines))


def in_scope(*lines: Row, assigned: tuple[str, ...] = ()) -> pl.DataFrame:
    return structure(roster(*lines), rows("S2"), KNOWN_BEFORE, pl.Series(assigned, dtype=pl.String), END)


KNOWN_BEFORE = table(
    CAREERS,
    [
        {"person_id": "retired", "left_as": "RETIRED"},
        {"person_id": "dead", "left_as": "DEAD"},
        {"person_id": "leader", "exit_date": dt.date(2021, 11, 29)},
    ],
)


# D1


@pytest.mark.parametrize(
    ("cells", "assigned", "scope"),
    [
        ({"person_status": "ACTIVE"}, False, "POOL"),
        ({"person_status": "HOLD"}, False, "POOL"),
        ({"person_status": "ACTIVE"}, True, "POOL"),
        ({"person_status": "RETIRED"}, False, None),
        ({"person_status": "RETIRED"}, True, "VOLUNTARY"),
        ({"person_status": "MOVED"}, True, None),
        ({"person_status": "DEAD"}, False, None),
        ({"person_status": None}, False, "POOL"),  # asked back; on the roster all the same
        ({"person_status": None, "person_id": "dead"}, False, None),  # as the roster before said
        ({"person_status": None, "person_id": "retired"}, False, None),
        ({"person_status": None, "person_id": "retired"}, True, "VOLUNTARY"),
        ({"exit_date": END}, False, "POOL"),
        ({"exit_date": dt.date(2021, 11, 29)}, False, None),
        ({"exit_date": None}, False, "POOL"),
        ({"exit_date": None, "person_id": "leader"}, False, None),
        ({"person_id": None}, False, None),
    ],
)
def test_who_is_in_scope(cells: dict[str, Any], assigned: bool, scope: str | None) -> None:
    result = in_scope(cells, assigned=(cells.get("person_id") or "p",) if assigned else ())
    assert result["scope"].to_list() == ([scope] if scope else [])


def test_the_newest_row_of_the_roster_counts() -> None:
    older = {"period": "2021-W46", "submission": "z", "grade": "1"}
    assert in_scope({"grade": "2"}, older)["grade"].to_list() == ["2"]


def test_lengths_of_service_and_age() -> None:
    person = in_scope(
        {
            "birth_ym": dt.date(1965, 11, 1),
            "birth_ym_precision": "month",
            "party_join_ym": dt.date(1988, 7, 1),
            "work_start_ym": dt.date(1985, 8, 1),
            "level_since_ym": dt.date(2014, 3, 1),
            "exit_date": dt.date(2021, 10, 28),
        }
    ).row(0, named=True)
    names = ("age_years", "age_band", "party_years", "work_years", "years_in_level", "months_since_exit")
    assert [person[name] for name in names] == [56, "56–58", 33.3, 36.3, 7.7, 1]


def test_a_birth_date_the_roster_lacks_comes_from_the_other_sheet() -> None:
    s2 = rows("S2", {"birth_ym": dt.date(1966, 1, 5), "birth_ym_precision": "day"})
    for born, year in ((None, 1966), (dt.date(1965, 5, 1), 1965)):
        result = structure(roster({"birth_ym": born}), s2, KNOWN_BEFORE, pl.Series([], dtype=pl.String), END)
        assert result["birth_ym"].item().year == year


# D2 and D4


def test_strengths_are_gathered_from_all_lines_in_order_and_at_most_five() -> None:
    row = strengths(
        rows(
            "S2",
            {"skill_tag": ["党务", "写作"], "domain_exp": ["FX"], "exp_years": 3.0},
            {
                "skill_tag": ["写作", "水利", "审计", "项目管理", "招商引资"],
                "domain_exp": ["XCZX", "FX"],
                "exp_years": 8.0,
            },
            {"skill_tag": ["旧"], "period": "2021-W01", "period_end": dt.date(2021, 1, 10), "submission": "a"},
        )
    ).row(0, named=True)
    assert row["skill_tags"] == ["党务", "写作", "水利", "审计", "项目管理"]
    assert row["domain_exp"] == ["FX", "XCZX"]
    assert row["exp_years_max"] == 8.0
    assert row["known_towns"] is None
    assert row["expertise_on"] == END


def test_one_persons_strengths_are_not_another_s() -> None:
    result = strengths(rows("S2", {"skill_tag": ["党务"]}, {"skill_tag": ["写作"], "person_id": "q"}))
    assert result.sort("person_id")["skill_tags"].to_list() == [["党务"], ["写作"]]


def test_education_comes_from_the_newest_line_that_tells_it() -> None:
    row = profession(
        rows(
            "S2",
            {"edu_level": "31", "degree": "4", "period_end": dt.date(2020, 1, 5), "submission": "a"},
            {"edu_level": None, "major": "水利工程"},
            {"edu_level": "21", "major": "农学"},
        )
    ).row(0, named=True)
    assert (row["edu_level"], row["degree"], row["major"], row["major_class"]) == ("21", "4", "水利工程", "08")


@pytest.mark.parametrize(
    ("title", "level"),
    [("高级农艺师", "FG"), ("正高级工程师", "ZG"), ("会计师", "ZJ"), ("无", "W"), ("从事", None), (None, None)],
)
def test_level_of_a_title(title: str | None, level: str | None) -> None:
    assert profession(rows("S2", {"tech_title": title}))["tech_level"].item() == level


# D3 and D5


def test_the_last_declaration_by_the_end_of_the_period_counts() -> None:
    row = wishes(
        rows(
            "S3",
            {"declared_on": dt.date(2021, 11, 8), "work_will": "2", "signed": True},
            {"declared_on": dt.date(2021, 5, 1), "work_will": "1", "period": "2021-W48"},
            {"declared_on": dt.date(2021, 11, 29), "work_will": "0"},
        ),
        END,
    ).row(0, named=True)
    assert (row["work_will"], row["signed"], row["pref_age_days"], row["will_age_days"]) == ("2", True, 20, 20)


def test_what_somebody_says_now_counts_before_what_was_signed_earlier() -> None:
    """Unsigned it counts half in D3 and D5 (domain.md §4.4, §9.4)."""
    signed = {"declared_on": dt.date(2021, 5, 1), "work_will": "2", "signed": True}
    row = wishes(rows("S3", signed, {"declared_on": dt.date(2021, 11, 8), "work_will": "0"}), END).row(0, named=True)
    assert (row["work_will"], row["signed"]) == ("0", False)


def test_not_signed_is_not_confirmed() -> None:
    assert wishes(rows("S3", {"declared_on": END}), END)["signed"].to_list() == [False]


# assignment, progress, contact


@pytest.mark.parametrize(
    ("wish", "hit"),
    [
        ({"pref_post_1": "ZF-001"}, "1"),
        ({"pref_post_1": "ZF-009", "pref_post_2": "督导员"}, "2"),
        ({"pref_post_3": "ZF-001", "pref_category": ["XCZX"]}, "3"),
        ({"pref_post_1": "ZF-009", "pref_category": ["FX", "XCZX"]}, "C"),
        ({"pref_category": ["XCZX", "ANY"]}, "C"),
        ({"pref_post_1": "ZF-009"}, "-"),
        ({"pref_category": ["FX"]}, "-"),
        ({"pref_category": ["ANY"]}, "N"),
        ({}, "N"),
        ({"pref_category": ["FX"], "category": None}, "-"),
        ({"pref_post_1": "ZF-009", "post_code": None, "post_name": None}, "-"),
        ({"pref_post_1": "ZF-001", "assigned": False}, None),
    ],
)
def test_how_a_placement_meets_the_wishes(wish: dict[str, Any], hit: str | None) -> None:
    texts = ("pref_post_1", "pref_post_2", "pref_post_3", "post_code", "post_name")
    schema: dict[str, Any] = dict.fromkeys(texts, pl.String) | {
        "pref_category": pl.List(pl.String),
        "category": pl.List(pl.String),
        "assigned": pl.Boolean,
    }
    placed = {"assigned": True, "post_code": "ZF-001", "post_name": "督导员", "category": ["XCZX"]}
    assert pl.DataFrame([placed | wish], schema=schema).select(pref_hit()).item() == hit


def test_progress_of_the_week_and_since_the_first_week_of_the_year() -> None:
    row = progress(
        reports(
            {"days_on": 3.0, "tasks_open": 4, "task_due": dt.date(2021, 11, 22), "task_pct": 99.0, "suggestions": 1},
            {"days_on": 1.5, "tasks_open": 1, "task_due": dt.date(2021, 11, 23), "task_pct": 0.0},
            {"days_on": 5.0, "period": "2021-W46", "suggestions": 2, "cases_solved": 1, "honour": "CITY"},
            {"days_on": 5.0, "period": "2020-W53", "suggestions": 10},  # ends on 3 January 2021
            {"days_on": 5.0, "period": "2020-W52", "suggestions": 40},
            {"days_on": 5.0, "period": "2021-W48", "suggestions": 50},
        ),
        CLOCK,
    ).row(0, named=True)
    assert row == {
        "person_id": "p",
        "days_on": 4.5,
        "days_field": None,  # nobody said so: unknown, not zero
        "tasks_open": 5,
        "tasks_done": None,
        "tasks_overdue": 1,
        "exec_attended_cum": None,
        "suggestions_cum": 13,
        "cases_cum": 1,
        "honours_cum": 1,
        "weekly_report_present": True,
    }


LONGER = [
    *(f"{year}-{month:02d}" for year in range(2020, 2028) for month in range(1, 13)),
    *(f"{year}-Q{quarter}" for year in range(2020, 2028) for quarter in range(1, 5)),
    *(f"{year}" for year in range(2020, 2028)),
]


@pytest.mark.parametrize("period", LONGER)
def test_every_week_that_ends_in_a_period_is_of_the_period_and_of_its_year(period: str) -> None:
    """December 2024 and 2025 end in week 1 of the next year; its number may not decide."""
    now = clock(period_end(period), period)
    weeks = [{"days_on": 1.0, "exec_attended": 1, "period": week} for week in now.weeks]
    made = progress(reports(*weeks), now).row(0, named=True)
    assert (made["days_on"], made["exec_attended_cum"]) == (len(weeks), len(weeks))
    assert made["weekly_report_present"] is True


def test_without_a_report_of_the_week_its_figures_are_unknown() -> None:
    row = progress(reports({"days_on": 5.0, "period": "2021-W46"}), CLOCK).row(0, named=True)
    assert (row["days_on"], row["tasks_overdue"], row["weekly_report_present"]) == (None, None, False)


def test_contacts_of_the_last_ninety_days_and_open_issues() -> None:
    as_of = dt.date(2021, 11, 23)
    days = [as_of, as_of - dt.timedelta(90), as_of - dt.timedelta(91), as_of + dt.timedelta(1)]
    pairs = zip(days, ("OPEN", "DONE", "RUN", "OPEN"), strict=True)
    log = rows("S4", *({"contact_date": day, "issue_status": issue} for day, issue in pairs))
    assert contact(log, as_of, 90).rows() == [("p", as_of, 0, 2, 2)]
