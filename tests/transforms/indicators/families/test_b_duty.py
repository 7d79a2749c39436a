"""B1–B6: what the weekly duty reports say (domain.md §7.3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.support.figures import figures
from tests.support.frames import AS_OF, Row, dataset
from transforms.figures import Figure, Light, Part

SUNDAY = dt.date(2021, 11, 28)


def report(person: str, weeks_ago: int = 0, **cells: Any) -> Row:
    """A report of the period's week, or of one before."""
    end = SUNDAY - dt.timedelta(weeks=weeks_ago)
    year, week, _ = end.isocalendar()
    key = f"{person}@{year}-W{week}"
    return {"duty_id": key, "person_id": person, "period": f"{year}-W{week:02}", "period_end": end, **cells}


def person(name: str, **cells: Any) -> Row:
    return {"person_id": name, "assigned": True, **cells}


def of(people: list[Row], reports: list[Row]) -> dict[str, Figure]:
    return figures(dataset(five_dim=people, duties=reports))


def values(parts: tuple[Part, ...]) -> dict[str, float | None]:
    return {part.name: part.value for part in parts}


@pytest.mark.parametrize(("reports", "light"), [(19, Light.GREEN), (17, Light.YELLOW), (16, Light.RED)])
def test_of_everybody_on_a_post_a_report_is_expected(reports: int, light: Light) -> None:
    people = [person(f"p{n}", weekly_report_present=n < reports) for n in range(20)]
    figure = of([*people, person("waiting", assigned=False, weekly_report_present=None)], [])["B1"]
    assert (figure.measured.numerator, figure.measured.denominator, figure.light) == (reports, 20, light)


def test_days_on_duty_of_the_week_and_of_the_year() -> None:
    people = [person("p1", days_on=4.5), person("p2", days_on=1.0), person("p4")]  # p3 has retired
    reports = [
        report("p1", days_on=3.0),
        report("p1", days_on=1.5, duty_id="p1 elsewhere"),
        report("p2", days_on=1.0),
        report("p3", days_on=2.0),
        report("p4"),  # how many days is not known
        report("p1", 1, days_on=5.0),
        report("p1", 47, days_on=7.0),  # the week that ends on 3 January
        report("p1", 48, days_on=7.0),  # and the one that ends in December
        report("gone", 1, days_on=2.0),  # worked last week and has died since
        report("gone", days_on=3.0, in_scope=False),
    ]
    measured = of(people, reports)["B2"].measured
    assert measured.value == 7.5
    assert values(measured.extras) == {"mean": 2.5, "median": 2.0}
    assert measured.cumulative is not None
    assert measured.cumulative.value == 21.5


def test_a_report_in_several_rows_counts_once_and_its_tasks_each() -> None:
    """A row for each task, the days of the week in both: five days, not ten (domain.md §4.8, M28)."""
    week: dict[str, Any] = {"days_on": 5.0, "exec_attended": 1, "tasks_open": 4, "tasks_done": 2, "honour": "COUNTY"}
    done, late = {"task_name": "方案", "task_pct": 100.0}, {"task_name": "走访", "task_due": AS_OF - dt.timedelta(1)}
    reports = [report("p1", **week, **done), report("p1", duty_id="p1 again", counted=False, **week, **late)]
    by_code = of([person("p1", days_on=5.0)], reports)
    assert [by_code[code].measured.value for code in ("B2", "B4", "B6")] == [5.0, 1, 1]
    assert (by_code["B3"].measured.numerator, by_code["B3"].measured.denominator) == (1, 2)
    assert {part.code: part.value for part in by_code["B3"].measured.extras}["week_open"] == 4


def test_tasks_done_among_those_done_or_late() -> None:
    yesterday, today, later = (AS_OF + dt.timedelta(days) for days in (-1, 0, 60))
    reports = [
        report("p1", task_name="方案", task_due=later, task_pct=60.0),  # the open task of the acceptance case
        report("p1", task_name="年鉴", task_due=today, task_pct=90.0),  # due today is not late
        report("p2", task_name="方案", task_due=yesterday, task_pct=90.0),
        report("p2", 1, task_name="走访", task_due=yesterday, task_pct=100.0),
        report("p2", task_name="走访", task_due=yesterday, task_pct=100.0),
        report("p3", task_name="调研", task_due=SUNDAY - dt.timedelta(7), task_pct=100.0),  # first told a week late
        report("p3", task_name="走访", task_due=None, task_pct=100.0),  # without a day it is neither on time nor late
        report("p3", task_name=None, task_pct=100.0, tasks_open=5, tasks_done=3),
    ]
    figure = of([person("p1"), person("p2"), person("p3")], reports)["B3"]
    assert (figure.measured.numerator, figure.measured.denominator, figure.light) == (3, 4, Light.RED)
    extras = {part.name: part for part in figure.measured.extras}
    assert (extras["on_time"].numerator, extras["on_time"].denominator) == (1, 3)
    assert (extras["open"].value, extras["late"].value) == (2, 1)
    assert (extras["week_open"].value, extras["week_done"].value) == (5, 3)


def test_a_task_that_is_not_due_yet_is_no_rate_and_grey() -> None:
    """The deliverable of the acceptance case: due on 23 January, no day overdue (domain.md §8)."""
    due = dt.date(2022, 1, 23)
    figure = of([person("p1")], [report("p1", task_name="规划方案", task_due=due, task_pct=60.0)])["B3"]
    assert (figure.measured.value, figure.light) == (None, Light.GREY)
    assert (figure.measured.denominator, figure.measured.extras[1].value) == (0, 1)


def test_meetings_attended() -> None:
    reports = [report("p1", exec_attended=1), report("p2", exec_attended=None), report("p1", 2, exec_attended=2)]
    measured = of([person("p1"), person("p2")], reports)["B4"].measured
    assert measured.cumulative is not None
    assert (measured.value, measured.cumulative.value) == (1, 3)


def test_central_work_by_category() -> None:
    people = [
        person("p1", days_on=4.5, category=["XCZX", "FX"]),
        person("p2", days_on=2.0, category=["XCZX"]),
        person("p3", days_on=0.0, category=["FX"]),
        person("p4", days_on=1.0, category=None),
        person("p5", days_on=None, category=["FX"]),
    ]
    measured = of(people, [report("p1"), report("p2")])["B5"].measured
    assert measured.value == 3
    assert values(measured.parts) == {
        "人数.乡村振兴": 2,
        "人数.防汛": 1,
        "人数.未填": 1,
        "天数.乡村振兴": 6.5,
        "天数.防汛": 4.5,
        "天数.未填": 1.0,
    }


def test_honours_by_level() -> None:
    reports = [
        report("p1", honour="COUNTY"),
        report("p1", 3, honour="CITY"),
        report("p2", 5, honour_text="某协会表扬"),
        report("p2"),
        report("p1", 48, honour="CITY"),  # last year
    ]
    measured = of([person("p1"), person("p2")], reports)["B6"].measured
    assert measured.value == 3
    assert values(measured.parts) == {"COUNTY": 1, "CITY": 1, "未填": 1}
