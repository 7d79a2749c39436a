"""Records of what people decided: lines are only added, one that a crash tore is none, and one that is gone shows."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.store.records.append_log import AppendLog, LogDamaged
from flows.store.seals import KeptFileDamaged

MONDAY, TUESDAY = dt.datetime(2021, 11, 29, 12, tzinfo=dt.UTC), dt.datetime(2021, 11, 30, 12, tzinfo=dt.UTC)
WHOLE = '{"who": "张三", "at": "2021-11-29T12:00:00+00:00"}\n'
SECOND = '{"who": "李四", "at": "2021-11-30T12:00:00+00:00"}\n'
"""Lines as they were before there was a chain."""


@pytest.fixture
def record(tmp_path: Path) -> AppendLog:
    return AppendLog(tmp_path / "record.jsonl")


@pytest.fixture
def three(record: AppendLog) -> AppendLog:
    """An old line and two of the chain."""
    record.file.write_text(WHOLE, "utf-8")
    record.add([{"who": "李四"}], TUESDAY)
    record.add([{"who": "王五"}], TUESDAY)
    return record


def names(record: AppendLog) -> list[str]:
    return [line["who"] for line in record.lines()]


@pytest.mark.parametrize(
    "torn", ["", '{"who": "王', '{"who": "王五", "why": "' + "病" * 100]
)  # longer than what follows
def test_a_line_goes_where_the_last_whole_one_ends(record: AppendLog, torn: str) -> None:
    record.file.write_bytes((WHOLE + torn).encode()[: -1 if torn else None])  # in the middle of a character
    record.add([{"who": "李四"}], TUESDAY)
    before = hashlib.sha256(WHOLE.encode()).hexdigest()
    added = f'{{"who": "李四", "at": "2021-11-30T12:00:00+00:00", "before": "{before}"}}\n'
    assert record.file.read_text("utf-8") == WHOLE + added
    assert names(record) == ["张三", "李四"]


def test_a_torn_line_is_not_read(record: AppendLog) -> None:
    record.file.write_text(WHOLE + SECOND.rstrip("\n"), "utf-8")  # whole but for its end: nobody was told it is kept
    assert names(record) == ["张三"]


def test_lines_are_read_as_of_a_moment(tmp_path: Path) -> None:
    record = AppendLog(tmp_path / "decisions" / "record.jsonl")
    assert record.lines() == []
    record.add([{"who": "张三"}], MONDAY)
    record.add([{"who": "李四"}, {"who": "王五"}], TUESDAY)
    just_before = TUESDAY - dt.timedelta(microseconds=1)
    assert [line["who"] for line in record.lines(just_before)] == ["张三"]
    assert [line["who"] for line in record.lines(TUESDAY)] == ["张三", "李四", "王五"]


def test_a_damaged_line_in_the_middle_is_told(record: AppendLog) -> None:
    record.file.write_text('{"who": "王\n' + SECOND, "utf-8")
    with pytest.raises(LogDamaged, match=r"record\.jsonl: line 1 is not JSON"):
        record.lines()


def test_each_line_holds_the_hash_of_all_before_it(three: AppendLog) -> None:
    first, second, third = three.file.read_bytes().splitlines(keepends=True)
    assert json.loads(second)["before"] == hashlib.sha256(first).hexdigest()
    assert json.loads(third)["before"] == hashlib.sha256(first + second).hexdigest()
    assert "before" not in three.lines()[-1]  # it is the log's own matter


Change = Callable[[list[bytes]], list[bytes]]
CHANGES: dict[str, Change] = {
    "an old line is another": lambda lines: [lines[0].replace("张".encode(), "章".encode()), *lines[1:]],
    "an old line is gone": lambda lines: lines[1:],
    "a line in the middle is gone": lambda lines: [lines[0], lines[2]],
    "a line in the middle is another": lambda lines: [lines[0], lines[1].replace(b"30", b"29"), lines[2]],
    "the last line is another": lambda lines: [*lines[:2], lines[2].replace("王".encode(), "汪".encode())],
    "the last line is gone": lambda lines: lines[:2],
    "the last line has lost its end": lambda lines: [*lines[:2], lines[2][:-1]],
    "two lines have changed places": lambda lines: [lines[0], lines[2], lines[1]],
    "a line is there twice": lambda lines: [*lines, lines[2]],
    "an older program has added a line": lambda lines: [*lines, SECOND.encode()],
    "nothing is left": lambda _: [],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_was_changed_or_removed_shows_when_read_and_when_written(three: AppendLog, change: Change) -> None:
    damaged = b"".join(change(three.file.read_bytes().splitlines(keepends=True)))
    three.file.write_bytes(damaged)
    with pytest.raises(LogDamaged, match=r"record\.jsonl: .*; restore the file and its head from their backup"):
        three.lines()
    with pytest.raises(LogDamaged):
        three.add([{"who": "赵六"}], TUESDAY)
    assert three.file.read_bytes() == damaged


def test_a_log_that_is_gone_and_a_head_that_is_gone_show(three: AppendLog) -> None:
    head = three.file.with_suffix(".head")
    whole, end = three.file.read_bytes(), head.read_bytes()
    three.file.unlink()
    with pytest.raises(LogDamaged, match="changed or removed"):
        three.lines()
    three.file.write_bytes(whole)
    head.unlink()
    with pytest.raises(LogDamaged, match=r"its head record\.head is gone"):
        three.lines()
    head.write_bytes(end.replace(b"sha256", b"sha255"))
    with pytest.raises(KeptFileDamaged, match=r"the end of the log .*record\.jsonl"):
        three.lines()
    head.write_bytes(end)
    assert names(three) == ["张三", "李四", "王五"]


def test_killed_between_line_and_head_the_line_counts(three: AppendLog) -> None:
    head = three.file.with_suffix(".head")
    before = head.read_bytes()
    three.add([{"who": "赵六"}], TUESDAY)
    head.write_bytes(before)
    assert names(three) == ["张三", "李四", "王五", "赵六"]
    three.add([{"who": "孙七"}], TUESDAY)
    assert names(three)[-2:] == ["赵六", "孙七"]


APPEND_LOG = "flows.store.records.append_log"


@pytest.mark.parametrize("step", [f"{APPEND_LOG}.os.fsync", f"{APPEND_LOG}.write_whole"])
def test_a_full_disk_leaves_the_log_as_it_was(three: AppendLog, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = three.file.read_bytes()
    monkeypatch.setattr(step, full)
    with pytest.raises(OSError, match="No space"):
        three.add([{"who": "赵六"}], TUESDAY)
    monkeypatch.undo()
    assert three.file.read_bytes() == before
    assert names(three) == ["张三", "李四", "王五"]
