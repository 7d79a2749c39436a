"""Last week's workbook sent again for this one says that nothing has changed (domain.md §4.1, M74)."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

import polars as pl
import pytest

from flows import steps
from flows.store.edition import Edition
from samples.week import write_inboxes
from tests.support.messiness.messiness import case
from tests.support.runs.counties import qichun
from tests.support.runs.small_weeks import after, run, send, small_place
from tests.support.runs.weeks import KNOWLEDGE, W46, W47, counted, published, sent, story, workspace_at

pytestmark = pytest.mark.usefixtures("plainly")


def again(folder: Path, name: str, target: str) -> None:
    """The file of W46 is put into the inbox of W47, too."""
    inbox = folder / "inbox"
    (inbox / W47).mkdir(exist_ok=True)
    shutil.copy(inbox / W46 / name, inbox / W47 / target)
    os.utime(inbox / W47 / target, (after(2).timestamp(),) * 2)
    small_place(folder).archive.receive_all(inbox / W47, W47, after(2))


def rules(edition: Edition) -> list[tuple[str, str]]:
    return edition.table("issues").select("rule", "reaction").rows()


@case("M74", FIXW="same_bytes_again")
@pytest.mark.parametrize("target", ["QC-ZZB_S4_2021-W47_v1.xlsx", "QC-ZZB_S4_2021-W46_v1.xlsx", "QC-ZZB_S4.xlsx"])
def test_of_a_weekly_log_nothing_is_counted_twice_and_the_sheet_has_come(tmp_path: Path, target: str) -> None:
    name, place = send(small_place(tmp_path), W46, 3), small_place(tmp_path)
    again(tmp_path, name, target)
    edition = run(place, W47, after(3))
    assert edition.table("submissions").select("status", "file").rows() == [("zero", target)]
    assert ("same_bytes_again", "FIXW") in rules(edition)
    ledger = edition.table("ledger").filter(pl.col("reason") == "restated")
    assert ledger["fate"].to_list() == ["set_aside"] * 3


def test_it_yields_to_the_sheet_of_this_week_whichever_comes_first(tmp_path: Path) -> None:
    name, place = send(small_place(tmp_path), W46, 3), small_place(tmp_path)
    again(tmp_path, name, name)
    send(place, W47, 2, at=after(3))
    edition = run(place, W47, after(4))
    assert edition.table("submissions")["file"].to_list() == ["QC-ZZB_S4_2021-W47_v1.xlsx"]
    assert "same_bytes_again" not in dict(rules(edition))
    assert edition.table("files").select("inbox", "standing").filter(inbox=W47).rows() == [
        (W47, "superseded"),
        (W47, "in_force"),
    ]


def test_the_items_of_last_week_are_stated_anew_and_none_is_grey(tmp_path: Path) -> None:
    boxes = story(scale=0.02)
    items, workspace = sent(boxes, W47, "S8"), workspace_at(tmp_path)
    boxes[W47].remove(items)
    write_inboxes(tmp_path, boxes, qichun())
    (old,) = (tmp_path / "inbox" / W46).glob("*_S8_*")
    shutil.copy(old, tmp_path / "inbox" / W47 / old.name)
    for week in (W46, W47):
        steps.receive(workspace, tmp_path / "inbox", week, KNOWLEDGE)
    published(workspace, W46, dt.date(2021, 11, 21))
    now = counted(workspace, W47, dt.date(2021, 11, 28))
    assert now.dataset.items.height == len(items.rows)
    assert now.dataset.items["stale"].any() is False
    assert now.figures["C2"].measured.value == len(items.rows)
    assert now.reactions("same_bytes_again") == ["FIXW"]
    assert now.reactions("same_as_last_week") == []
