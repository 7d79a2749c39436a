"""A store nobody may write, a full disk, an inbox file still being copied: a plain word, and nothing is broken."""

from __future__ import annotations

import ctypes
import io
import multiprocessing
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import polars as pl
import pytest

from flows import steps
from flows.cli import command_line
from flows.county.workspace import Workspace
from flows.report.lists import write_outputs
from flows.store.edition import Edition
from tests.support.runs.small_weeks import after, run, send, small_place
from tests.support.workbooks.tables import W46

pytestmark = pytest.mark.usefixtures("plainly")

PATIENCE = 120  # seconds


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A week in two editions."""
    workspace = small_place(tmp_path_factory.mktemp("disturbed"))
    for number in (1, 2):
        send(workspace, W46, number, version=number, at=after(number))
        edition = run(workspace, W46, after(number))
        write_outputs(workspace.papers(W46, edition.number), [("report.pdf", b"%PDF")])
    return workspace


def recorded(words: list[str], into: Path, *, powerless: bool = False) -> None:
    """Run the command line in this process and write down exit code and output."""
    if powerless:
        drop_all_powers()
    output, code = io.StringIO(), 0
    sys.argv = ["wuwei", *words]
    with redirect_stdout(output), redirect_stderr(output):
        try:
            command_line.main()
        except SystemExit as end:
            code = int(end.code or 0)
    into.write_text(f"{code} {output.getvalue()}")


def drop_all_powers() -> None:
    """The superuser too is bound by permissions then (capset of Linux, with nothing in it)."""
    header, nothing = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(header, nothing):
        raise OSError(ctypes.get_errno(), "capset")


def apart(words: list[str], into: Path, *, powerless: bool) -> str:
    process = multiprocessing.get_context("spawn").Process(
        target=recorded, args=(words, into), kwargs={"powerless": powerless}
    )
    process.start()
    process.join(PATIENCE)
    process.kill()
    process.join(PATIENCE)
    return into.read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="permissions bind the superuser only after capset, a call of Linux")
def test_a_read_only_store_can_be_read_and_says_plainly_that_it_cannot_be_written(
    story: Workspace, tmp_path: Path
) -> None:
    paths = [story.out, *story.out.rglob("*")]
    before = {path: (path.stat().st_mode, path.stat().st_mtime_ns) for path in paths}
    for path in paths:
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        out = ["--out", str(story.out)]
        reading = apart(["status", W46, *out], tmp_path / "reading", powerless=True)
        writing = apart(["undo", W46, "--by", "甲", "--because", "乙", *out], tmp_path / "writing", powerless=True)
    finally:
        for path, (mode, _) in before.items():
            path.chmod(mode)
    assert reading.startswith("3 "), reading  # units are missing, which is no failure
    assert writing.startswith("1 "), writing
    assert "Permission denied; readers keep what they have. Allow this user to write there" in writing
    assert "Traceback" not in writing
    assert {path: path.stat().st_mtime_ns for path in before} == {path: when for path, (_, when) in before.items()}
    assert story.store.edition(W46).number == 2


def test_a_full_disk_is_told_plainly(story: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "/disk/lake/undone.jsonl")

    monkeypatch.setattr("flows.store.records.append_log.os.fsync", full)
    monkeypatch.setattr(sys, "argv", sys.argv)
    recorded(["undo", W46, "--by", "甲", "--because", "乙", "--out", str(story.out)], tmp_path / "told")
    output = (tmp_path / "told").read_text()
    assert output.startswith("1 "), output
    assert "No space left on device; readers keep what they have. Make room" in output
    monkeypatch.undo()
    assert story.store.edition(W46).number == 2


def test_a_workbook_that_is_half_copied_is_refused_and_counts_when_it_is_whole(tmp_path: Path) -> None:
    workspace = small_place(tmp_path)
    name = send(workspace, W46, 3)
    whole = (tmp_path / "inbox" / W46 / name).read_bytes()
    other = small_place(tmp_path / "other")
    inbox = other.out.parent / "inbox" / W46
    inbox.mkdir(parents=True)
    _arrives(inbox / name, whole[: len(whole) // 2], other, 1)
    half = run(other, W46, after(1))
    assert half.table("issues")["rule"].to_list() == ["file_damaged"]
    assert "可能没有传完" in half.table("issues")["message"][0]
    _arrives(inbox / name, whole, other, 2)
    both = run(other, W46, after(2))
    assert both.table("contacts").height + both.table("queue").height == 3
    standing = both.table("files").select("refused", "standing").sort("refused", nulls_last=True).rows()
    assert standing == [("file_damaged", "superseded"), (None, "in_force")]
    assert "file_damaged" not in both.table("issues")["rule"].to_list()  # nobody is asked for it any more


def test_a_damaged_workbook_is_asked_for_until_it_comes_again_under_a_name_that_tells_the_unit(tmp_path: Path) -> None:
    workspace = small_place(tmp_path)
    inbox = tmp_path / "inbox" / W46
    whole = (inbox / send(workspace, W46, 3)).read_bytes()
    _arrives(inbox / "谈话.xlsx", whole[: len(whole) // 2], workspace, 1)
    _arrives(inbox / "谈话.xlsx", b"PK and something else", workspace, 2)
    edition = run(workspace, W46, after(2))
    assert edition.table("issues").filter(reaction="FILE")["file"].to_list() == ["谈话.xlsx", "谈话.xlsx"]


def _arrives(path: Path, data: bytes, workspace: Workspace, hour: float) -> None:
    path.write_bytes(data)
    os.utime(path, (after(hour).timestamp(), after(hour).timestamp()))
    steps.receive(workspace, path.parents[1], W46, after(hour))


def test_a_workbook_that_changes_while_it_is_read_is_taken_as_it_was_at_one_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is judged are the archived bytes, never the inbox's: a later change is another file."""
    workspace = small_place(tmp_path)
    name = send(workspace, W46, 2)
    inbox = tmp_path / "inbox" / W46 / name
    known = workspace.archive.known(after(1))
    inbox.write_bytes(b"PK changed under our hands")
    edition: Edition = run(workspace, W46, after(1))
    assert known == workspace.archive.known(after(1))
    assert edition.table("contacts").height + edition.table("queue").height == 2
    assert edition.table("issues").filter(pl.col("reaction") == "FILE").is_empty()
