from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.county.county import County, Threshold
from tests.support.frames import AS_OF, COUNTY, arrival, clock, done_item, item, sheet_rows, table
from transforms.figures import Light
from transforms.join.items import items
from transforms.join.lights import ORDERS, place_lights, schedule_limits, task_light, threshold_light
from transforms.judge.arrivals import ARRIVALS

RATE = Threshold(green=95, yellow=85)
COUNT = Threshold(green=0, yellow=2, lower_is_better=True)


@pytest.mark.parametrize(
    ("value", "threshold", "light"),
    [
        (95.0, RATE, Light.GREEN),
        (94.99, RATE, Light.YELLOW),
        (85, RATE, Light.YELLOW),
        (84.99, RATE, Light.RED),
        (0, COUNT, Light.GREEN),
        (1, COUNT, Light.YELLOW),
        (2, COUNT, Light.YELLOW),
        (3, COUNT, Light.RED),
        (-10, Threshold(green=-10, yellow=-30), Light.GREEN),
        (-30.1, Threshold(green=-10, yellow=-30), Light.RED),
        (None, RATE, Light.GREY),
        (100, None, Light.GREY),
    ],
)
def test_threshold_light(value: float | None, threshold: Threshold | None, light: Light) -> None:
    assert threshold_light(value, threshold) is light


@given(st.floats(-1000, 1000), st.floats(-1000, 1000))
def test_more_is_never_a_worse_light(value: float, other: float) -> None:
    ranks = [Light.RED, Light.YELLOW, Light.GREEN]
    low, high = sorted((value, other))
    assert ranks.index(threshold_light(low, RATE)) <= ranks.index(threshold_light(high, RATE))


def test_a_county_that_sets_no_limits_is_behind_at_ten_points_and_far_behind_at_thirty() -> None:
    assert schedule_limits(replace(COUNTY, thresholds={})) == Threshold(green=-10, yellow=-30)


def task(due: dt.date | None, progress: float | None, county: County = COUNTY) -> tuple[str, str]:
    """Light and reason of a duty task."""
    tasks = pl.DataFrame(
        {"task_due": [due], "task_pct": [progress]}, schema={"task_due": pl.Date, "task_pct": pl.Float64}
    )
    light, reason = tasks.select(task_light(county, AS_OF)).row(0)
    return light, reason


@pytest.mark.parametrize(
    ("due", "progress", "light", "reason"),
    [
        (dt.date(2022, 1, 23), 10.0, "绿", "期限内推进"),
        (dt.date(2021, 11, 20), 100.0, "绿", "已完成"),
        (dt.date(2021, 11, 20), 99.0, "红", "逾期3天"),
        (dt.date(2021, 11, 22), 99.0, "红", "逾期1天"),
        (AS_OF, 79.0, "黄", "距时限0天"),  # the day itself is still in time
        (dt.date(2021, 11, 30), 79.0, "黄", "距时限7天"),
        (dt.date(2021, 11, 30), 80.0, "绿", "期限内推进"),
        (dt.date(2021, 12, 1), 79.0, "绿", "期限内推进"),
        (dt.date(2021, 11, 30), None, "黄", "距时限7天"),
        (dt.date(2022, 1, 23), None, "灰", "进度未填"),
        (None, 50.0, "灰", "无完成时限"),
    ],
)
def test_light_of_a_task(due: dt.date | None, progress: float | None, light: str, reason: str) -> None:
    assert task(due, progress) == (light, reason)


def test_a_task_near_its_end_without_progress_counts_as_not_begun() -> None:
    lenient = replace(COUNTY, settings={**COUNTY.settings, "due_soon_progress": 1})
    assert task(dt.date(2021, 11, 30), None, lenient) == ("黄", "距时限7天")
    assert task(dt.date(2021, 11, 30), 1.0, lenient) == ("绿", "期限内推进")


GOOD = {"start_plan": dt.date(2021, 11, 13), "due_original": dt.date(2021, 12, 3), "progress": 60.0}
SLOW = {**GOOD, "progress": 35.0}
LATE = {"due_original": dt.date(2021, 11, 20)}
LONG_LATE = {"due_original": dt.date(2021, 10, 1)}
THIRTY_DAYS_LATE = {"due_original": dt.date(2021, 10, 24)}


def orders_of(*numbers: tuple[str, int, int]) -> pl.DataFrame:
    """By unit the orders finished or overdue, and those finished in time."""
    return pl.DataFrame(numbers, schema={"lead_unit": pl.String(), **ORDERS}, orient="row")


def place(rows: list[Any], *statuses: tuple[str, bool], due: int = 0, on_time: int = 0) -> dict[str, Any]:
    """The light of the unit QC-AAA, which leads the items and sent sheets with these (status, late)."""
    lines = items(sheet_rows("S8", [{**row, "lead_unit": "QC-AAA"} for row in rows]), None, clock(), COUNTY)
    sent = [arrival(f"S{n}", status, late=late) for n, (status, late) in enumerate(statuses, start=1)]
    sheets = table(ARRIVALS, sent).rename({"submitter": "lead_unit"})
    orders = orders_of(("QC-AAA", due, on_time))
    return place_lights("lead_unit", lines, sheets, orders, COUNTY).row(0, named=True)


def some(count: int, **cells: Any) -> list[Any]:
    return [item(f"M{n}", **{**GOOD, **cells}) for n in range(count)]


def done(in_time: int, late: int) -> list[Any]:
    """Items that are completed, so many before their due date and so many after it."""
    return [
        *(done_item(f"D{n}") for n in range(in_time)),
        *(done_item(f"L{n}", **LATE, day=AS_OF) for n in range(late)),
    ]


FINE = ("on_time", False)


@pytest.mark.parametrize(
    ("rows", "sheets", "light", "reason"),
    [
        (done(3, 0), [FINE], "绿", "按时完成、按时报送"),
        (some(3), [FINE], "绿", "按时完成、按时报送"),
        (some(2), [FINE], "灰", "事项不足3件"),
        (some(3), [FINE, ("missing", False)], "红", "缺报1份"),
        (some(3), [("returned", False)], "红", "退回1份"),
        ([], [("missing", False), ("missing", False)], "红", "缺报2份"),
        (some(3), [("missing", False), ("returned", False), ("late", True)], "红", "缺报1份、退回1份、迟报1份"),
        (some(3), [FINE, ("late", True)], "黄", "迟报1份"),
        (some(3), [("zero", True)], "黄", "迟报1份"),
        (some(3), [("overdue", True)], "黄", "缺报1份"),  # it may still come and be late
        ([*some(20), item("R", **{**GOOD, "progress": 0.0})], [FINE], "黄", "有红灯事项1件"),
        ([*some(2), item("R", **LONG_LATE)], [FINE], "红", "有事项逾期53天"),
        ([*some(2), item("R", **THIRTY_DAYS_LATE)], [FINE], "红", "按时完成率0.0%"),
        ([item("R", **LATE)], [FINE], "黄", "有红灯事项1件"),  # too few for a rate
        ([*done(5, 0), item("R", **LATE)], [FINE], "红", "按时完成率83.3%"),
        (done(17, 3), [FINE], "黄", "按时完成率85.0%"),
        (done(10, 1), [FINE], "黄", "按时完成率90.9%"),
        (done(19, 1), [FINE], "绿", "按时完成、按时报送"),
        ([*some(3), item("Y", **SLOW)], [FINE], "黄", "黄灯事项1件，比例偏高"),
        ([*some(6), item("Y", **SLOW), item("Z", **SLOW)], [FINE], "黄", "黄灯事项2件，比例偏高"),
        ([*some(4), item("Y", **SLOW)], [FINE], "绿", "按时完成、按时报送"),
    ],
)
def test_light_of_a_unit(rows: list[Any], sheets: list[tuple[str, bool]], light: str, reason: str) -> None:
    line = place(rows, *sheets)
    assert (line["light"], line["light_reason"]) == (light, reason)


@pytest.mark.parametrize(
    ("due", "on_time", "light", "reason"),
    [
        (0, 0, "绿", "按时完成、按时报送"),
        (400, 380, "绿", "按时完成、按时报送"),  # 95 %: the 20 that are late are demanded of it all the same
        (10_000, 9_496, "绿", "按时完成、按时报送"),  # 94.96 %, printed as 95.0 %
        (400, 376, "黄", "按时办结率94.0%"),
        (400, 340, "黄", "按时办结率85.0%"),
        (400, 336, "红", "按时办结率84.0%"),
        (2, 2, "绿", "按时完成、按时报送"),
        (2, 0, "黄", "未按时办结订单2件"),  # too few for a rate
    ],
)
def test_the_share_of_orders_finished_in_time_counts_for_the_light(
    due: int, on_time: int, light: str, reason: str
) -> None:
    """By the limits of items, 95 and 85 per cent: a town of 400 orders and one of 4000 have the same."""
    line = place(done(3, 0), FINE, due=due, on_time=on_time)
    assert (line["light"], line["light_reason"]) == (light, reason)


def test_red_orders_are_worse_than_a_late_sheet_and_too_few_items() -> None:
    assert place(done(3, 0), ("late", True), due=10, on_time=8)["light_reason"] == "按时办结率80.0%"
    assert place([], FINE, due=10, on_time=8)["light"] == "红"
    assert place(done(3, 0), ("late", True), due=10, on_time=9)["light_reason"] == "迟报1份"


def test_counts_of_units() -> None:
    rows = [
        *done(2, 2),
        item("R", **LATE),
        item("Y", **SLOW),
        done_item("N", due_original=None),  # neither in time nor late
        item("C", status="CANCEL", extension_ref="督〔2021〕2号"),  # not an item of anybody any more
    ]
    led = [{**row, "lead_unit": "QC-AAA"} for row in rows] + [done_item("E", lead_unit="QC-CCC"), item("B")]
    sent = [
        arrival("S9", "late", late=True),
        arrival("S10", "missing"),
        arrival("S10", submitter="QC-BBB"),
        arrival("S11", "missing", submitter=None),
    ]
    lights = place_lights(
        "lead_unit",
        items(sheet_rows("S8", led), None, clock(), COUNTY),
        table(ARRIVALS, sent).rename({"submitter": "lead_unit"}),
        orders_of(("QC-DDD", 2, 1)),
        COUNTY,
    )
    counts = ("items", "due", "on_time", "on_time_pct", "yellow_items", "red_items", "worst_overdue_days")
    assert lights.select("lead_unit", *counts, "late_sheets", "missing_sheets", "light").rows() == [
        ("QC-AAA", 7, 5, 2, 40.0, 1, 1, 3, 1, 1, "红"),
        ("QC-BBB", 0, 0, 0, None, 0, 0, 0, 0, 0, "灰"),
        ("QC-CCC", 1, 1, 1, 100.0, 0, 0, 0, 0, 0, "灰"),
        ("QC-DDD", 0, 0, 0, None, 0, 0, 0, 0, 0, "黄"),
    ]
