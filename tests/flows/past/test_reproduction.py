"""A past edition can be made again byte for byte, whatever was corrected since (domain.md §6)."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from flows.county.workspace import Workspace
from flows.editions.distribution import distribute
from flows.past.reproduction import NothingKnown, reproduce, write_reproduction
from flows.report.publish import write_deliverables
from flows.store.records.withdrawals import withdraw
from tests.support.pace import cases
from tests.support.runs.small_weeks import after, run, send, small_place
from tests.support.workbooks.tables import W46, W47

CORRECTIONS = cases(by_day=3, by_night=10)
pytestmark = pytest.mark.usefixtures("plainly")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two weeks, then corrections of both, one of them withdrawn, the first edition issued."""
    workspace = small_place(tmp_path_factory.mktemp("chain"))
    send(workspace, W46, 2)
    first = run(workspace, W46, after(1))
    write_deliverables(workspace, first)
    distribute(workspace, first, ["县委办"], "值班员", after(1.5))
    send(workspace, W47, 2, at=after(2))
    run(workspace, W47, after(3))
    for number in range(2, CORRECTIONS + 2):
        send(workspace, W46, 2 + number, version=number, at=after(10 * number))
        if number == CORRECTIONS:
            withdraw(workspace.withdrawals, first, f"QC-ZZB_S4_{W46}_v1.xlsx", "甲", "错发", after(10 * number))
        run(workspace, W46, after(10 * number + 1))
    run(workspace, W47, after(200))
    return workspace


@pytest.mark.parametrize(("period", "number"), [(W46, 1), (W46, 2), (W46, CORRECTIONS + 1), (W47, 1)])
def test_every_edition_of_the_chain_is_reproduced(workspace: Workspace, period: str, number: int) -> None:
    editions = workspace.store.editions(period)
    original = next(edition for edition in editions if edition.number == number)
    manifest = original.manifest
    knowledge = dt.datetime.fromisoformat(manifest["knowledge"])
    reproduction = reproduce(workspace, period, dt.date.fromisoformat(manifest["as_of"]), knowledge)
    assert (reproduction.original, reproduction.differs) == (original, ())
    for name in [path.name for path in original.folder.iterdir() if path.name != "manifest.json"]:
        assert (reproduction.edition.folder / name).read_bytes() == (original.folder / name).read_bytes(), name
    assert workspace.store.editions(period) == editions


def test_the_printed_report_is_the_same_to_the_byte(workspace: Workspace) -> None:
    printed, index = workspace.papers(W46, 1) / "report.pdf", (workspace.out / "index.html").read_bytes()
    reproduction = reproduce(workspace, W46, None, after(1))
    papers = write_reproduction(workspace, reproduction)
    assert (papers / "report.pdf").read_bytes() == printed.read_bytes()
    assert (papers / "report.html").read_bytes() == (printed.parent / "report.html").read_bytes()
    assert workspace.out / "reproduced" in papers.parents
    assert (workspace.out / "index.html").read_bytes() == index


def test_a_difference_is_named(workspace: Workspace, tmp_path: Path) -> None:
    shutil.copytree(workspace.out, tmp_path / "output")
    copy = small_place(tmp_path)
    next((copy.out / "archive" / "received" / W46).glob("*.json")).unlink()  # somebody has meddled with the archive
    reproduction = reproduce(copy, W46, None, after(10 * CORRECTIONS + 11))
    assert "inputs: files" in reproduction.differs


def test_a_moment_before_everything_is_refused(workspace: Workspace) -> None:
    with pytest.raises(NothingKnown, match="nothing was received before"):
        reproduce(workspace, W46, None, after(-1))
