"""Killed anywhere, a run or a backfill loses nothing, shows nothing half, and ends the same when run again.

Few kills here; `script/kills` does it in earnest.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import steps
from flows.county.workspace import Workspace
from flows.past.backfill.apply import apply
from flows.past.backfill.model import Plan
from flows.past.backfill.plan import plan
from flows.report.lists import write_outputs
from flows.report.publish import write_missing
from flows.store.edition import Edition
from flows.store.locks import AlreadyRunning, period_lock
from flows.store.sweep import sweep
from tests.support.runs.offices import SPARED
from tests.support.runs.small_weeks import after, run, send, small_place
from tests.support.workbooks.tables import W46, W47

KILLS = int(os.environ.get("WUWEI_KILLS", "1"))
CHANCE = random.Random(20211123)
pytestmark = [pytest.mark.timeout(300 + 60 * KILLS), pytest.mark.usefixtures("plainly")]


def backfill(folder: Path, plan: Plan, *, together: bool) -> None:
    """Apply a plan and lay out papers, which are what the reports are made of: to print them takes too long here."""
    apply(small_place(folder), plan, together=together, now=after(20), write_papers=papers)


def papers(workspace: Workspace, edition: Edition) -> None:
    """The documents of an edition as its papers."""
    names = ("summary.json", "report.json", "readers.jsonl")
    write_outputs(workspace.papers(edition.period, edition.number), [(name, edition.document(name)) for name in names])


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Plan]:
    """Two weeks, corrected after they were published, and the plan to run them again."""
    folder = tmp_path_factory.mktemp("killed")
    workspace = small_place(folder)
    for period in (W46, W47):
        send(workspace, period, 3)
        run(workspace, period, after(1))
        send(workspace, period, 5, version=2, at=after(2))
    return folder, plan(workspace, W46, W47, requester="甲", reason="补报", now=after(10))


def told_again(source: Path, folder: Path, *, planned: bool) -> Workspace:
    """A copy of the story, in which what was planned is there, made beforehand, or has to be made once more."""
    shutil.copytree(source, folder)
    workspace = small_place(folder)
    if not planned:
        sweep(workspace.out, older_than=0)
    return workspace


def state(workspace: Workspace) -> dict[str, bytes]:
    """All that is kept and shown, without drafts and locks."""
    files = [path for path in workspace.out.rglob("*") if path.is_file()]
    names = {path.relative_to(workspace.out).as_posix(): path for path in files}
    return {
        name: path.read_bytes()
        for name, path in names.items()
        if not any(part.startswith(".") for part in path.relative_to(workspace.out).parts)
    }


@pytest.mark.parametrize("together", [True, pytest.param(False, marks=pytest.mark.nightly)])
def test_a_killed_backfill_ends_the_same_when_applied_again(
    story: tuple[Path, Plan], tmp_path: Path, *, together: bool
) -> None:
    source, rerun = story
    longest, states = [], []
    for planned in (True, False):
        whole = told_again(source, tmp_path / f"undisturbed-{planned}", planned=planned)
        began = time.monotonic()
        backfill(whole.out.parent, rerun, together=together)
        longest.append(time.monotonic() - began)
        states.append(state(whole))
    expected, made_once_more = states
    assert made_once_more == expected
    for kill in range(KILLS):
        workspace = told_again(source, tmp_path / f"killed-{kill}", planned=kill % 2 == 0)
        _killed_after(CHANCE.uniform(0, longest[kill % 2]), backfill, workspace.out.parent, rerun, together=together)
        editions = [workspace.store.current(period) for period in (W46, W47)]
        assert all(edition and edition.table("figures").height for edition in editions)
        if together:
            assert len({edition.number for edition in editions if edition}) == 1  # both old or both new
        backfill(workspace.out.parent, rerun, together=together)
        sweep(workspace.out, older_than=0)
        assert state(workspace) == expected
        assert not [path for path in workspace.out.rglob(".*") if not path.name.endswith(".lock")]
        shutil.rmtree(workspace.out.parent)


def _killed_after(
    seconds: float, work: Callable[..., None], *words: object, start: str = "fork", **named: object
) -> None:
    process = multiprocessing.get_context(start).Process(target=work, args=words, kwargs=named)  # type: ignore[attr-defined]
    process.start()
    process.join(seconds)
    process.kill()
    process.join(60)
    assert process.exitcode in {0, -signal.SIGKILL}  # else it ended by itself, and nothing was killed


def undisturbed(work: Callable[..., None], *words: object) -> float:
    """Do a work in a process as those that are killed; gives the seconds it took.

    They are spawned, not forked: a fork inherits the fork server of this process, which is no child of it.
    """
    began = time.monotonic()
    process = multiprocessing.get_context("spawn").Process(target=work, args=words)
    process.start()
    process.join(200)
    assert process.exitcode == 0
    return time.monotonic() - began


def weekly(folder: Path) -> None:
    """A week as `wuwei run` does it, step by step, with its reports rendered, by day without pages."""
    workspace = small_place(folder)
    with period_lock(workspace.out, W46):
        sweep(workspace.out)
        steps.receive(workspace, folder / "inbox", W46, after(2))
        edition = run(workspace, W46, after(3))
        write_missing(workspace, edition)


def test_a_killed_run_ends_the_same_when_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SPARED.items():
        monkeypatch.setenv(name, value)
    source = small_place(tmp_path / "source")
    send(source, W46, 3)
    run(source, W46, after(1))
    send(source, W46, 5, version=2, at=after(2))
    shutil.rmtree(source.archive.root / "received" / W46)  # the run is yet to receive what lies in the inbox
    shutil.copytree(source.out.parent, tmp_path / "undisturbed")
    longest = undisturbed(weekly, tmp_path / "undisturbed")
    expected = state(small_place(tmp_path / "undisturbed"))
    assert [name for name in expected if name.endswith("report.pdf")]
    for kill in range(KILLS):
        workspace = small_place(tmp_path / f"killed-{kill}")
        shutil.copytree(source.out.parent, workspace.out.parent)
        _killed_after(CHANCE.uniform(0, longest), weekly, workspace.out.parent, start="spawn")
        edition = workspace.store.current(W46)
        assert edition is not None
        assert edition.table("figures").height  # whole, whichever it is
        papers = workspace.papers(W46, edition.number)
        assert not papers.exists() or (papers / "report.pdf").read_bytes().endswith(b"%%EOF\n")
        undisturbed(weekly, workspace.out.parent)
        sweep(workspace.out, older_than=0)
        assert state(workspace) == expected
        shutil.rmtree(workspace.out.parent)


def hold(folder: Path, ready: Path) -> None:
    with period_lock(folder, W46):
        ready.touch()
        signal.pause()


def test_the_lock_of_a_dead_run_is_free_and_that_of_a_living_one_names_it(tmp_path: Path) -> None:
    holder = multiprocessing.get_context("spawn").Process(target=hold, args=(tmp_path, tmp_path / "ready"))
    holder.start()
    while not (tmp_path / "ready").exists():
        time.sleep(0.05)
    with pytest.raises(AlreadyRunning, match=rf"process {holder.pid} on .* or use --wait"), period_lock(tmp_path, W46):
        pass
    holder.kill()
    with period_lock(tmp_path, W46, wait=True):
        pass


def test_a_full_disk_leaves_the_edition_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = small_place(tmp_path)
    send(workspace, W46, 3)
    first = run(workspace, W46, after(1))
    send(workspace, W46, 5, version=2, at=after(2))
    monkeypatch.setattr("flows.store.edition.write_synced", _disk_full)
    with pytest.raises(OSError, match="No space left"):
        run(workspace, W46, after(3))
    assert workspace.store.current(W46) == first
    assert not list(workspace.out.rglob(".draft-*"))
    monkeypatch.undo()
    assert run(workspace, W46, after(3)).number == 2


def _disk_full(_path: Path, _data: bytes) -> None:
    raise OSError(28, "No space left on device")
