"""The archive keeps every byte that came, once, and knows what was known when (design.md §5.5; M01)."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import stat
from pathlib import Path

import pytest

from flows.archive import Archive
from transforms.submission import Received

MONDAY = dt.datetime(2021, 11, 29, 4, tzinfo=dt.UTC)
TUESDAY, WEDNESDAY = MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=2)
W46, W47, W48 = "2021-W46", "2021-W47", "2021-W48"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def put(archive: Archive, name: str, content: bytes, came: dt.datetime = MONDAY, inbox: str = W47) -> Path:
    """A file in an inbox, as a sibling of the archive."""
    path = archive.root.parent / inbox / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (came.timestamp(), came.timestamp()))
    return path


def receive(archive: Archive, known_at: dt.datetime = MONDAY, inbox: str = W47) -> list[Received]:
    return archive.receive_all(archive.root.parent / inbox, inbox, known_at)


def counting(archive: Archive, knowledge: dt.datetime = WEDNESDAY) -> list[tuple[str, str]]:
    """(inbox, name) of the files that count."""
    return [(inbox, one.file) for inbox, files in archive.known(knowledge).items() for one in files if not one.repeats]


def test_a_file_is_kept_byte_for_byte_with_its_name_and_time(archive: Archive) -> None:
    put(archive, "a.xlsx", b"one", MONDAY - dt.timedelta(hours=2))
    (received,) = receive(archive)
    assert received == Received("a.xlsx", hashlib.sha256(b"one").hexdigest(), W47, MONDAY - dt.timedelta(hours=2))
    assert archive.raw(received).read_bytes() == b"one"
    assert archive.known(MONDAY) == {W47: [received]}


def test_only_the_owner_may_look_into_the_archive(archive: Archive) -> None:
    put(archive, "a.xlsx", b"one")
    receive(archive)
    assert stat.S_IMODE(archive.root.stat().st_mode) == 0o700


def test_receiving_again_changes_nothing(archive: Archive) -> None:
    put(archive, "a.xlsx", b"one")
    receive(archive)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in archive.root.rglob("*") if path.is_file()}
    os.utime(archive.root.parent / W47 / "a.xlsx", None)  # touched, not changed
    receive(archive, WEDNESDAY)
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in archive.root.rglob("*") if path.is_file()}
    assert after == before
    assert archive.known(MONDAY)[W47][0].received_at == MONDAY


def test_what_was_not_known_then_is_not_known_now_either(archive: Archive) -> None:
    put(archive, "a.xlsx", b"one")
    receive(archive, MONDAY)
    put(archive, "b.xlsx", b"two")
    receive(archive, WEDNESDAY)
    assert counting(archive, MONDAY - dt.timedelta(seconds=1)) == []
    assert counting(archive, TUESDAY) == [(W47, "a.xlsx")]
    assert counting(archive, WEDNESDAY) == [(W47, "a.xlsx"), (W47, "b.xlsx")]


def test_the_same_bytes_under_two_names_count_once_and_the_other_says_so_m01(archive: Archive) -> None:
    put(archive, "QC-ZZB_S1_2021-W47_v1.xlsx", b"one")
    put(archive, "副本.xlsx", b"one")
    receive(archive)
    assert [(one.file, one.repeats) for one in archive.known(MONDAY)[W47]] == [
        ("QC-ZZB_S1_2021-W47_v1.xlsx", None),
        ("副本.xlsx", "QC-ZZB_S1_2021-W47_v1.xlsx"),
    ]
    assert len(list((archive.root / "raw").iterdir())) == 1


def test_the_same_bytes_in_the_next_inbox_count_where_they_came_first(archive: Archive) -> None:
    put(archive, "a.xlsx", b"one", inbox=W47)
    receive(archive, MONDAY, W47)
    put(archive, "a.xlsx", b"one", inbox=W48)
    receive(archive, TUESDAY, W48)
    put(archive, "a.xlsx", b"one", inbox=W46)  # an old inbox opened afterwards
    receive(archive, WEDNESDAY, W46)
    assert counting(archive) == [(W47, "a.xlsx")]
    assert archive.known(WEDNESDAY)[W46][0].repeats == "a.xlsx"


def test_a_file_renamed_to_a_higher_version_counts_as_that(archive: Archive) -> None:
    put(archive, "QC-ZZB_S1_2021-W47_v1.xlsx", b"one")
    receive(archive, MONDAY)
    put(archive, "QC-ZZB_S1_2021-W47_v2.xlsx", b"one")
    receive(archive, TUESDAY)
    assert counting(archive, MONDAY) == [(W47, "QC-ZZB_S1_2021-W47_v1.xlsx")]
    assert counting(archive, TUESDAY) == [(W47, "QC-ZZB_S1_2021-W47_v2.xlsx")]


def test_a_file_saved_over_another_is_a_second_one(archive: Archive) -> None:
    put(archive, "a.xlsx", b"one")
    receive(archive, MONDAY)
    put(archive, "a.xlsx", b"two", TUESDAY)
    receive(archive, TUESDAY)
    assert len(counting(archive)) == 2
    assert {archive.raw(one).read_bytes() for one in archive.known(TUESDAY)[W47]} == {b"one", b"two"}


def test_lock_files_hidden_files_and_folders_are_no_submissions(archive: Archive) -> None:
    put(archive, "~$a.xlsx", b"lock")
    put(archive, ".DS_Store", b"hidden")
    put(archive, "a.xlsx", b"one")
    (archive.root.parent / W47 / "旧").mkdir()
    assert [one.file for one in receive(archive)] == ["a.xlsx"]


def test_a_clock_that_is_ahead_makes_nobody_late(archive: Archive) -> None:
    put(archive, "a.xlsx", b"one", dt.datetime(2030, 1, 1, tzinfo=dt.UTC))
    assert receive(archive)[0].received_at == MONDAY


def test_what_a_killed_writer_left_is_no_entry(archive: Archive) -> None:
    put(archive, "a.xlsx", b"one")
    receive(archive)
    entry = next((archive.root / "received" / W47).iterdir())
    entry.with_name(f".{entry.name}.0123").write_bytes(b'{"file": "half')
    assert counting(archive) == [(W47, "a.xlsx")]


def test_a_name_with_anything_in_it_stays_inside_the_archive(archive: Archive) -> None:
    put(archive, "表..\\..\\x 一二三\n'\";.xlsx", b"one")
    receive(archive)
    assert counting(archive) == [(W47, "表..\\..\\x 一二三\n'\";.xlsx")]


def test_the_place_of_a_reading_depends_on_rules_and_files(archive: Archive) -> None:
    one = Received("a.xlsx", "0" * 64, W47, MONDAY)
    folders = {
        archive.read_folder("r1", W47, [one]),
        archive.read_folder("r2", W47, [one]),
        archive.read_folder("r1", W47, []),
        archive.read_folder("r1", W47, [Received("b.xlsx", "0" * 64, W47, MONDAY)]),
        archive.read_folder("r1", W47, [Received("a.xlsx", "0" * 64, W47, MONDAY, repeats="b.xlsx")]),
    }
    assert len(folders) == 5
    assert archive.read_folder("r1", W47, [one]) in folders


def test_an_archive_nobody_wrote_to_knows_nothing(archive: Archive) -> None:
    assert archive.known(WEDNESDAY) == {}
