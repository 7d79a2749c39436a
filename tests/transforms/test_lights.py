from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.county.county import Threshold
from tests.support.frames import AS_OF, COUNTY, arrival, clock, done_item, item, sheet_rows, table
from transforms.figures import Light
from transforms.join.items import items
from transforms.judge.arrivals import ARRIVALS
from transforms.lights import place_lights, task_light, threshold_light

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


@pytest.mark.parametrize(
    ("due", "progress", "light"),
    [
        (dt.date(2022, 1, 23), 10.0, "绿"),
        (dt.date(2021, 11, 20), 100.0, "绿"),
        (dt.date(2021, 11, 22), 99.0, "红"),
        (dt.date(2021, 11, 30), 79.0, "黄"),
        (dt.date(2021, 11, 30), 80.0, "绿"),
        (dt.date(2021, 11, 30), None, "黄"),
        (dt.date(2022, 1, 23), None, "灰"),
        (None, 50.0, "灰"),
    ],
)
def test_light_of_a_task(due: dt.date | None, progress: float | None, light: str) -> None:
    tasks = pl.DataFrame(
        {"task_due": [due], "task_pct": [progress]}, schema={"task_due": pl.Date, "task_pct": pl.Float64}
    )
    assert tasks.with_columns(task_light(COUNTY, AS_OF))["light"].to_list() == [light]


GOOD = {"start_plan": dt.date(2021, 11, 13), "due_original": dt.date(2021, 12, 3), "progress": 60.0}
SLOW = {**GOOD, "progress": 35.0}
LATE = {"due_original": dt.date(2021, 11, 20)}
LONG_LATE = {"due_original": dt.date(2021, 10, 1)}


def place(rows: list[Any], *statuses: tuple[str, bool]) -> dict[str, Any]:
    """The light of the unit QC-AAA, which leads the items and sent sheets with these (status, late)."""
    lines = items(sheet_rows("S8", [{**row, "lead_unit": "QC-AAA"} for row in rows]), None, clock(), COUNTY)
    sent = [arrival(f"S{n}", status, late=late) for n, (status, late) in enumerate(statuses, start=1)]
    sheets = table(ARRIVALS, sent).rename({"submitter": "lead_unit"})
    return place_lights("lead_unit", lines, sheets, COUNTY).row(0, named=True)


def some(count: int, **cells: Any) -> list[Any]:
    return [item(f"M{n}", **{**GOOD, **cells}) for n in range(count)]


FINE = ("on_time", False)


@pytest.mark.parametrize(
    ("rows", "sheets", "light", "reason"),
    [
        ([done_item(f"D{n}") for n in range(3)], [FINE], "绿", "按时完成、按时报送"),
        (some(3), [FINE], "绿", "按时完成、按时报送"),
        (some(2), [FINE], "灰", "事项不足3件"),
        (some(3), [FINE, ("missing", False)], "红", "缺报1张表"),
        (some(3), [("returned", False)], "红", "缺报1张表"),
        ([], [("missing", False), ("missing", False)], "红", "缺报2张表"),
        (some(3), [FINE, ("late", True)], "黄", "迟报1张表"),
        (some(3), [("zero", True)], "黄", "迟报1张表"),
        ([*some(20), item("R", **{**GOOD, "progress": 0.0})], [FINE], "黄", "有红灯事项1件"),
        ([*some(2), item("R", **LONG_LATE)], [FINE], "红", "有事项逾期53天"),
        ([*(done_item(f"D{n}") for n in range(5)), item("R", **LATE)], [FINE], "红", "按时完成率83.3%"),
        ([*(done_item(f"D{n}") for n in range(9)), done_item("L", **LATE, day=AS_OF)], [FINE], "黄", "按时完成率90.0%"),
        ([*some(3), item("Y", **SLOW)], [FINE], "黄", "黄灯事项1件，比例偏高"),
        ([*some(4), item("Y", **SLOW)], [FINE], "绿", "按时完成、按时报送"),
    ],
)
def test_light_of_a_unit(rows: list[Any], sheets: list[tuple[str, bool]], light: str, reason: str) -> None:
    line = place(rows, *sheets)
    assert (line["light"], line["light_reason"]) == (light, reason)


def test_a_unit_without_items_or_without_sheets_is_there() -> None:
    lines = items(sheet_rows("S8", [item("A", **GOOD, lead_unit="QC-AAA"), item("B")]), None, clock(), COUNTY)
    sheets = table(ARRIVALS, [arrival("S10", submitter="QC-BBB")]).rename({"submitter": "lead_unit"})
    lights = place_lights("lead_unit", lines, sheets, COUNTY)
    assert lights.select("lead_unit", "items", "missing_sheets", "light").rows() == [
        ("QC-AAA", 1, 0, "灰"),
        ("QC-BBB", 0, 0, "灰"),
    ]
