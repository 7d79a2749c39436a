"""Whose store it is: it takes in nothing under another county's file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flows import steps
from flows.county.workspace import Workspace
from flows.store.records.county_record import AnotherCounty
from tests.support.runs.small_weeks import START, after, small_county

pytestmark = pytest.mark.usefixtures("plainly")

OTHER = replace(small_county(), code="421127", name="黄梅县")


def test_the_first_run_writes_down_whose_store_it_is(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    workspace = Workspace(tmp_path / "out", small_county())
    for _ in range(2):
        steps.receive(workspace, tmp_path / "inbox", "2021-W46", after(0))
    assert (tmp_path / "out" / "decisions" / "county.jsonl").read_text("utf-8").count("421126") == 1


def test_a_store_that_is_nobodys_on_record_says_so_until_somebody_has_it(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, small_county())
    assert not workspace.adopts_county()  # there is nothing in it
    (tmp_path / "lake" / "period=2021-W46" / "edition=1").mkdir(parents=True)
    (tmp_path / "lake" / "period=2021-W46" / "edition=1" / "manifest.json").write_text("{}")
    assert workspace.adopts_county()
    workspace.remember_county(START)
    assert not workspace.adopts_county()


def test_another_countys_file_is_refused_before_anything_is_received(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    Workspace(tmp_path / "out", small_county()).remember_county(START)
    other = Workspace(tmp_path / "out", OTHER)
    with pytest.raises(AnotherCounty, match=r"is the folder of 蕲春县 \(421126\).*is that of 黄梅县 \(421127\)"):
        steps.receive(other, tmp_path / "inbox", "2021-W46", after(0))
    with pytest.raises(AnotherCounty):
        other.check_county()
    assert not (tmp_path / "out" / "archive").exists()


def test_a_county_may_get_another_name(tmp_path: Path) -> None:
    Workspace(tmp_path / "out", small_county()).remember_county(START)
    Workspace(tmp_path / "out", replace(small_county(), name="蕲春市")).remember_county(START)
