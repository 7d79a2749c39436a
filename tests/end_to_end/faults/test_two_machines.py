"""Two machines run one period on a share that knows no locks: one publishes, the other is told to start again."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.store.store import Store
from tests.support.runs.offices import Office
from tests.support.runs.prefect_homes import prefect_home
from tests.support.workbooks.tables import W47


@pytest.mark.nightly
def test_of_two_runs_no_lock_keeps_apart_one_publishes_and_the_other_starts_again(tmp_path: Path) -> None:
    office, meeting = Office(tmp_path, served=False), tmp_path / "meeting"
    office.receive(W47)
    meeting.mkdir()
    runs = [
        office.start(
            "tests.support.runs.unlocked",
            *("run", W47, "--inbox", str(office.folder / "inbox")),
            WUWEI_TESTS_MEET_IN=str(meeting),
            PREFECT_HOME=str(prefect_home(tmp_path / machine)),
        )
        for machine in ("one", "other")
    ]
    outcomes = sorted(office.outcome(run) for run in runs)
    assert [code for code, _ in outcomes] == [1, 3], outcomes
    output = " ".join(outcomes[0][1].split())
    assert f"edition 1 of {W47} was published by another run meanwhile, not by this one; run it again" in output
    assert office.outcome(office.wuwei("run", W47, PREFECT_HOME=str(tmp_path / "one")))[0] == 3
    store = Store(tmp_path / "output/lake")
    assert [edition.number for edition in store.editions(W47)] == [1]
    assert not list(store.root.rglob(".draft-*"))
