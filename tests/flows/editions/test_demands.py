"""A week demands what the week before it demanded, with its days, and says the same when it is made again."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.store.edition import Edition
from tests.support.runs.small_weeks import after, run, send, small_place
from tests.support.workbooks.tables import W46, W47

pytestmark = pytest.mark.usefixtures("plainly")
A_WEEK = 7 * 24


def demanded(edition: Edition) -> tuple[str, int, int | None]:
    """Until when the late sheets (E1) are demanded, how often before, and by how many days that is over."""
    (row,) = edition.table("demands").filter(matter="figures/E1").iter_rows(named=True)
    return row["until"].isoformat(), row["urged"], row["late"]


def test_a_demand_keeps_its_day_from_week_to_week_and_in_weeks_made_again(tmp_path: Path) -> None:
    """Begun on 1 June 2022; both weeks are made again two weeks later, when a file is corrected."""
    workspace = small_place(tmp_path)
    send(workspace, W46, 3)
    assert demanded(run(workspace, W46, after(1))) == ("2022-06-08", 0, None)
    send(workspace, W47, 3, at=after(A_WEEK))
    assert demanded(run(workspace, W47, after(A_WEEK + 25))) == ("2022-06-08", 1, 1)
    send(workspace, W46, 5, version=2, at=after(3 * A_WEEK))
    again = run(workspace, W46, after(3 * A_WEEK))
    assert again.number == 2
    assert demanded(again) == ("2022-06-08", 0, None)
    next_again = run(workspace, W47, after(3 * A_WEEK))
    assert next_again.number == 2
    assert demanded(next_again) == ("2022-06-08", 1, 1)
