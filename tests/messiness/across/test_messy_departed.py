"""Cadres who have left and posts that have run out, over three weeks of real workbooks (domain.md §5.1, M71)."""

from __future__ import annotations

import polars as pl
import pytest

from tests.support.figures import figures
from tests.support.messiness.across import FIRST, cadres, lines, only, put
from tests.support.messiness.messiness import case
from tests.support.messiness.messy import compared_week, received
from tests.support.workbooks.tables import W46, W47, W48
from transforms.dataset import Dataset
from transforms.figures import Light

SERVING = "陈一"
LEFT = {"去世": "陈二", "调出": "陈三", "已退休": "陈四"}
"""By how they left."""
BORN = {"birth_ym": "1965-10"}
ANOTHER_OFFICE, RUN_OUT = "QC-LGB", "赵一"


@pytest.fixture(scope="module")
def weeks(plainly: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Dataset]:
    """Of three weeks: in the second the roster says who has left, and S6 is not sent again."""
    folder = tmp_path_factory.mktemp("departed")
    everybody = [SERVING, *LEFT.values()]
    plan = {"plan_date": "2021-11-17", "exec_meeting": "是", "start": "2021-11-18"}
    work = {"unit_code": "县农业农村局", "days_on": 5.0, "exec_attended": 1.0, "honour": "县级"}
    work |= {"task_name": "调研", "task_due": "2021-11-30"}
    cadres(folder, *everybody, period=W46)
    put(folder, W46, "S6", *({"name": name, "post_code": f"ZF-{name}", **plan, **BORN} for name in everybody))
    put(folder, W46, "S7", *({"name": name, "task_pct": "50%", **work} for name in everybody))
    cadres(folder, *everybody, states={name: state for state, name in LEFT.items()})
    put(folder, W47, "S7", {"name": SERVING, **work, "task_pct": "100%"})
    for period in (W46, W47):
        put(folder, period, "S1", {"name": RUN_OUT, "person_status": "未退休", **BORN}, unit=ANOTHER_OFFICE)
    post = {"name": RUN_OUT, "post_code": "ZF-001", "start": "2021-11-01", "end": "2021-11-24", **BORN}
    put(folder, W46, "S6", post, unit=ANOTHER_OFFICE)
    put(folder, W48, "S6", post | {"status": "结束"}, unit=ANOTHER_OFFICE)
    intake = received(folder)
    return {period: compared_week(intake, period) for period in (W46, W47, W48)}


@case("M71", CELL="post_of_departed")
@pytest.mark.parametrize("state", LEFT)
def test_who_has_left_is_on_no_post_while_the_work_done_stays_in_the_sums(
    weeks: dict[str, Dataset], state: str
) -> None:
    """S1 of the second week says so; S6 was not sent again and is asked back all the same (domain.md §5.1)."""
    before, now, late = (figures(only(week, SERVING, LEFT[state])) for week in weeks.values())
    assert [now[code].measured.numerator for code in ("A1", "A5", "A6", "A7", "A12")] == [1, 1, 1, 1, 1]
    assert now["A6"].light is Light.RED
    row = FIRST + 1 + [*LEFT].index(state)
    assert lines(weeks[W47], "post_of_departed", rows=[row]) == [("CELL", row, "status")]
    sums = {code: [week[code].measured.cumulative for week in (before, now)] for code in ("B2", "B4")}
    assert {code: [part and part.value for part in parts] for code, parts in sums.items()} == {
        "B2": [10.0, 15.0],
        "B4": [2.0, 3.0],
    }
    assert [week["B6"].measured.value for week in (before, now)] == [2, 3]
    assert now["B3"].measured.numerator == 1
    assert [part.value for part in late["B3"].measured.extras if part.code == "late"] == [0]


def test_who_serves_keeps_the_post(weeks: dict[str, Dataset]) -> None:
    """Nobody but the three who left is asked about."""
    rows = [FIRST + 1 + n for n in range(len(LEFT))]
    assert lines(weeks[W46], "post_of_departed") == []
    assert lines(weeks[W47], "post_of_departed") == [("CELL", row, "status") for row in rows]


def test_a_post_that_has_run_out_since_it_was_sent_is_told_until_it_is_sent_again(weeks: dict[str, Dataset]) -> None:
    told = {period: lines(week, "post_run_out") for period, week in weeks.items()}
    assert told == {W46: [], W47: [("FIXW", FIRST, "end")], W48: []}
    assert weeks[W47].assignments.filter(pl.col("name") == RUN_OUT)["in_effect"].to_list() == [False]
