"""The commands that write down a decision, killed at random moments: it is written down once, or can be once more.

Few kills here; `script/kills` does it in earnest.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from flows.county.workspace import Workspace
from flows.editions.distribution import CannotDistribute, distribute
from flows.editions.verification import damages
from flows.report.lists import write_outputs
from flows.store.records.confirmations import Answer, confirm
from flows.store.records.withdrawals import CannotWithdraw, withdraw
from flows.store.sweep import sweep
from tests.support.runs.small_weeks import after, run, send, small_place
from tests.support.workbooks.tables import NAME, W46, W47, contact_log, talk, written

KILLS = int(os.environ.get("WUWEI_KILLS", "4"))
CHANCE = random.Random(20211128)
pytestmark = [pytest.mark.timeout(300 + 60 * KILLS), pytest.mark.usefixtures("plainly")]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two weeks with papers and warnings."""
    folder = tmp_path_factory.mktemp("commands")
    workspace = small_place(folder)
    send(workspace, W46, 3)
    inbox = folder / "inbox" / W47
    inbox.mkdir(parents=True)
    rows = [talk(f"张{letter}", "2021-11-23", way="同上") for letter in "甲乙丙丁戊"]
    written(inbox / NAME, contact_log(talk(), *rows))
    workspace.archive.receive_all(inbox, W47, after(1))
    for period in (W46, W47):
        edition = run(workspace, period, after(2))
        papers = {f"readers/township/{number}.pdf": b"%PDF" * 9999 for number in range(9)}
        write_outputs(workspace.papers(period, edition.number), {"report.pdf": b"%PDF", **papers}.items())
    return folder


def distributed(folder: Path) -> None:
    workspace = small_place(folder)
    with suppress(CannotDistribute):  # it was before it was killed
        distribute(workspace, workspace.store.edition(W46), ["县委办"], "值班员", after(4))


def withdrawn(folder: Path) -> None:
    workspace = small_place(folder)
    with suppress(CannotWithdraw):
        withdraw(
            workspace.withdrawals, workspace.store.edition(W46), f"QC-ZZB_S4_{W46}_v1.xlsx", "甲", "误报", after(4)
        )


def confirmed(folder: Path) -> None:
    workspace = small_place(folder)
    edition = workspace.store.edition(W47)
    warnings = edition.table("issues").filter(reaction="FIXW")["issue"].unique().sort()
    assert len(warnings) == 5
    confirm(workspace.confirmations, edition, [Answer(issue, "甲", "属实") for issue in warnings], after(4))


def undone(folder: Path) -> None:
    workspace = small_place(folder)
    if not (workspace.store.root / "undone.jsonl").exists() or not workspace.store._undo_log.lines():
        workspace.store.undo(W46, 1, {"by": "甲", "because": "试"}, after(4))


def reported(folder: Path) -> None:
    """As `wuwei report` shows what it has rendered."""
    workspace = small_place(folder)
    papers = {f"{number}.csv": b"1" * 99_999 for number in range(9)}
    write_outputs(
        workspace.papers(W46, 1), {"report.pdf": b"%PDF", **papers, "returns/a.xlsx": b"2"}.items(), others=("readers",)
    )


def state(workspace: Workspace) -> dict[str, bytes]:
    """All that is kept, with drafts and without locks, and without heads, which may be a line behind their log."""
    files = {path.relative_to(workspace.out).as_posix(): path for path in workspace.out.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if not name.endswith((".lock", ".head"))}


@pytest.mark.parametrize("command", [distributed, withdrawn, confirmed, undone, reported])
def test_a_killed_command_leaves_all_whole_and_ends_the_same_when_given_again(
    story: Path, tmp_path: Path, command: Callable[[Path], None]
) -> None:
    shutil.copytree(story, tmp_path / "undisturbed")
    began = time.monotonic()
    command(tmp_path / "undisturbed")
    longest, expected = time.monotonic() - began, state(small_place(tmp_path / "undisturbed"))
    assert expected != state(small_place(story))
    for kill in range(KILLS):
        workspace = small_place(tmp_path / f"killed-{kill}")
        shutil.copytree(story, workspace.out.parent)
        process = multiprocessing.get_context("fork").Process(target=command, args=(workspace.out.parent,))
        process.start()
        process.join(CHANCE.uniform(0, 2 * longest))
        process.kill()
        process.join(60)
        assert [*damages(workspace, after(5))] == []
        assert (workspace.papers(W46, 1) / "report.pdf").read_bytes() == b"%PDF"
        assert len([*workspace.papers(W46, 1).glob("readers/township/*.pdf")]) == 9  # never away
        command(workspace.out.parent)
        sweep(workspace.out, older_than=0)
        assert state(workspace) == expected
        shutil.rmtree(workspace.out.parent)
