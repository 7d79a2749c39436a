from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.figures import figures
from tests.support.frames import AS_OF, Row, arrival, dataset, done_item, item
from transforms.figures import Figure, Light, Rows
from transforms.indicators.catalogue import INDICATORS

LATE = {"due_original": dt.date(2021, 11, 20)}


def of(*rows: Row, **more: Any) -> dict[str, Figure]:
    return figures(dataset(item_rows=list(rows), **more))


def keys(rows: Rows | None) -> list[str]:
    assert rows is not None
    return rows.keys.to_list()


def leader(name: str, **cells: Any) -> Row:
    return {"leader": name, **cells}


def test_the_eighty_seven_of_the_acceptance_case() -> None:
    names = [f"领导{n:02}" for n in range(47)]
    rows = [done_item(f"M{n:02}", leader=[names[n % 47]]) for n in range(87)]
    by_code = of(*rows, leaders=[leader(name) for name in names])
    assert (by_code["C1"].measured.numerator, by_code["C1"].measured.denominator) == (47, 47)
    assert by_code["C2"].measured.value == 87
    assert by_code["C2"].measured.extras[0].value == pytest.approx(87 / 47)
    assert (by_code["C3"].measured.value, by_code["C3"].light) == (100.0, Light.GREEN)
    assert (by_code["C5"].measured.value, by_code["C5"].light) == (0, Light.GREEN)
    rows[0] = {**rows[0], "status": "RUN"}  # “基本完成”
    one_short = of(*rows)["C3"].measured
    assert (one_short.numerator, one_short.denominator) == (86, 87)


@pytest.mark.parametrize(("as_of", "done"), [(dt.date(2021, 11, 23), 0), (dt.date(2021, 11, 24), 1)])
def test_completion_stops_at_the_as_of_day(as_of: dt.date, done: int) -> None:
    by_code = of(done_item("A", dt.date(2021, 11, 24)), as_of=as_of)
    assert by_code["C3"].measured.numerator == done
    assert by_code["C3"].measured.denominator == 1


def test_a_new_years_list_is_counted_without_the_old_one() -> None:
    """Last year's unfinished items stand apart, and those that need a push are on the red list all the same."""
    new = [item(f"MS2021-00{n}", due_original=dt.date(2021, 12, 31), progress=90.0) for n in (1, 2)]
    old = [done_item("MS2020-001"), item("MS2020-002", **LATE), item("MS2020-003", progress=90.0)]
    counted = of(done_item("MS2021-003"), *new, *old)
    assert [counted[code].measured.value for code in ("C2", "C5", "C10")] == [3, 0, 1]
    assert (counted["C3"].measured.numerator, counted["C3"].measured.denominator) == (1, 3)
    extras = {part.name: part.value for part in counted["C2"].measured.extras}
    assert (extras["carried"], extras["carried_overdue"]) == (2, 1)


def test_leaders() -> None:
    known = [
        leader("赵六"),
        leader("孙七"),
        leader("周八"),
        leader("吴九", valid_to=dt.date(2021, 11, 22)),
        leader("郑十", valid_from=AS_OF + dt.timedelta(1)),
    ]
    rows = [
        item("A", leader=["赵六", "孙七"]),
        item("B", leader=["吴九"]),
        item("C", leader=None),
        item("D", leader=["周八"], status="CANCEL", extension_ref="督〔2021〕6号"),
    ]
    figure = of(*rows, leaders=known)["C1"]
    assert keys(figure.measured.rows) == ["赵六", "孙七"]
    assert figure.measured.denominator == 3
    assert figure.light is Light.RED
    assert figure.measured.extras[0].value == 1  # 吴九 is no longer in post


def test_cancelled_and_future_items_are_not_claimed() -> None:
    rows = [
        item("A"),
        item("B", status="CANCEL", extension_ref="督〔2021〕6号"),
        item("C", claimed_on=AS_OF + dt.timedelta(1)),
        item("D", claimed_on=None),
    ]
    measured = of(*rows)["C2"].measured
    assert keys(measured.rows) == ["A", "D"]
    assert measured.extras[1].value == 1


@pytest.mark.parametrize(
    ("due", "light"),
    [
        (dt.date(2021, 11, 30), Light.RED),  # 267 of 274 days have passed, half is done
        (dt.date(2022, 4, 25), Light.YELLOW),  # 267 of 420 days: 63.6 % scheduled
        (dt.date(2022, 8, 3), Light.GREEN),  # 267 of 520 days: 51.3 %
        (None, Light.GREY),
    ],
)
def test_the_light_of_completion_compares_with_the_schedule(due: dt.date | None, light: Light) -> None:
    rows = [done_item("A", due_original=due), item("B", due_original=due)]
    figure = of(*rows)["C3"]
    assert (figure.measured.value, figure.light) == (50.0, light)


def test_on_time_against_both_due_dates() -> None:
    extended = {**LATE, "due_current": dt.date(2021, 11, 30), "extension_ref": "督〔2021〕7号"}
    rows = [
        done_item("A"),
        done_item("B", AS_OF, **LATE),
        done_item("C", AS_OF, **extended),
        item("D", **LATE),
        item("E"),  # not due yet
        done_item("F", due_original=None),
        done_item("G", AS_OF, **(extended | {"due_original": None})),  # in time, but against no first date
    ]
    figure = of(*rows)["C4"]
    assert keys(figure.measured.rows) == ["A", "C", "G"]
    assert keys(figure.measured.population) == ["A", "B", "C", "D", "G"]
    assert figure.light is Light.RED
    original, undated = figure.measured.extras
    assert (original.numerator, original.denominator, original.value) == (1, 4, 25.0)
    assert undated.value == 1


def test_overdue() -> None:
    rows = [item(code, due_original=AS_OF - dt.timedelta(days)) for code, days in (("A", 1), ("B", 3), ("C", 40))]
    figure = of(*rows, item("D"))["C5"]
    assert (figure.measured.value, figure.light) == (3, Light.RED)
    assert [part.value for part in figure.measured.extras] == [40, 3]
    assert of(*rows[:2])["C5"].light is Light.YELLOW


def test_deviation_is_of_open_items_only() -> None:
    half = {"start_plan": dt.date(2021, 11, 13), "due_original": dt.date(2021, 12, 3)}  # 50 % scheduled
    rows = [
        item("A", **half, progress=40.0),
        item("B", **half, progress=20.0),
        done_item("C", **half),
        item("D", **half, status="HOLD", extension_ref="督〔2021〕8号"),
        item("E", due_original=None),
    ]
    figure = of(*rows)["C6"]
    assert (figure.measured.value, figure.light) == (-20.0, Light.YELLOW)
    assert keys(figure.measured.population) == ["A", "B"]


def test_verification_and_beneficiaries() -> None:
    rows = [
        done_item("A", verify_result="PASS", beneficiaries=1200),
        done_item("B", beneficiaries=None),
        item("C", beneficiaries=500),
    ]
    by_code = of(*rows)
    assert (by_code["C7"].measured.numerator, by_code["C7"].measured.denominator) == (1, 2)
    assert by_code["C9"].measured.value == 1200
    assert by_code["C9"].measured.extras[0].value == 1


def test_by_strategy_and_town() -> None:
    rows = [
        done_item("A", strategy="MS", town="421126101"),
        item("B", strategy="MS", town="421126"),
        item("C", strategy="GY", town="421126100"),
        item("D"),
    ]
    parts = of(*rows)["C8"].measured.parts
    breakdown = {(part.group, part.label): (part.numerator, part.denominator, part.value) for part in parts}
    assert breakdown[("战略类别", "工业发展")] == (0, 1, 0.0)
    assert breakdown[("战略类别", "民生保障")] == (1, 2, 50.0)
    assert breakdown[("战略类别", "未填")] == (0, 1, 0.0)
    assert breakdown[("功能定位", "未填")] == (1, 4, 25.0)
    assert [part.label for part in parts if part.group == "乡镇"] == ["甲镇", "乙镇", "某县（全县）", "未填"]


@given(st.lists(st.sampled_from(["GY", "CZ", "NC", None]), max_size=20))
def test_each_breakdown_adds_up_to_all_items(strategies: list[str | None]) -> None:
    rows = [item(f"M{n}", strategy=code) for n, code in enumerate(strategies)]
    measured = INDICATORS["C8"].measure(dataset(item_rows=rows))
    for group in ("战略类别", "功能定位", "乡镇"):
        assert sum(part.denominator or 0 for part in measured.parts if part.group == group) == len(strategies)


def test_the_red_list_starts_with_the_longest_overdue() -> None:
    rows = [
        item("A", due_original=AS_OF - dt.timedelta(1)),
        item("B", due_original=AS_OF - dt.timedelta(9)),
        done_item("C", verify_result="BACK"),
        done_item("D"),
    ]
    figure = of(*rows)["C10"]
    assert keys(figure.measured.rows) == ["B", "A", "C"]
    assert [(part.label, part.value) for part in figure.measured.parts] == [("绿灯", 1), ("红灯", 3)]
    assert figure.light is Light.NONE


def test_a_ledger_nobody_sent_is_grey_and_never_zero() -> None:
    by_code = of(sent=[arrival("S8", "missing"), arrival("S1")])
    for code in (f"C{n}" for n in range(1, 11)):
        assert (by_code[code].measured.value, by_code[code].light, by_code[code].missing) == (None, Light.GREY, ("S8",))
    assert by_code["C2"].coverage == 0.0


def test_a_returned_ledger_was_not_received() -> None:
    assert of(sent=[arrival("S8", "returned")])["C5"].light is Light.GREY


def test_an_empty_denominator_is_neither_nothing_nor_everything() -> None:
    by_code = of()
    for code in ("C1", "C3", "C4", "C6", "C7"):
        assert (by_code[code].measured.value, by_code[code].light) == (None, Light.GREY)
