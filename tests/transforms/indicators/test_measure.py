"""What a figure is compared with, and when it has no light though it has one in other periods."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.support.frames import COUNTY, dataset, done_item, order
from transforms.figures import Light
from transforms.indicators.catalogue import INDICATORS
from transforms.indicators.measure import figures

SATURDAY, SUNDAY = dt.date(2021, 11, 27), dt.date(2021, 11, 28)


@pytest.mark.parametrize(("as_of", "light", "before"), [(SUNDAY, Light.GREEN, 80.0), (SATURDAY, Light.GREY, None)])
def test_a_part_of_a_week_is_not_compared_with_a_whole_one(as_of: dt.date, light: Light, before: float | None) -> None:
    taken = order("1", posted_on=dt.date(2021, 11, 22), taken_on=dt.date(2021, 11, 23))
    figure = figures(dataset(as_of=as_of, order_rows=[taken]), {"D5": 80.0})["D5"]
    assert (figure.measured.value, figure.light, figure.previous) == (100.0, light, before)


@pytest.mark.parametrize(("code", "value"), [("C3", 100.0), ("C2", 1.0)])
def test_what_stands_on_a_day_is_compared_on_any(code: str, value: float) -> None:
    data = dataset(as_of=SATURDAY, item_rows=[done_item("1", dt.date(2021, 11, 10))])
    figure = figures(data, {code: 0.5})[code]
    assert (figure.measured.value, figure.previous) == (value, 0.5)


def test_a_flow_counts_the_days_of_its_period() -> None:
    flows = {code for code, indicator in INDICATORS.items() if indicator.flow}
    assert flows == {"A10", "B2", "B4", "B5", "D5", "D8", "D9", "D10"}


LATE_ORDER: dict[str, Any] = {"posted_on": dt.date(2021, 10, 1), "taken_on": None, "done_on": None, "status": "SENT"}


@pytest.mark.parametrize(
    ("code", "rows", "light"),
    [
        ("C5", {}, Light.GREY),
        ("C5", {"item_rows": [done_item("1", dt.date(2021, 11, 10))]}, Light.GREEN),
        ("D11", {}, Light.GREY),
        ("D11", {"order_rows": [order("1")]}, Light.GREEN),
        ("D11", {"order_rows": [order("1", **LATE_ORDER)]}, Light.YELLOW),
        ("D12", {}, Light.GREY),
        ("A6", {}, Light.GREY),
        ("E4", {}, Light.GREY),
    ],
)
def test_none_of_nothing_is_not_green(code: str, rows: dict[str, Any], light: Light) -> None:
    assert figures(dataset(**rows))[code].light is light


def test_of_an_empty_week_nothing_is_green() -> None:
    """All sheets came in, and nothing stands in them: only that they came is good."""
    empty = figures(dataset(county=COUNTY))
    assert {code for code, figure in empty.items() if figure.light is Light.GREEN} == {"E1"}
