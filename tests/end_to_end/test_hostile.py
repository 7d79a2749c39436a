"""Hostile files beside good ones: each comes back within its limits, and the week is published (domain.md §12)."""

from __future__ import annotations

import json
import resource
import time
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from flows import steps
from flows.county.workspace import Workspace
from flows.report.publish import write_deliverables
from flows.store.edition import Edition
from samples.week import write_inboxes
from tests.support.runs.counties import qichun
from tests.support.runs.weeks import KNOWLEDGE, TUESDAY, W47, published, story
from tests.support.workbooks.hostile import HOSTILE, write_hostile

pytestmark = pytest.mark.usefixtures("plainly")

GOOD = 20
SECONDS = 240  # by the clock, beside other tests
MEMORY_KIB = 1_500 << 10


@dataclass(frozen=True)
class Week:
    """The edition of a week of good and hostile files, with what lies around it."""

    edition: Edition
    hostile: list[str]
    good: list[str]
    home: Path
    seconds: float


@pytest.fixture(scope="module")
def hostile_week(tmp_path_factory: pytest.TempPathFactory) -> Week:
    home = tmp_path_factory.mktemp("hostile")
    boxes = story(periods=(W47,), scale=0.02)
    boxes[W47] = [submission for submission in boxes[W47] if submission.rows][:GOOD]
    write_inboxes(home, boxes, qichun())
    hostile = list(write_hostile(home / "inbox" / W47))
    workspace = Workspace(home / "output", qichun(), processes=2)
    started = time.monotonic()
    steps.receive(workspace, home / "inbox", W47, KNOWLEDGE)
    edition = published(workspace, W47, TUESDAY)
    write_deliverables(workspace, edition)
    return Week(edition, hostile, [submission.file_name for submission in boxes[W47]], home, time.monotonic() - started)


def test_the_good_files_are_published_whole(hostile_week: Week) -> None:
    files = hostile_week.edition.table("files").filter(pl.col("file").is_in(hostile_week.good))
    assert files.height == len(hostile_week.good) == GOOD
    assert files["refused"].to_list() == [None] * GOOD
    ledger = hostile_week.edition.table("ledger").join(files.select("submission"), on="submission", how="semi")
    assert ledger.filter(pl.col("fate") == "accepted").height > GOOD


@pytest.mark.parametrize("name", HOSTILE)
def test_each_hostile_file_is_told_by_name_with_what_to_do(hostile_week: Week, name: str) -> None:
    expected = HOSTILE[name][1]
    file = f"{name}.xlsx"
    refused = hostile_week.edition.table("files").filter(pl.col("file") == file)["refused"].to_list()
    assert len(refused) == 1
    assert refused[0] is not None
    assert refused[0].startswith(expected), (name, refused)
    issues = hostile_week.edition.table("issues").filter((pl.col("file") == file) & (pl.col("rule") == refused[0]))
    assert issues["reaction"].to_list() == ["FILE"]
    assert "请" in issues["message"][0]
    assert issues["message"][0].endswith("。")


def test_the_list_of_files_names_every_one(hostile_week: Week) -> None:
    listed = pl.read_csv(hostile_week.home / "output/periods" / W47 / "edition-1/ledger.csv")["file"].to_list()
    assert {*hostile_week.hostile, *hostile_week.good} <= {*listed}


def test_nothing_is_written_outside_and_nothing_from_outside_is_read(hostile_week: Week) -> None:
    assert {path.name for path in hostile_week.home.iterdir()} == {"inbox", "output"}
    assert not list(hostile_week.home.parent.rglob("*outside.txt"))
    assert not Path("/tmp/wuwei-outside.txt").exists()
    assert "root:" not in json.dumps(hostile_week.edition.table("issues").to_dicts(), default=str)


def test_all_of_it_takes_a_bounded_time_and_memory(hostile_week: Week) -> None:
    """The workers hold to `Limits.memory_bytes`; this process to what it needs for a week."""
    assert hostile_week.seconds < SECONDS
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MEMORY_KIB
