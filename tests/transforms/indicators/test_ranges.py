"""Between which values a figure lies while some units have not sent their sheet (design.md §5.7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.support.frames import COUNTY, Row, arrival, dataset, member, order, table
from transforms.dataset import Dataset
from transforms.figures import Figure, Range
from transforms.indicators.measure import figures
from transforms.judge.in_force import FILES

THREE = replace(COUNTY, expected={"S9": ("U1",), "S10": ("U1", "U2", "U3"), "S7": ("U1", "U2"), "S6": ("U1",)})
OPEN = {"status": "SENT", "taken_on": None, "done_on": None}


def sent(unit: str, rows: int, period: str = "2021-W46", sheet: str = "S10", **more: Any) -> Row:
    line = {"submitter": unit, "sheet": sheet, "period": period, "rows_read": rows, "zero_report": False}
    return {**line, "standing": "in_force", **more}


EARLIER = [sent("U3", 4), sent("U3", 6, "2021-W44"), sent("U3", 90, standing="superseded"), sent("U2", 50)]


def of(files: list[Row], absent: tuple[str, ...] = ("U3",), **more: Any) -> dict[str, Figure]:
    arrived = [
        arrival(sheet, "missing" if sheet == "S10" and unit in absent else "on_time", unit)
        for sheet, units in THREE.expected.items()
        for unit in units
    ]
    more = {"order_rows": [order("1"), order("2", is_project=True), order("3", **OPEN)], **more}
    data: Dataset = dataset(county=THREE, sent=arrived, register=[member("p1"), member("p2")], **more)
    return figures(replace(data, files=table(FILES, files)))


@pytest.mark.parametrize(
    ("code", "low", "high"),
    [
        ("D3", 1, 7),  # 1, and up to 6 more: the most U3 has sent for a week
        ("D4", 50, 350),  # of 2 members
        ("D5", 100 * 2 / 9, 100),  # 2 of 3; six more orders none of which, or all of which, are taken
        ("D6", 100 * 2 / 8, 100),
        ("D10", 3, 9),
    ],
)
def test_a_missing_sheet_could_hold_as_much_as_its_fullest_week(code: str, low: float, high: float) -> None:
    assert of(EARLIER)[code].range == pytest.approx(Range(low, high))


def test_a_share_of_those_who_are_known_is_never_more_than_all() -> None:
    people = [{"person_id": f"p{n}", "assigned": True, "weekly_report_present": n == 0} for n in range(4)]
    arrived = [arrival("S6", "on_time", "U1"), arrival("S7", "on_time", "U1"), arrival("S7", "missing", "U2")]
    data = dataset(county=THREE, sent=arrived, five_dim=people)
    for rows, high in ((2, 75.0), (9, 100.0)):
        figure = figures(replace(data, files=table(FILES, [sent("U2", rows, sheet="S7")])))["B1"]
        assert figure.range == Range(25.0, high)


def test_no_range_where_everything_is_there() -> None:
    assert all(figure.range is None for figure in of(EARLIER, absent=()).values())


def test_no_range_where_a_unit_never_sent_the_sheet() -> None:
    assert of([sent("U2", 50)])["D3"].range is None


def test_no_range_where_a_row_can_count_for_several() -> None:
    by_code = of(EARLIER)
    assert (by_code["D2"].range, by_code["D9"].range, by_code["A10"].range) == (None, None, None)


def test_the_figure_lies_in_its_range() -> None:
    for figure in of(EARLIER).values():
        if figure.range and figure.measured.value is not None:
            assert figure.range.low <= figure.measured.value <= figure.range.high
