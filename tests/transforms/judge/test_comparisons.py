"""One wrong cell is asked back once: its value speaks against no other cell of the row."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from expectations.catalogue import SHEETS
from expectations.evaluate.judgement import judgement
from tests.support.frames import sheet_rows
from transforms.judge.comparisons import without_refused_values


def day(month: int, of: int, year: int = 2021) -> dt.date:
    return dt.date(year, month, of)


ORDER = {
    "order_no": "1", "town": "421126100", "posted_on": day(11, 22), "sent_on": day(11, 22), "taken_on": day(11, 23),
    "member_name": ["陈一"], "done_on": day(11, 25), "status": "DONE", "is_project": False, "category": "01",
    "content": "清理楼道", "community_code": "某社区", "source": "01",
}  # fmt: skip
POST = {
    "name": "陈一", "birth_ym": day(10, 1, 1965), "organ": "ZF", "status": "ON", "decision_ref": "1号", "duty": "协助",
    "decided_on": day(11, 1), "start": day(11, 2), "category": ["01"], "exec_meeting": False,
}  # fmt: skip
CADRE = {"name": "陈一", "birth_ym": day(10, 1, 1965), "party_join_ym": day(7, 1, 1988), "sex": "2"}


def compared(sheet: str, row: dict[str, Any]) -> list[tuple[str, str]]:
    """Rule and column of the failures of a row that are about values, not about what is missing."""
    rows = sheet_rows(sheet, [row])
    failures = without_refused_values(SHEETS[sheet], judgement(SHEETS[sheet], rows))
    wrong = [line for line in failures.select("rule", "column").iter_rows() if row.get(line[1]) is not None]
    return sorted(wrong)


@pytest.mark.parametrize(
    ("sheet", "row", "failures"),
    [
        pytest.param("S10", ORDER, [], id="a sound order"),
        pytest.param(
            "S10",
            ORDER | {"posted_on": day(11, 23, 2023)},
            [("posted_on_after_period", "posted_on")],
            id="posted in a later year: not the days of sending, taking, finishing",
        ),
        pytest.param(
            "S10",
            ORDER | {"taken_on": day(11, 23, 2012)},
            [("taken_on_long_before_period", "taken_on")],
            id="taken long ago: told once",
        ),
        pytest.param(
            "S10",
            ORDER | {"posted_on": day(11, 26)},
            [("done_after_posted", "posted_on")],
            id="posted after all that followed",
        ),
        pytest.param(
            "S10",
            ORDER | {"done_on": day(11, 22)},
            [("done_after_taken", "done_on")],
            id="two dates that are possible each are compared",
        ),
        pytest.param(
            "S6",
            POST | {"decided_on": day(11, 1, 2023)},
            [("decided_on_after_period", "decided_on")],
            id="decided in a later year: not the first day at the post",
        ),
        pytest.param(
            "S6",
            POST | {"start": day(10, 31)},
            [("start_after_decision", "start")],
            id="at the post before the decision",
        ),
        pytest.param(
            "S1",
            CADRE | {"birth_ym": day(1, 1, 1900)},
            [("birth_ym_since_1930", "birth_ym")],
            id="born in 1900",
        ),
        pytest.param(
            "S1",
            CADRE | {"id_no": "421126196510011234"},
            [("id_no_checksum", "id_no")],
            id="an id number with a wrong digit says nothing of the sex",
        ),
    ],
)
def test_a_refused_value_speaks_against_no_other_cell(
    sheet: str, row: dict[str, Any], failures: list[tuple[str, str]]
) -> None:
    assert compared(sheet, row) == failures


def test_what_follows_from_a_comparison_follows_still_where_its_own_cell_was_refused_before() -> None:
    """Finished before it was taken and long ago: the state is set back by either rule."""
    rows = sheet_rows("S10", [ORDER | {"done_on": day(11, 22, 2011)}])
    failures = without_refused_values(SHEETS["S10"], judgement(SHEETS["S10"], rows))
    assert {"done_on_long_before_period", "done_after_taken"} <= {*failures["rule"]}
