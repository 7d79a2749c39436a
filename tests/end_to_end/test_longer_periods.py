"""Months, quarters and years: unions by date, not sums of weeks (domain.md §6)."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import polars as pl
import pytest

from flows.past.reproduction import reproduce
from flows.report.publish import write_missing
from flows.store.edition import Edition, EditionTables
from report_templates.model.report import Chart, Table, walk
from report_templates.model.report_json import report_from, report_from_line
from report_templates.render.html import html
from report_templates.render.reader_page import reader_html
from report_templates.reports.county_report import county_report
from report_templates.words.period_words import issue_words, period_days, period_name, title_of
from tests.report_templates.render.test_html import Seen
from tests.support.frames import arrival, dataset, done_item, member, order
from tests.support.runs.small_weeks import after, run, send, small_place
from transforms.clock import Clock, Kind, kind_of, next_period, period_end, period_start, previous_period, weeks_of
from transforms.figures import Figure, Light
from transforms.indicators.measure import figures
from transforms.indicators.trace import trace

pytestmark = pytest.mark.usefixtures("plainly", "unprinted")

NOVEMBER, LAST_DAY = "2021-11", dt.date(2021, 11, 30)
UNTAKEN = {"taken_on": None, "done_on": None, "status": "SENT"}


@pytest.mark.parametrize(
    ("period", "kind", "first", "last"),
    [
        ("2021-W47", Kind.WEEK, dt.date(2021, 11, 22), dt.date(2021, 11, 28)),
        ("2021-11", Kind.MONTH, dt.date(2021, 11, 1), dt.date(2021, 11, 30)),
        ("2024-02", Kind.MONTH, dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2021-Q4", Kind.QUARTER, dt.date(2021, 10, 1), dt.date(2021, 12, 31)),
        ("2021", Kind.YEAR, dt.date(2021, 1, 1), dt.date(2021, 12, 31)),
    ],
)
def test_first_and_last_day(period: str, kind: Kind, first: dt.date, last: dt.date) -> None:
    assert (kind_of(period), period_start(period), period_end(period)) == (kind, first, last)


@pytest.mark.parametrize(
    ("period", "before"), [("2022-01", "2021-12"), ("2022-Q1", "2021-Q4"), ("2022", "2021"), ("2021-12", "2021-11")]
)
def test_the_period_before_is_of_the_same_kind(period: str, before: str) -> None:
    assert (previous_period(period), next_period(before)) == (before, period)


def test_a_week_belongs_to_the_period_it_ends_in_and_the_last_days_wait_for_their_week() -> None:
    """November 2021 ends on a Tuesday; 31 October was a Sunday."""
    assert weeks_of(NOVEMBER) == ("2021-W44", "2021-W45", "2021-W46", "2021-W47")
    assert Clock(NOVEMBER, LAST_DAY, dt.datetime(2021, 12, 6, tzinfo=dt.UTC)).last_week == "2021-W48"
    months = [week for month in range(1, 13) for week in weeks_of(f"2021-{month:02}")]
    quarters = [week for quarter in range(1, 5) for week in weeks_of(f"2021-Q{quarter}")]
    assert months == quarters == list(weeks_of("2021"))  # no week is counted twice, none is lost
    assert weeks_of("2021-W47") == ("2021-W47",)


def of_november(**more: object) -> dict[str, Figure]:
    return figures(dataset(period=NOVEMBER, as_of=LAST_DAY, **more))  # type: ignore[arg-type] # tables by name


def test_events_count_by_their_own_date_whichever_week_tells_of_them() -> None:
    rows = [
        order("1", posted_on=dt.date(2021, 10, 31), period="2021-W43"),
        order("2", posted_on=dt.date(2021, 11, 1), period="2021-W44"),
        order("3", posted_on=dt.date(2021, 11, 29), period="2021-W48", **UNTAKEN),
        order("4", posted_on=dt.date(2021, 12, 1), period="2021-W48", **UNTAKEN),
        order("5", posted_on=dt.date(2021, 11, 30), period="2021-W49"),  # of a week that is not known yet
    ]
    measured = of_november(order_rows=rows)["D5"].measured
    assert (measured.numerator, measured.denominator) == (1, 2)


def test_the_reports_of_a_week_count_where_it_ends() -> None:
    weeks = {"2021-W43": 1.0, "2021-W44": 2.0, "2021-W47": 3.0, "2021-W48": 4.0}
    reports = [
        {"duty_id": week, "person_id": "p1", "period": week, "period_end": period_end(week), "days_on": days}
        for week, days in weeks.items()
    ]
    measured = of_november(five_dim=[{"person_id": "p1"}], duties=reports)["B2"].measured
    assert measured.value == 5.0


def test_a_month_is_drawn_beside_the_months_before() -> None:
    month = dataset(period=NOVEMBER, as_of=LAST_DAY, item_rows=[done_item("1", town="421126100")])
    past = pl.DataFrame({"period": ["2021-09", "2021-10"], "code": ["C3", "C3"], "value": [25.0, 50.0]})
    report = county_report(month, figures(month), 1, "rules", past)
    trend = next(block for block in walk(report.sections) if isinstance(block, Chart) and block.name == "trend")
    assert [row[0] for row in trend.rows if row[1] == "完成率"] == ["9月", "10月", "11月"]


def test_a_unit_that_lacks_a_sheet_every_week_is_told_of_it_once() -> None:
    absent = [arrival("S10", "missing", period=week, days_overdue=3) for week in weeks_of(NOVEMBER)]
    month = dataset(period=NOVEMBER, as_of=LAST_DAY, sent=absent)
    report = county_report(month, figures(month), 1, "rules")
    table = next(block for block in report.blocks if isinstance(block, Table) and block.name == "units")
    assert [row[1] for row in table.rows] == ["缺报《“接单服务”办理台账》"]


def test_sheets_are_expected_for_every_week_of_the_period() -> None:
    sent = [arrival("S10", "on_time", period=week) for week in weeks_of(NOVEMBER)[:3]]
    sent.append(arrival("S10", "missing", period="2021-W47"))
    by_code = of_november(sent=sent)
    assert (by_code["E1"].measured.numerator, by_code["E1"].measured.denominator) == (3, 4)
    assert by_code["D3"].coverage == 0.75


@pytest.mark.parametrize(("week", "light"), [("2021-W41", Light.GREY), ("2021-W51", Light.RED)])
def test_what_counts_the_last_days_is_unknown_where_nothing_came_for_them(week: str, light: Light) -> None:
    """Nobody took an order in the last 28 days of a quarter: that is red only where their sheets were sent."""
    sent = [arrival("S9", "on_time", period=week), arrival("S10", "on_time", period=week)]
    register, quarter = [member("m1", town="421126100")], dt.date(2021, 12, 31)
    figure = figures(dataset(period="2021-Q4", as_of=quarter, sent=sent, register=register))["D2"]
    assert (figure.light, figure.measured.value) == (light, None if light is Light.GREY else 0.0)


@pytest.mark.parametrize(
    ("period", "name", "issue", "title"),
    [
        ("2021-W47", "2021年第47周", "第47期", "工作周报"),
        ("2021-11", "2021年11月", "第11期", "工作月报"),
        ("2021-Q4", "2021年第4季度", "第4期", "工作季报"),
        ("2021", "2021年", "2021年度", "工作年报"),
    ],
)
def test_how_a_report_is_called(period: str, name: str, issue: str, title: str) -> None:
    assert (period_name(period), issue_words(period), title_of("工作周报", period)) == (name, issue, title)
    assert period_days("2021-11") == "11月1日至11月30日"


def check_said_to_every_reader(month: Edition) -> None:
    """That it is a month, and which."""
    by_reader = dict(map(report_from_line, month.document("readers.jsonl").splitlines()))
    by_reader["county"] = report_from(month.document("report.json"))
    assert {name.partition(":")[0] for name in by_reader} == {"county", "inspection", "township", "public", "group"}
    for name, report in by_reader.items():
        assert report.masthead.title == "“五维”干部数据工作月报"
        page = html(report) if name in {"county", "group"} else reader_html(report)
        assert "11月1日至11月30日" in re.sub("<[^>]*>", "", page), name


def test_a_month_comes_out_of_the_pipeline_of_the_weeks(tmp_path: Path) -> None:
    workspace = small_place(tmp_path)
    for talks, week in enumerate(("2021-W43", *weeks_of(NOVEMBER), "2021-W48"), start=1):
        send(workspace, week, talks)
    month = run(workspace, NOVEMBER, after(1))
    document = json.loads(month.document("summary.json"))
    assert (document["period"], document["as_of"]) == (NOVEMBER, "2021-11-30")
    assert document["indicators"]["E2"]["numerator"] == 2 + 3 + 4 + 5  # the rows of the weeks that end in November
    check_said_to_every_reader(month)
    folder = write_missing(workspace, month)
    assert "工作月报" in (folder / "report.html").read_text(encoding="utf-8")
    assert (folder / "readers/public/report.pdf").read_bytes().startswith(b"%PDF")
    assert not (folder / "status.html").exists()  # who has sent what is settled week by week
    assert "2021年11月" in Seen((workspace.out / "index.html").read_text(encoding="utf-8")).text
    assert trace("E2", EditionTables(month)).rows("numerator") == 14
    assert reproduce(workspace, NOVEMBER, None, after(1)).differs == ()
    assert run(workspace, NOVEMBER, after(2)).number == 1
    send(workspace, "2021-W45", 9, version=2, at=after(3))
    assert run(workspace, NOVEMBER, after(4)).number == 2  # a correction of a week is one of its month
