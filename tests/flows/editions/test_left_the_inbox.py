"""A file that was received counts until it is replaced or withdrawn, whether or not it still lies in the inbox."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from rich.console import Console

from flows.cli.printing.run import print_left
from flows.editions.arrivals import left_the_inbox
from flows.store.records.withdrawals import withdraw
from tests.support.runs.small_weeks import after, run, send, small_place
from tests.support.workbooks.tables import W47

pytestmark = pytest.mark.usefixtures("plainly")


def test_a_file_deleted_from_the_inbox_counts_and_is_named_until_it_is_withdrawn(tmp_path: Path) -> None:
    place, inbox = small_place(tmp_path), tmp_path / "inbox" / W47
    name = send(place, W47, 3)
    first = run(place, W47, after(1))
    assert left_the_inbox(first, inbox) == []
    (inbox / name).unlink()
    place.archive.receive_all(inbox, W47, after(2))
    assert run(place, W47, after(2)).number == first.number
    assert left_the_inbox(first, inbox) == [name]
    withdraw(place.withdrawals, first, name, "甲", "报错", after(3))
    assert left_the_inbox(run(place, W47, after(4)), inbox) == []


def test_a_file_renamed_moved_into_a_folder_or_replaced_has_not_left(tmp_path: Path) -> None:
    place, inbox = small_place(tmp_path), tmp_path / "inbox" / W47
    old = send(place, W47, 3)
    (inbox / "组织部").mkdir()
    (inbox / old).rename(inbox / "组织部" / old)
    new = send(place, W47, 4, version=2, at=after(1))
    edition = run(place, W47, after(2))
    assert left_the_inbox(edition, inbox) == []
    (inbox / "组织部" / old).unlink()  # version 2 counts in its place
    (inbox / new).rename(inbox / "更名.xlsx")
    place.archive.receive_all(inbox, W47, after(3))
    assert left_the_inbox(run(place, W47, after(3)), inbox) == []


def test_the_member_of_a_package_is_there_as_long_as_the_package(tmp_path: Path) -> None:
    place, inbox = small_place(tmp_path), tmp_path / "inbox" / W47
    name = send(small_place(tmp_path / "other"), W47, 3)
    inbox.mkdir(parents=True)
    with zipfile.ZipFile(inbox / "报表.zip", "w") as package:
        package.write(tmp_path / "other" / "inbox" / W47 / name, name)
    place.archive.receive_all(inbox, W47, after(0))
    edition = run(place, W47, after(1))
    assert left_the_inbox(edition, inbox) == []
    (inbox / "报表.zip").unlink()
    assert left_the_inbox(edition, inbox) == [f"报表.zip/{name}"]


def test_what_to_do_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    print_left(["甲.xlsx"], W47, Console(width=200))
    assert capsys.readouterr().out.splitlines() == [
        "1 files no longer lie in the inbox and still count",
        "  甲.xlsx  to take it out: wuwei withdraw 2021-W47 甲.xlsx",
    ]
