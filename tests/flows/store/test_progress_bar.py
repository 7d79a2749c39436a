"""Where no terminal is, a run is followed line by line."""

from __future__ import annotations

import re

import pytest

from flows import tasks
from flows.store.progress_bar import progress_bar, step_line


def test_without_a_terminal_each_step_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    step_line("收件 receiving")
    with progress_bar("读表 reading workbooks", 2) as advance:
        advance(1, "a.xlsx")
        advance(1)
    out, err = capsys.readouterr()
    assert out == ""
    assert re.sub("(?m)^[0-9:]{8} ", "", err) == "收件 receiving\n读表 reading workbooks: 2\n"


def test_every_step_of_a_period_has_a_line_of_its_own_or_a_bar() -> None:
    assert {*tasks.LABELS} | {tasks.steps.read} == {*tasks.TASKS}
