"""Zip packages: each member a submission of its own, named after the package and never written where it says (M08)."""

from __future__ import annotations

import datetime as dt
import hashlib
import stat
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from flows.county.county_file import load_county, shipped_example
from flows.read.inboxes import read_inboxes
from flows.receive.archive import Archive
from flows.receive.guard import Limits
from flows.receive.unpacking import files_in
from tests.support.workbooks.tables import MONDAY, NAME, W47, contact_log, talk, written
from transforms.records.submission import Received, file_name

COUNTY = load_county(shipped_example())


def zipped(*members: tuple[str, bytes]) -> bytes:
    memory = BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members:
            package.writestr(name, content)
    return memory.getvalue()


def found_in(data: bytes, limits: Limits | None = None) -> dict[str, tuple[str | None, bytes | None]]:
    """File → (rule of its notice, bytes) of what a package brings."""
    whole = Received("包.zip", hashlib.sha256(data).hexdigest(), W47, MONDAY)
    brought = [*files_in(whole, data, limits or Limits())]
    assert brought[0][1] == data
    return {file.file: (file.notice.rule if file.notice else None, content) for file, content in brought}


def test_members_become_files_of_their_own() -> None:
    data = zipped(
        ("甲.xlsx", b"one"), ("一组/乙.csv", b"two"), ("一组/", b""), ("__MACOSX/._甲.xlsx", b"x"), ("~$甲.xlsx", b"")
    )
    assert found_in(data) == {
        "包.zip": ("zip_unpacked", data),
        "包.zip/甲.xlsx": (None, b"one"),
        "包.zip/一组/乙.csv": (None, b"two"),
    }


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_chinese_names_without_the_mark_of_utf8(encoding: str) -> None:
    name = "扶贫办/岀勤表.xlsx".encode(encoding)
    data = zipped(("x" * len(name), b"one")).replace(b"x" * len(name), name)
    assert "包.zip/扶贫办/岀勤表.xlsx" in found_in(data)


UPWARDS = [
    *("../../etc/甲.xlsx", "/etc/甲.xlsx", "..\\..\\etc\\甲.xlsx", "\\\\etc\\甲.xlsx"),
    *("./etc//甲.xlsx", "etc/\u202e甲\x07.xlsx"),
]


@pytest.mark.parametrize("name", UPWARDS)
def test_no_name_leads_out_of_the_package(name: str, tmp_path: Path) -> None:
    data = zipped((name, b"one"))
    assert found_in(data).keys() == {"包.zip", "包.zip/etc/甲.xlsx"}
    inbox, archive = tmp_path / "inbox", Archive(tmp_path / "archive")
    inbox.mkdir()
    (inbox / "包.zip").write_bytes(data)
    archive.receive_all(inbox, W47, MONDAY)
    written_to = {path.parent for path in tmp_path.rglob("*") if path.is_file()}
    assert written_to == {inbox, archive.root / "raw", archive.root / "received" / W47}


def flagged(data: bytes, name: bytes, flag: int) -> bytes:
    """The package with a flag set on a member, in both of its headers."""
    changed = bytearray(data)
    for magic, flags, start in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        at = next(n for n in range(len(data)) if data[n : n + 4] == magic and data[n + start :].startswith(name))
        changed[at + flags] |= flag
    return bytes(changed)


def test_a_bad_member_costs_only_itself() -> None:
    data = flagged(zipped(("a.xlsx", b"one"), ("b.xlsx", b"two"), ("c.xlsx", bytes(1001))), b"b.xlsx", 1)
    files = found_in(data, Limits(max_bytes=1000))
    assert files["包.zip/a.xlsx"] == (None, b"one")
    assert files["包.zip/b.xlsx"] == ("format_encrypted", None)
    assert files["包.zip/c.xlsx"] == ("file_too_large", None)


def test_a_link_in_a_package_is_no_file() -> None:
    memory = BytesIO()
    with zipfile.ZipFile(memory, "w") as package:
        link = zipfile.ZipInfo("b.xlsx")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16  # as zip --symlinks writes it
        package.writestr(link, "/etc/passwd")
        package.writestr("a.xlsx", b"one")
    files = found_in(memory.getvalue())
    assert files["包.zip/b.xlsx"] == ("link_not_followed", None)
    assert files["包.zip/a.xlsx"] == (None, b"one")


def test_a_member_that_lies_about_its_content() -> None:
    data = bytearray(zipped(("a.xlsx", b"one" * 9), ("b.xlsx", b"two")))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 16, 7)  # the checksum
    files = found_in(bytes(data))
    assert files["包.zip/a.xlsx"] == ("file_damaged", None)
    assert files["包.zip/b.xlsx"] == (None, b"two")


@pytest.mark.parametrize(
    ("data", "limits"),
    [
        (zipped(("a.csv", bytes(20 << 20))), Limits()),
        (zipped(*((f"{n}.csv", b"") for n in range(9))), Limits(max_members=8)),
        (zipped(("a.xlsx", b"1"), ("A.XLSX", b"2")), Limits()),
        (zipped(("a.xlsx", b"1"))[:-9], Limits()),
        (zipped(), Limits()),
        (zipped(("xl/workbook.xml", b"1")), Limits()),
        (b"PK\x03\x04", Limits()),
    ],
)
def test_what_is_no_package_of_files_or_too_much_comes_alone(data: bytes, limits: Limits) -> None:
    assert found_in(data, limits) == {"包.zip": (None, data)}


def test_the_name_of_a_member_says_who_sent_it_and_not_the_package() -> None:
    assert file_name(f"QC-XWB_S9_2021-W40_v7.zip/{NAME}").unit == "QC-ZZB"
    assert file_name("QC-XWB_S9_2021-W40_v7.zip/汇总.xlsx").unit is None


def test_a_run_accounts_for_every_member(tmp_path: Path) -> None:
    inbox, archive = tmp_path / "inbox", Archive(tmp_path / "archive")
    inbox.mkdir()
    table = written(tmp_path / "t.xlsx", contact_log(talk())).read_bytes()
    other = written(tmp_path / "o.xlsx", contact_log(talk("李四"))).read_bytes()
    text = "\n".join(",".join(map(str, row)) for row in contact_log(talk("王五"))).encode("gb18030")
    inner = [
        (NAME, table),
        ("副本.xlsx", table),
        ("QC-XCB_S4_2021-W47_v1.xls", text.replace("县委组织部".encode("gb18030"), "县委宣传部".encode("gb18030"))),
        ("图.png", b"\x89PNG\r\n\x1a\n"),
        ("里面.zip", zipped(("x.xlsx", other))),
        ("锁.xlsx", other + b"locked"),
    ]
    data = flagged(zipped(*inner), "锁.xlsx".encode(), 1)
    (inbox / "包.zip").write_bytes(data)
    archive.receive_all(inbox, W47, MONDAY)
    known = archive.known(MONDAY + dt.timedelta(days=1))
    assert archive.raw(next(file for file in known[W47] if file.file == "包.zip")).read_bytes() == data
    result = read_inboxes(archive, known, COUNTY, "rules", 0)
    assert dict(result.submissions.select("file", "refused").rows()) == {
        "包.zip": "zip_unpacked",
        f"包.zip/{NAME}": None,
        "包.zip/副本.xlsx": "same_file_twice",
        "包.zip/QC-XCB_S4_2021-W47_v1.xls": None,
        "包.zip/图.png": "format_image",
        "包.zip/里面.zip": "format_zip",
        "包.zip/锁.xlsx": "format_encrypted",
    }
    assert result.rows["S4"].collect()["name"].sort().to_list() == [["张三"], ["王五"]]
    issues = set(result.issues.select("rule", "reaction").rows())
    assert issues >= {("zip_unpacked", "FIX"), ("file_type_misnamed", "FIXW"), ("format_zip", "FILE")}
    again = read_inboxes(archive, archive.known(MONDAY + dt.timedelta(days=1)), COUNTY, "rules", 0)
    assert again.submissions.equals(result.submissions)
