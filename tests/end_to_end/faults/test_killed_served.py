"""What a Prefect server has started, killed at random moments (`kill -9`) or cancelled on its page.

By night a kill each; `script/kills` does it in earnest.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from flows.store.edition import Edition
from flows.store.store import Store
from flows.store.sweep import sweep
from tests.support.runs.offices import Office, waited_for
from tests.support.workbooks.tables import W47

KILLS = int(os.environ.get("WUWEI_KILLS", "1"))
CHANCE = random.Random(20211125)
pytestmark = [pytest.mark.timeout(600 + 240 * KILLS), pytest.mark.nightly]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose server runs, and `wuwei serve`; its week has been run once."""
    result = Office(tmp_path_factory.mktemp("office"))
    result.receive(W47)
    try:
        result.start_server()
        result.wuwei("serve", "--inbox", str(result.folder / "inbox"), "--cron", "0 0 1 1 *")
        assert result.state(result.request("weekly", period=W47)) == "COMPLETED"
        yield result
    finally:
        result.close()


def edition(office: Office) -> Edition:
    """What readers see; its papers are whole."""
    current = Store(office.folder / "output/lake").edition(W47)
    folder = office.folder / f"output/periods/{W47}/edition-{current.number}"
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in folder.rglob("*.pdf"))
    assert current.table("figures").height
    return current


def processes(run: str) -> list[int]:
    """The processes that work for a run, the first of them first."""
    ids = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"PREFECT__FLOW_RUN_ID={run}".encode() in (folder / "environ").read_bytes():
                ids.append(int(folder.name))
    return sorted(ids)


def at_work(office: Office, version: int) -> str:
    """A run of the week for a new version of its sheet, at a random moment of its work."""
    office.receive(W47, talks=version + 2, version=version)
    run = office.request("weekly", period=W47)
    waited_for(lambda: office.runs_of("one-week", state={"type": {"any_": ["RUNNING"]}}) or None, "the week at work")
    time.sleep(CHANCE.uniform(0, 4))
    return run


def check_same_when_run_again(office: Office, before: Edition) -> None:
    """Readers have had a whole edition all the time, and one more run makes the one that was wanted."""
    assert edition(office).number in {before.number, before.number + 1}
    assert office.state(office.request("weekly", period=W47), seconds=240) == "COMPLETED"
    assert edition(office).number == before.number + 1
    sweep(office.folder / "output", older_than=0)
    assert not [path for path in (office.folder / "output").rglob(".*") if not path.name.endswith(".lock")]


def test_a_killed_run_is_shown_as_crashed_and_run_again_makes_the_edition(office: Office) -> None:
    for version in range(2, 2 + KILLS):
        before = edition(office)
        run = at_work(office, version)
        below = office.runs_of("one-week", state={"type": {"any_": ["RUNNING"]}})
        for process in processes(run)[:1]:
            os.kill(process, signal.SIGKILL)
        waited_for(lambda run=run: not processes(run), "the end of what the run has started", seconds=60)
        assert office.state(run) in {"CRASHED", "COMPLETED"}
        check_same_when_run_again(office, before)
        for child in below:  # `serve` sees only the end of the run it has started
            assert office.state(child["id"], seconds=150) in {"CRASHED", "COMPLETED"}


def test_a_cancelled_run_ends_at_once_and_run_again_makes_the_edition(office: Office) -> None:
    before = edition(office)
    run = at_work(office, 2 + KILLS)
    office.post(f"flow_runs/{run}/set_state", state={"type": "CANCELLING", "name": "Cancelling"})
    assert office.state(run, seconds=60) in {"CANCELLED", "COMPLETED"}
    waited_for(lambda: not processes(run), "the end of what the run has started", seconds=60)
    check_same_when_run_again(office, before)
    runs = office.runs_of("one-week", state={"type": {"any_": ["RUNNING", "PENDING"]}})
    assert [office.state(child["id"], seconds=150) for child in runs] in ([], ["CRASHED"], ["CANCELLED"])
