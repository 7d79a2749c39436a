"""A fault of the machine that passes costs one edition at most, and that edition can be made again as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flows.editions.inputs import inputs_of
from flows.past.backfill.plan import NOT_READ, plan
from flows.past.reproduction import reproduce
from flows.read.one_file import FileTask, extract_file
from flows.read.workers.pool import FAULTS_OF_MACHINE
from flows.steps import read
from tests.support.runs.small_weeks import after, run, send, small_place
from transforms.clock import Clock, period_end
from transforms.records.columnar import FileExtract
from transforms.records.notice import Unreadable

pytestmark = pytest.mark.usefixtures("plainly")

W46, W47 = "2021-W46", "2021-W47"


@pytest.mark.parametrize("rule", FAULTS_OF_MACHINE)
def test_a_fault_that_passes_costs_one_edition(tmp_path: Path, rule: str) -> None:
    workspace = small_place(tmp_path)
    send(workspace, W46, 2)
    name = send(workspace, W47, 3)

    def interrupted(task: FileTask, **context: Any) -> tuple[FileExtract, Unreadable | None]:
        if task.received.file == name:
            raise Unreadable(rule, FAULTS_OF_MACHINE[rule])
        return extract_file(task, **context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.read.inboxes.extract_file", interrupted)
        faulty = run(workspace, W47, after(1))
        assert faulty.table("issues").filter(reaction="FILE")["rule"].to_list() == [rule]
        assert run(workspace, W47, after(2)).number == 1  # it has not passed yet
    (step,) = plan(workspace, W47, W47, requester="王五", reason="重读", now=after(3)).steps
    assert step.why == (NOT_READ,)
    whole = run(workspace, W47, after(3))
    assert (whole.number, whole.table("issues").filter(reaction="FILE").height) == (2, 0)
    assert run(workspace, W47, after(4)).number == 2
    again = reproduce(workspace, W47, None, after(1))
    assert again.original is not None
    assert (again.original.number, again.differs) == (1, ())


def test_an_edition_of_files_that_were_all_read_has_the_inputs_it_always_had(tmp_path: Path) -> None:
    """Another key would give every published period a new edition."""
    workspace = small_place(tmp_path)
    send(workspace, W46, 1)
    intake = read(workspace, workspace.archive.known(after(1)))
    assert {*inputs_of(workspace, intake, Clock(W46, period_end(W46), after(1)))} == {
        *("as_of", "rules", "rules_day", "previous", "files", "confirmations", "withdrawn")
    }
