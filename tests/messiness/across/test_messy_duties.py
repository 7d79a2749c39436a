"""Weekly reports beside rosters, each other and the week before, on real workbooks (domain.md §12, M28, M71, M74)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.figures import figures
from tests.support.messiness.across import FIRST, cadres, lines, only, put
from tests.support.messiness.messiness import case
from tests.support.messiness.messy import compared_week, received
from tests.support.workbooks.tables import W46, W47
from transforms.dataset import Dataset

HOME, HOST = "县农业农村局", "县乡村振兴局"
POST = {"post_code": "ZF-001", "host_unit": HOST, "post_name": "驻村督导"}
BORN = {"birth_ym": "1965-10"}

REPORT = {"unit_code": HOME, "days_on": 5.0, "task_name": "调研"}
REPORTS: list[tuple[str, dict[str, Any], float, list[str]]] = [
    ("赵一", {"task_name": "走访"}, 5.0, []),  # a further task of the same week
    ("赵二", {"task_name": "走访", "days_on": ""}, 5.0, []),
    ("赵三", {"task_name": "走访", "days_on": 3.0, "task_due": "2021-12-30"}, 3.0, ["report_twice"]),
    ("赵四", {"unit_code": HOST, "days_on": 2.0}, 7.0, []),  # another post
    ("赵五", {"unit_code": HOST, "days_on": 5.0}, 10.0, ["days_beyond_a_week"]),
]

SERVING = {"陈一": 3.0, "陈二": 4.0}
RETIRED: list[tuple[str, str | None, str, bool]] = [
    ("钱一", "已退休", "2021-11-01", True),
    ("钱二", "已退休", "2021-11-25", False),  # taken on anew after the last week in service
    ("钱三", "未退休", "2021-11-01", False),
    ("钱四", None, "2021-11-01", True),  # on no roster any more
]
DEAD = "孙一"

REPORTED = [
    *({"name": name, "unit_code": HOME, "days_on": days} for name, days in SERVING.items()),
    *({"name": name, "unit_code": HOME, "days_on": 5.0} for name, *_ in RETIRED),
    {"name": DEAD, "unit_code": HOME, "days_on": 4.5},
    *(row for name, second, *_ in REPORTS for row in ({"name": name} | REPORT, {"name": name} | REPORT | second)),
]
PROBLEMS = {"QC-XWB": ("资料收集较慢", True), "QC-RDB": ("已解决", False)}
"""Of a unit that reported 资料收集较慢 the week before."""


@pytest.fixture(scope="module")
def week(plainly: None, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The second of two weeks."""
    folder = tmp_path_factory.mktemp("duties")
    reporting = [name for name, *_ in REPORTS]
    before = [*SERVING, *(name for name, *_ in RETIRED), *reporting]
    cadres(folder, *before, DEAD, period=W46, states={DEAD: "去世"})
    states = {name: state for name, state, *_ in RETIRED if state}
    cadres(folder, *SERVING, *states, *reporting, DEAD, states=states | {DEAD: "去世"})
    put(folder, W47, "S5", POST)
    assigned = [{"name": name, "start": start} for name, _, start, _ in RETIRED]
    posts = (*assigned, *({"name": name} for name in reporting))
    put(folder, W47, "S6", *({**post, **BORN, "post_code": "ZF-001"} for post in posts))
    put(folder, W47, "S7", *REPORTED)
    for unit, (problem, _) in PROBLEMS.items():
        duty = {"name": "周一", "problem": "资料收集较慢"}
        put(folder, W46, "S7", duty | {"task_due": "2021-12-01", "stated_period": W46}, unit=unit)
        now = duty | {"task_due": "2021-12-08", "stated_period": W47, "problem": problem}
        put(folder, W47, "S7", now, unit=unit)
    talk = {"name": "陈一", "contact_date": "2021-11-16", "contact_by": "王五"}
    put(folder, W46, "S4", talk | {"issue_status": "未办"})
    put(folder, W47, "S4", talk | {"issue_status": "已办", "topic": "", "issue_due": "", "next_contact": ""})
    return compared_week(received(folder))


def rows_of(name: str) -> list[int]:
    """Of somebody the rows of the office's reports."""
    return [FIRST + n for n, row in enumerate(REPORTED) if row["name"] == name]


@case("M74", FIXW="same_as_last_week")
@pytest.mark.parametrize("unit", PROBLEMS)
def test_last_week_s_sheet_with_another_date_is_told(week: Dataset, unit: str) -> None:
    _, same = PROBLEMS[unit]
    assert lines(week, "same_as_last_week", unit=unit) == ([("FIXW", None, None)] if same else [])


@pytest.mark.parametrize(("name", "state", "start", "told"), RETIRED)
def test_a_report_on_somebody_retired_counts_in_sum_and_mean_alike_and_is_told(
    week: Dataset, name: str, state: str | None, start: str, told: bool
) -> None:
    rows = rows_of(name)
    assert lines(week, "report_on_retired", unit="QC-ZZB", rows=rows) == ([("FIXW", *rows, "name")] if told else [])
    measured = figures(only(week, name, *SERVING))["B2"].measured
    assert (measured.value, [extra.value for extra in measured.extras]) == (12.0, [4.0, 4.0])


@case("M71", CELL="report_on_departed")
def test_a_report_on_somebody_who_had_died_before_is_asked_back(week: Dataset) -> None:
    assert lines(week, "report_on_departed") == [("CELL", *rows_of(DEAD), "name")]
    assert figures(only(week, DEAD, *SERVING))["B2"].measured.value == 7.0


@case("M28", FIXW="report_twice days_beyond_a_week")
@pytest.mark.parametrize(("name", "second", "days", "rules"), REPORTS)
def test_one_person_one_week_one_unit_is_one_report(
    week: Dataset, name: str, second: dict[str, Any], days: float, rules: list[str]
) -> None:
    assert figures(only(week, name))["B2"].measured.value == days
    told = [
        rule for rule in ("report_twice", "days_beyond_a_week") if lines(week, rule, unit="QC-ZZB", rows=rows_of(name))
    ]
    assert told == rules


def test_a_concern_settled_in_a_later_week_is_settled(week: Dataset) -> None:
    assert week.contacts["issue_status"].to_list() == ["DONE"]
