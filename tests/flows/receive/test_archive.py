"""The archive keeps every byte that came, once, and knows what was known when (design.md §5.5; M01)."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
import resource
import stat
from pathlib import Path

import pytest

from expectations.contract.rules import Reaction
from flows.receive.archive import Archive
from flows.receive.guard import LIMITS, Limits
from flows.receive.inbox import InboxMissing, inbox_folder, taken
from flows.receive.unpacking import LINK_NOT_FOLLOWED
from tests.support.workbooks.entries_without_bytes import WITHOUT_BYTES
from transforms.records.notice import Notice
from transforms.records.submission import Received

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
    return [
        (inbox, file.file) for inbox, files in archive.known(knowledge).items() for file in files if not file.repeats
    ]


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
    assert [(file.file, file.repeats) for file in archive.known(MONDAY)[W47]] == [
        ("QC-ZZB_S1_2021-W47_v1.xlsx", None),
        ("副本.xlsx", "QC-ZZB_S1_2021-W47_v1.xlsx"),
    ]
    assert len(list((archive.root / "raw").iterdir())) == 1


def test_the_same_bytes_in_the_folder_of_a_later_week_are_a_statement_for_it(archive: Archive) -> None:
    put(archive, "a.xlsx", b"one", inbox=W47)
    receive(archive, MONDAY, W47)
    put(archive, "a.xlsx", b"one", inbox=W48)
    put(archive, "副本.xlsx", b"one", inbox=W48)
    receive(archive, TUESDAY, W48)
    put(archive, "a.xlsx", b"one", inbox=W46)  # an old inbox opened afterwards
    receive(archive, WEDNESDAY, W46)
    known = archive.known(WEDNESDAY)
    marks = [(inbox, file.file, file.repeats, file.restates) for inbox, files in known.items() for file in files]
    assert sorted(marks, key=str) == [
        (W46, "a.xlsx", "a.xlsx", None),
        (W47, "a.xlsx", None, None),
        (W48, "a.xlsx", None, W47),
        (W48, "副本.xlsx", "a.xlsx", None),
    ]
    assert len({file.identity for files in known.values() for file in files}) == 4


@pytest.mark.parametrize(
    ("first", "then", "restates"),
    [
        ("QC-ZZB_S8_2021-W47_v1.xlsx", "QC-ZZB_S8_2021-W48_v1.xlsx", W47),  # named for the new week
        ("QC-ZZB_S8_2021-W47_v1.xlsx", "QC-ZZB_S8_2021-W47_v1.xlsx", None),  # it merely lies there still
        ("名册.xlsx", "名册.xlsx", None),
    ],
)
def test_what_lies_in_a_common_inbox_from_week_to_week_was_not_sent_again(
    archive: Archive, first: str, then: str, restates: str | None
) -> None:
    common = put(archive, first, b"one", inbox="inbox").parent
    archive.receive_all(common, W47, MONDAY)
    (common / first).rename(common / then)
    archive.receive_all(common, W48, TUESDAY)
    (file,) = archive.known(TUESDAY)[W48]
    assert file.restates == restates
    assert file.repeats == (None if restates else first)


def test_of_equal_files_a_corrected_name_counts(archive: Archive) -> None:
    put(archive, "QC-ZZB_S4_2021-W46_v1.xlsx", b"one")
    put(archive, "QC-AAA_S4_2021-W47_v1.xlsx", b"two")
    put(archive, "新建.xlsx", b"three")
    receive(archive, MONDAY)
    put(archive, "QC-ZZB_S4_2021-W47_v1.xlsx", b"one")
    put(archive, "QC-BBB_S4_2021-W47_v1.xlsx", b"two")
    put(archive, "QC-CCC_S4_2021-W47_v1.xlsx", b"three")
    receive(archive, TUESDAY)
    assert counting(archive) == [(W47, f"QC-{unit}_S4_2021-W47_v1.xlsx") for unit in ("BBB", "CCC", "ZZB")]


AWAITED = {"S8": ("QC-DCS",), "S10": ("QC-CHZ", "QC-CDZ")}
DCS, CDZ, CHZ = "QC-DCS_S8_2021-W47_v1.xlsx", "QC-CDZ_S10_2021-W47_v1.xlsx", "QC-CHZ_S10_2021-W47_v1.xlsx"


@pytest.mark.parametrize(
    ("first", "then", "counts", "disputed"),
    [
        (DCS, "QC-CDZ_S8_2021-W47_v2.xlsx", DCS, None),  # nothing is awaited of the other unit
        (DCS, "QC-CDZ_S8_2021-W47_v1.xlsx", DCS, None),
        ("QC-CDZ_S8_2021-W47_v2.xlsx", DCS, DCS, None),  # a corrected name
        (DCS, "QC-CDZ_S8_2021-W48_v1.xlsx", DCS, None),  # for the week to come, too
        (CHZ, CDZ, CHZ, CDZ),  # awaited of both: the table has to say whose it is
        (CHZ, "qc-cdz_s10_2021-W47_v9.xlsx", CHZ, "qc-cdz_s10_2021-W47_v9.xlsx"),
    ],
)
def test_a_copy_under_another_units_name_does_not_take_the_senders_place(
    tmp_path: Path, first: str, then: str, counts: str, disputed: str | None
) -> None:
    archive = Archive(tmp_path / "archive", expected=AWAITED)
    for name, moment in ((first, MONDAY), (then, TUESDAY)):
        put(archive, name, b"one")
        receive(archive, moment)
    files = {file.file: file for file in archive.known(WEDNESDAY)[W47]}
    stray = files[then if counts == first else first]
    assert (files[counts].notice, files[counts].repeats, files[counts].disputed) == (None, None, disputed)
    assert stray.notice
    assert (stray.notice.rule, stray.notice.reaction) == ("bytes_of_other_unit", Reaction.FILE)
    assert counts in stray.notice.message
    assert len({file.identity for file in files.values()}) == 2


def test_another_units_copy_is_no_statement_for_the_week_after(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive", expected=AWAITED)
    for name, inbox, moment in (
        (CHZ, W47, MONDAY),
        ("QC-CDZ_S10_2021-W48_v1.xlsx", W48, TUESDAY),
        ("QC-CHZ_S10_2021-W48_v1.xlsx", W48, TUESDAY),
    ):
        put(archive, name, b"one", inbox=inbox)
        receive(archive, moment, inbox)
    known = archive.known(WEDNESDAY)
    assert [(file.disputed, file.restates) for file in known[W47]] == [(None, None)]
    assert [(file.file[:6], file.notice is None, file.restates) for file in known[W48]] == [
        ("QC-CDZ", False, None),
        ("QC-CHZ", True, W47),
    ]


@pytest.mark.parametrize("later", ["QC-ZZB_S4_2021-W48_v1.xlsx", "QC-ZZB_S4_2021-W48_v2.xlsx"])
def test_of_equal_files_none_named_for_a_week_to_come_counts(archive: Archive, later: str) -> None:
    """It would be refused as ahead of its inbox, and this week's sheet with it."""
    put(archive, "QC-ZZB_S4_2021-W47_v1.xlsx", b"one")
    put(archive, later, b"one")
    receive(archive, MONDAY)
    assert counting(archive) == [(W47, "QC-ZZB_S4_2021-W47_v1.xlsx")]


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
    assert {archive.raw(file).read_bytes() for file in archive.known(TUESDAY)[W47]} == {b"one", b"two"}


def test_lock_files_hidden_files_and_inboxes_of_other_periods_are_no_submissions(archive: Archive) -> None:
    put(archive, "~$a.xlsx", b"lock")
    put(archive, ".DS_Store", b"hidden")
    put(archive, "a.xlsx", b"one")
    (archive.root.parent / W47 / W46).mkdir()
    assert [file.file for file in receive(archive)] == ["a.xlsx"]


def notices(archive: Archive, limits: Limits = LIMITS) -> dict[str, str | None]:
    """By name of what lies in the inbox, the rule that says why it was not taken in."""
    archive.receive_all(archive.root.parent / W47, W47, MONDAY, limits)
    return {file.file: file.notice and file.notice.rule for file in archive.known(MONDAY)[W47]}


@pytest.mark.parametrize("folder", ["", "县委组织部"])
def test_what_cannot_be_taken_in_is_told_and_costs_no_other_file(archive: Archive, folder: str) -> None:
    inbox = put(archive, "a.xlsx", b"one").parent / folder
    inbox.mkdir(exist_ok=True)
    for name, (make, _) in WITHOUT_BYTES.items():
        make(inbox / name)
    assert notices(archive) == {"a.xlsx": None, **{name: rule for name, (_, rule) in WITHOUT_BYTES.items()}}
    refused = [file for file in archive.known(MONDAY)[W47] if file.notice]
    assert {file.folder for file in refused} == {folder or None}
    messages = [file.notice.message for file in refused if file.notice]
    assert all("请" in message and message.endswith("。") for message in messages)
    assert len(list((archive.root / "raw").iterdir())) == 1


def test_a_folder_in_the_folder_of_a_unit_is_told_for_each_unit_and_week(archive: Archive) -> None:
    for inbox in (W46, W47):
        for unit in ("县委组织部", "县委宣传部"):
            (archive.root.parent / inbox / unit / "旧").mkdir(parents=True)
        receive(archive, MONDAY, inbox)
    files = [(inbox, file) for inbox, files in archive.known(MONDAY).items() for file in files]
    assert sorted((inbox, file.folder, file.notice and file.notice.rule) for inbox, file in files) == [
        (inbox, unit, "folder_not_read") for inbox in (W46, W47) for unit in ("县委宣传部", "县委组织部")
    ]
    assert [file.repeats for _, file in files] == [None] * 4


def test_a_file_put_into_place_of_a_listed_one_is_no_way_around_a_link(archive: Archive) -> None:
    """Whoever swaps a file for a link after the folder was listed gains nothing."""
    inbox = put(archive, "a.xlsx", b"one").parent
    (inbox / "b.xlsx").symlink_to("/etc/passwd")
    assert taken(inbox / "b.xlsx", LIMITS, links=False).content == Notice("link_not_followed", LINK_NOT_FOLLOWED)
    assert taken(inbox / "b.xlsx", LIMITS).content == Path("/etc/passwd").read_bytes()  # wuwei check, which names it


def test_a_link_in_place_of_the_folder_of_a_week_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / W47).symlink_to("/etc")
    with pytest.raises(InboxMissing, match=r"is a link.*--inbox"):
        inbox_folder(tmp_path / "real", W47)
    (tmp_path / "inbox").symlink_to(tmp_path / "real")  # the inbox itself was named by who runs it
    assert inbox_folder(tmp_path / "inbox", W46) == tmp_path / "inbox"


def test_a_file_renamed_while_the_inbox_is_read_leaves_no_entry(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(archive, "a.xlsx", b"one")
    going = put(archive, "b.xlsx.part", b"two")

    def renamed(path: str, flags: int, links: bool) -> int:
        if str(path) == str(going):
            going.rename(going.with_name("z.xlsx"))
        return os.open(path, flags)

    monkeypatch.setattr("flows.receive.inbox._open", renamed)
    assert notices(archive) == {"a.xlsx": None}
    monkeypatch.undo()
    assert notices(archive) == {"a.xlsx": None, "z.xlsx": None}


@pytest.mark.parametrize("seconds", [1 << 40, -(1 << 40)])
def test_a_time_that_no_calendar_has_is_the_time_of_receipt(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    put(archive, "a.xlsx", b"one")
    fstat = os.fstat

    def far_off(file: int) -> os.stat_result:
        """As some disks keep it; this one may hold no such time."""
        fields = [*fstat(file)]
        fields[stat.ST_MTIME] = seconds
        return os.stat_result(fields)

    monkeypatch.setattr("flows.receive.inbox.os.fstat", far_off)
    assert [file.received_at for file in receive(archive)] == [MONDAY]


def test_a_file_without_permission_is_told(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    put(archive, "a.xlsx", b"one")
    put(archive, "b.xlsx", b"two")

    def denied(path: str, flags: int, links: bool) -> int:
        if str(path).endswith("b.xlsx"):  # the superuser, who may run this test, is denied nothing
            raise PermissionError(path)
        return os.open(path, flags)

    monkeypatch.setattr("flows.receive.inbox._open", denied)
    assert notices(archive) == {"a.xlsx": None, "b.xlsx": "file_unreadable"}


def test_a_file_of_gigabytes_is_refused_without_being_read(archive: Archive) -> None:
    with put(archive, "b.xlsx", b"").open("wb") as file:
        file.truncate(3 << 30)  # takes no room on the disk, but would in memory
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert notices(archive) == {"b.xlsx": "file_too_large"}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 << 10  # KiB
    assert not (archive.root / "raw").exists()


def test_a_refusal_stands_until_the_file_can_be_taken_in(archive: Archive) -> None:
    put(archive, "a.xlsx", b"1234567890")
    tight = Limits(max_bytes=9)
    assert notices(archive, tight) == notices(archive, tight) == {"a.xlsx": "file_too_large"}
    assert len(list((archive.root / "received" / W47).iterdir())) == 1
    put(archive, "a.xlsx", b"123456789")
    archive.receive_all(archive.root.parent / W47, W47, TUESDAY, tight)
    assert [file.notice for file in archive.known(TUESDAY)[W47]] == [None]
    assert archive.known(MONDAY)[W47][0].notice is not None


def test_a_file_that_could_not_be_opened_for_a_day_is_asked_for_no_longer(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(archive, "a.xlsx", b"one")
    (first,) = receive(archive, MONDAY)

    def broken(*_: object, **__: object) -> int:
        raise OSError(errno.EIO, "Input/output error", str(path))

    with monkeypatch.context() as patch:
        patch.setattr("flows.receive.inbox._open", broken)
        receive(archive, TUESDAY)
    receive(archive, WEDNESDAY)
    receive(archive, WEDNESDAY + dt.timedelta(days=1))
    refused = [file.notice and file.notice.rule for file in archive.known(TUESDAY)[W47]]
    assert sorted(refused, key=str) == [None, "file_unreadable"]
    assert archive.known(WEDNESDAY) == archive.known(MONDAY) == {W47: [first]}


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("履职周报.xlsx".encode("gb18030"), "履职周报.xlsx"),
        (b"\xff\xff.xlsx", "\ufffd\ufffd.xlsx"),
        ("张三13900000000.xlsx".encode(), "张三［已隐去］.xlsx"),
    ],
)
def test_a_file_name_is_shown_readable_and_without_personal_data(archive: Archive, raw: bytes, shown: str) -> None:
    put(archive, os.fsdecode(raw), b"one")
    assert [file.file for file in receive(archive)] == [shown]


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
    file = Received("a.xlsx", "0" * 64, W47, MONDAY)
    folders = {
        archive.read_folder("r1", W47, [file]),
        archive.read_folder("r2", W47, [file]),
        archive.read_folder("r1", W47, []),
        archive.read_folder("r1", W47, [Received("b.xlsx", "0" * 64, W47, MONDAY)]),
        archive.read_folder("r1", W47, [Received("a.xlsx", "0" * 64, W47, MONDAY, repeats="b.xlsx")]),
    }
    assert len(folders) == 5
    assert archive.read_folder("r1", W47, [file]) in folders


def test_an_archive_nobody_wrote_to_knows_nothing(archive: Archive) -> None:
    assert archive.known(WEDNESDAY) == {}
